"""A reminder stands before somebody's eyes until they have looked. Actions, as in `actions.py`."""

from datetime import datetime

from slovo.core.db import locked, transaction
from slovo.core.live.actions import nudge
from slovo.people.models import Staff
from slovo.people.reminded import key_of
from slovo.promises.ladder_models import Reminder, Why
from slovo.promises.models import Promise
from slovo.promises.reminder_rows import remind


@transaction()
def see(*, promise_id: int, by: Staff, at: datetime) -> None:
    """They have looked at it."""
    seen = Reminder.objects.filter(promise_id=promise_id, staff=by, seen_at=None).update(seen_at=at)
    if seen:
        brand_id = Promise.objects.values_list("brand_id", flat=True).get(pk=promise_id)
        nudge(key_of(by.pk), brand_id=brand_id)


@transaction()
def see_answered(*, promise_id: int, at: datetime) -> None:
    """Somebody has said what is true now: nobody else need."""
    open_ = Reminder.objects.filter(promise_id=promise_id, why=Why.CHECK_IN, seen_at=None)
    for staff_id, brand_id in list(open_.values_list("staff_id", "brand_id")):
        nudge(key_of(staff_id), brand_id=brand_id)
    open_.update(seen_at=at)


@transaction()
def remind_of_cancellation(*, promise_id: int, at: datetime) -> None:
    """The customer has cancelled it themselves: whoever was to keep it looks."""
    promise = locked(Promise, promise_id)
    if promise.released_at:
        remind(promise, why=Why.CANCELLED, at=at)
