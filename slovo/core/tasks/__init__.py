"""Background work that is part of the transaction which asks for it. README.md says how to write a task."""

from datetime import datetime

from slovo.core.tasks.definitions import Every, enqueue_once, every, task

__all__ = ["Every", "drain", "enqueue_once", "every", "task"]


def drain(at: datetime | None = None, *, raise_errors: bool = False) -> int:
    """Run here and now all that is due, and what it enqueues, as a worker would. The number of tasks run."""
    from slovo.core.tasks.worker import Worker

    return Worker().drain(at, raise_errors=raise_errors)
