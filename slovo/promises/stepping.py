"""The clock climbs the ladders. Actions, as in `actions.py`.

Each promise is claimed by one conditional update of the moment at which it is looked at next, so that several clocks
take each step once. What has passed while everything was down is handled once, the oldest first, and of several steps
of one promise only the last that still makes sense.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db import models

from slovo.core.db import is_postgresql, transaction
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.prepared import prepared
from slovo.core.rows import insert, update, update_while
from slovo.customers import queries as customers
from slovo.facts.promises import PromiseCheckInAsked, PromiseSilent, PromiseStepTaken
from slovo.promises import notice_rows, queries, suggesting, timing
from slovo.promises.deeds import promise_fact
from slovo.promises.history import Histories
from slovo.promises.ladder_models import CustomerNotice, Deed, LadderStep, NoticeLine, Why
from slovo.promises.models import OWED, Promise
from slovo.promises.more_models import PromiseMove
from slovo.promises.move_rows import UnableToMovePromise, moved_to
from slovo.promises.notice_rows import LINES_MAX
from slovo.promises.notice_words import reason_in
from slovo.promises.reminder_rows import remind
from slovo.promises.timing import Ladder, Ladders

BATCH_MAX = 50
LATE_MINUTES_MAX = 60  # after the deadline a warning of before it makes sense no more: a person must write
CLUSTER_MINUTES = 10  # what one customer is to be told within so many minutes is told at once
LADDER = Actor("rule", "ladder")


@dataclass(frozen=True, slots=True)
class Known:
    """What is asked once for all promises that are looked at together."""

    ladders: Ladders
    histories: Histories


@transaction()
def take_steps(*, at: datetime) -> bool:
    """Those that are due. Whether more are."""
    rows = list(_held(queries.steps_due(at))[:BATCH_MAX])
    known = Known(Ladders(), Histories(at))
    for row in rows:
        _climb(row, known, at=at)
    return len(rows) == BATCH_MAX


def _held(rows: models.QuerySet[Promise]) -> models.QuerySet[Promise]:
    """What another clock holds just now is its own."""
    return rows.select_for_update(skip_locked=True, of=("self",)) if is_postgresql() else rows


def _climb(promise: Promise, known: Known, *, at: datetime) -> None:
    was = promise.next_step_at
    assert was
    if not _claimed(promise, after=at, ladders=known.ladders):
        return
    if not promise.owed or promise.due_at is None:
        return
    ladder = known.ladders.of(promise)
    for why in [why for moment, why in timing.silences_of(promise, ladder) if was <= moment <= at]:
        remind(promise, why=why, at=at)
        if why == Why.SILENCE:
            record(promise_fact(PromiseSilent, promise), actor=LADDER, at=at)
    if any(was <= moment <= at for moment in timing.check_ins_of(promise)):
        _ask(promise, at=at)
    for step in _sensible(promise, ladder, since=was, at=at):
        _take(promise, step, ladder, known, at=at)


def _claimed(promise: Promise, *, after: datetime, ladders: Ladders) -> bool:
    """Whoever moves its moment on has it."""
    was = promise.next_step_at
    promise.next_step_at = timing.next_moment(promise, after=after, ladders=ladders)
    return update_while(promise, "next_step_at", next_step_at=was)


def _sensible(promise: Promise, ladder: Ladder, *, since: datetime, at: datetime) -> list[LadderStep]:
    """Of what has passed, the steps of the last moment at which anything makes sense now."""
    passed = [pair for pair in timing.steps_of(promise, ladder) if since <= pair[0] <= at]
    groups = [[step for _moment, step in group] for _at, group in groupby(passed, key=lambda pair: pair[0])]
    for group in reversed(groups):
        if kept := [step for step in group if step.deed != Deed.TELL_CUSTOMER or _worth_telling(promise, step, at=at)]:
            return kept
    return []


def _worth_telling(promise: Promise, step: LadderStep, *, at: datetime) -> bool:
    """Not what they know: somebody has told them of a moment that is still to come."""
    assert promise.due_at
    if promise.expected_at and promise.expected_at > at and not notice_rows.pending(promise):
        return False
    return step.minutes_before < 0 or at <= promise.due_at + timedelta(minutes=LATE_MINUTES_MAX)


def _take(promise: Promise, step: LadderStep, ladder: Ladder, known: Known, *, at: datetime) -> None:
    if step.deed == Deed.TELL_CUSTOMER:
        _tell(promise, step, ladder, known, at=at)
    else:
        _nudge(promise, step, at=at)


def _nudge(promise: Promise, step: LadderStep, *, at: datetime) -> None:
    if step.deed == Deed.CHECK_IN:
        _ask(promise, at=at)
        return
    why = Why.OWNER if step.deed == Deed.NUDGE_OWNER else Why.LEAD
    remind(promise, why=why, at=at)
    _record(promise, step, at=at)


def _ask(promise: Promise, *, at: datetime) -> None:
    """What is true now? Its owner says so (`checking.py`); asked again, they still owe the first answer."""
    remind(promise, why=Why.CHECK_IN, at=at)
    if promise.asked_at is None:
        promise.asked_at = at
        update(promise, "asked_at")
    record(promise_fact(PromiseCheckInAsked, promise), actor=LADDER, at=at)


def _tell(promise: Promise, step: LadderStep, ladder: Ladder, known: Known, *, at: datetime) -> None:
    """It, and what else the same customer would be told within minutes, whatever it is about. Whoever says it makes one
    letter of what goes by the same way (`notifying.part`). A letter that gathers delays just now takes it in."""
    if not _may_tell(promise, ladder, at=at):
        return
    begun = notice = notice_rows.begun(promise, at=at)
    room = notice_rows.room_in(begun) if begun else LINES_MAX
    for one, its_step in [(promise, step), *_soon(promise, known.ladders, room=room - 1, at=at)]:
        notice = _line(one, its_step, notice, known.histories, at=at)
    if notice:
        notice_rows.due(notice, actor=LADDER, at=at)


def _may_tell(promise: Promise, ladder: Ladder, *, at: datetime) -> bool:
    if not timing.disturbs(promise, ladder, at=at):
        return True
    remind(promise, why=Why.UNTOLD, at=at)
    return False


def _soon(promise: Promise, ladders: Ladders, *, room: int, at: datetime) -> Iterable[tuple[Promise, LadderStep]]:
    until = at + timedelta(minutes=CLUSTER_MINUTES)
    found = 0
    for one in _held_beside(promise.pk, promise.brand_id, customers.family_ids(promise.customer), until):
        was, ladder = one.next_step_at, ladders.of(one)
        assert was
        ahead = [pair for pair in timing.steps_of(one, ladder) if was <= pair[0] <= until]
        telling = next(((moment, step) for moment, step in ahead if step.deed == Deed.TELL_CUSTOMER), None)
        if found == room or telling is None or not _worth_telling(one, telling[1], at=at):
            continue
        if _is_in_a_letter(one):  # its next step is taken in its own time: that letter may never leave
            continue
        if not timing.disturbs(one, ladder, at=at) and _claimed(one, after=max(at, telling[0]), ladders=ladders):
            found += 1
            _nudge_before(one, [pair for pair in ahead if pair[0] <= telling[0]], at=at)
            yield one, telling[1]


def _nudge_before(promise: Promise, passed: list[tuple[datetime, LadderStep]], *, at: datetime) -> None:
    """Its customer is told some minutes early: whoever would have been nudged last before that is nudged as well."""
    nudges = [pair for pair in passed if pair[1].deed != Deed.TELL_CUSTOMER]
    for moment, step in nudges:
        if moment == nudges[-1][0]:
            _nudge(promise, step, at=at)


@prepared
def _held_beside(pk: int, brand_id: int, customer_ids: Collection[int], until: datetime) -> models.QuerySet[Promise]:
    """What is owed to the same customer, by whatever names we know them, and looked at by then."""
    rows = Promise.objects.filter(OWED, customer_id__in=customer_ids, brand_id=brand_id)
    rows = rows.filter(next_step_at__isnull=False, next_step_at__lte=until)
    return _held(rows.exclude(pk=pk).order_by("next_step_at", "pk")[: LINES_MAX * 4])


def _is_in_a_letter(promise: Promise) -> bool:
    """Of a move that its customer is being told of just now."""
    pending = notice_rows.pending(promise)
    return pending is not None and pending.notice_lines.filter(notice__dropped_at=None).exists()


def _line(
    promise: Promise, step: LadderStep, notice: CustomerNotice | None, histories: Histories, *, at: datetime
) -> CustomerNotice | None:
    if _is_in_a_letter(promise):
        return notice
    moved = notice_rows.pending(promise) or _moved(promise, step, histories, at=at)
    if moved is None:
        remind(promise, why=Why.UNTOLD, at=at)
        return notice
    notice = notice or notice_rows.begin(promise, at=at)
    own = moved.reason not in step.reasons.values()
    reasons = {} if own else step.reasons
    insert(NoticeLine(notice=notice, move=moved, reasons=reasons, offers_choice=step.offers_choice))
    _record(promise, step, at=at)
    return notice


def _moved(promise: Promise, step: LadderStep, histories: Histories, *, at: datetime) -> PromiseMove | None:
    """To the moment that its ladder names, or a later one if such promises really took longer. None where its kind
    allows no move, or no further one, without consent: then a person asks."""
    assert promise.due_at
    assert step.new_minutes
    later = timedelta(minutes=step.new_minutes)
    due_at = promise.due_at + later if promise.due_at + later > at + later / 2 else at + later
    due_at = max(due_at, suggesting.honest_moment(promise, histories=histories) or due_at)
    reason = reason_in(step.reasons, promise.customer.language, promise.brand.language)
    try:
        return moved_to(promise, due_at=due_at, reason=reason, actor=LADDER, at=at)
    except UnableToMovePromise:
        return None


def _record(promise: Promise, step: LadderStep, *, at: datetime) -> None:
    fact = promise_fact(PromiseStepTaken, promise, deed=step.deed, minutes_before=step.minutes_before)
    record(fact, actor=LADDER, at=at)
