"""Days off of a country, by the `holidays` package.

It takes 0.3 s and 19 MB in each process that imports it, for all countries of the world. What is worked with is a few
of them: where there is a place to `keep_in`, what it says of a country's year is kept there, for each of its versions.
"""

import contextlib
import json
import os
import warnings
from collections.abc import Callable
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

# Under martial law Ukraine's holidays are working days: the package then lists them in this category only.
CATEGORIES = {"UA": ("public", "workday")}

# India's holidays say so on the standard error, once per process; docs/calendars.md says it for every country.
warnings.filterwarnings("ignore", message="Requested Holidays are available only from", category=UserWarning)

FORM = 1  # of what is kept: raised when something else is asked of the package, or written down otherwise
_folders: list[Path] = []  # the last one counts


def keep_in(folder: Path) -> None:
    """From now on, in this process and those that are forked from it."""
    _folders.append(folder / f"{metadata.version('holidays')}-{FORM}")


class Country(NamedTuple):
    code: str  # ISO 3166-1, two letters
    working_weekends: bool  # whether a Saturday or Sunday that was swapped for a day off opens


class CountryYear(NamedTuple):
    days_off: frozenset[int]
    working_weekends: frozenset[int]


@lru_cache(maxsize=4_096)
def country_code(name: str) -> str | None:
    """The two-letter code of "ua" or "UKR"; None if the package knows no such country."""
    if not (name.isascii() and name.isalpha() and len(name) in {2, 3}):
        return None
    code: str | None = _kept(name.upper(), lambda: _code_of(name.upper()))
    return code


def _code_of(name: str) -> str | None:
    try:
        code = getattr(_holidays(name), "country", None)
    except (NotImplementedError, TypeError):
        return None
    return code if isinstance(code, str) else None


@lru_cache(maxsize=4_096)
def country_year(code: str, year: int) -> CountryYear:
    """As ordinals. Both are empty for years that the package does not know."""
    days_off, working_weekends = _kept(f"{code}-{year}", lambda: _year_of(code, year))
    return CountryYear(frozenset(days_off), frozenset(working_weekends))


def _year_of(code: str, year: int) -> tuple[list[int], list[int]]:
    found = _holidays(code, years=year, categories=CATEGORIES.get(code), expand=False)
    weekends = (day for day in found.weekend_workdays if day.year == year)
    return sorted(day.toordinal() for day in found), sorted(day.toordinal() for day in weekends)


def _kept(name: str, make: Callable[[], Any]) -> Any:
    """What is made is kept as JSON. A folder that cannot be written to, or a file that is not whole, costs time."""
    if not _folders:
        return make()
    path = _folders[-1] / f"{name}.json"
    with contextlib.suppress(OSError, ValueError):
        return json.loads(path.read_bytes())
    made = make()
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
        draft.write_text(json.dumps(made))
        draft.replace(path)
    return made


def _holidays(code: str, **options: Any) -> Any:
    import holidays

    return holidays.country_holidays(code, **options)


def country_codes() -> list[str]:
    """Of all countries whose holidays are known."""
    import holidays

    return sorted(holidays.list_supported_countries())


@lru_cache(maxsize=256)
def holiday_names(code: str, year: int, language: str) -> dict[int, str]:
    """Ordinal → what the day is called: in this language, else in the country's own."""
    import holidays

    spoken = holidays.list_localized_countries().get(code, [])
    wanted = next((one for one in spoken if one.partition("_")[0] == language), None)
    found = _holidays(code, years=year, categories=CATEGORIES.get(code), expand=False, language=wanted)
    return {day.toordinal(): name for day, name in found.items()}
