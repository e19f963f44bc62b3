"""A text as sentences of words, numbers, times and dates, each where it stands. In time that grows with the text.

What cannot name a moment is passed over before it is cut into words: of most letters, nearly everything.
"""

import re
from collections.abc import Callable, Iterator
from datetime import time
from typing import NamedTuple

from slovo.core.text import fold
from slovo.core.when.figures import Figure, figure
from slovo.core.when.meanings import CYRILLIC, OTHER, WORD, Known, known, may_name, spelling
from slovo.core.when.said import Date
from slovo.core.when.vocabulary import PHRASE_WORDS_MAX, Kind, Meaning, vocabulary

WORD_CHARACTERS_MAX = 40
_RAW = re.compile(
    r"(?P<figure>[0-9]+(?:[.,:/–—-][0-9]+)*)"
    r"|(?P<half>[aApP]\.[mM](?![^\W\d_]))"
    rf"|(?P<word>{WORD})"
    r"|(?P<sign>\S)"
)
_CHUNK = re.compile(r"\S+")
_ADDRESS = re.compile(r"://|\w@\w|^www\.")
_MAY_BE_ADDRESS = re.compile(r"://|@|www\.")  # what ends with a full stop, and ends no sentence
_BETWEEN = re.compile(r"(?<=[.!?…;])\s+(?=[A-ZА-ЯЁІЇЄҐ])")  # sentences, whatever they say
_ENUMERATED = re.compile(r"\d{1,2}[.)]\s")
_SHORT = """
ч мин г гг р сек год хв т д п теч тел ул вул стр руб грн тыс тис шт пн вт ср чт пт сб вс нд
янв фев февр мар апр июн июл авг сен сент окт ноя нояб дек січ лют бер квіт трав черв лип серп вер жовт лист груд
a.m p.m hr hrs min mins no approx mon tue tues wed weds thu thur thurs fri sat sun
jan feb apr jun jul aug sep sept oct nov dec
"""
_ABBREVIATED = frozenset(_SHORT.split())
_ENDS = frozenset(".!?…;")
_DASHES = frozenset("-–—−‐‑")
_UKRAINIAN = frozenset("іїєґ")
_RUSSIAN = frozenset("ыэъё")
_Raw = tuple[int, int, str, Figure | None]  # start, end, form, figure: a token of which nobody has said what it means
_NO_WORD = Known("", "", None, begins_phrase=False)


class Token(NamedTuple):
    """`text[start:end]`. `form`: a folded word, or a sign. `figure`: what digits may be read as."""

    start: int
    end: int
    form: str = ""
    language: str = ""  # of a word
    meaning: Meaning | None = None
    figure: Figure | None = None

    def means(self, *kinds: Kind) -> bool:
        return self.meaning is not None and self.meaning.kind in kinds

    @property
    def number(self) -> float | None:
        """Of digits or of a word that counts."""
        if self.figure:
            return self.figure.number
        return self.meaning.number if self.meaning and self.meaning.kind is Kind.NUMBER else None

    @property
    def whole(self) -> int | None:
        return int(self.number) if self.number is not None and self.number.is_integer() else None

    @property
    def clock(self) -> time | None:
        return self.figure.clock if self.figure else None

    @property
    def date(self) -> Date | None:
        return self.figure.date if self.figure else None


def sentences(text: str, language: Callable[[], str]) -> Iterator[list[Token]]:
    """Those that may name a moment and ask nothing. `language`: of the text, for what its letters do not tell. Quoted
    lines are left out."""
    gathered: list[_Raw] = []
    for raw in _raw(text):
        if raw is not None and raw[2] not in _ENDS:
            gathered.append(raw)
            continue
        if gathered and (raw is None or raw[2] != "?"):
            yield _with_meanings(gathered, language)
        gathered = []


def _raw(text: str) -> Iterator[_Raw | None]:
    """None where a sentence ends without a sign."""
    for start, end in _whole_sentences(text):
        if not may_name(text[start:end]):
            continue
        if not _MAY_BE_ADDRESS.search(text, start, end):
            yield from _tokens(text, start, end)
            yield None
            continue
        for chunk in _CHUNK.finditer(text, start, end):
            if _ADDRESS.search(chunk[0]):
                yield *chunk.span(), "", None
            else:
                yield from _tokens(text, *chunk.span())
        yield None


def _whole_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where one or more of them stand."""
    for start, end in _blocks(text):
        if _MAY_BE_ADDRESS.search(text, start, end):
            yield start, end
            continue
        for between in _BETWEEN.finditer(text, start, end):
            yield start, between.start()
            start = between.end()
        yield start, end


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Lines that go on: one with a small letter or a number.

    Without quoted lines, and without one that says whose words they are ("Anna wrote:").
    """
    lines = text.splitlines(keepends=True)
    quotes_follow = _quotes_follow(lines)
    begin = start = 0
    for line, leads in zip(lines, quotes_follow, strict=True):
        bare = line.strip()
        end = start + len(line)
        if bare.startswith(">") or (bare.endswith(":") and leads):
            yield begin, start
            begin = end
        elif not (bare[:1].islower() or (bare[:1].isdigit() and not _ENUMERATED.match(bare))):
            yield begin, start
            begin = start
        start = end
    yield begin, start


def _quotes_follow(lines: list[str]) -> list[bool]:
    """Of each line, whether the next one that is not blank is quoted."""
    follow, quoted = [], False
    for line in reversed(lines):
        follow.append(quoted)
        quoted = line.lstrip().startswith(">") if line.strip() else quoted
    return follow[::-1]


def _tokens(text: str, start: int, end: int) -> Iterator[_Raw]:
    position = start
    before = ""
    while found := _RAW.search(text, position, end):
        kind, written = found.lastgroup, found[0]
        before = before if found.start() == position else ""
        start, position = found.span()
        if kind == "word":
            yield start, position, fold(written) if len(written) <= WORD_CHARACTERS_MAX else "", None
            before = written
        elif kind == "figure":
            position, read = figure(text, start, position)
            yield start, position, "", read
            before = ""
        elif written != "." or not _abbreviates(text, before, position):
            yield start, position, _sign(written), None
            before = written


def _abbreviates(text: str, word: str, after: int) -> bool:
    """Whether a full stop belongs to «15 ч.» and the sentence goes on."""
    following = text[after : after + 3].lstrip()[:1]
    return word.casefold() in _ABBREVIATED and (
        following.islower() or following.isdigit() or following in {",", "-", "–", "—", ")"}
    )


def _sign(written: str) -> str:
    if len(written) > 1:  # "p.m"
        return written[0].casefold() + "m"
    return "-" if written in _DASHES else written


# Meanings


def _with_meanings(raw: list[_Raw], language: Callable[[], str]) -> list[Token]:
    letters = "".join([form for _start, _end, form, _figure in raw])
    own = _language(letters, language) if CYRILLIC.search(letters) else "en"
    words, phrases_begin = [], []
    for start, end, form, read in raw:
        form, of_word, meaning, begins_phrase = known(form, own) if form else _NO_WORD
        words.append(Token(start, end, form, of_word, meaning, read))
        phrases_begin.append(begins_phrase)
    return list(_with_phrases(words, phrases_begin)) if any(phrases_begin) else words


def _language(letters: str, language: Callable[[], str]) -> str:
    """Of the Cyrillic words of a sentence: a letter may be written in both languages."""
    ukrainian, russian = (sum(map(letters.count, some)) for some in (_UKRAINIAN, _RUSSIAN))
    if ukrainian == russian:
        of_text = language()
        return of_text if of_text in OTHER else "ru"
    return "uk" if ukrainian > russian else "ru"


def _with_phrases(words: list[Token], phrases_begin: list[bool]) -> Iterator[Token]:
    """Several words that mean one thing become one token."""
    index = 0
    while index < len(words):
        count, meaning = _phrase_at(words, index) if phrases_begin[index] else (1, None)
        if meaning:
            last = words[index + count - 1]
            form = " ".join(word.form for word in words[index : index + count])
            yield words[index]._replace(end=last.end, form=form, meaning=meaning)
        else:
            yield words[index]
        index += count


def _phrase_at(words: list[Token], index: int) -> tuple[int, Meaning | None]:
    language = words[index].language
    some = [spelling(word.form, word.language) for word in words[index : index + PHRASE_WORDS_MAX]]
    for one in filter(None, (language, OTHER.get(language))):
        for phrase, meaning in vocabulary(one).phrases.get(some[0], ()):
            if some[: len(phrase)] == list(phrase):
                return len(phrase), meaning
    return 1, None
