"""The dictionary forms of a word: «возвратом» and «возвраты» are both «возврат».

A form may belong to several words («стали» is «стать» and «сталь»): all of them count, so that two forms of one word
always meet. What a dictionary does not know is guessed from its ending.
"""

import re
from functools import cache
from typing import Protocol

from slovo.core.text.irregular import ENGLISH, LITTLE_ENGLISH
from slovo.core.text.remembering import remembered
from slovo.core.text.words import fold

LANGUAGES = ("ru", "uk", "en")
CYRILLIC_LANGUAGES = ("ru", "uk")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LITTLE = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "INTJ", "PRED"})


class _Tag(Protocol):
    POS: str | None
    grammemes: frozenset[str]


class _Parse(Protocol):
    normal_form: str
    tag: _Tag


class _Analyzer(Protocol):
    def parse(self, word: str) -> list[_Parse]: ...

    def word_is_known(self, word: str) -> bool: ...


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...


def lemmas(form: str, language: str) -> frozenset[str]:
    """Of one folded word (`words.fold`). `language`: "ru", "uk" or "en". Never empty."""
    if not form or not form[0].isalpha():
        return frozenset({form})
    if language == "en" or not is_cyrillic(form):
        return frozenset({_english(form)})
    return frozenset(fold(parse.normal_form) for parse in _analyzer(language).parse(form)) or frozenset({form})


@remembered
def lemmas_in_a_text(form: str, language: str) -> frozenset[str]:
    """As `lemmas`, for what is written in a text of that language, as far as anybody knows ("": nobody does).

    A Cyrillic word that the language does not know may be of the other one: people mix, and guesses err.
    """
    if not is_cyrillic(form):
        return lemmas(form, "en")
    if language not in CYRILLIC_LANGUAGES:
        return lemmas(form, "ru") | lemmas(form, "uk")
    other = CYRILLIC_LANGUAGES[language == "ru"]
    return lemmas(form, language) if is_known(form, language) else lemmas(form, language) | lemmas(form, other)


@remembered
def lemmas_in_any_language(form: str) -> frozenset[str]:
    """What a person may mean who types this word."""
    if not is_cyrillic(form):
        return lemmas(form, "en")
    return lemmas(form, "ru") | lemmas(form, "uk")


@remembered
def carries_little(form: str) -> bool:
    """Whether it is a preposition, a pronoun and the like, which stands in every text."""
    if not is_cyrillic(form):
        return form in LITTLE_ENGLISH
    return any(
        is_known(form, language) and _analyzer(language).parse(form)[0].tag.POS in _LITTLE
        for language in CYRILLIC_LANGUAGES
    )


@remembered
def grammemes(form: str, language: str) -> frozenset[str]:
    """What a folded Cyrillic word likeliest is: "VERB", "past", "gent", as OpenCorpora names them. `language`: of its
    text, "ru" or "uk"; a word that it does not know is asked of the other one, too."""
    if not is_cyrillic(form):
        return frozenset()
    other = CYRILLIC_LANGUAGES[language == "ru"]
    known = language if is_known(form, language) or not is_known(form, other) else other
    parses = _analyzer(known).parse(form)
    return frozenset(parses[0].tag.grammemes) if parses else frozenset()


@remembered
def is_known(form: str, language: str) -> bool:
    return _analyzer(language).word_is_known(form)


def is_cyrillic(form: str) -> bool:
    return _CYRILLIC.search(form) is not None


def _english(form: str) -> str:
    word = form.removesuffix("'s")
    word = ENGLISH.get(word, word)
    return _stemmer().stemWord(word).rstrip("'") or form


def read_dictionaries() -> None:
    """Before processes are forked, which then share 45 MB instead of each reading its own."""
    for language in CYRILLIC_LANGUAGES:
        _analyzer(language)


@cache
def _analyzer(language: str) -> _Analyzer:
    import pymorphy3  # its dictionary takes a tenth of a second and 25 MB: not for every start

    loaded: _Analyzer = pymorphy3.MorphAnalyzer(lang=language)
    return loaded


@cache
def _stemmer() -> _Stemmer:
    import Stemmer

    loaded: _Stemmer = Stemmer.Stemmer("english")
    return loaded
