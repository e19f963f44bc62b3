"""Reading what a person typed. Anything can be typed: whatever is no operator is words, and nothing is refused."""

import re
from dataclasses import dataclass

from slovo.conversations.search import phones
from slovo.conversations.search.operators import operator
from slovo.core.text import fold, forms, words

QUERY_CHARS_MAX = 400
PARTS_MAX = 24
BEGINNING_LETTERS_MIN = 3
_OPENING, _CLOSING = '"«“„', '"»”“'
_QUOTED = re.compile(rf"[{_OPENING}]([^{_CLOSING}]*)(?:[{_CLOSING}]|$)")
_NAMED = re.compile(r"([^\W\d_]+):(?=\S)")
_ADDRESS = re.compile(r"[^\s@<>()\[\]«»\"“”„,;]+@[^\s@<>()\[\]«»\"“”„,;]*")
_PIECE = re.compile(rf"[^\s{_OPENING}]+")
_MINUS = "-−"


@dataclass(frozen=True, slots=True)
class Word:
    """One folded word. An address is one."""

    form: str
    minus: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """These words, written just so, one after another."""

    forms: tuple[str, ...]
    minus: bool = False


@dataclass(frozen=True, slots=True)
class Phone:
    ending: str
    form: str
    minus: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """`name` and `value` as `operators.operator` gives them."""

    name: str
    value: str
    minus: bool = False


Part = Word | Phrase | Phone | Filter


@dataclass(frozen=True, slots=True)
class Query:
    """`beginning`: the last word, when it may still be going on."""

    parts: tuple[Part, ...]
    beginning: str = ""

    def of(self, kind: type[Part], *, minus: bool = False) -> list[Part]:
        return [part for part in self.parts if isinstance(part, kind) and part.minus == minus]


def read(text: str) -> Query:
    text = text[:QUERY_CHARS_MAX].replace("\0", " ").encode("utf-8", "ignore").decode()  # no database holds the rest
    parts: list[Part] = []
    position, unfinished = 0, False
    while position < len(text) and len(parts) < PARTS_MAX:
        if text[position].isspace():
            position += 1
            continue
        minus = text[position] in _MINUS and position + 1 < len(text) and not text[position + 1].isspace()
        found, end, quoted = _parts_at(text, position + minus, minus)
        parts += found
        unfinished = end == len(text) and not quoted
        position = max(end, position + 1)
    parts = list(dict.fromkeys(parts))[:PARTS_MAX]
    last = parts[-1] if parts and unfinished else None
    return Query(tuple(parts), _beginning(last) if last else "")


def _beginning(part: Part) -> str:
    """What other words may begin with it: of numbers those that are written without signs."""
    if isinstance(part, Word) or (isinstance(part, Phone) and part.form.isdigit()):
        return part.form if not part.minus and len(part.form) >= BEGINNING_LETTERS_MIN else ""
    return ""


def _parts_at(text: str, start: int, minus: bool) -> tuple[list[Part], int, bool]:
    """What begins there, where it ends, and whether its end is marked."""
    if named := _NAMED.match(text, start):
        value, end = _value_at(text, named.end())
        known = operator(named[1], value)
        if known:
            return [Filter(*known, minus)], end, True
    if quoted := _QUOTED.match(text, start):
        written = tuple(word.form for word in words(quoted[1]))
        return ([Phrase(written, minus)] if written else []), quoted.end(), True
    if number := phones.typed_at(text, start):
        return [Phone(phones.asked_ending(number), fold(number), minus)], start + len(number), True
    if address := _ADDRESS.match(text, start):
        form = fold(address[0].rstrip(".:!?'"))
        return [Word(form, minus)], address.end(), False
    piece = _PIECE.match(text, start)
    if not piece:
        return [], start + 1, True
    found = [form for form in forms(piece[0]) if minus or "-" not in form]
    if minus:  # not every half of it is unwanted
        found = [form for form in found if not any("-" in other and form in other.split("-") for other in found)]
    return [Word(form, minus) for form in found], piece.end(), not found


def _value_at(text: str, start: int) -> tuple[str, int]:
    if quoted := _QUOTED.match(text, start):
        return quoted[1], quoted.end()
    piece = _PIECE.match(text, start)
    return (piece[0], piece.end()) if piece else ("", start)
