"""Carries what the HTML form of a message says over to the lines of its text form."""

import re
from collections.abc import Iterator

from slovo.channels.email.quotes.lines import Line, Part

WORD = re.compile(r"\w{1,64}")
LOOK_AHEAD_WORDS = 40  # how far one form may run ahead: link targets, captions of pictures


def carry_over(shown: list[Line], lines: list[Line]) -> None:
    """Gives a text line the part of the HTML line in which all its words stand; others stay for the text rules."""
    words = [(word, line) for line in shown for word in _words(line)]
    at = 0
    for line in lines:
        parts: list[Part | None] = []
        for word in _words(line):
            found = _find(words, word, at)
            if found is None:
                parts.append(None)
            else:
                parts.append(words[found][1].part)
                at = found + 1
        if parts and all(part is parts[0] for part in parts):
            line.part = parts[0]


def _words(line: Line) -> Iterator[str]:
    return (found.casefold() for found in WORD.findall(line.text))


def _find(words: list[tuple[str, Line]], word: str, start: int) -> int | None:
    for at in range(start, min(len(words), start + LOOK_AHEAD_WORDS)):
        if words[at][0] == word:
            return at
    return None
