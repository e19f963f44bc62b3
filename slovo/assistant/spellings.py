"""As what a message may be read that is written by ear, in Latin letters, or in haste: «аператора», «operatora»."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from slovo.core.text import line
from slovo.core.text.irregular import LITTLE_ENGLISH
from slovo.core.text.lemmas import is_cyrillic, is_known

LETTERS_MIN = 5  # of a word that is taken for another one
SAME_LETTERS_MIN = 8  # from so many on two letters may be wrong
ENGLISH_SHARE_MAX = 0.25
WORDS_MAX = 60  # of what is looked at
_STRETCHED = re.compile(r"(\w)\1{2,}")
_FAMILIAR = """
    оператор оператора оператору оператором менеджер менеджера менеджеру менеджером консультант консультанта
    человек человека человеку человеком людей люди сотрудник сотрудника сотрудником специалист специалиста
    диспетчер диспетчера диспетчером администратор администратора администратором начальник
    начальника поддержка
    позовите позвать соедините соединить переключите переключить свяжите связаться переведите пригласите передайте
    поговорить пообщаться разговаривать кто-нибудь живого живой
    людину людина людиною людини працівника працівник працівником фахівця спеціаліста адміністратора диспетчера
    керівника покличте з'єднайте з'єднати переключіть перемкніть зв'яжіть зв'язатися поговорити поспілкуватися
    спілкуватися підтримка
    operator manager representative supervisor consultant human person people somebody someone speak support
    безобразие издеваетесь издевательство мошенники обманщики жаловаться позорище отвратительно ненавижу хамство
    неподобство знущаєтесь знущаєтеся шахраї скаржитися ненавиджу ганьба обурений
    ridiculous unacceptable disgusting disgrace pathetic outrageous terrible horrible awful useless service complain
"""
_DIGRAPHS = {
    "ru": "shch щ sch щ sh ш ch ч zh ж kh х ts ц yu ю ju ю iu ю ya я ja я ia я yo е jo е ye е iy ий yj ый",
    "uk": "shch щ sch щ sh ш ch ч zh ж kh х ts ц yu ю ju ю iu ю ya я ja я ia я ye є je є yi ї ji ї iy ій",
}
_LETTERS = {
    "ru": dict(zip("abcdefghijklmnopqrstuvwxyz", "абцдефгхийклмнопкрстуввхыз", strict=True)),
    "uk": dict(zip("abcdefghijklmnopqrstuvwxyz", "абцдефгхійклмнопкрстуввхиз", strict=True)),
}
_VOWELS = "aeiouy"


def readings(text: str) -> Iterator[tuple[str, int]]:
    """Lines of it, as `core.text.line` makes them, each with how many letters of it have to be found there at least to
    be believed: what is itself written in Cyrillic may be short, an English word that sounds so may not."""
    said = _STRETCHED.sub(r"\1", line(text)) if _STRETCHED.search(text) else line(text)
    yield line(text), 1
    mended = " ".join(_mended(word) for word in said.split()[:WORDS_MAX])
    if mended != " ".join(line(text).split()):
        yield f" {mended} ", 1
    if _is_in_latin_letters(said):
        for language in _DIGRAPHS:
            yield f" {' '.join(_in_cyrillic(word, language) for word in said.split())} ", LETTERS_MIN


def _is_in_latin_letters(said: str) -> bool:
    """And is no English, whose little words are in every sentence."""
    found = said.split()[:WORDS_MAX]
    english = sum(word in LITTLE_ENGLISH for word in found)
    return bool(found) and not is_cyrillic(said) and english <= ENGLISH_SHARE_MAX * len(found)


@lru_cache(maxsize=4_096)
def _in_cyrillic(word: str, language: str) -> str:
    for_y = re.sub(rf"(?<=[{_VOWELS}])y(?![aeou])", "j", word)  # «zhivoy»
    pairs = _DIGRAPHS[language].split()
    for latin, cyrillic in zip(pairs[::2], pairs[1::2], strict=True):
        for_y = for_y.replace(latin, cyrillic)
    return "".join(_LETTERS[language].get(letter, letter) for letter in for_y)


@lru_cache(maxsize=4_096)
def _mended(word: str) -> str:
    """The familiar word that was meant by one that no dictionary has."""
    if len(word) < LETTERS_MIN or word in _familiar():
        return word
    if is_cyrillic(word) and any(is_known(word, language) for language in ("ru", "uk")):
        return word
    bare = word.replace("'", "")
    for known in _familiar():
        plain = known.replace("'", "")
        wrong = 2 if min(len(bare), len(plain)) >= SAME_LETTERS_MIN else 1
        if is_cyrillic(known) == is_cyrillic(word) and plain[-1] == bare[-1] and _differ(bare, plain) <= wrong:
            return known
    return word


@cache
def _familiar() -> dict[str, None]:
    return dict.fromkeys(_FAMILIAR.split())


def _differ(one: str, other: str) -> int:
    """By how many letters left out, put in, mistaken or swapped, as Damerau and Levenshtein count; 9 for far apart."""
    if abs(len(one) - len(other)) > 2:
        return 9
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        now = [i]
        for j, there in enumerate(other, start=1):
            least = min(row[j] + 1, now[j - 1] + 1, row[j - 1] + (letter != there))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                least = min(least, before[j - 2] + 1)
            now.append(least)
        before, row = row, now
    return row[-1]
