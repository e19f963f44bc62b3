"""The simple parts of a calendar document, for a form: the week, and whose holidays count. All else stays as it is."""

from collections.abc import Mapping, Sequence
from typing import Any

from slovo.core.worktime import document
from slovo.core.worktime.document import WEEKDAYS
from slovo.core.worktime.intervals import DAY_SECONDS

Hours = Mapping[str, Sequence[tuple[str, str]]]  # day ("mon") → (from, until), "09:00"; until "24:00" is midnight


def week_of(given: Mapping[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """Overlapping intervals as one, as they count."""
    week = document.read(given)["week"]
    return {
        day: [(_clock(start), _clock(end)) for start, end in intervals]
        for day, intervals in zip(WEEKDAYS, week, strict=True)
    }


def countries_of(given: Mapping[str, Any]) -> list[str]:
    return [country.code for country in document.read(given)["countries"]]


def works_on_moved_weekends(given: Mapping[str, Any]) -> bool:
    return any(country.working_weekends for country in document.read(given)["countries"])


def with_hours(
    given: Mapping[str, Any], *, week: Hours, countries: Sequence[str], working_weekends: bool
) -> dict[str, Any]:
    """The same document with another week and other countries. Listed dates, special days and cuts are kept."""
    dates = sorted(day.isoformat() for day in document.read(given)["holidays"])
    changed = dict(given) | {"week": {day: [list(pair) for pair in week[day]] for day in WEEKDAYS if week.get(day)}}
    changed.pop("holidays", None)
    parts = {"country": list(countries), "dates": dates, "working_weekends": working_weekends}
    holidays = {name: value for name, value in parts.items() if value}
    return changed | ({"holidays": holidays} if countries or dates else {})


def _clock(seconds: int) -> str:
    """An end after midnight is on the next day, which the document says by being before the start."""
    if seconds > DAY_SECONDS:
        seconds -= DAY_SECONDS
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    return f"{hours:02}:{minutes:02}" + (f":{rest:02}" if rest else "")
