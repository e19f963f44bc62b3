from collections.abc import Callable

from django.utils import timezone

from slovo.core.tasks import enqueue_once, task
from slovo.people import queries, shifts


@task("people.end_shifts@1", queue="clock")
def end_shifts() -> Callable[[], None] | None:
    return _end_shifts if queries.shifts_over(timezone.now()).exists() else None


def _end_shifts() -> None:
    """Some, and then the next."""
    if shifts.end_shifts(at=timezone.now()):
        enqueue_once(end_shifts, "the next shifts")
