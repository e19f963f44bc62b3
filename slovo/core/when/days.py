"""The grammar of days: «в следующую пятницу», «15 декабря», "by the end of the week", «з 10 по 12 грудня»."""

from typing import NamedTuple

from slovo.core.when.said import Ahead, Date, Day, Period, Weekday
from slovo.core.when.vocabulary import Kind
from slovo.core.when.walk import Walk

PERIODS = frozenset({"week", "month", "year"})
YEARS = range(2000, 2100)
SHORT_CHARACTERS_MAX = 3  # "sat", "sun", "wed" are other words, too
EDGE_WORDS_MAX = 5


class FoundDay(NamedTuple):
    day: Day
    end: int
    thin: bool = False  # too little to be a promise by itself: «15.12»


def day_at(walk: Walk, index: int, *, led: bool) -> FoundDay | None:
    """`led`: a preposition stands before it."""
    token = walk.at(index)
    if token.meaning is None or token.means(Kind.NUMBER, Kind.ORDINAL):
        return _date(walk, index, led=led)
    match token.meaning.kind:
        case Kind.DAY:
            return _named(walk, index, led=led)
        case Kind.THIS | Kind.NEXT | Kind.NEAREST:
            return _which(walk, index)
        case Kind.EDGE | Kind.CLOSES:
            return _edge(walk, index)
        case Kind.EDGE_OF:
            return FoundDay(Period(token.meaning.name, edge="end"), index + 1, thin=token.language != "en")
        case Kind.WEEKDAY:
            return _weekday(walk, index, led=led)
        case Kind.WEEKEND if led:
            return FoundDay(Period("weekend"), index + 1)
        case Kind.HOLIDAY if led:
            month, day = map(int, token.meaning.name.split("-"))
            return FoundDay(Date(day, month), index + 1)
        case Kind.TONIGHT:
            return FoundDay(Ahead(0), index + 1)
        case Kind.MONTH:
            return _month_first(walk, index, led=led)
        case Kind.FROM:
            return _dates_between(walk, index)
    return None


def _named(walk: Walk, index: int, *, led: bool) -> FoundDay:
    """«завтра», «завтрашнего дня», «сегодня-завтра»."""
    number, end = walk.meaning(index).number, index + 1
    if walk.means(end, Kind.TO) and walk.means(end + 1, Kind.DAY):
        number, end = walk.meaning(end + 1).number, end + 2
    is_day = walk.name(end, Kind.UNIT) == "day"
    return FoundDay(Ahead(number), end + is_day, thin=number == 0 and not led)


def _which(walk: Walk, index: int) -> FoundDay | None:
    """«на следующей неделе», "next Friday", «в эту субботу», «ближайший рабочий день», "this afternoon"."""
    kind = walk.meaning(index).kind
    which = "next" if kind is Kind.NEXT else "this"
    working = walk.means(index + 1, Kind.WORKING)
    position = index + 1 + working
    if walk.means(position, Kind.WEEKDAY):
        which = "" if kind is Kind.NEAREST else which
        return FoundDay(Weekday(int(walk.meaning(position).number), which), position + 1)
    if walk.means(position, Kind.WEEKEND):
        return FoundDay(Period("weekend", which), position + 1)
    if kind is Kind.THIS and walk.means(position, Kind.PART_OF, Kind.PART):
        return FoundDay(Ahead(0), position)
    if kind is Kind.NEXT and walk.means(position, Kind.PART_OF, Kind.PART):
        if working and walk.at(position).form == "днем":  # «следующим рабочим днём»
            return FoundDay(Ahead(1, working=True), position + 1)
        return FoundDay(Ahead(1), position)
    unit = walk.name(position, Kind.UNIT)
    if unit in PERIODS and not walk.is_plural(position):
        return FoundDay(Period(unit, which), position + 1)
    if unit == "day" and kind is not Kind.THIS and not walk.is_plural(position):
        return FoundDay(Ahead(1, working=working), position + 1)
    return None


def _edge(walk: Walk, index: int) -> FoundDay | None:
    """«до конца недели», "early next week", «к середине декабря», "by the end of Friday"."""
    edge, which, position = walk.meaning(index).name, "", index + 1
    for _word in range(EDGE_WORDS_MAX):
        if walk.means(position, Kind.NEXT, Kind.THIS, Kind.NEAREST):
            which = "next" if walk.means(position, Kind.NEXT) else "this"
        elif not walk.means(position, Kind.LITTLE, Kind.WORKING, Kind.AT, Kind.TO):
            break
        position += 1
    unit = "weekend" if walk.means(position, Kind.WEEKEND) else walk.name(position, Kind.UNIT)
    if unit in PERIODS or unit == "weekend":
        return FoundDay(Period(unit, which or "this", edge), position + 1)
    if unit == "day" and which == "next":
        return FoundDay(Ahead(1), position + 1)
    if walk.means(position, Kind.MONTH):
        month = int(walk.meaning(position).number)
        year, end = _year(walk, position + 1)
        return FoundDay(Period("month", "this", edge, month, year), end)
    if walk.means(position, Kind.WEEKDAY):
        return FoundDay(Weekday(int(walk.meaning(position).number), which), position + 1)
    if walk.means(position, Kind.DAY):
        return _named(walk, position, led=True)
    return _date(walk, position, led=True) if edge == "end" else None


def _weekday(walk: Walk, index: int, *, led: bool) -> FoundDay | None:
    token, end = walk.at(index), index + 1
    number, which = int(walk.meaning(index).number), ""
    if led and walk.means(end, Kind.TO) and walk.means(end + 1, Kind.WEEKDAY):  # «во вторник-среду»
        number, end = int(walk.meaning(end + 1).number), end + 2
    of_week = walk.past(end, Kind.AT, Kind.IN, Kind.LITTLE)
    if walk.means(of_week, Kind.THIS, Kind.NEXT) and walk.name(of_week + 1, Kind.UNIT) == "week":
        which, end = "next" if walk.means(of_week, Kind.NEXT) else "this", of_week + 2
    alone = token.language == "en" and len(token.form) > SHORT_CHARACTERS_MAX
    if led or alone or which or _time_follows(walk, end):
        return FoundDay(Weekday(number, which), end)
    return None


def _time_follows(walk: Walk, index: int) -> bool:
    """«пятница, 15:00», «пт до 18:00», «пн, 7 декабря»."""
    index += walk.at(index).form in {",", "("}
    index = walk.past(index, Kind.BY, Kind.AT)
    token = walk.at(index)
    return bool(
        token.clock
        or token.date
        or token.means(Kind.PART, Kind.PART_OF)
        or (token.whole and walk.means(index + 1, Kind.MONTH))
    )


# Dates


def _date(walk: Walk, index: int, *, led: bool) -> FoundDay | None:
    """«15 декабря», «15.12», «до 15-го», «к 15 числа», «10–12 декабря», "the 15th of December"."""
    token = walk.at(index)
    if token.date:
        last = walk.at(index + 2)
        if walk.means(index + 1, Kind.TO) and last.date:  # «24.12 – 26.12»
            token, index = last, index + 2
        assert token.date
        end = index + 1
        if token.date.year is not None:
            return FoundDay(token.date, end + walk.means(end, Kind.YEAR_WORD))
        slashed = bool(token.figure and token.figure.slashed)
        return None if walk.is_counted(end) or (slashed and not led) else FoundDay(token.date, end, thin=not led)
    day, end = _day_of_month(walk, index)
    if day is None:
        return None
    if walk.means(end, Kind.TO, Kind.AND):
        second, second_end = _day_of_month(walk, end + 1)
        if second is not None and second > day:
            day, end = second, second_end
    of_month = walk.past(end, Kind.LITTLE)
    if walk.means(of_month, Kind.MONTH):
        year, year_end = _year(walk, of_month + 1)
        return FoundDay(Date(day, int(walk.meaning(of_month).number), year), year_end)
    if walk.means(end, Kind.DATE_WORD):
        return FoundDay(Date(day), end + 1)
    figure = walk.at(end - 1).figure
    is_ordinal = (led and walk.means(end - 1, Kind.ORDINAL)) or (figure is not None and figure.ordinal == "day")
    return FoundDay(Date(day), end, thin=not led) if is_ordinal and not walk.at(end).form[:1].isalpha() else None


def _day_of_month(walk: Walk, index: int) -> tuple[int | None, int]:
    """And where it ends. «двадцать пятого» is two words, and so is "twenty-fifth" in effect."""
    token = walk.at(index)
    if token.figure:
        number = token.whole if token.figure.digits <= 2 else None
        return (number if number is not None and 1 <= number <= 31 else None), index + 1
    tens = walk.means(index, Kind.NUMBER) and token.number in {20, 30}
    ones = index + tens + (tens and walk.means(index + 1, Kind.TO))
    if walk.means(ones, Kind.ORDINAL):
        number = int(walk.meaning(ones).number + (token.number or 0 if tens else 0))
        return (number if number <= 31 else None), ones + 1
    return None, index + 1


def _month_first(walk: Walk, index: int, *, led: bool) -> FoundDay | None:
    """ "December 15th, 2026", "Dec 10-12", «в декабре»."""
    month = int(walk.meaning(index).number)
    day, end = _day_of_month(walk, walk.past(index + 1, Kind.LITTLE))
    if day is not None and walk.at(index).language == "en":
        last, last_end = _day_of_month(walk, end + 2)
        if walk.means(end, Kind.TO) and walk.means(end + 1, Kind.MONTH) and last is not None:  # "Dec 3 – Dec 5"
            month, day, end = int(walk.meaning(end + 1).number), last, last_end
        if walk.means(end, Kind.TO, Kind.AND):
            second, second_end = _day_of_month(walk, end + 1)
            if second is not None and second > day and not walk.means(second_end, Kind.UNIT, Kind.HALF_DAY):
                day, end = second, second_end
        year, end = _year(walk, end)
        return FoundDay(Date(day, month, year), end)
    year, end = _year(walk, index + 1)
    return FoundDay(Period("month", month=month, year=year), end) if led else None


def _dates_between(walk: Walk, index: int) -> FoundDay | None:
    """«с 10 по 12 декабря», "from December 10 to December 12": the end counts."""
    first = _date_or_month_first(walk, index + 1)
    day, end = _day_of_month(walk, index + 1)
    if first is None and day is None:
        return None
    joined = first.end if first else end
    if not walk.means(joined, Kind.BY, Kind.TO, Kind.AND):
        return None
    last = walk.past(joined + 1, Kind.LITTLE)
    second = _date_or_month_first(walk, last)
    if second:
        return second
    number, end = _day_of_month(walk, last)
    if first and isinstance(first.day, Date) and number is not None:  # "between December 10 and 12"
        return FoundDay(Date(number, first.day.month, first.day.year), end)
    return None


def _date_or_month_first(walk: Walk, index: int) -> FoundDay | None:
    index = walk.past(index, Kind.LITTLE)
    if walk.means(index, Kind.MONTH):
        return _month_first(walk, index, led=False)
    return _date(walk, index, led=True)


def _year(walk: Walk, index: int) -> tuple[int | None, int]:
    start = index
    index += walk.at(index).form == ","
    number = walk.at(index).whole
    if number is None or number not in YEARS:
        return None, start
    has_word = walk.means(index + 1, Kind.YEAR_WORD) or walk.name(index + 1, Kind.UNIT) == "year"
    return number, index + 1 + has_word
