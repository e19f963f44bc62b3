"""Time zones and countries by the names that people know them under."""

from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

from slovo.core.worktime.countries import country_codes


@lru_cache(maxsize=8)
def zones(language: str) -> dict[str, str]:
    """Zone → «Москва, Россия (Europe/Moscow)», in the order of the names. One for each place, without old names."""
    territories, old = get_global("zone_territories"), get_global("zone_aliases")
    known = sorted((available_timezones() & territories.keys()) - old.keys())
    names = {zone: zone_words(zone, language) for zone in known if "/" in zone}
    return dict(sorted(names.items(), key=lambda pair: pair[1].casefold()))


@lru_cache(maxsize=512)
def zone_words(zone: str, language: str) -> str:
    locale = Locale.parse(language)
    country = locale.territories.get(get_global("zone_territories").get(_now(zone), ""), "")
    place = ", ".join(filter(None, [_city(zone, locale), country]))
    return f"{place} ({zone})"


def zone_of(words: str, language: str) -> str | None:
    """What somebody typed or chose: the words of the list, a zone's own name, or a city that only one zone has."""
    words = words.strip()
    inside = words.rpartition("(")[2].removesuffix(")")
    for name in (words, inside):
        if "/" in name and name in available_timezones():
            return name
    named = [zone for zone in zones(language) if _city(zone, Locale.parse(language)).casefold() == words.casefold()]
    return named[0] if len(named) == 1 else None


@lru_cache(maxsize=8)
def countries(language: str) -> list[tuple[str, str]]:
    """(code, name) of those whose holidays are known, in the order of the names."""
    territories = Locale.parse(language).territories
    named = [(code, territories[code]) for code in country_codes() if code in territories]
    return sorted(named, key=lambda pair: pair[1].casefold())


def country_words(code: str, language: str) -> str:
    return str(Locale.parse(language).territories.get(code, code))


def _city(zone: str, locale: Locale) -> str:
    """Its name may stand under an older name of the zone (Europe/Kiev)."""
    older = (old for old, new in get_global("zone_aliases").items() if new == _now(zone))
    for name in (zone, _now(zone), *older):
        if city := locale.time_zones.get(name, {}).get("city"):
            return str(city)
    return zone.rpartition("/")[2].replace("_", " ")


def _now(zone: str) -> str:
    return str(get_global("zone_aliases").get(zone, zone))
