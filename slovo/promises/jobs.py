from collections.abc import Callable

from django.utils import timezone

from slovo.core.tasks import task
from slovo.promises import actions, queries


@task("promises.break_overdue@1", queue="clock")
def break_overdue() -> Callable[[], None] | None:
    return _break_overdue if queries.overdue(timezone.now()).exists() else None


def _break_overdue() -> None:
    actions.break_overdue(at=timezone.now())
