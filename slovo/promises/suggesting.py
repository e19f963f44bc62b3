"""When to promise something, and how long one waits: from what was really achieved, and no better than that.

A time that is suggested is the time in which ACHIEVED of such promises were really done, and MARGIN of it more: promise
slightly less than can be delivered. The wait that is said at ordering is longer when more is open than usually is:

    usual = done in the history * their mean time / the working time of the history   (J. D. C. Little's law)
    load  = open now / usual, between 1 and LOAD_MAX
    wait  = from the time that half of them needed to the time that nine of ten did, times load
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from slovo.brands.models import Brand
from slovo.core.worktime import Calendar
from slovo.promises.forecast import LOAD_MAX
from slovo.promises.forecast_rows import SoonerOffer
from slovo.promises.history import Histories, History
from slovo.promises.models import OWED, Promise

ACHIEVED = 0.8
MARGIN = 0.15
CASES_MIN = 10  # with fewer nothing is suggested
WAIT_FROM, WAIT_TO = 0.5, 0.9
QUARTER, HOUR, HALF_DAY = 15, 60, 240
OPEN_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`done`: how many of `cases` were done in `minutes` of working time; `of_team`: of that team alone. `due_at`: with
    the margin, at a moment that people say. None of both where too few cases are known."""

    cases: int
    done: int
    minutes: int | None
    due_at: datetime | None
    of_team: bool


@dataclass(frozen=True, slots=True)
class Wait:
    """Minutes of working time: half needed no more than `low`, nine of ten no more than `high`, as busy as it is now.
    None where too few cases are known, or too many never came."""

    cases: int
    open: int
    low: int | None
    high: int | None
    from_at: datetime | None
    until_at: datetime | None
    sooner: Sequence[SoonerOffer]


def suggestion(
    *, brand: Brand, kind: str, team_id: int | None = None, at: datetime, histories: Histories | None = None
) -> Suggestion:
    """Of the team's own history when that is long enough, else of the brand's. `histories`: what is known already."""
    histories = histories or Histories(at)
    known = histories.of(brand.pk, kind, team_id)
    of_team = bool(team_id) and known.cases >= CASES_MIN
    if team_id and not of_team:
        known = histories.of(brand.pk, kind)
    needed = known.quantile(ACHIEVED) if known.cases >= CASES_MIN else math.inf
    if math.isinf(needed):
        return Suggestion(known.cases, len(known.minutes), None, None, of_team)
    minutes = max(1, math.ceil(needed))
    calendar = brand.main_calendar.calendar
    due_at = _said(calendar, at, minutes * (1 + MARGIN))
    return Suggestion(known.cases, known.cases - known.longer_than(minutes), minutes, due_at, of_team)


def honest_moment(promise: Promise, *, histories: Histories) -> datetime | None:
    """By when something that takes longer will be done, as far as one knows: the time in which ACHIEVED of those were
    done which were not done at its age either, with the margin. None where too few such cases are known."""
    age = histories.calendars.worked(promise, histories.at)
    known = histories.of(promise.brand_id, promise.kind).beyond(age)
    needed = known.quantile(ACHIEVED) if known.cases >= CASES_MIN else math.inf
    if math.isinf(needed):
        return None
    calendar = histories.calendars.of(promise.calendar_id)
    return _said(calendar, histories.at, max(1, math.ceil((needed - age) * (1 + MARGIN))))


def honest_wait(*, brand: Brand, kind: str, at: datetime, histories: Histories | None = None) -> Wait:
    """For whoever orders now, and what they can have sooner. `histories`: what is known already."""
    calendar = brand.main_calendar.calendar
    known = (histories or Histories(at)).of(brand.pk, kind)
    running = Promise.objects.filter(OWED, brand_id=brand.pk, kind=kind).order_by()[:OPEN_MAX].count()
    sooner = SoonerOffer.objects.filter(brand=brand, kind=kind).select_related("brand")
    nothing = Wait(known.cases, running, None, None, None, None, list(sooner))
    if known.cases < CASES_MIN or math.isinf(known.quantile(WAIT_TO)):
        return nothing
    load = _load(known, running, calendar, at)
    low, high = (max(1, math.ceil(load * known.quantile(part))) for part in (WAIT_FROM, WAIT_TO))
    from_at, until_at = (calendar.deadline(at, minutes) for minutes in (low, high))
    faster = [offer for offer in nothing.sooner if offer.minutes < low]
    return Wait(known.cases, running, low, high, from_at, until_at, faster)


def _load(known: History, running: int, calendar: Calendar, at: datetime) -> float:
    worked = calendar.elapsed(known.since, at) if known.since else 0
    usual = sum(known.minutes) / worked if worked else 0
    return min(LOAD_MAX, max(1.0, running / usual)) if usual >= 1 else min(LOAD_MAX, max(1.0, float(running)))


def _said(calendar: Calendar, at: datetime, minutes: float) -> datetime:
    """The next moment that people say: a quarter, else a full hour; what takes half a day or more is said by the end
    of that working day."""
    due_at = calendar.deadline(at, Fraction(minutes).limit_denominator(60))
    wall = due_at.astimezone(calendar.zone)
    if minutes >= HALF_DAY:
        closes = _closing(calendar, due_at)
        if closes:
            return closes
    step = QUARTER if minutes < HALF_DAY else HOUR
    over = timedelta(minutes=wall.minute % step, seconds=wall.second, microseconds=wall.microsecond)
    return due_at + (timedelta(minutes=step) - over if over else timedelta(0))


def _closing(calendar: Calendar, due_at: datetime) -> datetime | None:
    """When that day's work ends, unless it goes on past midnight."""
    day = due_at.astimezone(calendar.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    midnight = calendar.moment((day + timedelta(days=1)).replace(tzinfo=None))
    opened = calendar.open_intervals(due_at - timedelta(minutes=1), midnight)
    return opened[-1][1] if opened and opened[-1][1] < midnight else None
