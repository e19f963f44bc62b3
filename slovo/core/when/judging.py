"""What a sentence does with a time that it names: a promise, or a past deed, opening hours, a request, a condition.

The nearest sign judges; what a conjunction parts is far, what a comma parts is farther.
"""

from typing import NamedTuple

from slovo.core.when.joining import Expression
from slovo.core.when.said import Ahead, Date, Period, Weekday
from slovo.core.when.signs import COMMA, CONJUNCTION, Sign, signs
from slovo.core.when.walk import Walk


class _Near(NamedTuple):
    distance: int
    sign: Sign


class Judge:
    """Of one sentence."""

    def __init__(self, walk: Walk) -> None:
        self._words = list(signs(walk))
        self._promises = any(word.sign is Sign.PROMISE for word in self._words)
        self._does = self._promises or any(word.present for word in self._words)
        self._left = self._nearest(range(len(self._words)))
        self._right = self._nearest(range(len(self._words) - 1, -1, -1))

    def is_promise(self, expression: Expression) -> bool:
        first = self._words[expression.first]
        if first.conditional or (first.after_event and expression.said.counts_from_now):
            return False
        if self._is_farewell(expression) or not self._is_enough(expression):
            return False
        near = self._near(expression)
        if near is None or near.sign is Sign.PROMISE:
            return True
        if near.sign is Sign.STANDING:
            return False
        return near.distance >= COMMA or (near.sign is Sign.PAST and _bears_a_past(expression))

    def _is_farewell(self, expression: Expression) -> bool:
        """«До завтра!»"""
        said = expression.said
        return said.by and not said.clock and expression.first == 0 and said.end == len(self._words)

    def _is_enough(self, expression: Expression) -> bool:
        """What says too little by itself needs a promise beside it; a bare "today", that somebody does something."""
        said = expression.said
        is_today = isinstance(said.day, Ahead) and said.day.number == 0
        return not said.needs_promise or (self._does if is_today else self._promises)

    def _near(self, expression: Expression) -> _Near | None:
        """The nearest sign. A request gives way to a promise in the same breath: «не волнуйтесь завтра привезём»."""
        first, middle, last = expression.first, expression.last, expression.said.end - 1
        beside = ((self._left[first], first), (self._left[middle], middle), (self._right[last], last))
        found = [self._seen(sign_at, word) for sign_at, word in beside if sign_at is not None]
        found.sort(key=lambda near: near.distance)
        for near in found[1:]:
            if found[0].sign is Sign.REQUEST and near.sign is Sign.PROMISE and near.distance < CONJUNCTION:
                return near
        return found[0] if found else None

    def _seen(self, sign_at: int, word: int) -> _Near:
        sign = self._words[sign_at].sign
        assert sign
        return _Near(abs(self._words[sign_at].place - self._words[word].place), sign)

    def _nearest(self, order: range) -> list[int | None]:
        """For each word where the last sign before it in that order stands."""
        nearest: list[int | None] = [None] * len(order)
        last = None
        for index in order:
            nearest[index] = last
            last = index if self._words[index].sign else last
        return nearest


def _bears_a_past(expression: Expression) -> bool:
    """Whether a past deed may have such a time: «перенесли на пятницу», «договорились: завтра»."""
    said = expression.said
    if said.settled and not said.needs_promise:
        return True
    match said.day:
        case Ahead(number):
            return number > 0 and not said.spans
        case Date(_, _, year):
            return year is not None
        case Weekday(_, which) | Period(_, which):
            return which == "next"
    return False
