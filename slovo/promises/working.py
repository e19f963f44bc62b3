"""What whoever does the work reports by their link: it is done, or it takes longer. Actions, as in `actions.py`.

The link is the right. Each report counts once, however often it is tapped; `once` is the name of the tap.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.transaction import atomic
from django.utils.translation import gettext as _

from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rules import Rule
from slovo.facts.promises import PromiseDelayReported
from slovo.promises import gathering, moving, timing, worked
from slovo.promises.deeds import WORKER, fulfil, promise_fact
from slovo.promises.ladder_models import Why
from slovo.promises.models import Promise
from slovo.promises.more_models import REASON_CHARACTERS_MAX
from slovo.promises.notice_words import reason_in
from slovo.promises.reminder_rows import remind
from slovo.promises.timing import Ladder
from slovo.promises.work_models import Outcome, WorkLink, WorkReport
from slovo.promises.work_reasons import words_of

DELAY_MINUTES = (5, 10, 20, 40)


class UnableToReport(UnableTo):
    pass


@transaction()
def report_done(*, link_id: int, promise_id: int, once: str, at: datetime) -> WorkReport:
    """After the deadline it is broken, then done, as whoever says so."""
    promise, link, known = _begun(link_id, promise_id, once, at=at)
    if known:
        return known
    fulfil(promise, done_at=at, actor=_actor(link))
    return WorkReport.objects.create(link=link, promise=promise, once=once, outcome=Outcome.DONE.value, at=at)


@transaction()
def report_delay(
    *, link_id: int, promise_id: int, minutes: int | None, reason: str, once: str, at: datetime
) -> WorkReport:
    """`minutes`: one of DELAY_MINUTES; None: until the next day, at the same hour. `reason`: a code of REASONS, or
    their own words for the customer to read.

    The customer is told as a ladder tells them, at once, or with what is reported of theirs next (`gathering.py`); who
    owes it is reminded. Where no rule may move it, or it is night where the customer is, people speak with them.
    Of what we have called off ourselves nobody hears of a delay."""
    promise, link, known = _begun(link_id, promise_id, once, at=at)
    if known:
        return known
    if promise.called_off_at:
        words = _("This was called off, so there is no need to hurry. The customer is not written to about a delay.")
        raise UnableToReport(words, rule=Rule.PROMISE_IS_OWED)
    reasons = words_of(reason)
    said = reason_in(reasons, promise.customer.language, promise.brand.language) if reasons else reason.strip()
    if not said or len(said) > REASON_CHARACTERS_MAX:
        words = _("Choose why it takes longer, or write it in %(count)d characters at most.")
        raise UnableToReport(words % {"count": REASON_CHARACTERS_MAX}, rule=Rule.DELAY_HAS_A_REASON)
    due_at = _later(promise, minutes, at=at)
    outcome = _moved(promise, link, due_at=due_at, reason=said, reasons=reasons, at=at)
    remind(promise, why=Why.DELAYED if outcome == Outcome.TOLD else Why.SPEAK, at=at)
    told = {"work_link_id": link.pk, "due_at": due_at.isoformat(), "outcome": outcome.value}
    record(promise_fact(PromiseDelayReported, promise, **told), actor=_actor(link), at=at)
    return WorkReport.objects.create(
        link=link, promise=promise, once=once, outcome=outcome.value, due_at=due_at, reason=said, at=at
    )


def _begun(link_id: int, promise_id: int, once: str, *, at: datetime) -> tuple[Promise, WorkLink, WorkReport | None]:
    """The promise is held, so that the same tap twice at once is one after the other."""
    promise = locked(Promise, promise_id)
    link = WorkLink.objects.get(pk=link_id)
    known = WorkReport.objects.filter(link=link, once=once).first()
    if known:
        return promise, link, known
    if not link.holds(at) or not worked.is_behind(link, promise):
        raise UnableToReport(
            _("This link is not about that any more. Ask for a new one."), rule=Rule.WORK_LINK_ABOUT_THIS
        )
    if not promise.owed or promise.due_at is None:
        raise UnableToReport(
            _("Nothing is awaited here any more: it is done already, or was cancelled."), rule=Rule.PROMISE_IS_OWED
        )
    return promise, link, None


def _moved(
    promise: Promise, link: WorkLink, *, due_at: datetime, reason: str, reasons: dict[str, str], at: datetime
) -> Outcome:
    try:
        with atomic():
            moved = moving.move_by_rule(promise_id=promise.pk, due_at=due_at, reason=reason, actor=_actor(link), at=at)
    except moving.UnableToMovePromise:
        return Outcome.SPEAK
    if _is_night(promise, at=at):
        return Outcome.NIGHT
    gathering.tell(promise, moved, reasons, link=link, actor=_actor(link), at=at)
    return Outcome.TOLD


def _is_night(promise: Promise, *, at: datetime) -> bool:
    rules = timing.rules_of(promise.brand_id, promise.kind)
    return timing.disturbs(promise, Ladder([], rules, timing.quiet_hours(promise.brand_id)), at=at)


def _later(promise: Promise, minutes: int | None, *, at: datetime) -> datetime:
    """Than what was promised; than now, where that has passed."""
    honest = promise.honest_at
    assert honest
    if minutes is None:
        zone = ZoneInfo(promise.zone or promise.brand.zone)
        was, today = honest.astimezone(zone), at.astimezone(zone).date()
        day = max(was.date(), today) + timedelta(days=1)
        return was.replace(year=day.year, month=day.month, day=day.day).astimezone(UTC)
    if minutes not in DELAY_MINUTES:
        raise UnableToReport(_("Choose one of the times that are shown."), rule=Rule.DELAY_IS_OFFERED)
    if honest <= at:  # in whole minutes, as people say them
        honest = at.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return honest + timedelta(minutes=minutes)


def _actor(link: WorkLink) -> Actor:
    return Actor(WORKER, str(link.pk))
