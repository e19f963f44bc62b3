"""Working hours as a picture and in words: the usual week, and the days that come with their holidays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.dates import WEEKDAYS as DAY_NAMES
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from slovo.core.worktime import Calendar, document
from slovo.core.worktime.countries import country_year, holiday_names
from slovo.core.worktime.intervals import DAY_SECONDS, Intervals, hours_of_day

DAYS_SHOWN = 14
DAY_MINUTES = 1440


@dataclass(frozen=True, slots=True)
class Day:
    """`bars`: (start, length) in minutes of the day. `why`: what makes it differ from the usual week."""

    name: str
    bars: tuple[tuple[int, int], ...]
    hours: str
    why: str = ""
    today: bool = False


def usual(given: Mapping[str, Any]) -> list[Day]:
    week = document.read(given)["week"]
    hours = [hours_of_day(week[number], week[number - 1], (), ()) for number in range(7)]
    return [Day(str(DAY_NAMES[number]), _bars(hours[number]), _words(hours[number])) for number in range(7)]


def coming(given: Mapping[str, Any], *, at: datetime) -> list[Day]:
    """Today and the days after it, in the calendar's own zone."""
    fields, calendar = document.read(given), Calendar.from_document(given)
    today = at.astimezone(calendar.zone).date()
    return [_day(today + timedelta(days=number), fields, calendar, today=today) for number in range(DAYS_SHOWN)]


def _day(day: date, fields: document.Fields, calendar: Calendar, *, today: date) -> Day:
    start, end = (calendar.moment(datetime.combine(one, time())) for one in (day, day + timedelta(days=1)))
    spans = calendar.open_intervals(start, end)
    hours = tuple((_seconds(opened, day, calendar), _seconds(closed, day, calendar)) for opened, closed in spans)
    name = date_format(day, "D, j E")
    return Day(name, _bars(hours), _words(hours), _why(day, fields), today=day == today)


def _seconds(moment: datetime, day: date, calendar: Calendar) -> int:
    """On the clock of that day, whatever daylight saving does."""
    local = moment.astimezone(calendar.zone)
    return DAY_SECONDS if local.date() > day else local.hour * 3600 + local.minute * 60 + local.second


def _why(day: date, fields: document.Fields) -> str:
    """By the order of the rules: listed holidays, special days, a country's holidays; then what is cut out."""
    cuts = dict(fields["closed"]).get(day)
    reasons = [_rule(day, fields), _("closed %(hours)s") % {"hours": _words(cuts)} if cuts else ""]
    return "; ".join(filter(None, reasons))


def _rule(day: date, fields: document.Fields) -> str:
    if day in fields["holidays"]:
        return _("day off of your list")
    if day in dict(fields["special"]):
        return _("special hours")
    for country in fields["countries"]:
        year = country_year(country.code, day.year)
        if day.toordinal() in year.days_off:
            names = holiday_names(country.code, day.year, (get_language() or "en")[:2])
            return names.get(day.toordinal()) or _("public holiday")
        if country.working_weekends and day.toordinal() in year.working_weekends:
            return _("worked instead of a day off")
    return ""


def _bars(hours: Intervals) -> tuple[tuple[int, int], ...]:
    return tuple((start // 60, max(1, (end - start) // 60)) for start, end in hours)


def _words(hours: Intervals) -> str:
    """«09:00–13:00, 14:00–18:00»."""
    if hours == ((0, DAY_SECONDS),):
        return _("round the clock")
    return ", ".join(f"{_clock(start)}–{_clock(end)}" for start, end in hours) or _("not open")


def _clock(seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours % 24 if hours > 24 else hours:02}:{minutes:02}"
