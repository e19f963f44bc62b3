"""Numbers of telephones in any notation: «8 (900) 000-00-12» and «+79000000012» end alike."""

import re

DIGITS_MIN, DIGITS_MAX = 7, 15
ENDING_MAX = 10  # a number without its country's code, or nearly
_SEPARATORS = r"[ \t\u00a0().\-‐‑–]"
_PHONE = re.compile(rf"(?<![\w.@/])\+?\(?\d(?:{_SEPARATORS}{{0,3}}\d){{6,14}}(?![\w@])")
_WITH_BLANKS = re.compile(rf"(?:\+|\(|[078](?={_SEPARATORS}))\d?(?:{_SEPARATORS}{{0,3}}\d){{6,14}}(?![\w@])")
_GROUPS = re.compile(rf"\d{{1,4}}(?:{_SEPARATORS}{{1,3}}\d{{1,4}}){{2,5}}(?![\w@])")
_JOINED = re.compile(r"\+?\(?\d(?:[().\-‐‑–]{0,2}\d){6,14}(?![\w@])")


def endings_in(text: str) -> set[str]:
    """Every ending by which somebody may look for a number that stands in the text."""
    found = set()
    for phone in _PHONE.finditer(text):
        found |= endings(phone[0])
    return found


def places(text: str, ending: str) -> list[tuple[int, int]]:
    """Where in the text a number with that ending stands."""
    return [phone.span() for phone in _PHONE.finditer(text) if _digits(phone[0]).endswith(ending)]


def endings(number: str) -> set[str]:
    digits = _digits(number)
    return {digits[-length:] for length in range(DIGITS_MIN, min(len(digits), ENDING_MAX) + 1)}


def asked_ending(number: str) -> str:
    """What a typed number is looked up by."""
    return _digits(number)[-ENDING_MAX:]


def typed_at(query: str, start: int) -> str:
    """The number that stands there in a query, as it is written; "" if none does.

    Two numbers beside one another are two, unless the first sign, or groups of few digits, say it is a telephone.
    """
    found = _WITH_BLANKS.match(query, start) or _GROUPS.match(query, start) or _JOINED.match(query, start)
    return found[0] if found and len(_digits(found[0])) >= DIGITS_MIN else ""


def _digits(number: str) -> str:
    return "".join(re.findall(r"[0-9]", number))
