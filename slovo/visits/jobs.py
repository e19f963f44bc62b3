from collections.abc import Callable
from functools import partial

from django.utils import timezone

from slovo.core.tasks import task
from slovo.customers import queries as customers
from slovo.visits import queries, reminding, walk_in, walk_in_queries


@task("visits.remind_due@1", queue="clock")
def remind_due() -> Callable[[], None] | None:
    return _remind_due if queries.to_remind(timezone.now()).exists() else None


def _remind_due() -> None:
    reminding.remind_due(at=timezone.now())


@task("visits.shift_reminders@1", queue="clock")
def shift_reminders(customer_id: int) -> Callable[[], None]:
    return partial(_shift_reminders, list(customers.family_of(customer_id).values_list("pk", flat=True)))


def _shift_reminders(customer_ids: list[int]) -> None:
    reminding.shift_reminders(customer_ids=customer_ids, at=timezone.now())


@task("visits.note_overruns@1", queue="clock")
def note_overruns() -> Callable[[], None] | None:
    return _note_overruns if walk_in_queries.overrun(timezone.now()).exists() else None


def _note_overruns() -> None:
    walk_in.note_overruns(at=timezone.now())
