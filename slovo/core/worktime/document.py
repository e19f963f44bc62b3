"""Reads a calendar document: what a YAML or JSON file says. `docs/calendars.md` describes it."""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any, TypedDict
from zoneinfo import ZoneInfo

import yaml

from slovo.core.worktime.countries import Country, country_code
from slovo.core.worktime.errors import UnableToReadCalendar
from slovo.core.worktime.intervals import DAY_SECONDS, Interval, Intervals, merged

KEYS = ("tz", "week", "holidays", "special", "closed", "name")  # the name is for people
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOLIDAYS_KEYS = ("country", "dates", "working_weekends")

_TIME = re.compile(r"([0-9]{1,2}):([0-5][0-9])(?::([0-5][0-9]))?")


class Fields(TypedDict):
    zone: ZoneInfo
    week: tuple[Intervals, ...]
    holidays: frozenset[date]
    countries: tuple[Country, ...]
    special: tuple[tuple[date, Intervals], ...]
    closed: tuple[tuple[date, Intervals], ...]


def read(given: object) -> Fields:
    document = _mapping(given, "The calendar", KEYS)
    holidays, countries = _holidays(document.get("holidays"))
    return Fields(
        zone=_zone(document.get("tz")),
        week=_week(document.get("week")),
        holidays=holidays,
        countries=countries,
        special=_by_date(document.get("special"), "special"),
        closed=_by_date(document.get("closed"), "closed"),
    )


def from_text(text: str) -> Any:
    """A document in YAML or JSON as plain values that JSON can hold, so that it can be stored."""
    try:
        return _plain(_parsed(text))
    except (ValueError, RecursionError, yaml.YAMLError) as problem:
        raise UnableToReadCalendar(f"The calendar is neither YAML nor JSON. {problem}") from None


def _parsed(text: str) -> Any:
    """JSON first: YAML reads most of it, but not its tabs."""
    with suppress(ValueError):
        return json.loads(text)
    return yaml.safe_load(text)


def _plain(value: Any) -> Any:
    """YAML reads 2026-01-07 as a date."""
    if isinstance(value, dict):
        return {_plain(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _mapping(given: object, key: str, known: tuple[str, ...] | None = None) -> Mapping[Any, Any]:
    """Nothing written after a key (YAML's null) is an empty mapping."""
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise UnableToReadCalendar(f"{key}: expected keys with values, found {given!r:.80}.")
    for name in given:
        if known and name not in known:
            raise UnableToReadCalendar(f"{key}: there is no key {name!r:.80}; write one of {', '.join(known)}.")
    return given


def _list(given: object, key: str, remedy: str) -> list[Any]:
    if given is None:
        return []
    if not isinstance(given, list | tuple):
        raise UnableToReadCalendar(f"{key}: {given!r:.80} is not a list; write {remedy}.")
    return list(given)


def _zone(given: object) -> ZoneInfo:
    remedy = 'write the name of a time zone such as "Europe/Kyiv" or "Europe/Moscow"'
    if not isinstance(given, str) or not given:
        raise UnableToReadCalendar(f"tz: {'missing' if given is None else repr(given)}; {remedy}.")
    try:
        return ZoneInfo(given)
    except (KeyError, ValueError, OSError):  # OSError: the name of a folder, "Europe"
        raise UnableToReadCalendar(f"tz: there is no time zone {given!r:.80}; {remedy}.") from None


def _week(given: object) -> tuple[Intervals, ...]:
    week = _mapping(given, "week", WEEKDAYS)
    return tuple(_intervals(week.get(day), f"week.{day}") for day in WEEKDAYS)


def _by_date(given: object, key: str) -> tuple[tuple[date, Intervals], ...]:
    return tuple(
        (_date(day, key), _intervals(intervals, f"{key}.{day}")) for day, intervals in _mapping(given, key).items()
    )


def _holidays(given: object) -> tuple[frozenset[date], tuple[Country, ...]]:
    """Dates and country codes: one, a list of both, or a mapping that keeps them apart."""
    if isinstance(given, Mapping):
        parts = _mapping(given, "holidays", HOLIDAYS_KEYS)
        opened = _yes_or_no(parts.get("working_weekends"), "holidays.working_weekends")
        countries = [_country(code, opened) for code in _one_or_more(parts.get("country"))]
        days = [_date(day, "holidays.dates") for day in _one_or_more(parts.get("dates"))]
        return frozenset(days), tuple(countries)
    entries = _one_or_more(given)
    countries = [_country(entry, False) for entry in entries if _is_code(entry)]
    days = [_date(entry, "holidays") for entry in entries if not _is_code(entry)]
    return frozenset(days), tuple(countries)


def _is_code(entry: object) -> bool:
    """Whether a country is meant, be it unknown. Norway's NO without quotes is false to YAML."""
    return isinstance(entry, bool) or (isinstance(entry, str) and entry.isalpha())


def _one_or_more(given: object) -> list[Any]:
    if given is None:
        return []
    return list(given) if isinstance(given, list | tuple) else [given]


def _country(given: object, working_weekends: bool) -> Country:
    code = country_code(given) if isinstance(given, str) else None
    if code is None:
        raise UnableToReadCalendar(
            f'holidays: {given!r:.80} is no country with known holidays; write a code in quotes: "UA", "RU".'
        )
    return Country(code, working_weekends)


def _yes_or_no(given: object, key: str) -> bool:
    if given is None:
        return False
    if not isinstance(given, bool):
        raise UnableToReadCalendar(f"{key}: {given!r:.80} is neither true nor false; write one of them.")
    return given


def _date(given: object, key: str) -> date:
    """A date of YAML, or its text."""
    if isinstance(given, date) and not isinstance(given, datetime):
        return given
    try:
        return date.fromisoformat(given)  # type: ignore[arg-type]  # TypeError is answered below
    except (TypeError, ValueError):
        raise UnableToReadCalendar(
            f'{key}: {given!r:.80} is not a date; write it as year-month-day, "2026-12-31".'
        ) from None


def _intervals(given: object, key: str) -> Intervals:
    remedy = 'intervals such as [["08:00", "12:00"], ["13:00", "17:00"]], or [] when closed'
    return merged(_interval(pair, key, remedy) for pair in _list(given, key, remedy))


def _interval(given: object, key: str, remedy: str) -> Interval:
    """An end that is not after its start is on the next day, so equal ends are round the clock."""
    if not isinstance(given, list | tuple) or len(given) != 2:
        raise UnableToReadCalendar(f"{key}: {given!r:.80} is not an interval; write {remedy}.")
    start, end = (_seconds(time, key) for time in given)
    if start == DAY_SECONDS:
        raise UnableToReadCalendar(f'{key}: nothing starts at "24:00"; write "00:00" on the next day.')
    return start, end if end > start else end + DAY_SECONDS


def _seconds(given: object, key: str) -> int:
    seconds = _seconds_of_text(given) if isinstance(given, str) else _seconds_of_number(given)
    if seconds is None or seconds > DAY_SECONDS:
        raise UnableToReadCalendar(f'{key}: {given!r:.80} is not a time; write "08:00", "08:00:30" or "24:00".')
    return seconds


def _seconds_of_text(given: str) -> int | None:
    match = _TIME.fullmatch(given.strip())
    if not match:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return hours * 3_600 + minutes * 60 + seconds


def _seconds_of_number(given: object) -> int | None:
    """YAML reads 13:00 without quotes as 13 × 60 + 0 minutes, and 13:00:30 as at least 3,600 seconds."""
    if not isinstance(given, int) or isinstance(given, bool) or given < 60:
        return None
    return given * 60 if given <= DAY_SECONDS // 60 else given if given >= 3_600 else None
