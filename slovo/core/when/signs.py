"""What single words tell of a time beside them: that it is promised, past, asked for, of opening hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from slovo.core.text import grammemes
from slovo.core.when.tokens import Token
from slovo.core.when.vocabulary import Kind
from slovo.core.when.walk import CUTS, Walk

CONJUNCTION = 1_000  # words of distance
COMMA = 1_000_000
_ED_CHARACTERS_MIN = 5
_LIKE_PAST = "need speed indeed proceed exceed succeed hundred interested supposed delayed"
_NOT_PAST = frozenset(_LIKE_PAST.split())
CYRILLIC = frozenset({"ru", "uk"})
_PRESENT = frozenset({"VERB", "pres"})
_NOTHING: frozenset[str] = frozenset()


class Sign(Enum):
    PROMISE = auto()
    PAST = auto()
    STANDING = auto()  # what is so every day
    REQUEST = auto()
    NOT = auto()


_SIGNS = {
    Kind.PROMISE: Sign.PROMISE,
    Kind.LASTS: Sign.PROMISE,
    Kind.WILL: Sign.PROMISE,
    Kind.TAKES: Sign.PROMISE,
    Kind.WAS: Sign.PAST,
    Kind.PAST: Sign.PAST,
    Kind.AGO: Sign.PAST,
    Kind.STANDING: Sign.STANDING,
    Kind.THANKS: Sign.REQUEST,
    Kind.NOT: Sign.NOT,
}


class Word(NamedTuple):
    """`place`: in words of distance from the beginning. `conditional`: a condition or a habit governs it."""

    place: int
    sign: Sign | None
    conditional: bool
    after_event: bool  # one that the sentence named before it
    present: bool  # it tells what somebody does


def signs(walk: Walk) -> Iterator[Word]:
    place, clause, after_event = 0, _Clause(), False
    for index, token in enumerate(walk.tokens):
        kind = token.meaning.kind if token.meaning else None
        known = grammemes(token.form, token.language) if kind is None and token.language in CYRILLIC else _NOTHING
        cut = token.form in CUTS and not (walk.means(index - 1, Kind.ASIDE) or walk.means(index + 1, Kind.ASIDE))
        clause = _Clause() if cut else clause
        place += 1 + COMMA * cut + CONJUNCTION * (kind is Kind.AND)
        sign = clause.read(token, _sign(walk, index, known), known)
        after_event = after_event or kind is Kind.CONDITION
        yield Word(place, sign, clause.conditional, after_event, kind is Kind.DOING or known >= _PRESENT)


@dataclass(slots=True)
class _Clause:
    """What was read of it."""

    will: bool = False
    conditional: bool = False
    last: Sign | None = None

    def read(self, token: Token, sign: Sign | None, known: frozenset[str]) -> Sign | None:
        """What the next word tells after what came before: «будет отправлен» is not past."""
        if token.meaning:
            self.will = self.will or token.meaning.kind in {Kind.WILL, Kind.BEING}
            self.conditional = self.conditional or token.meaning.kind in {Kind.CONDITION, Kind.HABIT}
        if sign is Sign.PAST and self.will and _is_participle(token, known):
            return None
        if sign is None and self.last is Sign.PAST and ("INFN" in known or "infn" in known):  # «попросили перезвонить»
            sign = Sign.PROMISE
        self.last = sign or self.last
        return sign


def _sign(walk: Walk, index: int, known: frozenset[str]) -> Sign | None:
    """`known`: of its grammar."""
    token = walk.at(index)
    if token.meaning:
        return _of_meaning(walk, index, token.meaning.kind)
    if token.language == "en":
        is_past = token.form.endswith("ed") and len(token.form) >= _ED_CHARACTERS_MIN and token.form not in _NOT_PAST
        return Sign.PAST if is_past else None
    if "VERB" not in known and "PRTS" not in known:
        return None
    if "impr" in known or _may_ask(walk, index, known):
        return Sign.REQUEST
    if walk.means(index - 1, Kind.NOT):
        return Sign.NOT
    if "futr" in known:
        return Sign.PROMISE
    return Sign.PAST if "past" in known or {"Impe", "perf"} <= known else None


def _of_meaning(walk: Walk, index: int, kind: Kind) -> Sign | None:
    if kind is Kind.WEEKDAY and _is_weekdays(walk, index):
        return Sign.STANDING
    if kind is Kind.DOING and not walk.at(index).form.endswith("s") and (index == 0 or walk.at(index - 1).form in CUTS):
        return Sign.REQUEST  # "Reply by Friday"
    return _SIGNS.get(kind)


def _may_ask(walk: Walk, index: int, known: frozenset[str]) -> bool:
    """«оплатите» asks, and «вы оплатите» does not: both are written alike."""
    alike = {"futr", "2per", "plur"} <= known and walk.at(index).form.endswith("ите")
    return alike and not any(walk.at(index - back).form == "вы" for back in (1, 2))


def _is_weekdays(walk: Walk, index: int) -> bool:
    """«пн–пт», «с понедельника по пятницу», "Monday to Friday": a timetable."""
    if walk.means(index - 1, Kind.AT):
        return False
    ranges = walk.means(index + 1, Kind.TO) or (walk.means(index + 1, Kind.BY) and walk.means(index - 1, Kind.FROM))
    return ranges and walk.means(index + 2, Kind.WEEKDAY)


def _is_participle(token: Token, known: frozenset[str]) -> bool:
    return token.language == "en" or "PRTS" in known or "Impe" in known
