"""A text as sentences of words, numbers, times and dates, each where it stands. In time that grows with the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import time

from slovo.core.text import fold
from slovo.core.when.figures import Figure, figure
from slovo.core.when.said import Date
from slovo.core.when.vocabulary import PHRASE_WORDS_MAX, Kind, Meaning, vocabulary

WORD_CHARACTERS_MAX = 40
_MARKS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_APOSTROPHES = "'’ʼ‘`´ʹ′＇"
_RAW = re.compile(
    r"(?P<figure>[0-9]+(?:[.,:/–—-][0-9]+)*)"
    r"|(?P<half>[aApP]\.[mM](?![^\W\d_]))"
    rf"|(?P<word>[^\W\d_](?:[^\W\d_]|[{_MARKS}]|[{_APOSTROPHES}](?=[^\W\d_]))*)"
    r"|(?P<sign>\S)"
)
_CHUNK = re.compile(r"\S+")
_ADDRESS = re.compile(r"://|\w@\w|^www\.")
_ENUMERATED = re.compile(r"\d{1,2}[.)]\s")
_SHORT = """
ч мин г гг р сек год хв т д п теч тел ул вул стр руб грн тыс тис шт пн вт ср чт пт сб вс нд
янв фев февр мар апр июн июл авг сен сент окт ноя нояб дек січ лют бер квіт трав черв лип серп вер жовт лист груд
a.m p.m hr hrs min mins no approx mon tue tues wed thu thur thurs fri sat sun
jan feb apr jun jul aug sep sept oct nov dec
"""
_ABBREVIATED = frozenset(_SHORT.split())
_ENDS = frozenset(".!?…;")
_DASHES = frozenset("-–—−‐‑")
_UKRAINIAN = frozenset("іїєґ")
_RUSSIAN = frozenset("ыэъё")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN_LIKE_CYRILLIC = str.maketrans("aceikmopxyhtb", "асеікморхунтв")
_LIKE_WORDS = frozenset("coykb")  # prepositions typed on the wrong layout: "c 10 до 12"
_OTHER = {"ru": "uk", "uk": "ru"}
_PREPOSITIONS = frozenset({Kind.BY, Kind.AT, Kind.IN, Kind.FROM, Kind.AND})
_PREPOSITION_CHARACTERS_MAX = 2  # the short ones of one language are other words of the other


@dataclass(frozen=True, slots=True)
class Token:
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


@dataclass(frozen=True, slots=True)
class Sentence:
    tokens: list[Token]
    asks: bool


def sentences(text: str, language: str) -> Iterator[Sentence]:
    """`language`: of the text, for what its letters do not tell. Quoted lines are left out."""
    gathered: list[Token] = []
    for token in _raw(text):
        if token is not None and token.form not in _ENDS:
            gathered.append(token)
            continue
        if gathered:
            yield Sentence(_with_meanings(gathered, language), asks=token is not None and token.form == "?")
        gathered = []
    if gathered:
        yield Sentence(_with_meanings(gathered, language), asks=False)


def _raw(text: str) -> Iterator[Token | None]:
    """Tokens without meaning; None where a sentence ends without a sign."""
    for line_start, line, begins in _lines(text):
        if begins:
            yield None
        for chunk in _CHUNK.finditer(line):
            start = line_start + chunk.start()
            if _ADDRESS.search(chunk[0]):
                yield Token(start, start + len(chunk[0]))
                continue
            yield from _tokens(text, start, line_start + chunk.end())
    yield None


def _lines(text: str) -> Iterator[tuple[int, str, bool]]:
    """Where each line starts, and whether a sentence begins with it: one with a small letter or a number goes on.

    Of quoted lines, and of one that says whose words they are ("Anna wrote:"), only the places.
    """
    lines = text.splitlines(keepends=True)
    quotes_follow = _quotes_follow(lines)
    start = 0
    for line, leads in zip(lines, quotes_follow, strict=True):
        bare = line.strip()
        if bare.startswith(">") or (bare.endswith(":") and leads):
            yield start, "", True
        else:
            goes_on = bare[:1].islower() or (bare[:1].isdigit() and not _ENUMERATED.match(bare))
            yield start, line, not goes_on
        start += len(line)


def _quotes_follow(lines: list[str]) -> list[bool]:
    """Of each line, whether the next one that is not blank is quoted."""
    follow, quoted = [], False
    for line in reversed(lines):
        follow.append(quoted)
        quoted = line.lstrip().startswith(">") if line.strip() else quoted
    return follow[::-1]


def _tokens(text: str, start: int, end: int) -> Iterator[Token]:
    position = start
    before = ""
    while position < end:
        found = _RAW.match(text, position, end)
        assert found
        if found["figure"]:
            position, read = figure(text, found.start(), found.end())
            yield Token(found.start(), position, figure=read)
            before = ""
            continue
        position = found.end()
        if found["sign"] == "." and _abbreviates(text, before, position):
            continue
        before = found[0].casefold()
        yield _plain(found)


def _abbreviates(text: str, word: str, after: int) -> bool:
    """Whether a full stop belongs to «15 ч.» and the sentence goes on."""
    following = text[after : after + 3].lstrip()[:1]
    return word in _ABBREVIATED and (
        following.islower() or following.isdigit() or following in {",", "-", "–", "—", ")"}
    )


def _plain(found: re.Match[str]) -> Token:
    written = found[0]
    if found["half"]:
        return Token(found.start(), found.end(), form=written[0].casefold() + "m")
    if len(written) > WORD_CHARACTERS_MAX:
        return Token(found.start(), found.end())
    form = fold(written) if found["word"] else "-" if written in _DASHES else written
    return Token(found.start(), found.end(), form=form)


# Meanings


def _with_meanings(raw: list[Token], language: str) -> list[Token]:
    language = _language(raw, language)
    cyrillic = any(_CYRILLIC.search(token.form) for token in raw)
    words = [_word(token, language, cyrillic=cyrillic) if token.form else token for token in raw]
    return list(_with_phrases(words))


def _language(raw: list[Token], language: str) -> str:
    """Of the Cyrillic words of a sentence: a letter may be written in both languages."""
    letters = "".join(token.form for token in raw)
    ukrainian, russian = (sum(map(letters.count, some)) for some in (_UKRAINIAN, _RUSSIAN))
    if ukrainian == russian:
        return language if language in _OTHER else "ru"
    return "uk" if ukrainian > russian else "ru"


def _word(token: Token, language: str, *, cyrillic: bool) -> Token:
    form = token.form
    if not _CYRILLIC.search(form) and not (cyrillic and form in _LIKE_WORDS):
        return replace(token, language="en", meaning=_english(form))
    form = form.translate(_LATIN_LIKE_CYRILLIC)
    spelled = _spelled(form, language)
    meaning = vocabulary(language).meaning(spelled)
    if meaning is None:
        other = vocabulary(_OTHER[language]).meaning(spelled)
        is_preposition = (
            other is not None and other.kind in _PREPOSITIONS and len(spelled) <= _PREPOSITION_CHARACTERS_MAX
        )
        meaning = None if is_preposition else other
    return replace(token, form=form, language=language, meaning=meaning)


def _spelled(form: str, language: str) -> str:
    """As the tables do: «п'ятниця» is as often written without its apostrophe."""
    return form if language == "en" else form.replace("'", "")


def _english(form: str) -> Meaning | None:
    if form.endswith("'ll"):
        return Meaning(Kind.WILL)
    if form.endswith("n't"):
        return Meaning(Kind.NOT)
    known = vocabulary("en")
    owner = known.meaning(form.removesuffix("'s")) if form.endswith("'s") else None
    return owner if owner and owner.kind is Kind.UNIT else known.meaning(form.removesuffix("'"))  # "in a week's time"


def _with_phrases(words: list[Token]) -> Iterator[Token]:
    """Several words that mean one thing become one token."""
    index = 0
    while index < len(words):
        count, meaning = _phrase_at(words, index)
        if meaning:
            last = words[index + count - 1]
            form = " ".join(word.form for word in words[index : index + count])
            yield replace(words[index], end=last.end, form=form, meaning=meaning)
        else:
            yield words[index]
        index += count


def _phrase_at(words: list[Token], index: int) -> tuple[int, Meaning | None]:
    language = words[index].language
    some = [_spelled(word.form, word.language) for word in words[index : index + PHRASE_WORDS_MAX]]
    for one in filter(None, (language, _OTHER.get(language))):
        for phrase, meaning in vocabulary(one).phrases.get(some[0], ()):
            if some[: len(phrase)] == list(phrase):
                return len(phrase), meaning
    return 1, None
