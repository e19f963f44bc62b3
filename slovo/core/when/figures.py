"""What a run of digits may be read as: a number, a time, a date, or none of them."""

import re
from dataclasses import dataclass
from datetime import time
from functools import lru_cache

from slovo.core.when.said import LAST_SECOND, Date

FIGURE_CHARACTERS_MAX = 10
FIGURES_KEPT_MAX = 1_000
ALWAYS = "24/7"
_WHOLE = re.compile(r"\d{1,5}")
_DECIMAL = re.compile(r"\d{1,4}[.,]\d{1,2}")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_DOTTED = re.compile(r"(\d{1,2})([./])(\d{1,2})(?:\2(\d{4}|\d{2}))?")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
_PART = re.compile(r"[0-9]+(?:[.,:/][0-9]+)*")
_TIED = re.compile(r"[\w#№$€£₽₴&=+\\/*.~@]")  # a digit just after one of these is part of a name or an amount
_LETTERS = re.compile(r"[-‑]?([^\W\d_]{1,20})")
_DASH = re.compile(r"[–—-]")
_OF_DAYS = "го ого ому му е ое th st nd rd"
_OF_HOURS = "ї ої ій й а ая у"
_OF_COUNTS = "х ти ми м ух ох ьох"
_OF_UNITS = """
ч час часа часов мин минут день дня дней г год года годин години хв хвилин р року h hr hrs hours min mins days am pm
"""
_DAYS, _HOURS, _COUNTS, _UNITS = (frozenset(some.split()) for some in (_OF_DAYS, _OF_HOURS, _OF_COUNTS, _OF_UNITS))
_HALF_DAY = re.compile(r"[aApP]\.[mM]")


@dataclass(frozen=True, slots=True)
class Figure:
    """`number` None and nothing else: a name, a telephone, an amount."""

    number: float | None = None
    digits: int = 0  # written, of a whole number
    clock: time | None = None
    date: Date | None = None
    ordinal: str = ""  # "day": «15-го»; "hour": «о 6-й»
    slashed: bool = False  # "15/12" without a year
    short: bool = False  # a time without its first nought: "2:30"


NAME = Figure()


def figure(text: str, start: int, end: int) -> tuple[int, Figure]:
    """Of a run of digits and the signs between them, `text[start:end]`: its first part, and where that ends."""
    if _is_tied(text, start):
        return end, NAME
    if end - start <= FIGURE_CHARACTERS_MAX:
        for pattern, order in ((_YEAR_FIRST, (3, 2, 1)), (_DAY_FIRST, (1, 2, 3))):
            found = pattern.fullmatch(text, start, end)
            if found:
                day, month, year = (int(found[group]) for group in order)
                return end, Figure(date=Date(day, month, year))
    if len(_DASH.findall(text, start, end)) > 1:  # a telephone, an order
        return end, NAME
    part = _PART.match(text, start, end)
    assert part
    return _with_ending(text, part.end(), _read(part[0]))


def _is_tied(text: str, start: int) -> bool:
    before = text[max(start - 2, 0) : start]
    if before[-1:] in {"-", "–", "—"}:
        return before[0].isalpha()
    return bool(_TIED.match(before[-1:]))


def _with_ending(text: str, end: int, read: Figure) -> tuple[int, Figure]:
    """«15-го», «2-х», "15th"; «15ч» is two tokens, «15кг» a name."""
    found = _LETTERS.match(text, end)
    if not found:
        return end, NAME if text[end : end + 1] == "_" else read
    ending = found[1].casefold()
    if ending in _COUNTS:
        return found.end(), read
    if ending in _DAYS or ending in _HOURS:
        return found.end(), Figure(number=read.number, digits=read.digits, ordinal="day" if ending in _DAYS else "hour")
    is_unit = found[0][0].isalpha() and (ending in _UNITS or _HALF_DAY.match(text, end))
    return end, read if is_unit else NAME


@lru_cache(maxsize=FIGURES_KEPT_MAX)
def _read(written: str) -> Figure:
    if len(written) > FIGURE_CHARACTERS_MAX:
        return NAME
    if _WHOLE.fullmatch(written):
        return Figure(number=float(written), digits=len(written))
    clock = _CLOCK.fullmatch(written)
    if clock:
        return Figure(clock=_clock(int(clock[1]), int(clock[2])), short=len(clock[1]) == 1)
    dotted = _DOTTED.fullmatch(written) if written != ALWAYS else None
    if dotted and (len(dotted[3]) == 2 or dotted[2] == "/"):
        return _dotted(*dotted.groups())
    if _DECIMAL.fullmatch(written):
        return Figure(number=float(written.replace(",", ".")))
    return NAME


def _dotted(first: str, sign: str, second: str, year: str | None) -> Figure:
    """«15.12» may be a date and «10.30» a time; «10.12» both. "12/25" is of the other side of the ocean."""
    day, month = int(first), int(second)
    if sign == "/" and month > 12:
        day, month = month, day
    is_date = 1 <= day <= 31 and 1 <= month <= 12
    return Figure(
        clock=_clock(day, month) if year is None and sign == "." else None,
        date=Date(day, month, _year(year) or None) if is_date else None,
        slashed=sign == "/" and year is None,
    )


def _year(year: str | None) -> int:
    """0 when there is none."""
    return int(year) + (2000 if len(year) == 2 else 0) if year else 0


def _clock(hour: int, minute: int) -> time | None:
    if hour == 24 and minute == 0:
        return LAST_SECOND
    return time(hour, minute) if hour < 24 and minute < 60 else None
