"""Tasks for the tests of the queue. An effect is a nudge: a row that the task's key names."""

import os
import signal
import time
from collections.abc import Callable
from functools import partial

from django.utils import timezone

from slovo.core.db import transaction
from slovo.core.live.models import Nudge
from slovo.core.tasks import task
from slovo.core.tasks.definitions import AT_ONCE
from slovo.core.tasks.models import Task

QUEUES = ("samples", "samples slow")
begun: list[str] = []  # the preparations in this process


def leave(key: str) -> None:
    Nudge.objects.create(brand_id=1, key=key, at=timezone.now())


def effects(prefix: str = "") -> list[str]:
    return sorted(Nudge.objects.filter(key__startswith=prefix).values_list("key", flat=True))


@task("samples.write@1", queue="samples")
def write(key: str) -> Callable[[], None]:
    return partial(leave, key)


@task("samples.write_grouped@1", queue="samples", grouped=True)
def write_grouped(key: str) -> Callable[[], None]:
    return partial(leave, key)


@task("samples.write_and_fail@1", queue="samples", attempts_max=3, grouped=True)
def write_and_fail(key: str) -> Callable[[], None]:
    return partial(_leave_and_fail, key)


def _leave_and_fail(key: str) -> None:
    leave(key)
    raise RuntimeError("the effect must not stay")


@task("samples.fail@1", queue="samples", attempts_max=3)
def fail() -> None:
    raise RuntimeError("the first half is bad")


@task("samples.write_slowly@1", queue="samples slow")
def write_slowly(key: str, seconds: float) -> Callable[[], None]:
    begun.append(key)
    time.sleep(seconds)
    return partial(leave, key)


@task("samples.need@1", queue="samples", attempts_max=1)
def need(key: str) -> Callable[[], None]:
    if key not in effects():
        raise LookupError(f"{key} is not there")
    return partial(leave, f"{key} was there")


@task("samples.lose_the_lease@1", queue="samples")
def lose_the_lease(key: str) -> Callable[[], None]:
    with transaction():
        Task.objects.update(leased_by="another worker")
    return partial(leave, key)


@task("samples.kill_the_worker@1", queue="samples", attempts_max=2)
def kill_the_worker() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@task("samples.ask_for_more@1", queue="samples")
def ask_for_more(key: str) -> Callable[[], None]:
    return partial(_ask_for_more, key)


def _ask_for_more(key: str) -> None:
    leave(key)
    write.enqueue(f"{key} again")


@task("samples.ask_at_once@1", queue="samples")
def ask_at_once(key: str) -> Callable[[], None]:
    return partial(_ask_at_once, key)


def _ask_at_once(key: str) -> None:
    leave(key)
    write.using(priority=AT_ONCE).enqueue(f"{key}, at once")


@task("samples.tick_often@1", queue="samples")
def tick_often() -> Callable[[], None]:
    return partial(leave, "often")


@task("samples.tick_rarely@1", queue="samples")
def tick_rarely() -> Callable[[], None]:
    return partial(leave, "rarely")
