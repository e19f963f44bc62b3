"""Opening hours on the time line. All arithmetic is in whole microseconds of real, elapsed time."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from slovo.core.worktime import document
from slovo.core.worktime.countries import Country, country_year
from slovo.core.worktime.errors import UnableToCountWorkingTime
from slovo.core.worktime.intervals import Intervals, hours_of_day, merged
from slovo.core.worktime.zones import (
    DAY,
    SECOND,
    day_of,
    instant_of,
    instant_of_wall,
    midnight,
    moment_of,
    uneven_days,
)

YEAR_MIN = 1900
YEAR_MAX = 2199
HORIZON_YEARS = 100
MINUTES_MAX = HORIZON_YEARS * 366 * 24 * 60
DAYS_KEPT_MAX = 1_024

Pause = tuple[datetime, datetime | None]  # without an end: it still lasts

_MINUTE = 60 * SECOND
_HORIZON_DAYS = HORIZON_YEARS * 365 + HORIZON_YEARS // 4
_NEVER = instant_of(datetime.max.replace(tzinfo=UTC))


class _Stretch(NamedTuple):
    """A day or a month."""

    next_day: int
    total: int  # open ticks


@dataclass(frozen=True)
class Calendar:
    """Intervals are seconds since the midnight of the day they start on; above 86,400 they are on the next.

    Moments given must know their zone; moments returned are in UTC, where Python's arithmetic is exact.
    """

    zone: ZoneInfo
    week: tuple[Intervals, ...]  # from Monday to Sunday
    holidays: frozenset[date] = frozenset()
    countries: tuple[Country, ...] = ()
    special: tuple[tuple[date, Intervals], ...] = ()
    closed: tuple[tuple[date, Intervals], ...] = ()
    _days: dict[int, Intervals] = field(default_factory=dict, init=False, repr=False, compare=False)
    _months: dict[int, _Stretch] = field(default_factory=dict, init=False, repr=False, compare=False)
    _years: dict[int, frozenset[int]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def from_document(cls, given: Mapping[str, Any]) -> "Calendar":
        """What a calendar file or its JSON says; UnableToReadCalendar names the key and the remedy."""
        return cls(**document.read(given))

    def deadline(self, start: datetime, minutes: float | Fraction, pauses: Iterable[Pause] = ()) -> datetime:
        """The first moment by which so many working minutes have passed since `start`.

        Minutes used up exactly at closing time end there. No minutes at all end where the first would begin.
        """
        left = _ticks_of(minutes)
        position = _instant(start)
        reached = self._advance(position, max(left, 1))
        for pause_start, pause_end in _merged_pauses(pauses):
            if reached <= pause_start:
                break
            if pause_end > position:
                left -= self._open_between(position, pause_start)
                position = pause_end
                reached = self._advance(position, max(left, 1))
        return moment_of(reached if left else reached - 1)

    def elapsed(self, start: datetime, end: datetime, pauses: Iterable[Pause] = ()) -> float:
        """Working minutes between two moments; 0 if the end comes before the start."""
        first, last = _instant(start), _instant(end)
        paused = ((max(first, begun), min(last, ended)) for begun, ended in _merged_pauses(pauses))
        ticks = self._open_between(first, last) - sum(self._open_between(*pause) for pause in paused)
        return ticks / _MINUTE

    def next_open(self, at: datetime) -> datetime:
        """The moment itself if open, else the next opening."""
        return moment_of(self._advance(_instant(at), 1) - 1)

    def is_open(self, at: datetime) -> bool:
        """True at the opening second, False at the closing second."""
        instant = _instant(at)
        return any(start <= instant < end for start, end in self._spans(day_of(self.zone, instant)))

    def open_intervals(self, first: datetime, last: datetime) -> list[tuple[datetime, datetime]]:
        """The open time between two moments, for drawing."""
        start, end = _instant(first), _instant(last)
        days = range(day_of(self.zone, start), day_of(self.zone, end) + 1)
        spans = merged(span for day in days for span in self._spans(day))
        inside = merged((max(start, opened), min(end, closed)) for opened, closed in spans)
        return [(moment_of(opened), moment_of(closed)) for opened, closed in inside]

    def moment(self, wall: datetime) -> datetime:
        """The moment that a wall time without a zone means here."""
        assert wall.tzinfo is None
        return moment_of(instant_of_wall(self.zone, _within_years(wall)))

    def _advance(self, position: int, ticks: int) -> int:
        """The first instant by which so many open ticks, at least one, have passed."""
        if position == _NEVER:
            raise UnableToCountWorkingTime("There is no deadline while a pause has no end: ask again when it has.")
        day = day_of(self.zone, position)
        horizon = day + _HORIZON_DAYS
        left = ticks + _open_before(self._spans(day), position)
        while day < horizon:
            stretch = self._month(day)
            if stretch is None or stretch.total >= left:
                stretch = self._day(day)
            if stretch.total >= left:
                return _nth_tick(self._spans(day), left)
            left -= stretch.total
            day = stretch.next_day
        raise UnableToCountWorkingTime(
            f"The calendar has too little open time in the next {HORIZON_YEARS} years: "
            "give `week` or `special` opening hours, or ask for fewer minutes."
        )

    def _open_between(self, start: int, end: int) -> int:
        if start >= end:
            return 0
        day, last_day = day_of(self.zone, start), day_of(self.zone, end)
        total = _open_before(self._spans(last_day), end) - _open_before(self._spans(day), start)
        while day < last_day:
            stretch = self._month(day)
            if stretch is None or stretch.next_day > last_day:
                stretch = self._day(day)
            total += stretch.total
            day = stretch.next_day
        return total

    def _month(self, day: int) -> _Stretch | None:
        """The month that begins on this day, if one does."""
        known = self._months.get(day)
        if known is not None:
            return known
        first = date.fromordinal(day)
        if first.day != 1:
            return None
        days = range(day, day + monthrange(first.year, first.month)[1])
        uncommon = self._uncommon(first.year).intersection(days)
        total = sum(self._usual[(each - 1) % 7] for each in days if each not in uncommon)
        total += sum(_length(self._spans(each)) for each in uncommon)
        month = self._months[day] = _Stretch(days.stop, total)
        return month

    def _day(self, day: int) -> _Stretch:
        if day in self._uncommon(date.fromordinal(day).year):
            return _Stretch(day + 1, _length(self._spans(day)))
        return _Stretch(day + 1, self._usual[(day - 1) % 7])

    @cached_property
    def _usual(self) -> tuple[int, ...]:
        """The open ticks of the days, from Monday to Sunday, that are not uncommon."""
        hours = (hours_of_day(self.week[day], self.week[day - 1], (), ()) for day in range(7))
        return tuple(SECOND * _length(intervals) for intervals in hours)

    def _uncommon(self, year: int) -> frozenset[int]:
        """The days of a year that may be open longer or shorter than the week says; only these are looked at
        one by one. A day counts with the one after it, for its intervals may run past midnight."""
        known = self._years.get(year)
        if known is not None:
            return known
        days = {*self._listed, *self._cuts}
        for country in self.countries:
            days.update(*country_year(country.code, year - 1), *country_year(country.code, year))
        uncommon = self._years[year] = uneven_days(self.zone, year).union(days, (day + 1 for day in days))
        return uncommon

    def _spans(self, day: int) -> Intervals:
        """The open instants of a day."""
        known = self._days.get(day)
        if known is not None:
            return known
        if len(self._days) >= DAYS_KEPT_MAX:
            self._days.clear()
        spans = self._days[day] = self._spans_by_rule(day)
        return spans

    def _spans_by_rule(self, day: int) -> Intervals:
        cuts = self._cuts
        hours = hours_of_day(self._shifts(day), self._shifts(day - 1), cuts.get(day, ()), cuts.get(day - 1, ()))
        if not hours:
            return ()
        begin = midnight(self.zone, day)
        if midnight(self.zone, day + 1) - begin == DAY:
            return tuple((begin + start * SECOND, begin + end * SECOND) for start, end in hours)
        wall = datetime.fromordinal(day)
        return merged((self._instant_at(wall, start), self._instant_at(wall, end)) for start, end in hours)

    def _instant_at(self, wall_midnight: datetime, second: int) -> int:
        return instant_of_wall(self.zone, wall_midnight + timedelta(seconds=second))

    def _shifts(self, day: int) -> Intervals:
        """The intervals that start on a day, before `closed` is taken out."""
        listed = self._listed.get(day)
        if listed is not None:
            return listed
        usual = self.week[(day - 1) % 7]
        for country in self.countries:
            year = country_year(country.code, date.fromordinal(day).year)
            if day in year.days_off:
                return ()
            if country.working_weekends and day in year.working_weekends:
                usual = usual or self.week[0]
        return usual

    @cached_property
    def _listed(self) -> dict[int, Intervals]:
        """The days with intervals of their own. A listed holiday is closed whatever else says."""
        special = {day.toordinal(): intervals for day, intervals in self.special}
        return special | {day.toordinal(): () for day in self.holidays}

    @cached_property
    def _cuts(self) -> dict[int, Intervals]:
        return {day.toordinal(): intervals for day, intervals in self.closed}


def _length(intervals: Intervals) -> int:
    return sum(end - start for start, end in intervals)


def _open_before(spans: Intervals, instant: int) -> int:
    return sum(min(end, instant) - start for start, end in spans if start < instant)


def _nth_tick(spans: Intervals, left: int) -> int:
    for start, end in spans:
        if left <= end - start:
            return start + left
        left -= end - start
    raise AssertionError("the day has fewer open ticks than asked for")


def _instant(moment: datetime) -> int:
    assert moment.utcoffset() is not None, "a moment must know its zone"
    return instant_of(_within_years(moment))


def _within_years(moment: datetime) -> datetime:
    if not YEAR_MIN <= moment.year <= YEAR_MAX:
        raise UnableToCountWorkingTime(
            f"{moment.isoformat()} is too far away: ask about the years {YEAR_MIN} to {YEAR_MAX}."
        )
    return moment


def _ticks_of(minutes: float | Fraction) -> int:
    if not 0 <= minutes <= MINUTES_MAX:  # nor is NaN
        raise UnableToCountWorkingTime(f"{minutes} minutes cannot be counted: ask for 0 to {MINUTES_MAX}.")
    return round(Fraction(minutes) * _MINUTE)


def _merged_pauses(pauses: Iterable[Pause]) -> Intervals:
    return merged(_pause_instants(start, end) for start, end in pauses)


def _pause_instants(start: datetime, end: datetime | None) -> tuple[int, int]:
    span = _instant(start), _NEVER if end is None else _instant(end)
    if span[0] > span[1]:
        raise UnableToCountWorkingTime(f"The pause from {start.isoformat()} ends before it begins: swap its ends.")
    return span
