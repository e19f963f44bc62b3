"""Which moment is said, at a place with its clocks and opening hours. Of all moments that words allow, the last: by
then it is done. A day without a time ends when the calendar closes, where it opens at all."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from math import ceil

from slovo.core.when.said import LAST_SECOND, PARTS, Ahead, Date, Period, Said, Weekday
from slovo.core.worktime import Calendar, UnableToCountWorkingTime

YEARS_MAX = 3
DATE_DAYS_MAX = 183  # a date without a year is the nearest one: what lies farther ahead was last year
LOOK_DAYS_MAX = 400  # for an open day
NIGHT_ENDS = time(5)
_EDGE_DAYS = {  # from the first day of a period to the last of its beginning or middle
    "week": {"start": 1, "middle": 3},
    "month": {"start": 9, "middle": 19},
    "year": {"start": 30, "middle": 180},
}
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Place:
    """`now` in the zone of the calendar."""

    now: datetime
    calendar: Calendar
    _closings: dict[date, datetime | None] = field(default_factory=dict, repr=False)
    _open_days: list[date] = field(default_factory=list, repr=False)

    def due(self, said: Said) -> datetime | None:
        """In UTC; None for what is over, does not exist or lies more than YEARS_MAX ahead."""
        if said.minutes is not None:
            return self._after(said.minutes, working=said.working)
        return next((at.astimezone(UTC) for at in self._moments(said) if at > self.now), None)

    @property
    def today(self) -> date:
        return self.now.date()

    def _after(self, minutes: float, *, working: bool) -> datetime | None:
        if not working:
            return self.now.astimezone(UTC) + timedelta(minutes=minutes)
        try:
            return self.calendar.deadline(self.now, minutes)
        except UnableToCountWorkingTime:
            return None

    def _moments(self, said: Said) -> Iterator[datetime]:
        """What may be meant, the likeliest first."""
        whole = not (said.clock or said.part or said.after)
        if isinstance(said.day, Period):
            last = self._of_period(said.day, by=said.by)
            if last:
                yield self._end_of(last, said)
        elif said.day is None and said.closing == "working":
            yield from self._next_closing()
        elif said.day is None:
            has_begun = said.part == "morning" and self.now.time() >= PARTS["morning"][0]  # who means this one says so
            if not has_begun:
                yield self._end_of(self.today, said)
            if not whole:
                yield self._end_of(self._open_day(1) or self.today + ONE_DAY, said)
        else:
            day = self._day(said.day)
            if day and self.today <= day <= self.today + timedelta(days=366 * YEARS_MAX):
                yield self._end_of(day, said)

    def _end_of(self, day: date, said: Said) -> datetime:
        if said.clock:
            return self._at(day, said.clock)
        if said.part:
            begins, ends = self._early(day) if said.part == "early" else PARTS[said.part]
            return self._at(day, begins if said.by_part else ends)
        closing = self.closing(day)
        earliest = max(self.now, self._at(day, said.after)) if said.after else self.now
        return closing if closing and closing > earliest else self._at(day, LAST_SECOND)

    def closing(self, day: date) -> datetime | None:
        """When it closes on that day, at its last second at the latest, whatever the time is now; None where nothing
        opens on it."""
        if day not in self._closings:
            begin, end = self._at(day, time()), self._at(day + ONE_DAY, time())
            opened = self.calendar.open_intervals(begin, end)
            runs_over = opened and opened[0][0] == begin and opened[0][1] < end
            if runs_over and self.calendar.is_open(begin - timedelta(microseconds=1)):
                opened = opened[1:]  # a night shift belongs to the day on which it began
            closing = opened[-1][1] if opened else None
            self._closings[day] = self._at(day, LAST_SECOND) if closing == end else closing
        return self._closings[day]

    def _early(self, day: date) -> tuple[time, time]:
        """The first hour of work; where it opens at night or not at all, as the table has it."""
        opened = self.calendar.open_intervals(self._at(day, NIGHT_ENDS), self._at(day + ONE_DAY, time()))
        begins = opened[0][0].astimezone(self.calendar.zone) if opened else None
        if begins is None or begins.time() == NIGHT_ENDS or begins.hour == LAST_SECOND.hour:
            return PARTS["early"]
        return begins.time(), (begins + timedelta(hours=1)).time()

    # Days

    def _day(self, said: Ahead | Weekday | Date) -> date | None:
        match said:
            case Weekday(number, ""):  # who means today says so
                return self.today + timedelta(days=(number - self.today.weekday() - 1) % 7 + 1)
            case Weekday(number, which):
                return self.today + timedelta(days=number - self.today.weekday() + 7 * (which == "next"))
            case Ahead(number, _, True):
                return self._open_day(ceil(number))
            case Ahead(number, "month"):
                return _month_later(self.today, ceil(number))
            case Ahead(number, unit):
                return self.today + timedelta(days=ceil(number * (7 if unit == "week" else 1)))
            case Date():
                return self._date(said)

    def _date(self, said: Date) -> date | None:
        if said.year:
            return _date_of(said.year, said.month or 1, said.day)
        if said.month is None:
            months = [self.today, _month_later(self.today.replace(day=1), 1)]
            found = [_date_of(one.year, one.month, said.day) for one in months]
        else:
            found = [_date_of(year, said.month, said.day) for year in (self.today.year, self.today.year + 1)]
        ahead = [one for one in found if one and one >= self.today]
        return ahead[0] if ahead and (ahead[0] - self.today).days <= DATE_DAYS_MAX else None

    def _open_day(self, number: int) -> date | None:
        """The day after today that is open, the first being 1."""
        look = self._open_days[-1] if self._open_days else self.today
        while len(self._open_days) < number and (look - self.today).days < LOOK_DAYS_MAX:
            look += ONE_DAY
            if self.closing(look):
                self._open_days.append(look)
        return self._open_days[number - 1] if len(self._open_days) >= number else None

    def _next_closing(self) -> Iterator[datetime]:
        for day in (self.today, self._open_day(1)):
            closing = self.closing(day) if day else None
            if closing:
                yield closing

    # Periods

    def _of_period(self, said: Period, *, by: bool) -> date | None:
        """The day by whose end it is done. «до следующей недели» is before that begins."""
        first, last = self._bounds(said)
        days_max = 366 * YEARS_MAX if said.year else DATE_DAYS_MAX
        if said.month and (first - self.today).days > days_max:
            return None
        edge = _EDGE_DAYS.get(said.unit, {}).get(said.edge)
        if edge is not None:
            day = first + timedelta(days=edge)
            is_over = day < self.today and said.which == "this" and said.month is None
            return self._bounds(replace(said, which="next"))[0] + timedelta(days=edge) if is_over else day
        if by and not said.edge and first > self.today:
            return self._last_open(self.today, first - ONE_DAY)
        return self._last_open(max(first, self.today), last)

    def _bounds(self, said: Period) -> tuple[date, date]:
        later = said.which == "next"
        if said.unit in {"week", "weekend"}:
            monday = self.today - timedelta(days=self.today.weekday() - 7 * later)
            return monday + timedelta(days=5 * (said.unit == "weekend")), monday + timedelta(days=6)
        if said.unit == "year":
            year = self.today.year + later
            return date(year, 1, 1), date(year, 12, 31)
        first = _month_later(self.today.replace(day=1), int(later))
        if said.month:
            year = said.year or self.today.year + (said.month < self.today.month)
            first = date(year, said.month, 1)
        return first, first.replace(day=monthrange(first.year, first.month)[1])

    def _last_open(self, first: date, last: date) -> date:
        """The last day that opens; the last of all if none does."""
        day = last
        while day >= first:
            closing = self.closing(day)
            if closing and closing > self.now:
                return day
            day -= ONE_DAY
        return last

    # Clocks

    def _at(self, day: date, clock: time) -> datetime:
        return self.calendar.moment(datetime.combine(day, clock))


def _date_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_later(day: date, months: int) -> date:
    """The same day of a later month; its last one where it has fewer."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
