"""What counts as a word, and when two writings are the same one."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from slovo.core.text.remembering import remembered

WORD_CHARS_MAX = 60  # what is longer is no word; its beginning is kept
_APOSTROPHES = "'’ʼ‘`´ʹ′＇"
_HYPHENS = "-‐‑"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_MARKS = "\u0300-\u036f"
# Nothing is given back once it is taken: that is three times as fast, and no shorter word would do. A sign between two
# letters is looked at before it is taken, for Python below 3.11.5 (Debian 12 has 3.11.2) keeps what a repeated part
# had taken before it failed (gh-106052).
_BETWEEN = rf"(?=[{_HYPHENS}{_APOSTROPHES}][^\W_])[{_HYPHENS}{_APOSTROPHES}]"
WORD = re.compile(rf"[^\W_]++(?:(?:{_BETWEEN}|[{_INVISIBLE}{_MARKS}])[^\W_]*+)*+", re.UNICODE)


def _same() -> dict[int, str | None]:
    """Letters that people write without their marks: é, ö, ѐ. Not й and ї, which are letters of their own."""
    same: dict[int, str | None] = {ord("ё"): "е", ord("ѐ"): "е", ord("ѝ"): "и"}
    same |= {ord(sign): "'" for sign in _APOSTROPHES}
    same |= dict.fromkeys([*map(ord, _INVISIBLE), *range(0x300, 0x370)])
    for code in range(0xC0, 0x250):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base != chr(code):
            same[code] = base
    return same


_SAME = _same()


class Word(NamedTuple):
    """A word where it stands: `text[start:end]` is how it was written, `form` how it is compared."""

    form: str
    start: int
    end: int


@remembered
def fold(written: str) -> str:
    """One writing for all: «Ёлка», «е́лка» and «ЕЛКА» are one, and so are «пам’ять» and «пам'ять»."""
    folded = unicodedata.normalize("NFKC", written).casefold().translate(_SAME)
    return folded.replace("‑", "-").replace("‐", "-")[:WORD_CHARS_MAX]


def words(text: str) -> Iterator[Word]:
    """Every word in its place; one with hyphens is one."""
    for found in WORD.finditer(text):
        form = fold(found[0])
        if form:
            yield Word(form, found.start(), found.end())


def forms(text: str) -> Iterator[str]:
    """The words folded; one with hyphens whole and in parts."""
    return _with_parts(WORD.findall(text))


def line(text: str) -> str:
    """The folded words with a blank around each."""
    return f" {' '.join(map(fold, WORD.findall(text)))} "


def distinct_forms(text: str) -> Iterator[str]:
    """As `forms`, each once, or nearly: what is written in two ways may come twice."""
    return _with_parts(dict.fromkeys(WORD.findall(text)))


def _with_parts(written: Iterable[str]) -> Iterator[str]:
    for one in written:
        form = fold(one)
        if form:
            yield form
        if "-" in form:
            yield from filter(None, form.split("-"))
