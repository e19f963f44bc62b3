"""The language of a text, of the three that Slovo speaks.

Letters decide where they can (іїєґ / ыэъё), then the commonest words, and only for what is left py3langid, whose model
takes a quarter of a second to load.
"""

import re
from functools import cache
from typing import Protocol

_SEEN_CHARS = 5_000
_MODEL_LETTERS_MIN = 15
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[A-Za-z]")
_UKRAINIAN = re.compile(r"[іїєґІЇЄҐ]")
_RUSSIAN = re.compile(r"[ыэъёЫЭЪЁ]")
_ADDRESS = re.compile(r"\S{0,200}(?:://|@)\S{0,500}")
_WORD = re.compile(r"[\w'’]+")
_WORDS = {
    "ru": frozenset(
        [
            "и",
            "что",
            "как",
            "где",
            "когда",
            "нет",
            "да",
            "не",
            "или",
            "если",
            "только",
            "уже",
            "ещё",
            "еще",
            "мне",
            "меня",
            "вас",
            "вам",
            "спасибо",
            "привет",
            "здравствуйте",
            "пожалуйста",
            "заказ",
            "добрый",
            "день",
            "почему",
            "кто",
            "чего",
            "можно",
            "нужно",
            "сколько",
            "после",
            "очень",
            "для",
            "при",
            "мой",
            "моя",
            "мое",
            "вопрос",
            "ответ",
            "жду",
            "пришел",
            "пришёл",
            "это",
            "так",
            "же",
            "он",
            "она",
            "они",
            "подскажите",
            "помогите",
            "вернуть",
            "деньги",
            "чтобы",
            "какой",
            "нужен",
        ]
    ),
    "uk": frozenset(
        [
            "та",
            "що",
            "як",
            "де",
            "коли",
            "ні",
            "так",
            "не",
            "або",
            "якщо",
            "вже",
            "ще",
            "мене",
            "вас",
            "вам",
            "дякую",
            "привіт",
            "вітаю",
            "будь",
            "ласка",
            "замовлення",
            "добрий",
            "день",
            "чому",
            "хто",
            "чого",
            "можна",
            "треба",
            "потрібно",
            "після",
            "дуже",
            "для",
            "при",
            "мій",
            "моя",
            "моє",
            "питання",
            "чекаю",
            "це",
            "цей",
            "ця",
            "вона",
            "вони",
            "був",
            "була",
            "було",
            "дня",
            "чи",
            "щоб",
            "немає",
            "кошти",
            "повернути",
        ]
    ),
}


class _Classifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...


def language_of(text: str) -> str:
    """ "ru", "uk", "en", or "" when there is nothing to tell by."""
    text = _ADDRESS.sub(" ", text[:_SEEN_CHARS])
    cyrillic = len(_CYRILLIC.findall(text))
    latin = len(_LATIN.findall(text))
    if not cyrillic and not latin:
        return ""
    if cyrillic * 3 < latin:
        return "en"
    return _by_letters(text) or _by_words(text) or _by_model(text)


def possible_languages(text: str) -> tuple[str, ...]:
    """Those in which it may be by its letters. A few words are no proof: who asks knows more about whoever wrote it."""
    text = _ADDRESS.sub(" ", text[:_SEEN_CHARS])
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    if not cyrillic and not latin:
        return ("ru", "uk", "en")
    if cyrillic * 3 < latin:
        return ("en",)
    told = _by_letters(text)
    return (told,) if told else ("ru", "uk")


def _by_letters(text: str) -> str:
    ukrainian, russian = len(_UKRAINIAN.findall(text)), len(_RUSSIAN.findall(text))
    if ukrainian == russian:
        return ""
    return "uk" if ukrainian > russian else "ru"


def _by_words(text: str) -> str:
    words = _WORD.findall(text.lower())
    found = {language: sum(word in known for word in words) for language, known in _WORDS.items()}
    if found["ru"] == found["uk"]:
        return ""
    return max(found, key=lambda language: found[language])


def _by_model(text: str) -> str:
    """Of a few letters the model knows nothing: who asks has a better guess, the brand's language say."""
    if len(_CYRILLIC.findall(text)) < _MODEL_LETTERS_MIN:
        return ""
    return _classifier().classify(text)[0]


@cache
def _classifier() -> _Classifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # numpy: not for every start

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(["en", "ru", "uk"])
    loaded: _Classifier = identifier
    return loaded
