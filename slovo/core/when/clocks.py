"""The grammar of times of day: «до 18:00», «к шести вечера», "by 6 pm", «с 10 до 12», "half past five"."""

from datetime import time
from typing import NamedTuple

from slovo.core.when.figures import NAME
from slovo.core.when.said import LAST_SECOND
from slovo.core.when.vocabulary import Kind, Meaning
from slovo.core.when.walk import Walk

EARLY_HOUR_MAX = 7  # "at 5" is in the afternoon, for nobody promises anything at night
HOURS_AS_CLOCK = frozenset({"o'clock", "h"})  # "10 hours" is a span
QUARTERS = frozenset({0, 15, 30, 45})  # «18-30»


class FoundClock(NamedTuple):
    clock: time
    end: int
    bare: bool = False  # a number alone
    ranges: bool = False
    hours: bool = False  # «10 часов», which may last so long


def clock_at(walk: Walk, index: int, *, lead: Meaning | None, after_day: bool) -> FoundClock | None:
    """`lead`: the preposition before it. Of a range the end."""
    if walk.means(index, Kind.FROM):
        return _between(walk, index)
    if lead and (lead.kind not in {Kind.BY, Kind.AT} or (lead.kind is Kind.BY and lead.name == "day")):
        return None
    found = _hour(walk, index)
    if found is None:
        return None
    if walk.means(found.end, Kind.TO):
        last = _hour(walk, walk.past(found.end + 1, Kind.LITTLE))
        if last and (after_day or not (found.bare and last.bare) or lead):
            return last._replace(bare=found.bare and last.bare, ranges=True) if _ends(walk, last) else None
    if lead is None:
        return found if not found.bare else None
    lasts = lead.name == "for" and walk.means(found.end - 1, Kind.UNIT)  # «опоздал на три часа»
    weak = (found.bare and lead.name in {"day", "for"}) or lasts
    return found if _ends(walk, found) and (after_day or not weak) else None


def _ends(walk: Walk, found: FoundClock) -> bool:
    return not found.bare or not walk.is_counted(found.end)


def _between(walk: Walk, index: int) -> FoundClock | None:
    first = _hour(walk, walk.past(index + 1, Kind.LITTLE, Kind.APPROX))
    if first is None or not walk.means(first.end, Kind.BY, Kind.TO, Kind.AND):
        return None
    last = _hour(walk, walk.past(first.end + 1, Kind.LITTLE, Kind.APPROX))
    if last is None or not _ends(walk, last) or (walk.meaning(index).name == "amount" and last.bare):
        return None
    return last._replace(bare=first.bare and last.bare, ranges=True)


def _hour(walk: Walk, index: int) -> FoundClock | None:
    if walk.means(index, Kind.HALF_PAST):
        return _half_past(walk, index)
    token = walk.at(index)
    if token.clock:
        return _whole_clock(walk, index, token.clock)
    if walk.name(index, Kind.UNIT) == "hour" and token.language == "ru":  # «к часу дня»
        if _half_of_day(walk, index + 1):
            return _with_half(walk, index + 1, 1)
        return FoundClock(time(13), index + 1, bare=True) if token.form == "часу" else None
    number = _hour_number(walk, index)
    if number is None:
        return None
    end = index + 1
    if _minutes_follow(walk, end) and number < 24:
        return _with_half(walk, end + 2, number, int(walk.at(end + 1).number or 0))
    has_hours = walk.name(end, Kind.UNIT) == "hour"
    if has_hours and walk.at(end).language == "en" and walk.at(end).form not in HOURS_AS_CLOCK:
        return None
    if has_hours and walk.name(end + 2, Kind.UNIT) == "minute" and walk.at(end + 1).whole in range(60):
        return _with_half(walk, end + 3, number, int(walk.at(end + 1).number or 0))
    if has_hours and walk.at(end + 1).figure == NAME:  # «11ч30м»
        return None
    is_hour = has_hours or walk.means(index, Kind.HOUR) or bool(token.figure and token.figure.ordinal == "hour")
    found = _with_half(walk, end + has_hours, number)
    is_alone = found is not None and found.end == end + has_hours
    return found._replace(bare=not is_hour and is_alone, hours=has_hours and is_alone) if found else None


def _minutes_follow(walk: Walk, index: int) -> bool:
    """«18-30», and not «18-30 минут»."""
    figure = walk.at(index + 1).figure
    if not walk.means(index, Kind.TO) or figure is None or figure.digits != 2 or figure.number not in QUARTERS:
        return False
    return not walk.means(index + 2, Kind.UNIT, Kind.WORKING)


def _hour_number(walk: Walk, index: int) -> int | None:
    token = walk.at(index)
    if token.figure and (token.figure.ordinal == "day" or token.figure.digits > 2):
        return None
    number = int(walk.meaning(index).number) if walk.means(index, Kind.HOUR) else token.whole
    return number if number is not None and 0 < number <= 24 else None


def _whole_clock(walk: Walk, index: int, clock: time) -> FoundClock:
    end = index + 1 + (walk.name(index + 1, Kind.UNIT) == "hour")
    half = _half_of_day(walk, end)
    if half:
        return FoundClock(_in_half(clock.hour, clock.minute, half), end + 1)
    figure = walk.at(index).figure
    if figure and figure.short and 0 < clock.hour < EARLY_HOUR_MAX:
        clock = clock.replace(hour=clock.hour + 12)
    return FoundClock(clock, end)


def _half_past(walk: Walk, index: int) -> FoundClock | None:
    """ "half past five", «в половине шестого», «без четверти шесть», «о пів на шосту»."""
    hour = walk.at(index + 1)
    number = int(walk.meaning(index + 1).number) if hour.means(Kind.ORDINAL, Kind.HOUR) else hour.whole
    if number is None or not 1 <= number <= 12:
        return None
    minutes = int(walk.meaning(index).number)
    return _with_half(walk, index + 2, (number - 2) % 12 + 1 if minutes < 0 else number, minutes % 60)


def _with_half(walk: Walk, end: int, hour: int, minute: int = 0) -> FoundClock | None:
    """As «шесть» and «вечера» say together."""
    if minute > 59:
        return None
    half = _half_of_day(walk, end)
    if half:
        return FoundClock(_in_half(hour, minute, half), end + 1)
    if hour == 24:
        return FoundClock(LAST_SECOND, end)
    return FoundClock(time(hour + 12 if hour <= EARLY_HOUR_MAX else hour, minute), end)


def _half_of_day(walk: Walk, index: int) -> str:
    """What part of the day is said after an hour: «дня», «вечера», "pm"; else ""."""
    token = walk.at(index)
    if walk.means(index, Kind.HALF_DAY):
        return "pm" if walk.meaning(index).number else "am"
    if walk.name(index, Kind.UNIT) == "day" and token.form == "дня":
        return "afternoon"
    return walk.meaning(index).name if walk.means(index, Kind.PART_OF, Kind.PART) else ""


def _in_half(hour: int, minute: int, half: str) -> time:
    if hour == 24 or (hour % 12 == 0 and half in {"night", "midnight", "am"}):  # the midnight at the end of a day
        return LAST_SECOND
    as_written = hour > 12 or half in {"noon", "lunch", "morning", "am"} or (half == "night" and hour < 6)
    return time(hour if as_written else hour % 12 + 12, minute)
