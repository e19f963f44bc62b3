"""What tasks there are: each has a lasting name, so that rows outlive the renaming of functions.

Nothing here touches the database, so `jobs.py` of any domain may import it while Django is still starting.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar, cast

import django_tasks
from django_tasks.base import Task, TaskResult

P = ParamSpec("P")
T = TypeVar("T")

ATTEMPTS_MAX = 8
NAME_CHARS_MAX = 100
AT_ONCE, URGENT, NORMAL, BULK = 100, 50, 0, -50
GROUP_TASKS_MAX = 20
PRIORITIES = (AT_ONCE, URGENT, NORMAL, BULK)  # few on purpose: a claim looks at the head of each one's line


@dataclass(frozen=True, slots=True)
class Definition:
    name: str
    task: Task[..., Any]
    attempts_max: int
    grouped: bool
    group_max: int = GROUP_TASKS_MAX
    of_its_kind: bool = False

    def joins(self, first: "Definition") -> bool:
        """Whether it may be applied together with that one."""
        return self.grouped and (self is first or not (self.of_its_kind or first.of_its_kind))


@dataclass(frozen=True, slots=True)
class Every:
    """Enqueue `task` once in each `seconds`."""

    task: Task[[], Any]
    seconds: int


definitions: dict[str, Definition] = {}
_by_function: dict[Callable[..., Any], Definition] = {}


def task(
    name: str,
    *,
    queue: str = "default",
    priority: int = NORMAL,
    attempts_max: int = ATTEMPTS_MAX,
    grouped: bool = False,
    group_max: int = GROUP_TASKS_MAX,
    of_its_kind: bool = False,
) -> Callable[[Callable[P, T]], Task[P, T]]:
    """Make a function of a module a task: `@task("conversations.take_in@1", queue="in")`.

    The number after @ is the version of the arguments. When they change, declare another task with the next
    number and keep the old one until no row can name it.

    `grouped`: the preparation is short and leaves no trace outside the database, so its effects may wait for
    a few neighbours' and be committed with them. Then apply may be called twice (the first call rolled back).
    `group_max`: how many of them, at most; few where each takes a while, for nothing more urgent is begun meanwhile.
    `of_its_kind`: only with others of the same name, for what may as well take long and then is alone.
    """
    assert name not in definitions, f"two tasks are called {name}"
    assert name.partition("@")[2].isdigit() and len(name) <= NAME_CHARS_MAX, f"no version in the name {name}"
    assert attempts_max >= 1

    def declare(function: Callable[P, T]) -> Task[P, T]:
        made = cast(Task[P, T], django_tasks.task(queue_name=queue, priority=priority)(function))
        definition = Definition(name, made, attempts_max, grouped, group_max, of_its_kind)
        definitions[name] = _by_function[function] = definition
        return made

    return declare


def definition_of(task: Task[..., Any]) -> Definition | None:
    return _by_function.get(task.func)


def declared_queues() -> tuple[str, ...]:
    return tuple(sorted({definition.task.queue_name for definition in definitions.values()}))


def every(task: Task[[], Any], *, seconds: int) -> Every:
    assert seconds >= 1
    return Every(task, seconds)


def enqueue_once(task: Task[P, T], key: str, /, *args: P.args, **kwargs: P.kwargs) -> TaskResult[T]:
    """Enqueue unless one of this task with this key already waits for its first start."""
    from slovo.core.tasks.backend import DatabaseBackend

    backend = task.get_backend()
    assert isinstance(backend, DatabaseBackend) and key
    return backend.enqueue_once(task, key, args, kwargs)
