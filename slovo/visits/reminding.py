"""Reminders: each once, at an hour at which people do not sleep (`telling.reminder_of`). Actions."""

from collections.abc import Collection
from datetime import datetime

from slovo.core.db import transaction
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rows import update_if_unset
from slovo.facts.visits import VisitReminderDue
from slovo.visits import queries
from slovo.visits.models import Visit
from slovo.visits.telling import reminder_of, told_anew

AT_ONCE_MAX = 200
REMINDER = Actor("rule", "visit_reminder")


@transaction()
def remind_due(*, at: datetime) -> int:
    """Of several clocks that look at once, one finds each. Returns how many there were."""
    rows = list(queries.to_remind(at).select_related("type")[:AT_ONCE_MAX])
    for visit in rows:
        _remind(visit, at=at)
    return len(rows)


@transaction()
def shift_reminders(*, customer_ids: Collection[int], at: datetime) -> None:
    """It is another hour where these are: they are reminded when it is a sensible one there."""
    for visit in queries.to_be_reminded(customer_ids).select_related("type", "customer__root"):
        zone = visit.customer.zone_or(visit.zone)
        visit.remind_at = reminder_of(visit.starts_at, visit.type.remind_minutes, zone=zone, at=at) or visit.remind_at
        visit.save(update_fields=["remind_at"])


def _remind(visit: Visit, *, at: datetime) -> None:
    visit.reminded_at = at
    if update_if_unset(visit, "reminded_at"):
        record(VisitReminderDue(**told_anew(visit)), actor=REMINDER, at=at)
