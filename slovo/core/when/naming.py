"""Every moment to come that a text promises."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice

from slovo.core.text import language_of
from slovo.core.when.joining import expressions
from slovo.core.when.judging import Judge
from slovo.core.when.meanings import may_name
from slovo.core.when.moments import Place
from slovo.core.when.tokens import sentences
from slovo.core.when.walk import Walk
from slovo.core.worktime import Calendar

TEXT_CHARACTERS_MAX = 20_000  # what stands behind is not read
MOMENTS_MAX = 100


@dataclass(frozen=True, slots=True)
class Named:
    """`text[start:end]` says that something is done by `due` (UTC). `exact`: it says a time or a number of hours,
    and not "about"; else `due` is the last moment that the words allow."""

    start: int
    end: int
    due: datetime
    exact: bool


def named_in(text: str, *, now: datetime, calendar: Calendar, language: str = "") -> list[Named]:
    """What a text written at `now` promises, in its order; at most MOMENTS_MAX, each after `now`, none overlapping.

    `now` must know its zone. `calendar` gives the zone and the hours that days are meant in. `language` is the text's,
    "ru", "uk" or "en"; "" asks the text itself. Each sentence is read by its own letters. No text is an error.
    """
    assert now.tzinfo is not None
    text = text[:TEXT_CHARACTERS_MAX]
    place = Place(now.astimezone(calendar.zone), calendar)
    of_text = cache(lambda: language or language_of(text))  # few sentences ask for it
    return list(islice(_named(text, place, of_text), MOMENTS_MAX))


def may_be_named_in(text: str) -> bool:
    """False: `named_in` finds nothing there, whatever the moment and the calendar, which need not be asked for."""
    return may_name(text[:TEXT_CHARACTERS_MAX])


def _named(text: str, place: Place, language: Callable[[], str]) -> Iterator[Named]:
    for tokens in sentences(text, language):
        walk = Walk(tokens)
        judge = None
        for expression in expressions(walk):
            judge = judge or Judge(walk)
            due = place.due(expression.said) if judge.is_promise(expression) else None
            if due:
                start, end = walk.at(expression.first).start, walk.at(expression.said.end - 1).end
                yield Named(start, end, due, exact=expression.said.exact)
