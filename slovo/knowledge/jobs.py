from collections.abc import Callable

from django.utils import timezone

from slovo.core.tasks import task
from slovo.knowledge import queries, reminding


@task("knowledge.remind_of_review@1", queue="clock")
def remind_of_review() -> Callable[[], None] | None:
    return _remind if queries.due_for_review(timezone.now()).exists() else None


def _remind() -> None:
    reminding.remind(at=timezone.now())
