"""The grammar of spans, which count from now: «через два часа», "within 3 business days", «в течение дня»."""

from dataclasses import replace
from typing import NamedTuple

from slovo.core.when.clocks import clock_at
from slovo.core.when.said import Ahead, Said
from slovo.core.when.vocabulary import Kind
from slovo.core.when.walk import LITTLE_WORDS_MAX, Walk

DAYS_MAX = 366
WORKING_DAYS_MAX = 100
DAY_MINUTES = 24 * 60
HALF_YEAR_MONTHS = 6
_MINUTES = {"minute": 1, "hour": 60, "full_day": DAY_MINUTES}
_DAYS = {"day": 1, "week": 7, "month": 31}


class _Amount(NamedTuple):
    number: float
    end: int


def span_at(walk: Walk, index: int) -> Said | None:
    """None also for what begins like a span and is none. One that is over, or counts from an event, is `void`."""
    found = _whole(walk, index) or _turned(walk, index) or _led(walk, index) or _by_itself(walk, index)
    if found is None:
        return None
    if walk.means(found.end, Kind.FROM_NOW):
        return replace(found, end=found.end + 1)
    is_over = walk.means(found.end, Kind.AGO, Kind.PAST)
    if walk.means(index, Kind.TAKES) and walk.at(found.end).form == "to":  # "takes 5 minutes to set up"
        is_over = True
    return replace(found, void=is_over or _counts_from_event(walk, found.end))


def _whole(walk: Walk, index: int) -> Said | None:
    """«через час», which one of the languages must read as one word."""
    if not walk.means(index, Kind.SOON):
        return None
    return _with_more(walk, Said(index + 1, minutes=walk.meaning(index).number), "hour", 1)


def _turned(walk: Walk, index: int) -> Said | None:
    """«часа через два», «минут через десять»: a rough one."""
    if not walk.means(index, Kind.UNIT) or not walk.means(index + 1, Kind.IN):
        return None
    amount = _amount(walk, index + 2)
    if amount is None or walk.means(amount.end, Kind.UNIT):
        return None
    found = _of_unit(walk.meaning(index).name, amount.number, amount.end)
    return replace(found, rough=True) if found else None


def _led(walk: Walk, index: int) -> Said | None:
    nearest = walk.means(index, Kind.AT) and walk.means(index + 1, Kind.NEAREST)
    if not nearest and not walk.means(index, Kind.IN, Kind.WITHIN, Kind.TAKES):
        return None
    takes = walk.means(index, Kind.TAKES)
    most = walk.name(index, Kind.WITHIN) == "most"
    leading = (Kind.BY, Kind.FROM, Kind.WITHIN) * takes
    position = walk.past(index + 1, Kind.LITTLE, Kind.APPROX, Kind.NEAREST, *leading)
    rough = any(walk.means(one, Kind.APPROX) for one in range(index, position))
    if walk.means(position, Kind.SPAN):
        minutes = walk.meaning(position).number
        longer = walk.means(position + 1, Kind.TO) and walk.name(position + 2, Kind.UNIT) == "hour"  # «полчаса-час»
        return Said(position + 1 + 2 * longer, minutes=60 if longer else minutes, rough=rough)
    amount = _amount(walk, position)
    during = walk.means(index, Kind.WITHIN) and not most
    found = _counted(walk, amount) if amount else _single(walk, position, during=during)
    if found is None:
        return None
    thin = most or walk.name(index, Kind.IN) == "spent"
    return replace(found, rough=rough or found.rough, needs_promise=thin)


def _single(walk: Walk, position: int, *, during: bool) -> Said | None:
    """«через час», «в течение дня»: the second ends with the day itself."""
    working = walk.means(position, Kind.WORKING)
    unit = walk.name(position + working, Kind.UNIT)
    if during and unit == "day":
        return Said(position + 1 + working, closing="working" if working else "day")
    end = position + 1 + working
    after = _amount(walk, end)
    if after and not walk.is_counted(after.end):  # «через минут десять»
        found = _of_unit(unit, after.number, after.end, working=working)
        return replace(found, rough=True) if found else None
    if walk.is_plural(position + working):
        return None
    found = _of_unit(unit, 1, end, working=working)
    return _with_more(walk, found, unit, 1) if found else None


def _by_itself(walk: Walk, index: int) -> Said | None:
    """«3 рабочих дня», «до 3 дней», «от 2 до 5 рабочих дней», "two hours from now"."""
    led = walk.means(index, Kind.BY) or walk.name(index, Kind.FROM) == "amount"
    amount = _amount(walk, walk.past(index + 1, Kind.LITTLE, Kind.APPROX) if led else index)
    if amount is None:
        return None
    working, unit_at = _unit_after(walk, amount.end)
    unit = walk.name(unit_at, Kind.UNIT)
    if not unit or (led and unit == "hour" and not working and amount.number <= 24):  # «до 3 часов» is a time
        return None
    lasts = not (working or led) and _is_lasting(walk, index, unit, unit_at + 1)
    if not (working or led or lasts or walk.means(unit_at + 1, Kind.FROM_NOW)):
        return None
    found = _of_unit(unit, amount.number, unit_at + 1, working=working)
    return replace(found, needs_promise=not working and led) if found else None


def _is_lasting(walk: Walk, index: int, unit: str, end: int) -> bool:
    """«Доставка 3–5 дней», «срок ремонта — 2 недели»; not «доставка 5 дней в неделю», "delivery 2 days late"."""
    before = index - 1
    for _word in range(LITTLE_WORDS_MAX):
        before -= walk.means(before, Kind.LITTLE, Kind.APPROX, Kind.TO, Kind.BEING) or walk.at(before).form == ":"
    if not walk.means(before, Kind.LASTS) or unit not in {"day", "week"}:
        return False
    per_unit = walk.means(end + 1, Kind.UNIT) and (walk.means(end, Kind.AT) or walk.at(end).form in {"a", "per"})
    return not per_unit and walk.at(end).form != "late"


# Amounts


def _counted(walk: Walk, amount: _Amount) -> Said | None:
    """A number and its unit, and what else belongs to them: «2 часа 30 минут», «час-другой»."""
    working, unit_at = _unit_after(walk, amount.end)
    unit, end = walk.name(unit_at, Kind.UNIT), unit_at + 1
    found = _of_unit(unit, amount.number, end, working=working)
    if found is None:
        return None
    more = _amount(walk, walk.past(end, Kind.AND))
    if unit == "hour" and more and walk.name(more.end, Kind.UNIT) == "minute" and found.minutes is not None:
        return replace(found, end=more.end + 1, minutes=found.minutes + more.number)
    return _with_more(walk, found, unit, amount.number)


def _unit_after(walk: Walk, index: int) -> tuple[bool, int]:
    """Whether working time is meant («рабочих дней», «календарных дней»), and where its unit should stand."""
    unit_at = walk.past(index, Kind.WORKING, Kind.LITTLE)
    return any(walk.means(one, Kind.WORKING) for one in range(index, unit_at)), unit_at


def _with_more(walk: Walk, found: Said, unit: str, number: float) -> Said:
    """«час-полтора», «день или два», "an hour or two": the larger counts."""
    if walk.means(found.end, Kind.MORE):
        return _of_unit(unit, number + walk.meaning(found.end).number, found.end + 1, working=found.working) or found
    if not walk.means(found.end, Kind.TO, Kind.AND):
        return found
    more = _amount(walk, found.end + 1)
    if more is None or more.number <= number:
        return found
    has_unit = walk.name(more.end, Kind.UNIT) == unit
    if walk.is_counted(more.end) and not has_unit:
        return found
    return _of_unit(unit, more.number, more.end + has_unit, working=found.working) or found


def _amount(walk: Walk, index: int) -> _Amount | None:
    """A number, or the larger of two: «2–3», «два-три», "two or three", «от 2 до 3»."""
    first = _number(walk, index)
    if first is None:
        return None
    joined = walk.means(first.end, Kind.TO, Kind.AND, Kind.BY)
    second = _number(walk, first.end + joined)
    return second if second and second.number > first.number else first


def _number(walk: Walk, index: int) -> _Amount | None:
    token = walk.at(index)
    if token.number is None or (token.figure and token.figure.ordinal):
        return None
    number, end = token.number, index + 1
    following = walk.at(end + walk.means(end, Kind.TO))
    if token.means(Kind.NUMBER) and number >= 20 and following.means(Kind.NUMBER) and (following.number or 0) < 10:
        number, end = number + (following.number or 0), end + 1 + walk.means(end, Kind.TO)  # "forty-eight"
    if walk.at(end).form == "(" and walk.at(end + 1).number == number and walk.at(end + 2).form == ")":
        end += 3  # «10 (десяти) рабочих дней»
    if number < 1 and walk.at(end).number == 1:  # "half a day"
        end += 1
    if walk.means(end, Kind.MORE):
        number, end = number + walk.meaning(end).number, end + 1
    return _Amount(number, end)


def _of_unit(unit: str, number: float, end: int, *, working: bool = False) -> Said | None:
    if unit in _MINUTES:
        minutes = number * _MINUTES[unit]
        return Said(end, minutes=minutes, working=working) if 0 < minutes <= DAYS_MAX * DAY_MINUTES else None
    if unit == "half_year" and number == 1:
        return Said(end, day=Ahead(HALF_YEAR_MONTHS, "month"), spans=True)
    if unit not in _DAYS:
        return None
    if unit == "day" and 0 < number < 1 and not working:
        return Said(end, minutes=number * DAY_MINUTES)
    days_max = WORKING_DAYS_MAX if working else DAYS_MAX
    if not 0 < number * _DAYS[unit] <= days_max:
        return None
    return Said(end, day=Ahead(number, unit, working=working and unit == "day"), working=working, spans=True)


def _counts_from_event(walk: Walk, index: int) -> bool:
    """«через 2 дня после оплаты», "within 3 days of receipt", «за час до приезда»: nobody knows when."""
    if walk.means(index, Kind.AFTER):
        return True
    if walk.at(index).form == "of":
        return not walk.means(walk.past(index, Kind.LITTLE), Kind.THIS, Kind.NEXT, Kind.UNIT)
    if not walk.means(index, Kind.FROM, Kind.BY):
        return False
    lead = walk.meaning(index)
    if clock_at(walk, index if lead.kind is Kind.FROM else index + 1, lead=lead, after_day=True):
        return False
    following = walk.past(index + 1, Kind.LITTLE, Kind.APPROX)
    return not walk.means(following, Kind.PART_OF, Kind.PART, Kind.EDGE, Kind.CLOSING, Kind.DAY, Kind.WEEKDAY)
