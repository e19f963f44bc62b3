"""The `TASKS` backend: to enqueue is to write a row in the open transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task as Declared
from django_tasks.base import TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import InvalidTaskError, TaskResultDoesNotExist
from django_tasks.utils import normalize_json

from slovo.core.db import in_transaction
from slovo.core.rows import insert
from slovo.core.tasks.definitions import PRIORITIES, Definition, declared_queues, definition_of, definitions
from slovo.core.tasks.models import Task

ARGUMENTS_CHARS_MAX = 10_000  # pass ids; what is bigger has a row or a file of its own


class DatabaseBackend(BaseTaskBackend):
    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def validate_task(self, task: Declared[..., Any]) -> None:
        super().validate_task(task)
        if task.priority not in PRIORITIES:
            raise InvalidTaskError(f"The priority must be one of {PRIORITIES}.")

    def enqueue(self, task: Declared[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> TaskResult[Any]:
        row = self._row(task, args, kwargs)
        insert(row)
        return self._result(row)

    def enqueue_once(
        self, task: Declared[..., Any], key: str, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> TaskResult[Any]:
        """The result is that of the task which waits: the new one or the one that was there."""
        row = self._row(task, args, kwargs)
        row.dedupe_key = key
        # The conflict "updates" the waiting row so that it stays locked until we commit: a worker that took it
        # now would not see what we have just written.
        Task.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["dedupe_key", "name"],
            update_fields=["dedupe_key"],
        )
        return self._result(Task.objects.get(name=row.name, dedupe_key=key))

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """Of a task that waits, runs or is parked. The row of a task that is done is gone."""
        row = Task.objects.filter(pk=result_id).first() if result_id.isdecimal() else None
        if row is None:
            raise TaskResultDoesNotExist(f"Task {result_id} is done, or never was.")
        if row.name not in definitions:
            raise TaskResultDoesNotExist(f"Task {result_id} is one of another version: {row.name}.")
        return self._result(row)

    def _row(self, task: Declared[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Task:
        assert in_transaction(), "a task is part of the change that asks for it"
        self.validate_task(task)
        definition = _declared(task)
        arguments = {"args": normalize_json(args), "kwargs": normalize_json(kwargs)}
        assert len(repr(arguments)) <= ARGUMENTS_CHARS_MAX, f"{definition.name}: pass ids, not contents"
        return Task(
            name=definition.name,
            arguments=arguments,
            queue=task.queue_name,
            priority=task.priority,
            enqueued_at=timezone.now(),
            run_after=task.run_after,
        )

    def _result(self, row: Task) -> TaskResult[Any]:
        status = TaskResultStatus.READY
        if row.parked_at:
            status = TaskResultStatus.FAILED
        elif row.leased_until:
            status = TaskResultStatus.RUNNING
        return TaskResult(
            task=definitions[row.name].task,
            id=str(row.pk),
            status=status,
            enqueued_at=row.enqueued_at,
            started_at=None,
            finished_at=row.parked_at,
            last_attempted_at=None,
            args=row.arguments["args"],
            kwargs=row.arguments["kwargs"],
            backend=self.alias,
            errors=[_error(row.error)] if row.error else [],
            worker_ids=[row.leased_by] if row.leased_by else [],
        )


def _error(text: str) -> TaskError:
    """The class is not kept: the text names it."""
    return TaskError(exception_class_path="builtins.Exception", traceback=text)


def _declared(task: Declared[..., Any]) -> Definition:
    definition = definition_of(task)
    if definition is None:
        raise InvalidTaskError("Declare it with slovo.core.tasks.task, which gives it a lasting name.")
    if task.queue_name not in declared_queues():
        raise InvalidTaskError(f"No task is declared for the queue {task.queue_name!r}: no worker looks there.")
    return definition
