"""Which moments a sentence names: what belongs together though it does not stand together, and what is none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from slovo.core.when.reading import said_at
from slovo.core.when.said import Period, Said
from slovo.core.when.tokens import Token
from slovo.core.when.vocabulary import BEARING, Kind
from slovo.core.when.walk import CUTS, LITTLE_WORDS_MAX, Walk

APART_WORDS_MAX = 8
EARLIER = (Kind.AFTER, Kind.FROM, Kind.PAST)  # what follows one of these is no end to come
BEGINNINGS = frozenset(
    {
        *(Kind.BY, Kind.AT, Kind.IN, Kind.WITHIN, Kind.TAKES, Kind.AFTER, Kind.FROM, Kind.TO, Kind.APPROX, Kind.DAY),
        *(Kind.WEEKDAY, Kind.MONTH, Kind.UNIT, Kind.THIS, Kind.NEXT, Kind.NEAREST, Kind.EDGE, Kind.EDGE_OF, Kind.PART),
        *(Kind.PART_OF, Kind.HALF_PAST, Kind.CLOSING, Kind.TONIGHT, Kind.NUMBER, Kind.ORDINAL, Kind.HOUR, Kind.SOON),
    }
)
LEADING = frozenset(  # may stand between a beginning and the first word that bears the moment
    {
        *(Kind.BY, Kind.AT, Kind.IN, Kind.WITHIN, Kind.TAKES, Kind.AFTER, Kind.FROM, Kind.TO, Kind.AND, Kind.LITTLE),
        *(Kind.APPROX, Kind.EDGE, Kind.THIS, Kind.NEXT, Kind.NEAREST, Kind.WORKING, Kind.HALF_PAST),
        *(Kind.HALF_OF, Kind.MORE),
    }
)
LEADING_FORMS = frozenset({"to", "(", ")"})
SMALL_MAX = 31  # a larger number names no moment: it may count a unit of time


@dataclass(frozen=True, slots=True)
class Expression:
    """Of the tokens from `first` to `said.end`. `last`: where its last part begins."""

    first: int
    last: int
    said: Said


def expressions(walk: Walk) -> Iterator[Expression]:
    """In the order of the sentence, none overlapping."""
    known: Expression | None = None
    for found in _found(walk):
        if known and known.said.day and _is_next_day(walk, found):
            continue
        joined = _joined(walk, known, found) if known else None
        if joined is None and known:
            yield known
            found = _on_the_same_day(walk, known, found)
        known = joined or found
    if known:
        yield known


def _found(walk: Walk) -> Iterator[Expression]:
    index = 0
    may_begin = beginnings(walk.tokens)
    while index < len(walk.tokens):
        said = said_at(walk, index) if may_begin[index] else None
        if said is None:
            index += 1
            continue
        if not said.void and not _is_barred(walk, index):
            yield Expression(index, index, said)
        index = said.end


def beginnings(tokens: Sequence[Token]) -> list[bool]:
    """Of each token, whether an expression may begin with it: what bears a moment follows, and only what leads to it
    stands between. The grammar would say no as well, after many looks."""
    may_begin, leads = [], False
    for token in reversed(tokens):
        kind = token.meaning.kind if token.meaning else None
        leads = _bears(token, kind) or (leads and _is_leading(token, kind))
        may_begin.append(leads and (token.figure is not None or kind in BEGINNINGS))
    return may_begin[::-1]


def _bears(token: Token, kind: Kind | None) -> bool:
    figure = token.figure
    if figure is None:
        return kind in BEARING
    is_small = figure.number is not None and figure.number <= SMALL_MAX
    return is_small or figure.clock is not None or figure.date is not None


def _is_leading(token: Token, kind: Kind | None) -> bool:
    is_large = token.figure is not None and token.figure.number is not None
    return kind in LEADING or is_large or token.form in LEADING_FORMS


def _is_barred(walk: Walk, index: int) -> bool:
    """Whether the words before make something else of it: "last Friday", "since Friday", "order 15.12", "$ 18"."""
    before = index - 1
    for _word in range(LITTLE_WORDS_MAX):
        before -= walk.means(before, Kind.LITTLE, Kind.APPROX)
    is_price = walk.means(before, Kind.COUNTED) and walk.meaning(before).name == "before"
    is_name = (is_price or walk.means(before, Kind.LABEL)) and walk.at(index).figure is not None
    return is_name or walk.means(before, *EARLIER)


def _is_next_day(walk: Walk, found: Expression) -> bool:
    """«придёт 8 декабря, мастер приедет на следующий день»: after another day it counts from that one."""
    nexts = [one for one in range(found.first, found.said.end) if walk.means(one, Kind.NEXT)]
    return any(
        walk.name(walk.past(one + 1, Kind.WORKING), Kind.UNIT) == "day"
        or walk.means(walk.past(one + 1, Kind.WORKING), Kind.PART, Kind.PART_OF)
        for one in nexts
    )


def _joined(walk: Walk, known: Expression, found: Expression) -> Expression | None:
    """«завтра курьер приедет с 10 до 12»: a day and a time of one clause are one moment."""
    between = _between(walk, known, found)
    if between is None or any(token.means(Kind.AND) for token in between):
        return None
    day, clock = (known.said, found.said) if known.said.day else (found.said, known.said)
    if clock.day is not None or clock.clock is None or not _is_day_alone(day):
        return None
    said = replace(clock, end=found.said.end, day=day.day, needs_promise=False, rough=clock.rough or day.rough)
    return Expression(known.first, found.first, said)


def _on_the_same_day(walk: Walk, known: Expression, found: Expression) -> Expression:
    """«завтра в 10 или в 16», «завтра ответим и до 12:00 привезём»."""
    if _between(walk, known, found) is None or found.said.day or not found.said.clock:
        return found
    day = known.said.day
    if day is None or isinstance(day, Period):
        return found
    return replace(found, said=replace(found.said, day=day, needs_promise=False))


def _between(walk: Walk, known: Expression, found: Expression) -> list[Token] | None:
    """The words between two that stand in one clause."""
    words = [walk.at(index) for index in range(known.said.end, min(found.first, known.said.end + APART_WORDS_MAX + 1))]
    return None if len(words) > APART_WORDS_MAX or any(word.form in CUTS for word in words) else words


def _is_day_alone(said: Said) -> bool:
    is_day = said.day is not None and not isinstance(said.day, Period)
    return is_day and not (said.clock or said.part or said.after or said.closing)
