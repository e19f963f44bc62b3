"""Where a text says who somebody is, and what of them is said there: for words that leave the house.

Stricter than `masking`, which takes out of words for readers what a reader would miss least: here a word too many costs
nothing. Names are those that are known of the customer, in any writing, and what `names_in` finds. What is said in
words alone, a number in letters say, no program knows.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from slovo.core.text import distinct_forms, words
from slovo.knowledge.masking import LINKS, MAILS, NUMBERS, STREETS, is_sum_or_term, lemmas_of_name
from slovo.knowledge.names_in import names_in

NAME_LETTERS_MIN = 2
PHONE_DIGITS, CARD_DIGITS_MIN = range(9, 13), 13
_ALIKE = str.maketrans("іїєґыэй", "иеегиеи")


class Kind(StrEnum):
    """What is said there, in the word that stands for it."""

    LINK = "link"
    EMAIL = "email"
    ACCOUNT = "account"
    ADDRESS = "address"
    NAME = "name"
    PHONE = "phone"
    CARD = "card"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Place:
    start: int
    end: int
    kind: Kind


_BARE_LINKS = re.compile(r"\b(?:[\w-]+\.)+[a-z]{2,}/\S*|\b(?:t\.me|vk\.com|wa\.me)\b\S*", re.IGNORECASE)
_SPELT_MAILS = re.compile(
    r"[\w.+-]+\s*(?:\(\s*(?:at|собака|собачка)\s*\)|\[\s*(?:at|собака)\s*\]|\s(?:собака|собачка|at)\s)\s*[\w-]+"
    r"\s*(?:\.|\s(?:точка|крапка|dot)\s)\s*[a-zа-яіїє]{2,}",
    re.IGNORECASE,
)
_ACCOUNTS = re.compile(r"(?<!\w)@[\w.]{3,}")
_MORE_STREETS = re.compile(
    r"\b(?:бульвар\w*|б-р|шоссе|ш\.|наб(?:\.|ережн\w*)|пл(?:\.|ощад\w*)|площа|площі|проезд\w*|проїзд\w*|мкр\w*\.?)"
    r"\s*[«\"]?[^\W\d_][\w’'-]*(?:\s[А-ЯІЇЄҐ][\w’'-]*)?[»\"]?(?:,?\s*(?:д\.?|дом|буд\.?|б\.?)?\s*\d+\w?)?"
    r"|\b(?-i:[А-ЯІЇЄҐ])[\w’'-]*\s(?:в?ул(?:\.|иц\w*|\b)|пр-т|просп(?:\.|ект\w*)|пер\.|шоссе)"
    r"(?:,?\s*(?:д\.?|дом|буд\.?)?\s*\d+\w?)?"
    r"|\b(?:дом|д\.|буд(?:\.|инок)|кв(?:\.?|артира)|корп(?:\.|ус)|подъезд|під'їзд|этаж|поверх|apt\.?|apartment|flat)"
    r"\s*(?:№\s*)?\d+\w?\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\+?\d(?:[\s\u00a0\u202f().\-‐-―/]{0,3}\d){3,}")
_ORDERS = re.compile(
    r"(?:№|#|\b(?:заказ\w*|замовлен\w*|номер\w*|order|number|no\.|ттн|трек\w*|чек\w*|квитанц\w*|договор\w*)\s*[:№#]*)"
    r"\s*(?P<number>[\w-]*\d[\w/-]*)",
    re.IGNORECASE,
)
_CODES = re.compile(r"\b(?=[\w-]*\d[\w-]*\d)(?=[\w-]*[^\W\d_])[\w-]{5,}\b")


def places(text: str, *, names: Collection[str], said: str = "") -> list[Place]:
    """In order, none within another: what touches is joined, and is of the kind of what begins first.

    `names`: of the customer and of whoever writes, as far as they are known. `said`: what is quoted to them, whose
    words are nobody's name: «Visa», «Boots».
    """
    found = sorted(_all(text, names, frozenset(distinct_forms(said))), key=lambda one: (one.start, -one.end))
    apart: list[Place] = []
    for one in found:
        last = apart[-1] if apart else None
        beside = last and one.kind == last.kind == Kind.NAME and text[last.end : one.start] == " "
        if last and (one.start < last.end or beside):
            apart[-1] = Place(last.start, max(last.end, one.end), last.kind)
        else:
            apart.append(one)
    return apart


def _all(text: str, names: Collection[str], said: Collection[str]) -> Iterator[Place]:
    for kind, patterns in (
        (Kind.LINK, (LINKS, _BARE_LINKS)),
        (Kind.EMAIL, (MAILS, _SPELT_MAILS)),
        (Kind.ACCOUNT, (_ACCOUNTS,)),
        (Kind.ADDRESS, (STREETS, _MORE_STREETS)),
    ):
        for pattern in patterns:
            yield from (Place(*match.span(), kind) for match in pattern.finditer(text))
    yield from (Place(*span, Kind.NAME) for span in names_in(text, said=said))
    yield from _known(text, names)
    yield from _numbers(text)


def _known(text: str, names: Collection[str]) -> Iterator[Place]:
    known = {_skeleton(lemma) for name in names for lemma in lemmas_of_name(name)}
    known |= {_skeleton(word.form) for name in names for word in words(name) if len(word.form) >= NAME_LETTERS_MIN}
    for word in words(text):
        if any(_skeleton(one) in known for one in (word.form, *lemmas_of_name(word.form))):
            yield Place(word.start, word.end, Kind.NAME)


def _skeleton(form: str) -> str:
    """The same for «Ирина» and «Ірина», «Сергей» and «Сергій»."""
    return form.translate(_ALIKE)


def _numbers(text: str) -> Iterator[Place]:
    for pattern in (_DIGITS, NUMBERS, _CODES):
        for match in pattern.finditer(text):
            start = match.end() - len(match[0].lstrip())
            if not is_sum_or_term(text, start):
                yield Place(start, match.end(), _kind_of_number(match[0]))
    for match in _ORDERS.finditer(text):
        yield Place(*match.span("number"), Kind.NUMBER)


def _kind_of_number(said: str) -> Kind:
    digits = sum(sign.isdigit() for sign in said)
    if any(sign.isalpha() for sign in said) or "№" in said or "#" in said:
        return Kind.NUMBER
    if said.strip().startswith("+") or digits in PHONE_DIGITS:
        return Kind.PHONE
    return Kind.CARD if digits >= CARD_DIGITS_MIN else Kind.NUMBER
