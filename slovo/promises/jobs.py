from collections.abc import Callable
from functools import partial

from django.utils import timezone

from slovo.core.tasks import task
from slovo.promises import actions, handing, queries


@task("promises.break_overdue@1", queue="clock")
def break_overdue() -> Callable[[], None] | None:
    return _break_overdue if queries.overdue(timezone.now()).exists() else None


def _break_overdue() -> None:
    actions.break_overdue(at=timezone.now())


@task("promises.pass_to_teams@1", queue="clock")
def pass_to_teams(staff_id: int) -> Callable[[], None] | None:
    """Somebody has left, is away, or works for a brand or in a team no more."""
    return partial(_pass_to_teams, staff_id) if queries.left_to_teams(staff_id, timezone.now()).exists() else None


def _pass_to_teams(staff_id: int) -> None:
    if handing.pass_to_teams(staff_id=staff_id, at=timezone.now()):
        pass_to_teams.enqueue(staff_id)
