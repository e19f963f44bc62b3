"""Whoever owes what may not be done in time is told so early, once for each deadline. Actions, as in `actions.py`.

A ladder that has nudged somebody, or is about to, says the same; what stands before their eyes already is not replaced.
What nobody in particular owes stands in everybody's queue, and its own clock says when it is late.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from slovo.core.db import locked, transaction
from slovo.promises import forecast, timing
from slovo.promises.forecast_rows import RiskReminder
from slovo.promises.ladder_models import Deed, Reminder, Why
from slovo.promises.models import Promise
from slovo.promises.reminder_rows import remind
from slovo.promises.timing import Ladders

BATCH = 50
LADDER_NEAR = timedelta(minutes=10)  # a nudge that a ladder gives within so long is waited for
NUDGES = {Deed.NUDGE_OWNER, Deed.NUDGE_LEAD}


@transaction()
def remind_at_risk(*, promise_ids: Collection[int], at: datetime) -> None:
    """Of those that are still at risk, as they stand now."""
    ladders = Ladders()
    for pk in sorted(promise_ids):
        promise = locked(Promise, pk, "customer__root", "brand", "calendar")
        due_at = promise.due_at
        if due_at and _is_news(promise, due_at, ladders, at=at) and remind(promise, why=Why.AT_RISK, at=at):
            RiskReminder.objects.update_or_create(promise=promise, defaults={"due_at": due_at, "at": at})


def _is_news(promise: Promise, due_at: datetime, ladders: Ladders, *, at: datetime) -> bool:
    told = forecast.latest([promise]).get(promise.pk)
    if told is None or not told.at_risk or not _is_somebodys(promise):
        return False
    if RiskReminder.objects.filter(promise=promise, due_at=due_at).exists():
        return False
    if Reminder.objects.filter(promise=promise, seen_at=None).exists():
        return False
    since = promise.moved_at or promise.made_at
    steps = timing.steps_of(promise, ladders.of(promise))
    return not any(since < moment <= at + LADDER_NEAR and step.deed in NUDGES for moment, step in steps)


def _is_somebodys(promise: Promise) -> bool:
    """An answer that a team has in its queue is nobody's yet."""
    return bool(promise.owner_id or (promise.team_id and not promise.is_answer))
