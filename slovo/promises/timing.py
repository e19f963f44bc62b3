"""When the clock looks at a promise next: the steps of its kind's ladder, and the end of a silence.

A step stands so many minutes before the deadline: of the calendar where the promise is owed in working minutes, of the
clock where a moment was said. Steps whose moment had passed when the deadline was set are none of it. A notice that
would fall into quiet hours stands at their end instead, if that is before the deadline.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet, prefetch_related_objects

from slovo.core.prepared import once, prepared
from slovo.core.worktime import Calendar
from slovo.promises import queries
from slovo.promises.kinds import RULES, Rules
from slovo.promises.ladder_models import QUIET_FROM, QUIET_UNTIL, Deed, LadderStep, Why
from slovo.promises.models import Promise
from slovo.promises.more_models import PromiseKind


@dataclass(frozen=True, slots=True)
class Ladder:
    """What a kind does by the clock at a brand."""

    steps: list[LadderStep]
    rules: Rules
    quiet: tuple[int, int] = (QUIET_FROM, QUIET_UNTIL)


@dataclass(slots=True)
class Ladders:
    """Asked once each, for all promises that are looked at together."""

    known: dict[tuple[int, str], Ladder] = field(default_factory=dict)

    def of(self, promise: Promise) -> Ladder:
        key = promise.brand_id, promise.kind
        if key not in self.known:
            self.known[key] = _ladder(promise)
        return self.known[key]


def _ladder(promise: Promise) -> Ladder:
    steps = list(_steps(promise.brand_id, promise.kind))
    if promise.is_answer and not steps:  # with every letter
        return Ladder(steps, Rules())
    rules = rules_of(promise.brand_id, promise.kind)
    tells = any(step.deed == Deed.TELL_CUSTOMER for step in steps)
    return Ladder(steps, rules, quiet_hours(promise.brand_id)) if tells else Ladder(steps, rules)


def rules_of(brand_id: int, kind: str) -> Rules:
    """Those of an archived kind hold for what was promised before."""
    shipped = RULES.get(kind)
    own = next((row for row in _own_kinds(brand_id, kind) if row.archived_at is None or shipped is None), None)
    return own.rules if own else shipped or Rules()


def quiet_hours(brand_id: int) -> tuple[int, int]:
    row = queries.notice_rules(brand_id)
    return (row.begins, row.ends) if row else (QUIET_FROM, QUIET_UNTIL)


@once
@prepared
def _steps(brand_id: int, kind: str) -> QuerySet[LadderStep]:
    return LadderStep.objects.filter(brand_id=brand_id, kind=kind)


@once
@prepared
def _own_kinds(brand_id: int, kind: str) -> QuerySet[PromiseKind]:
    return PromiseKind.objects.filter(brand_id=brand_id, slug=kind)


def set_next_step(promise: Promise, *, after: datetime, ladders: Ladders | None = None) -> None:
    """On the row at hand; the caller saves it."""
    promise.next_step_at = next_moment(promise, after=after, ladders=ladders or Ladders())


def look_again(promise: Promise, *, at: datetime, ladders: Ladders | None = None) -> None:
    """As `set_next_step`, where the deadline stays: a step that is due and waits for the clock is not forgotten."""
    if promise.next_step_at is None or promise.next_step_at > at:
        set_next_step(promise, after=at, ladders=ladders)


def next_moment(promise: Promise, *, after: datetime, ladders: Ladders) -> datetime | None:
    if not promise.owed or promise.due_at is None or promise.called_off_at:
        return None
    ladder = ladders.of(promise)
    moments = [moment for moment, _step in steps_of(promise, ladder)]
    silences = [moment for moment, _why in silences_of(promise, ladder)]
    return min((moment for moment in (*moments, *check_ins_of(promise), *silences) if moment > after), default=None)


def steps_of(promise: Promise, ladder: Ladder) -> list[tuple[datetime, LadderStep]]:
    """The earliest first. What stands before the promise was made is none of them."""
    moments = ((_moment(promise, step, ladder), step) for step in ladder.steps)
    return sorted(((moment, step) for moment, step in moments if moment), key=lambda pair: pair[0])


def check_ins_of(promise: Promise) -> list[datetime]:
    """Those that were said when it was made."""
    moments = [datetime.fromisoformat(moment) for moment in promise.check_ins or ()]
    return [moment for moment in moments if promise.due_at and moment < promise.due_at]


def silences_of(promise: Promise, ladder: Ladder) -> list[tuple[datetime, Why]]:
    """When the customer will have heard nothing for as long as its kind allows, which its owner is asked about, and for
    half as long again, which a lead sees. Answers have a clock of their own."""
    minutes = ladder.rules.silence_minutes
    if not minutes or promise.is_answer:
        return []
    begins, budget = last_heard(promise), timedelta(minutes=minutes)
    return [(begins + budget, Why.SILENCE), (begins + budget * 3 / 2, Why.SILENT)]


def last_heard(promise: Promise) -> datetime:
    return max(filter(None, [promise.made_at, promise.news_at, promise.moved_at, promise.heard_at]))


def quiet_until(at: datetime, *, zone: str, quiet: tuple[int, int]) -> datetime | None:
    """When quiet hours end that last at this moment; None when there are none."""
    local = at.astimezone(ZoneInfo(zone))
    begins, ends = quiet
    now = local.hour * 60 + local.minute
    lasts = begins <= now < ends if begins <= ends else now >= begins or now < ends
    if not lasts:
        return None
    day = local.date() + timedelta(days=1 if now >= ends else 0)
    return datetime(day.year, day.month, day.day, ends // 60, ends % 60, tzinfo=local.tzinfo).astimezone(at.tzinfo)


def disturbs(promise: Promise, ladder: Ladder, *, at: datetime) -> bool:
    """Whether a notice of it would come in quiet hours."""
    return not ladder.rules.told_at_night and quiet_until(at, zone=zone_of(promise), quiet=ladder.quiet) is not None


def _moment(promise: Promise, step: LadderStep, ladder: Ladder) -> datetime | None:
    assert promise.due_at
    if step.deed == Deed.CHECK_IN:
        return _worked_before(promise, step.minutes_before)
    moment = _before(promise, step.minutes_before)
    if moment is None or step.deed != Deed.TELL_CUSTOMER or ladder.rules.told_at_night:
        return moment
    morning = quiet_until(moment, zone=zone_of(promise), quiet=ladder.quiet)
    return morning if morning and morning < promise.due_at else moment


def _before(promise: Promise, minutes: int) -> datetime | None:
    assert promise.due_at
    if promise.minutes is None:
        return promise.due_at - timedelta(minutes=minutes)
    if minutes >= promise.minutes:
        return None
    pauses = [(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in promise.pauses]
    return promise.calendar.calendar.deadline(promise.made_at, promise.minutes - minutes, pauses)


def _worked_before(promise: Promise, minutes: int) -> datetime | None:
    """So many minutes of working time before, wherever the deadline comes from: nobody is asked at night."""
    assert promise.due_at
    if promise.minutes is not None:
        return _before(promise, minutes)
    calendar: Calendar = promise.calendar.calendar
    if minutes < 0:
        return calendar.deadline(promise.due_at, -minutes)
    left = calendar.elapsed(promise.made_at, promise.due_at) - minutes
    return calendar.deadline(promise.made_at, left) if left > 0 else None


def zone_of(promise: Promise) -> str:
    """Whose night it is: the customer's, where it is known; else that in which the moment was said."""
    return promise.customer.zone_or("") or promise.zone or promise.brand.zone


def restep(rows: Iterable[Promise], *, at: datetime) -> None:
    """Rows that are locked: what the clock does next follows from other rules now."""
    ladders, held = Ladders(), list(rows)
    prefetch_related_objects(held, "customer__root")
    for row in held:
        was = row.next_step_at
        look_again(row, at=at, ladders=ladders)
        if row.next_step_at != was:
            Promise.objects.filter(pk=row.pk).update(next_step_at=row.next_step_at)
