"""The language of a text, of the three that Slovo speaks.

Word by word: letters that one alphabet alone has (іїєґ / ыэъё) say most, then that a word stands in one dictionary and
not in the other, then that people who write the other language say it otherwise. Where nothing of that tells, it is
what is known of whoever wrote; only of a longer text py3langid is asked, whose model takes a quarter of a second.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import Protocol

from slovo.core.text.irregular import LITTLE_ENGLISH
from slovo.core.text.lemmas import CYRILLIC_LANGUAGES, is_cyrillic, is_known
from slovo.core.text.words import WORD, fold

_SEEN_CHARS, _SEEN_WORDS = 5_000, 80
_MODEL_LETTERS_MIN = 40  # of fewer the model knows nothing
_OF_A_LETTER, _OF_A_DICTIONARY, _OF_A_HABIT = 3, 2, 1
_UKRAINIAN = re.compile(r"[іїєґІЇЄҐ]")
_RUSSIAN = re.compile(r"[ыэъёЫЭЪЁ]")
_ADDRESS = re.compile(r"\S{0,200}(?:://|@)\S{0,500}")
_NEUTRAL = {"ok", "okay", "wifi", "wi-fi", "email", "e-mail", "sms", "plus"}  # written so in every language
_COURTEOUS = {"hello", "hi", "hey", "thanks", "thank", "please", "sorry", "dear", "regards"}
# Known to both dictionaries, and said by whoever writes this language.
_SAID_IN_RUSSIAN = """
да нет и или если только уже еще ли же он они меня мне тебя тебе нам вам жду ждем надо привет здесь сейчас вот его ее им
есть пришла пришло суббота субботу субботы
"""
_SAID_IN_UKRAINIAN = """
та ні або якщо вже ще чи що як де коли це цей ця він вона мене дякую добре доброго буде буду був була треба нема зараз
ось його її їм є
"""
_HABITS = {"ru": frozenset(_SAID_IN_RUSSIAN.split()), "uk": frozenset(_SAID_IN_UKRAINIAN.split())}
_ENDINGS = {"ru": re.compile(r"(?:ая|яя|[ои]е)$"), "uk": re.compile(r"(?:ськ|зьк|цьк)\w{1,3}$|'")}


class _Classifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...


def language_of(text: str, *, known: Sequence[str] = ()) -> str:
    """ "ru", "uk", "en", or "" when there is nothing to tell by. `known`: of whoever wrote it, or to whom, the surest
    first; it decides where the text does not."""
    text = _ADDRESS.sub(" ", text[:_SEEN_CHARS])
    found = _words(text)
    possible = _scripts(found)
    if possible == ("en",):
        return "en"
    if possible == CYRILLIC_LANGUAGES and (told := _told(found)):
        return told
    if assumed := next((one for one in known if one in possible), ""):
        return assumed
    if possible == CYRILLIC_LANGUAGES:
        return _by_model(text)
    return "en" if found else ""


def possible_languages(text: str) -> tuple[str, ...]:
    """Those in which it may be. A habit alone is no proof: who asks knows more about whoever wrote it."""
    found = _words(_ADDRESS.sub(" ", text[:_SEEN_CHARS]))
    possible = _scripts(found)
    if possible == CYRILLIC_LANGUAGES and (told := _told(found, least=_OF_A_DICTIONARY)):
        return (told,)
    return possible


def _words(text: str) -> list[str]:
    """As they are written, without numbers."""
    return list(islice((one for one in WORD.findall(text) if not one.isdecimal()), _SEEN_WORDS))


def _scripts(found: Sequence[str]) -> tuple[str, ...]:
    """English, one of the two in Cyrillic letters, or, of names and signs alone, any."""
    cyrillic = [one for one in found if is_cyrillic(one)]
    latin = [one for one in found if not is_cyrillic(one)]
    english = [one for number, one in enumerate(latin) if _is_english(one, begins=number == 0 and len(latin) == 1)]
    if not cyrillic:
        return ("en",) if english else (*CYRILLIC_LANGUAGES, "en")
    sure = sum(one.lower() in LITTLE_ENGLISH or one.lower() in _COURTEOUS for one in latin)
    if len(english) > 2 * len(cyrillic) or (sure >= len(cyrillic) and len(english) > len(cyrillic)):
        return ("en",)
    return CYRILLIC_LANGUAGES


def _is_english(word: str, *, begins: bool) -> bool:
    """No name of a thing or a brand: these are written with a capital, with figures, or alike everywhere. `begins`: it
    is all that there is, and its capital says nothing."""
    plain = word.lower()
    if plain in LITTLE_ENGLISH or plain in _COURTEOUS:
        return True
    return plain not in _NEUTRAL and plain.replace("'", "").isalpha() and (word == plain or (begins and word.istitle()))


def _told(found: Sequence[str], *, least: int = _OF_A_HABIT) -> str:
    """By how much more speaks for one of the two; "" where that is less than `least`."""
    speaks = dict.fromkeys(CYRILLIC_LANGUAGES, 0)
    for word in found:
        if is_cyrillic(word):
            language, weight = _of_word(word)
            if language:
                speaks[language] += weight
    best = max(speaks, key=lambda one: speaks[one])
    return best if 2 * speaks[best] - sum(speaks.values()) >= least else ""


def _of_word(word: str) -> tuple[str, int]:
    ukrainian, russian = bool(_UKRAINIAN.search(word)), bool(_RUSSIAN.search(word))
    if ukrainian != russian:
        return ("uk" if ukrainian else "ru"), _OF_A_LETTER
    form = fold(word)
    there = [language for language in CYRILLIC_LANGUAGES if is_known(form, language)]
    if len(there) == 1:
        return there[0], _OF_A_DICTIONARY
    said = (language for language in CYRILLIC_LANGUAGES if form in _HABITS[language] or _ENDINGS[language].search(form))
    return next(said, ""), _OF_A_HABIT


def _by_model(text: str) -> str:
    if sum(map(is_cyrillic, text)) < _MODEL_LETTERS_MIN:
        return ""
    return _classifier().classify(text)[0]


@cache
def _classifier() -> _Classifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # numpy: not for every start

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages([*CYRILLIC_LANGUAGES])
    loaded: _Classifier = identifier
    return loaded
