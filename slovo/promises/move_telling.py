"""A move that somebody made, on its way to the customer: a part of the action that makes it.

It is told as a step of a ladder tells it: with the choice, in one letter with what else they are told at that time, and
not in quiet hours. Where these would end too late, a person is asked to tell them.
"""

from datetime import datetime, timedelta

from slovo.core.journal.actor import Actor
from slovo.core.rows import insert
from slovo.promises import notice_rows, timing
from slovo.promises.ladder_models import Deed, NoticeLine, Why
from slovo.promises.models import Promise
from slovo.promises.more_models import Consent, PromiseMove
from slovo.promises.news_rows import NEAR_MINUTES
from slovo.promises.notice_rows import GATHER_SECONDS
from slovo.promises.reminder_rows import remind
from slovo.promises.timing import Ladder, Ladders


def tell(promise: Promise, moved: PromiseMove, *, actor: Actor, at: datetime) -> None:
    """The customer, of another moment."""
    ladder = Ladders().of(promise)
    tell_at = _moment(promise, moved, told_at_night=ladder.rules.told_at_night, at=at)
    if tell_at is None:
        remind(promise, why=Why.UNTOLD, at=at)
        return
    notice_rows.hold_customer(promise)
    begun = notice_rows.begun(promise, at=at)
    notice = begun or notice_rows.begin(promise, at=at, tell_at=tell_at)
    insert(NoticeLine(notice=notice, move=moved, reasons={}, offers_choice=_offers_choice(moved, ladder)))
    if begun is None or (begun.tell_at and tell_at < begun.tell_at):
        notice_rows.due(notice, actor=actor, at=at, tell_at=tell_at)


def _moment(promise: Promise, moved: PromiseMove, *, told_at_night: bool, at: datetime) -> datetime | None:
    """None where quiet hours last until it helps nobody."""
    deadline = moved.due_was if moved.due_was > at else moved.due_now
    deadline = min(deadline, moved.due_now)
    soon = at if deadline <= at + timedelta(minutes=NEAR_MINUTES) else at + timedelta(seconds=GATHER_SECONDS)
    if told_at_night:
        return soon
    quiet = timing.quiet_hours(promise.brand_id)
    morning = timing.quiet_until(soon, zone=timing.zone_of(promise), quiet=quiet)
    if morning is None:
        return soon
    return morning if morning < deadline else None


def _offers_choice(moved: PromiseMove, ladder: Ladder) -> bool:
    """As the steps of its kind that tell customers; what is earlier than promised leaves nothing to choose."""
    steps = [step for step in ladder.steps if step.deed == Deed.TELL_CUSTOMER]
    return moved.consent == Consent.ASKED and (not steps or any(step.offers_choice for step in steps))
