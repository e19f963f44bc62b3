"""The grammar of what stands together: a span, or a day, a time and a part of a day in any order."""

from dataclasses import replace
from typing import NamedTuple

from slovo.core.text import grammemes
from slovo.core.when.clocks import clock_at
from slovo.core.when.days import day_at
from slovo.core.when.said import LAST_SECOND, Ahead, Date, Day, Period, Said, Weekday
from slovo.core.when.spans import span_at
from slovo.core.when.vocabulary import Kind, Meaning
from slovo.core.when.walk import CUTS, Walk

PREPOSITIONS_MAX = 3
PIECES_MAX = 8
QUARTER_TO = -15
GOVERNED = frozenset({"NOUN", "ADJF"})  # what a closing may be of


class _Lead(NamedTuple):
    meaning: Meaning | None
    end: int
    rough: bool


def said_at(walk: Walk, index: int) -> Said | None:
    """What is said of time from the token at `index` on."""
    start = walk.past(index, Kind.APPROX)
    span = span_at(walk, start)
    if span and start > index:
        span = replace(span, rough=True)
    if span and (span.void or span.minutes is not None):
        return span
    said = span or Said(index)
    position = said.end
    for _piece_number in range(PIECES_MAX):
        more = _piece(walk, position, said, begins=said.end == index)
        if more is None:
            break
        said = more
        position = _next_piece(walk, said)
    if said.loose and said.day is None:
        return replace(said, void=True)
    is_said = said.day is not None or said.part or said.closing or said.after or said.clock
    return said if is_said else None


def _next_piece(walk: Walk, said: Said) -> int:
    """Where the next piece may begin: a day parted by a comma from a time alone is another day's."""
    position = walk.past(said.end, Kind.LITTLE)
    if said.day is None and not said.part:
        return position
    position += walk.at(position).form in {",", "(", ":"}
    if walk.means(position, Kind.TO) and walk.means(position + 1, Kind.BY, Kind.AT, Kind.FROM):  # «завтра – до 12:00»
        position += 1
    return walk.past(position, Kind.LITTLE)


def _piece(walk: Walk, index: int, said: Said, *, begins: bool) -> Said | None:
    """`said` with one more piece; None where none follows."""
    lead = _lead(walk, index)
    found = _closing(walk, lead, said) or _day(walk, lead, said)
    found = found or _clock(walk, index, lead, said, begins=begins) or _part(walk, lead, said)
    if found is None:
        return None
    by = lead.meaning is not None and lead.meaning.kind is Kind.BY
    settled = said.settled or by or (lead.meaning is not None and lead.meaning.name == "for")
    return replace(found, by=said.by or by, settled=settled, rough=said.rough or lead.rough)


def _lead(walk: Walk, index: int) -> _Lead:
    """The prepositions from `index` on: the first "by" of them, or the last."""
    meaning, rough = None, False
    for _word in range(PREPOSITIONS_MAX):
        if walk.means(index, Kind.BY, Kind.AT, Kind.IN, Kind.WITHIN, Kind.AFTER):
            meaning = meaning if meaning and meaning.kind is Kind.BY else walk.meaning(index)
        elif walk.means(index, Kind.APPROX):
            rough = True
        elif meaning is None and walk.at(index).form == "to":  # "moved to Friday"
            meaning = Meaning(Kind.AT, name="for")
        elif not walk.means(index, Kind.LITTLE):
            break
        index += 1
    return _Lead(meaning, index, rough)


def _closing(walk: Walk, lead: _Lead, said: Said) -> Said | None:
    """«до конца рабочего дня», "by EOD"."""
    if said.closing or said.clock:
        return None
    if walk.means(lead.end, Kind.CLOSING):
        return replace(said, end=lead.end + 1, closing=walk.meaning(lead.end).name)
    if walk.means(lead.end, Kind.CLOSES) and lead.meaning and lead.meaning.kind is Kind.BY and _closes(walk, lead.end):
        return replace(said, end=lead.end + 1, closing="working", needs_promise=False)
    if (walk.name(lead.end, Kind.EDGE) or walk.name(lead.end, Kind.CLOSES)) != "end":
        return None
    position = walk.past(lead.end + 1, Kind.LITTLE, Kind.THIS)
    working = walk.means(position, Kind.WORKING)
    unit, end = walk.name(position + working, Kind.UNIT), position + working + 1
    if unit == "full_day":
        return replace(said, end=end, clock=LAST_SECOND, rough=True, needs_promise=False)
    if unit != "day":
        return None
    return replace(said, end=end, closing="working" if working else "day", needs_promise=False)


def _closes(walk: Walk, index: int) -> bool:
    """«до закрытия», "before closing", and not «до закрытия заявки», "before closing your account"."""
    following = walk.at(index + 1)
    if following.form in {"", *CUTS} or following.means(Kind.DAY, Kind.WEEKDAY, Kind.AT, Kind.AND):
        return True
    if following.means(Kind.UNIT, Kind.WORKING, Kind.THIS, Kind.NEXT, Kind.MONTH) or following.language == "en":
        return False
    return not grammemes(following.form, following.language) & GOVERNED


def _day(walk: Walk, lead: _Lead, said: Said) -> Said | None:
    if lead.meaning and lead.meaning.kind is Kind.AFTER:
        return None
    if said.day and lead.meaning and lead.meaning.kind in {Kind.BY, Kind.AT} and walk.at(lead.end).clock:
        return None  # «завтра до 10.12»
    if lead.meaning and lead.meaning.kind is Kind.IN and not _may_be_in(walk, lead.end):
        return None
    led = lead.meaning is not None or bool(said.part or said.closing or said.clock)  # «к утру понедельника»
    found = day_at(walk, lead.end, led=led)
    day = _together(said.day, found.day) if found else None
    if found is None or day is None:
        return None
    part = "evening" if walk.means(lead.end, Kind.TONIGHT) else said.part
    if not part and walk.name(lead.end, Kind.EDGE) == "start" and isinstance(found.day, Ahead | Weekday):
        part = "early"  # "early tomorrow"
    thin = found.thin and not (said.clock or part or said.closing)
    return replace(said, end=found.end, day=day, part=part, needs_promise=thin)


def _may_be_in(walk: Walk, index: int) -> bool:
    """ "in January", «за выходные», and not «акт за январь»."""
    is_english = walk.at(index - 1).language == "en"
    return is_english or walk.means(index, Kind.WEEKEND, Kind.THIS, Kind.NEXT, Kind.NEAREST, Kind.EDGE)


def _together(known: Day | None, more: Day) -> Day | None:
    """«в пятницу, 4 декабря», «на следующей неделе в пятницу»: one day said twice. None for two days."""
    match known, more:
        case None, _:
            return more
        case Weekday(), Date():
            return more
        case (Date(), Weekday()) | (Ahead(), Weekday()):
            return known
        case Ahead(), Date():
            return more
        case Period(unit="week", edge=""), Weekday():
            return Weekday(more.number, known.which)
        case Weekday(), Period(unit="week", edge=""):
            return Weekday(known.number, more.which)
    return None


def _clock(walk: Walk, index: int, lead: _Lead, said: Said, *, begins: bool) -> Said | None:
    if said.clock or said.after:
        return None
    if lead.meaning and lead.meaning.kind is Kind.AFTER:
        found = clock_at(walk, lead.end, lead=Meaning(Kind.AT), after_day=True)
        if found is None or (found.bare and not said.day):
            return None
        return replace(said, end=found.end, after=found.clock, needs_promise=said.day is None)
    after_day = said.day is not None
    found = clock_at(walk, index if walk.means(index, Kind.FROM) else lead.end, lead=lead.meaning, after_day=after_day)
    if found is None or (lead.meaning is None and not (begins or after_day or found.ranges)):
        return None
    is_alone = not after_day and lead.meaning is None and not walk.means(index, Kind.FROM) and not lead.rough
    in_words = is_alone and walk.means(lead.end, Kind.HALF_PAST) and walk.meaning(lead.end).number == QUARTER_TO
    thin = not after_day and (found.bare or found.ranges or found.hours or in_words)
    return replace(said, end=found.end, clock=found.clock, loose=is_alone and not in_words, needs_promise=thin)


def _part(walk: Walk, lead: _Lead, said: Said) -> Said | None:
    """«вечером», «до обеда», "tomorrow morning", "late afternoon"."""
    if said.part == "early" and walk.name(lead.end, Kind.PART_OF) == "morning":  # "early tomorrow morning"
        return replace(said, end=lead.end + 1)
    if said.part or said.clock or (lead.meaning and lead.meaning.kind is Kind.AFTER):
        return None
    position = walk.past(lead.end, Kind.EDGE, Kind.THIS)
    by = lead.meaning is not None and lead.meaning.kind is Kind.BY
    if walk.means(position, Kind.PART_OF):
        led = lead.meaning is not None and lead.meaning.kind in {Kind.BY, Kind.AT}
        about = said.day is None and not led and _is_about(walk, position)
        if not (led or about or said.day is not None or _is_first_thing(walk, position)):
            return None
        by = by or (said.by and lead.meaning is None)  # «до завтрашнего вечера» is «завтра до вечера»
        return replace(said, end=position + 1, part=walk.meaning(position).name, by_part=by, needs_promise=about)
    if walk.means(position, Kind.PART) or (walk.means(position, Kind.HALF_OF) and walk.means(position + 1, Kind.DAY)):
        return replace(said, end=position + 1, part=walk.meaning(position).name, by_part=by, needs_promise=False)
    return None


def _is_about(walk: Walk, index: int) -> bool:
    """«около обеда», "around noon"; not "about lunch"."""
    return walk.name(index - 1, Kind.APPROX) == "part"


def _is_first_thing(walk: Walk, index: int) -> bool:
    """ "first thing tomorrow", "first thing on Monday"."""
    following = walk.past(index + 1, Kind.AT, Kind.LITTLE)
    return walk.name(index, Kind.PART_OF) == "early" and walk.means(following, Kind.DAY, Kind.WEEKDAY)
