"""Addresses of articles in Latin letters, from titles in any of the three languages."""

from slovo.core.text import forms
from slovo.knowledge.models import SLUG_CHARACTERS_MAX

_LATIN = dict(zip("абвгґдезиіїйклмнопрстуфыэ", "abvggdeziiiiklmnoprstufye", strict=True)) | dict.fromkeys("ъь", "")
_LATIN |= {"є": "ie", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "iu", "я": "ia"}
EMPTY = "article"


def of(title: str) -> str:
    """«Как вернуть чайник?» → kak-vernut-chainik"""
    words = ("".join(_LATIN.get(letter, letter) for letter in form) for form in forms(title) if "-" not in form)
    plain = ("".join(letter for letter in word if letter.isascii() and letter.isalnum()) for word in words)
    slug = ""
    for word in filter(None, plain):
        if len(slug) + 1 + len(word) > SLUG_CHARACTERS_MAX:
            break
        slug = f"{slug}-{word}" if slug else word
    return slug or EMPTY
