"""What no stored text may hold: NUL, lone surrogates, other control characters."""

import re

from slovo.channels.email.parse.notes import Notes

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_IN_A_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]+")
_BLANKS = re.compile(r"[ \t]{2,}")


def clean_text(text: str, notes: Notes) -> str:
    """Lines end in \\n, nothing a database refuses."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not _CONTROLS.search(text):
        return text
    text = text.replace("\f", "\n")
    cleaned = _CONTROLS.sub("", text)
    if cleaned != text:
        notes.add("control_characters")
    return cleaned


def clean_line(text: str, chars_max: int) -> str:
    """One line of at most `chars_max` characters."""
    return _BLANKS.sub(" ", _IN_A_LINE.sub(" ", text[: chars_max * 4])).strip()[:chars_max]
