"""Days off of a country, by the `holidays` package (imported when first needed: it takes 0.15 s)."""

import warnings
from functools import lru_cache
from typing import Any, NamedTuple

# Under martial law Ukraine's holidays are working days: the package then lists them in this category only.
CATEGORIES = {"UA": ("public", "workday")}

# India's holidays say so on the standard error, once per process; docs/calendars.md says it for every country.
warnings.filterwarnings("ignore", message="Requested Holidays are available only from", category=UserWarning)


class Country(NamedTuple):
    code: str  # ISO 3166-1, two letters
    working_weekends: bool  # whether a Saturday or Sunday that was swapped for a day off opens


class CountryYear(NamedTuple):
    days_off: frozenset[int]
    working_weekends: frozenset[int]


def country_code(name: str) -> str | None:
    """The two-letter code of "ua" or "UKR"; None if the package knows no such country."""
    if not (name.isascii() and name.isalpha() and len(name) in {2, 3}):
        return None
    try:
        code = getattr(_holidays(name.upper()), "country", None)
    except (NotImplementedError, TypeError):
        return None
    return code if isinstance(code, str) else None


@lru_cache(maxsize=4_096)
def country_year(code: str, year: int) -> CountryYear:
    """As ordinals. Both are empty for years that the package does not know."""
    found = _holidays(code, years=year, categories=CATEGORIES.get(code), expand=False)
    weekends = (day for day in found.weekend_workdays if day.year == year)
    return CountryYear(
        days_off=frozenset(day.toordinal() for day in found),
        working_weekends=frozenset(day.toordinal() for day in weekends),
    )


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
