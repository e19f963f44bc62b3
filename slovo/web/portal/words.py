"""What a customer reads of a promise: when, how it stands, and what became of it, in plain words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from slovo.brands.models import Brand
from slovo.core.secrets import sealed
from slovo.people.queries import may_customers_see
from slovo.promises.models import Promise
from slovo.promises.more_models import Consent, PromiseMove
from slovo.promises.rating_models import PromiseRating
from slovo.promises.shown import may_be_denied, may_be_rated, rating_of
from slovo.web.desk.words import moments

MINUTES_TOLD_MAX, HOURS_TOLD_MAX = 90, 36
ROUND_MINUTES = 5
DAYS_BY_NAME_MAX = 7
STATE_WORDS = {
    "open": gettext_lazy("We are on it"),
    "moved": gettext_lazy("Moved to another time"),
    "yours": gettext_lazy("We wait for your answer"),
    "late": gettext_lazy("Late"),
    "done": gettext_lazy("Done"),
    "done_late": gettext_lazy("Done, later than promised"),
    "done_told_late": gettext_lazy("Done in time; we heard of it later"),
    "cancelled": pgettext_lazy("promise", "Cancelled"),
}
HALF_A_DAY, WAIT_STEP, WAIT_STEPS = timedelta(hours=12), timedelta(minutes=30), (1, 2, 4)


@dataclass(frozen=True, slots=True)
class Line:
    """`at`: when it happened; `on`: the same in words."""

    at: datetime
    on: str
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """One promise as its customer reads it. `state`: a code; `when`: by when, in words; `choice`: a move about which
    they choose; `waits`: until when they may say that they wait at most, each with its words."""

    row: Promise
    what: str
    who: str
    state: str
    state_words: str
    when: str
    choice: PromiseMove | None
    choice_when: str
    waits: list[tuple[str, str]]
    move_id: UUID | None
    history: list[Line]
    may_confirm: bool
    may_cancel: bool
    may_deny: bool
    rating: PromiseRating | None
    may_rate: bool
    has_face: bool


def told(row: Promise, moves: list[PromiseMove], brand: Brand, *, at: datetime) -> Told:
    choice = _choice(row, moves, at)
    by_hand = row.owed and not row.is_answer
    state = _state(row, at)
    return Told(
        row=row,
        what=row.what or _("An answer to your message"),
        who=_who(row, brand),
        state=state,
        state_words=_state_words(state),
        when=_when(row, state, at),
        choice=choice,
        choice_when=ahead(choice.due_now, at) if choice else "",
        waits=[(moment.isoformat(), ahead(moment, at)) for moment in _waits(choice)] if choice else [],
        move_id=sealed("move", choice.pk) if choice else None,
        history=_history(row, moves, at),
        may_confirm=by_hand and row.due_at is not None,
        may_cancel=by_hand,
        may_deny=may_be_denied(row, at=at),
        rating=rating_of(row),
        may_rate=may_be_rated(row, at=at),
        has_face=may_customers_see(row.owner, brand),
    )


def ahead(at: datetime, now: datetime) -> str:
    """«tomorrow by 18:00, in about 5 hours»."""
    return _("%(day)s, %(left)s") % {"day": by_day(at, now), "left": left(at - now)}


def by_day(at: datetime, now: datetime) -> str:
    """«today by 18:00», «on Friday by 18:00», «12 May by 18:00»."""
    days = (timezone.localtime(at).date() - timezone.localtime(now).date()).days
    time = {"time": moments.clock(at)}
    if days == 0:
        return _("today by %(time)s") % time
    if days == 1:
        return _("tomorrow by %(time)s") % time
    if 1 < days < DAYS_BY_NAME_MAX:
        return str(moments.WEEKDAYS[timezone.localtime(at).weekday()]) % time
    date, _comma, clock = moments.by_when(at, now).rpartition(", ")
    return _("%(date)s by %(time)s") % {"date": date, "time": clock}


def left(length: timedelta) -> str:
    """«in about 5 hours»: as exactly as anybody can know."""
    minutes = max(1, round(length / moments.MINUTE))
    if minutes <= MINUTES_TOLD_MAX:
        count = minutes if minutes < 2 * ROUND_MINUTES else round(minutes / ROUND_MINUTES) * ROUND_MINUTES
        return ngettext("in about %(count)d minute", "in about %(count)d minutes", count) % {"count": count}
    hours = round(length / moments.HOUR)
    if hours <= HOURS_TOLD_MAX:
        return ngettext("in about %(count)d hour", "in about %(count)d hours", hours) % {"count": hours}
    days = round(length / moments.DAY)
    return ngettext("in about %(count)d day", "in about %(count)d days", days) % {"count": days}


def _who(row: Promise, brand: Brand) -> str:
    return str(row.owner or row.team or brand)


def _choice(row: Promise, moves: list[PromiseMove], at: datetime) -> PromiseMove | None:
    """The last move, while they have not answered and its moment is to come."""
    last = moves[-1] if moves else None
    return last if last and row.owed and last.consent == Consent.ASKED and last.due_now > at else None


def _waits(move: PromiseMove) -> list[datetime]:
    """Later than it is expected now: by what it was moved by, in hours or in days."""
    unit = moments.DAY if move.due_now - move.due_was >= HALF_A_DAY else WAIT_STEP
    return [move.due_now + number * unit for number in WAIT_STEPS]


def _state(row: Promise, at: datetime) -> str:
    if row.released_at:
        return "cancelled"
    if row.done_at:
        late = "done_told_late" if row.said_done_at else "done_late"
        return late if row.broken_at else "done"
    if row.due_at is None:
        return "yours"
    if row.broken_at or row.due_at < at:
        return "late"
    return "moved" if row.moved_at else "open"


def _state_words(state: str) -> str:
    return str(STATE_WORDS[state])


def _when(row: Promise, state: str, at: datetime) -> str:
    if state in {"open", "moved"}:
        assert row.due_at
        return ahead(row.due_at, at)
    if state == "late":
        assert row.due_at
        was = _("was promised by %(moment)s") % {"moment": moments.on_day(row.due_at, at)}
        if row.expected_at and row.expected_at > at:
            expected = _("expected %(moment)s") % {"moment": ahead(row.expected_at, at)}
            return f"{was}; {expected}"
        return was
    done_at = row.said_done_at or row.done_at or row.released_at
    return moments.ago(done_at, at) if done_at else ""


def _history(row: Promise, moves: list[PromiseMove], at: datetime) -> list[Line]:
    lines: list[tuple[datetime, str]] = []
    if row.first_due_at:
        words = _("Promised by %(moment)s") % {"moment": moments.on_day(row.first_due_at, at)}
        lines.append((row.made_at, words))
    for move in moves:
        lines += _of_move(move, at)
    if row.broken_at and not row.said_done_at:
        lines.append((row.broken_at, _("The promised time passed.")))
    if row.done_at:
        lines.append((row.said_done_at or row.done_at, _state_words(_state(row, at))))
    if row.released_at:
        lines.append((row.released_at, _("Cancelled: it is not needed any more.")))
    return [Line(moment, moments.on_day(moment, at), words) for moment, words in sorted(lines)]


def _of_move(move: PromiseMove, at: datetime) -> list[tuple[datetime, str]]:
    if move.notice_sent_at is None:
        return []
    moment = {"moment": moments.on_day(move.due_now, at), "reason": move.reason}
    told = _("Moved to %(moment)s: %(reason)s") if move.in_time else _("Expected by %(moment)s: %(reason)s")
    lines = [(move.notice_sent_at, told % moment)]
    if move.consented_at:
        answer = _("You agreed to the new time.") if move.consent == Consent.GIVEN else _("You did not agree to it.")
        lines.append((move.consented_at, answer))
    return lines
