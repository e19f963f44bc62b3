"""The place in a text that answers, with the words that match marked."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from slovo.conversations.search import phones
from slovo.conversations.search.query import Phone, Query
from slovo.core.text import WORD, fold, lemmas_in_any_language

EXCERPT_CHARS = 200
BEFORE_CHARS = 60
READ_CHARS_MAX = 20_000


@dataclass(frozen=True, slots=True)
class Marks:
    """What counts as a match: a word with any of these terms, a number with one of these ends, an address.

    `known`: words that were looked at already: twenty-five texts have the same ones.
    """

    terms: frozenset[str]
    endings: frozenset[str]
    addresses: Sequence[str]
    known: dict[str, bool] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    marked: bool


def marks(query: Query, sought: Iterable[frozenset[str]]) -> Marks:
    terms = frozenset(term for one in sought for term in one)
    endings = frozenset(part.ending for part in query.parts if isinstance(part, Phone) and not part.minus)
    return Marks(terms, endings, [term for term in terms if "@" in term])


def pieces(text: str, sought: Marks) -> list[Piece]:
    """The whole text, cut where a match begins and ends."""
    return _cut(text, _spans(text, sought))


def excerpt(text: str, sought: Marks) -> list[Piece]:
    """A line of the text around the most matches; its beginning when there are none."""
    text = " ".join(text[:READ_CHARS_MAX].split())
    spans = _spans(text, sought)
    start = _window(text, spans)
    end = min(len(text), start + EXCERPT_CHARS)
    end = text.rfind(" ", start, end) if end < len(text) and " " in text[start:end] else end
    before, after = "…" if start else "", "…" if end < len(text) else ""
    shift = len(before) - start
    within = [(first + shift, last + shift) for first, last in spans if first >= start and last <= end]
    return _cut(f"{before}{text[start:end]}{after}", within)


def _cut(text: str, spans: Iterable[tuple[int, int]]) -> list[Piece]:
    found, position = [], 0
    for start, end in spans:
        if start > position:
            found.append(Piece(text[position:start], False))
        found.append(Piece(text[start:end], True))
        position = end
    if position < len(text):
        found.append(Piece(text[position:], False))
    return found


def _window(text: str, spans: Sequence[tuple[int, int]]) -> int:
    if not spans or spans[0][1] <= EXCERPT_CHARS - BEFORE_CHARS:
        return 0
    starts = [max(0, start - BEFORE_CHARS) for start, _end in spans]
    best = max(starts, key=lambda at: (sum(at <= start and end <= at + EXCERPT_CHARS for start, end in spans), -at))
    return text.find(" ", best) + 1 if best else 0


def _spans(text: str, sought: Marks) -> list[tuple[int, int]]:
    written = set(WORD.findall(text))
    for word in written.difference(sought.known):
        sought.known[word] = _is_match(fold(word), sought)
    found = [span for word in written if sought.known[word] for span in _standing(word, text)]
    for address in sought.addresses:
        found += [place.span() for place in re.finditer(re.escape(address), text, re.IGNORECASE)]
    for ending in sought.endings:
        found += phones.places(text, ending)
    return _apart(found)


def _standing(word: str, text: str) -> Iterator[tuple[int, int]]:
    """Where it is a word of its own. Only around each place where its letters stand is the text taken apart again."""
    at = text.find(word)
    while at >= 0:
        for place in WORD.finditer(text, text.rfind(" ", 0, at) + 1):
            if place.end() > at:
                if place[0] == word:
                    yield place.span()
                break
        at = text.find(word, at + len(word))


def _is_match(form: str, sought: Marks) -> bool:
    if form in sought.terms or not sought.terms.isdisjoint(lemmas_in_any_language(form)):
        return True
    return "-" in form and any(_is_match(part, sought) for part in form.split("-") if part)


def _apart(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without overlaps; the longer of two that begin together stays."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found
