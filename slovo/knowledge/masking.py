"""An answer to one customer becomes words for all: who they are is taken out.

Names are known by their dictionary forms («Ирине» is «Ирина»), addresses and numbers by their look. What a program
cannot know, a house number in words say, is for the writer's eye: the page says so.
"""

import re
from collections.abc import Collection

from django.utils.translation import gettext as _

from slovo.core.text import fold, lemmas_in_any_language, words

NAME_LETTERS_MIN = 3
LINKS = re.compile(r"\bhttps?://\S+|\bwww\.\S+", re.IGNORECASE)
MAILS = re.compile(r"[^\s<>()\"]+@[^\s<>()\"]+\.[^\s<>()\",;.]+")
STREETS = re.compile(
    r"\b(?:ул(?:\.|ица\b|ице\b|ицы\b)|вул(?:\.|иця\b|иці\b)|просп(?:\.|ект\w*)|пр-т|пер(?:\.|еулок\b)|пров(?:\.|улок\b))"
    r"\s*[«\"]?[^\W\d_][\w’'-]*(?:\s[^\W\d_][\w’'-]*)?[»\"]?(?:,?\s*(?:д\.?|дом|буд\.?|б\.?)?\s*\d+\w?)?(?:,?\s*(?:кв\.?|оф\.?)\s*\d+)?"
    r"|\b\d+\w?\s+[A-Z]\w+\s+(?:Street|St\.?|Avenue|Ave\.?|Road|Rd\.?|Lane)\b",
    re.IGNORECASE,
)
NUMBERS = re.compile(r"[№#]?\s?\+?\d(?:[\d \u00a0()-]{2,}\d)|\b[A-ZА-ЯІЇЄ]{1,4}-?\d{3,}\b|\b[2-9A-HJ-NP-Z]{8}\b")
# No telephone: of a number of days or hours four figures are meant at most, of a sum nine.
_DAYS_AND_MONEY = re.compile(
    r"(?:\d[\u00a0 ]?){1,9}(?:₽|₴|€|\$|руб|грн|uah|eur|usd)"
    r"|(?:\d[\u00a0 ]?){1,4}(?:%|мин|час|год|день|дн|days?|hours?|min)",
    re.IGNORECASE,
)


def without_personal_data(text: str, *, names: Collection[str]) -> str:
    """`names`: of the customer, and of whoever signed, as they are known."""
    text = LINKS.sub(_("[link]"), text)
    text = MAILS.sub(_("[address]"), text)
    text = STREETS.sub(_("[address]"), text)
    text = _without_names(text, names)
    return NUMBERS.sub(_number, text)


def personal_spans(text: str, *, names: Collection[str]) -> list[tuple[int, int]]:
    """Where `without_personal_data` finds something, as (start, end) in order. Two may overlap."""
    found = [match.span() for pattern in (LINKS, MAILS, STREETS) for match in pattern.finditer(text)]
    known = {lemma for name in names for lemma in lemmas_of_name(name)}
    capitals = [word for word in words(text) if text[word.start].isupper()]
    found += [(word.start, word.end) for word in capitals if lemmas_of_name(word.form) & known]
    for match in NUMBERS.finditer(text):
        start = match.end() - len(match[0].lstrip())
        if not is_sum_or_term(text, start):
            found.append((start, match.end()))
    return sorted(found)


def _number(found: re.Match[str]) -> str:
    """Sums, shares and terms are what an article is about: they stay."""
    said = found[0]
    if is_sum_or_term(found.string, found.start() + len(said) - len(said.lstrip())):
        return said
    number = _("[number]")
    return f" {number}" if said[0].isspace() else number


def _without_names(text: str, names: Collection[str]) -> str:
    known, blank = {lemma for name in names for lemma in lemmas_of_name(name)}, _("[name]")
    parts, end = [], 0
    for word in words(text):
        if text[word.start].isupper() and lemmas_of_name(word.form) & known:
            parts += [text[end : word.start], blank]
            end = word.end
    once = re.compile(rf"{re.escape(blank)}(?:\s+{re.escape(blank)})+")
    return once.sub(blank, "".join([*parts, text[end:]]))


def is_sum_or_term(text: str, start: int) -> bool:
    """Whether the number that begins there is one of money, days, hours or a share."""
    return bool(_DAYS_AND_MONEY.match(text, start))


def lemmas_of_name(name: str) -> frozenset[str]:
    found: set[str] = set()
    for word in words(name):
        if len(word.form) >= NAME_LETTERS_MIN:
            found |= {fold(word.form), *lemmas_in_any_language(word.form)}
    return frozenset(found)
