"""What a word of a sentence means, and which words can bear a moment, so that nothing else need be read."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from slovo.core.text import fold
from slovo.core.when.vocabulary import BEARING, Kind, Meaning, vocabulary

WORDS_KEPT_MAX = 5_000
MARKS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
APOSTROPHES = "'’ʼ‘`´ʹ′＇"
WORD = rf"[^\W\d_](?:[^\W\d_]|[{MARKS}]|[{APOSTROPHES}](?=[^\W\d_]))*"
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
OTHER = {"ru": "uk", "uk": "ru"}
_LATIN_LIKE_CYRILLIC = str.maketrans("aceikmopxyhtb", "асеікморхунтв")
_LIKE_WORDS = frozenset("coykb")  # prepositions typed on the wrong layout: "c 10 до 12"
_PREPOSITIONS = frozenset({Kind.BY, Kind.AT, Kind.IN, Kind.FROM, Kind.AND})
_PREPOSITION_CHARACTERS_MAX = 2  # the short ones of one language are other words of the other
_WRITTEN = re.compile(WORD)
_LETTERS = re.compile(r"[^\W\d_]+")
_SMALL_FIGURE = re.compile(r"(?<![0-9])[0-3]?[0-9](?![0-9])")  # an hour, a day, or a part of a date or a time


class Known(NamedTuple):
    """`form`: of a Cyrillic word, without Latin letters. `begins_phrase`: it and the next ones may mean one thing."""

    form: str
    language: str
    meaning: Meaning | None
    begins_phrase: bool


@lru_cache(maxsize=WORDS_KEPT_MAX)
def known(form: str, language: str) -> Known:
    """A folded word or sign. `language`: of its sentence, "en" where that has no Cyrillic letter."""
    if not CYRILLIC.search(form) and not (language in OTHER and form in _LIKE_WORDS):
        return Known(form, "en", _english(form), form in vocabulary("en").phrases)
    form = form.translate(_LATIN_LIKE_CYRILLIC)
    spelled = spelling(form, language)
    own, other = vocabulary(language), vocabulary(OTHER[language])
    meaning = own.meaning(spelled)
    if meaning is None:
        meaning = other.meaning(spelled)
        is_short = len(spelled) <= _PREPOSITION_CHARACTERS_MAX
        meaning = None if meaning and meaning.kind in _PREPOSITIONS and is_short else meaning
    return Known(form, language, meaning, spelled in own.phrases or spelled in other.phrases)


def spelling(form: str, language: str) -> str:
    """As the tables do: «п'ятниця» is as often written without its apostrophe."""
    return form if language == "en" else form.replace("'", "")


def _english(form: str) -> Meaning | None:
    if form.endswith("'ll"):
        return Meaning(Kind.WILL)
    if form.endswith("n't"):
        return Meaning(Kind.NOT)
    words = vocabulary("en")
    owner = words.meaning(form.removesuffix("'s")) if form.endswith("'s") else None
    return owner if owner and owner.kind is Kind.UNIT else words.meaning(form.removesuffix("'"))  # "in a week's time"


# What can bear a moment


def may_name(text: str) -> bool:
    """Whether any sentence of the text can name a moment. It cannot without a small figure, or a word that says a
    day, a time, a number or a unit of time: everything else only stands beside these."""
    return _SMALL_FIGURE.search(text) is not None or any(map(_bears, _WRITTEN.findall(text)))


@lru_cache(maxsize=WORDS_KEPT_MAX)
def _bears(written: str) -> bool:
    """In any language, alone or in a phrase. What stands beside an apostrophe or a mark may be read as a word, too."""
    return any(_is_bearing(fold(one)) for one in {written, *_LETTERS.findall(written)})


def _is_bearing(form: str) -> bool:
    read = [known(form, language) for language in (OTHER if CYRILLIC.search(form) else (*OTHER, "en"))]
    return any(
        (word.meaning and word.meaning.kind in BEARING) or spelling(word.form, word.language) in _of_phrases()
        for word in read
    )


@cache
def _of_phrases() -> frozenset[str]:
    """The longest word of each phrase that bears a moment: where that is missing, the phrase is."""
    return frozenset(
        max(words, key=len)
        for language in (*OTHER, "en")
        for phrases in vocabulary(language).phrases.values()
        for words, meaning in phrases
        if meaning.kind in BEARING
    )
