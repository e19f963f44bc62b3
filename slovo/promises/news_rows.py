"""What somebody has said of a promise, on its way to the customer: parts of the actions.

They asked for it, so it is a notice about their own matter. What is said of theirs within two minutes, or while a
notice to them waits, is one letter; said anew before that is written, the newer words are told.
"""

from datetime import datetime, timedelta

from django.db import models

from slovo.core.journal.actor import Actor
from slovo.core.prepared import prepared
from slovo.core.rows import insert, update
from slovo.promises import notice_rows, timing
from slovo.promises.ladder_models import CustomerNotice, NewsLine
from slovo.promises.models import Promise
from slovo.promises.notice_rows import GATHER_SECONDS

NEAR_MINUTES = 10  # what is due within so many minutes waits for nothing


def tell(promise: Promise, *, actor: Actor, at: datetime) -> None:
    """The customer, of what is new. In quiet hours it waits for the morning, if that is early enough."""
    notice_rows.hold_customer(promise)
    waiting = next(iter(_waiting(promise.pk)), None)
    if waiting:
        waiting.said_at = at
        update(waiting, "said_at")
        return
    tell_at = _moment(promise, at=at)
    begun = notice_rows.begun(promise, at=at)
    notice = begun or notice_rows.begin(promise, at=at, tell_at=tell_at)
    insert(NewsLine(notice=notice, promise=promise, said_at=at))
    if begun is None or (begun.tell_at and tell_at < begun.tell_at):
        notice_rows.due(notice, actor=actor, at=at, tell_at=tell_at)


def still_true(notice: CustomerNotice) -> list[NewsLine]:
    """Of promises that are still owed, with these."""
    return [line for line in _lines_of(notice.pk) if line.promise.owed and (line.promise.now or line.promise.next)]


def morning(promise: Promise, *, at: datetime) -> datetime | None:
    """When quiet hours end that last now. None where there are none, or where it would come too late for this."""
    if timing.rules_of(promise.brand_id, promise.kind).told_at_night:
        return None
    ends = timing.quiet_until(at, zone=timing.zone_of(promise), quiet=timing.quiet_hours(promise.brand_id))
    honest = promise.honest_at
    too_late = ends and honest and at < honest <= ends
    return None if too_late else ends


def _moment(promise: Promise, *, at: datetime) -> datetime:
    near, honest = timedelta(minutes=NEAR_MINUTES), promise.honest_at
    soon = at if honest and at < honest <= at + near else at + timedelta(seconds=GATHER_SECONDS)
    return morning(promise, at=soon) or soon


@prepared
def _waiting(promise_id: int) -> models.QuerySet[NewsLine]:
    rows = NewsLine.objects.filter(promise_id=promise_id, notice__said_at=None, notice__dropped_at=None)
    return rows.order_by("-pk")[:1]


@prepared
def _lines_of(notice_id: int) -> models.QuerySet[NewsLine]:
    """With what each is about."""
    return NewsLine.objects.filter(notice_id=notice_id).select_related(
        "promise__brand", "promise__customer__brand", "promise__customer__root"
    )
