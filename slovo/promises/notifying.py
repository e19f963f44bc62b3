"""What a customer is told by a rule, from the moment at which it is due until it has left. Actions, as in `actions.py`.

The ledger knows no channel: whoever talks with customers writes it and says what became of it. It is about their own
matter, which they asked for: no consent to advertising is needed for it, and none is made of it.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import QuerySet

from slovo.core.db import locked, transaction
from slovo.core.journal.actor import SYSTEM, Actor
from slovo.core.journal.recording import record
from slovo.core.prepared import prepared
from slovo.core.rows import insert, update
from slovo.facts.notices import CustomerNoticeDropped, CustomerNoticeSaid, CustomerNoticeSent
from slovo.promises import moving, news_rows, notice_rows, timing
from slovo.promises.ladder_models import CustomerNotice, NoticeLine, Why
from slovo.promises.models import Promise
from slovo.promises.more_models import PromiseMove
from slovo.promises.notice_rows import GATHER_SECONDS, begin, due, lines_of, named, still_true
from slovo.promises.reminder_rows import remind


@transaction()
def tell_move(*, move_id: int, actor: Actor, at: datetime) -> None:
    """Whoever outside of this house keeps the date has named another: the customer is told as a ladder tells them, with
    what else is told of theirs within two minutes. In quiet hours it waits for the morning, if that is before the
    deadline; else a person decides."""
    (move,) = _move(move_id)
    promise = locked(Promise, move.promise_id, "customer__root", "brand")
    if not move.awaits_notice or not promise.owed:
        return
    notice_rows.hold_customer(promise)
    tell_at = _moment(promise, at=at)
    if tell_at is None:
        remind(promise, why=Why.UNTOLD, at=at)
        return
    begun = notice_rows.begun(promise, at=at)
    if begun and (begun.tell_at or at) < tell_at - timedelta(seconds=GATHER_SECONDS):
        begun = None  # that one leaves at night
    notice = begun or begin(promise, at=at, tell_at=tell_at)
    insert(NoticeLine(notice=notice, move=move, reasons={}, offers_choice=move.due_now > move.due_was))
    if begun is None or (begun.tell_at and tell_at < begun.tell_at):
        due(notice, actor=actor, at=at, tell_at=tell_at)


@prepared
def _move(move_id: int) -> QuerySet[PromiseMove]:
    return PromiseMove.objects.filter(pk=move_id)


def _moment(promise: Promise, *, at: datetime) -> datetime | None:
    """None: it is night, and the deadline comes before the morning. Near the deadline it waits for nothing."""
    assert promise.due_at
    gathered = at + timedelta(seconds=GATHER_SECONDS)
    near = at < promise.due_at <= gathered + timedelta(seconds=GATHER_SECONDS)
    soon = at if near else gathered
    if timing.rules_of(promise.brand_id, promise.kind).told_at_night:
        return soon
    ends = timing.quiet_until(soon, zone=timing.zone_of(promise), quiet=timing.quiet_hours(promise.brand_id))
    if ends is None:
        return soon
    return None if at < promise.due_at <= ends else ends


@transaction()
def leave_cancelled_to_people(*, promise_id: int, actor: Actor, at: datetime) -> None:
    """We have cancelled it ourselves. It stays promised until somebody has spoken with the customer: whoever is
    responsible is reminded to, and nobody tells them of another moment any more."""
    moving.take_back_untold(promise_id=promise_id, actor=actor, at=at)
    promise = locked(Promise, promise_id)
    if promise.owed:
        promise.called_off_at, promise.next_step_at = at, None  # a ladder would name another time
        update(promise, "called_off_at", "next_step_at")
        remind(promise, why=Why.OURS, at=at)


@transaction()
def take_up_again(*, promise_id: int, at: datetime) -> None:
    """It is not cancelled after all: the clock goes on with it."""
    promise = locked(Promise, promise_id)
    promise.called_off_at = None
    timing.set_next_step(promise, after=at)
    update(promise, "called_off_at", "next_step_at")


@transaction()
def leave_delay_to_people(*, promise_id: int, at: datetime) -> None:
    """It takes longer, and no rule may move it: somebody must speak with the customer."""
    promise = locked(Promise, promise_id)
    if promise.owed:
        remind(promise, why=Why.SPEAK, at=at)


@transaction()
def say(*, notice_id: int, message_id: int, at: datetime) -> None:
    """It is written, and stands at the door out."""
    notice = locked(CustomerNotice, notice_id)
    notice.said_at, notice.message_id = at, message_id
    update(notice, "said_at", "message_id")
    record(CustomerNoticeSaid(**named(notice), message_id=message_id), actor=SYSTEM, at=at)


@transaction()
def drop(*, notice_id: int, reason: str, at: datetime) -> None:
    """It cannot be said, or need not be. Where it should be, people are asked to say it."""
    notice = locked(CustomerNotice, notice_id)
    if notice.dropped_at or notice.sent_at:
        return
    notice.dropped_at = at
    update(notice, "dropped_at")
    for line in still_true(notice):
        remind(line.move.promise, why=Why.UNTOLD, at=at)
    for news in news_rows.still_true(notice):
        remind(news.promise, why=Why.TELL, at=at)
    record(CustomerNoticeDropped(**named(notice), reason=reason), actor=SYSTEM, at=at)


@transaction()
def leave_to_people(*, promise_id: int, at: datetime) -> None:
    """What they should hear of it now no rule can tell them: whoever is responsible is reminded to."""
    promise = locked(Promise, promise_id)
    if promise.owed:
        remind(promise, why=Why.TELL, at=at)


@transaction()
def leave_move_to_people(*, move_id: int, at: datetime) -> None:
    """As `leave_to_people`, unless they know of that move or it was taken back."""
    move = PromiseMove.objects.get(pk=move_id)
    if move.awaits_notice:
        leave_to_people(promise_id=move.promise_id, at=at)


@transaction()
def part(
    *, notice_id: int, line_ids: Collection[int], actor: Actor, at: datetime, news_ids: Collection[int] = ()
) -> None:
    """These lines, and this news, go another way: they are a notice of their own, which is due now."""
    notice = locked(CustomerNotice, notice_id)
    lines = list(notice.lines.filter(pk__in=line_ids).select_related("move__promise"))
    news = list(notice.news.filter(pk__in=news_ids).select_related("promise"))
    first, *_others = [line.promise for line in lines] + [line.promise for line in news]
    assert notice.said_at is None
    other = begin(first, at=notice.made_at)
    notice.lines.filter(pk__in=[line.pk for line in lines]).update(notice=other)
    notice.news.filter(pk__in=[line.pk for line in news]).update(notice=other)
    due(other, actor=actor, at=at)


@transaction()
def note_sent(*, message_id: int, sent_at: datetime) -> None:
    """It has left the house. Nothing, if no notice was said by that message."""
    notice = _said_by(message_id)
    if notice is None:
        return
    for line in sorted(lines_of(notice.pk), key=lambda one: one.move.promise_id):
        moving.note_notice(move_id=line.move_id, sent_at=sent_at, actor=SYSTEM)
    notice.sent_at = sent_at
    update(notice, "sent_at")
    record(CustomerNoticeSent(**named(notice), sent_at=sent_at.isoformat()), actor=SYSTEM, at=sent_at)


@transaction()
def note_not_sent(*, message_id: int, at: datetime) -> None:
    notice = _said_by(message_id)
    if notice:
        drop(notice_id=notice.pk, reason="not_sent", at=at)


def _said_by(message_id: int) -> CustomerNotice | None:
    """What has not left yet, as far as is known."""
    return next(iter(_unsent(message_id)), None)


@prepared
def _unsent(message_id: int) -> QuerySet[CustomerNotice]:
    return CustomerNotice.objects.filter(message_id=message_id, sent_at=None)
