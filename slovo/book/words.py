"""An entry as everybody reads it: its text in parts, some of which are withheld."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from slovo.book.models import Entry, Reason, Withheld
from slovo.core.text import words

TAKEN_SHARE = 3  # of so many letters of a complaint people take out one at most
SHORT_SENTENCE_WORDS_MAX = 3  # may be a name, or an oath, and nothing else
_SENTENCE = re.compile(r"[^.!?…\n]+")


@dataclass(frozen=True, slots=True)
class Part:
    """`reason`: why it is not shown, "" of what is; `text`: "" of what is not."""

    text: str
    reason: str = ""


def parts_of(entry: Entry) -> list[Part]:
    """`entry`: with its message and what is withheld. Nothing of what is withheld is in them."""
    standing = [row for row in entry.withheld.all() if row.lifted_at is None]
    if whole := next((row for row in standing if row.is_whole), None):
        return [Part("", whole.reason)]
    parts, done, text = [], 0, entry.message.text
    for start, end, reason in joined(standing):
        if start > done:
            parts.append(Part(text[done:start]))
        parts.append(Part("", reason))
        done = end
    return [*parts, Part(text[done:])] if done < len(text) else parts


def joined(rows: Iterable[Withheld]) -> list[tuple[int, int, str]]:
    """Places that overlap or touch are one; abuse is said before personal data."""
    found: list[tuple[int, int, str]] = []
    for start, end, reason in sorted((row.start or 0, row.end or 0, row.reason) for row in rows):
        if found and start <= found[-1][1]:
            first, last, said = found[-1]
            both = Reason.ABUSE if Reason.ABUSE in {said, reason} else said
            found[-1] = (first, max(last, end), both)
        else:
            found.append((start, end, reason))
    return found


def letters(text: str) -> int:
    return sum(letter.isalnum() for letter in text)


def takes_too_much(entry: Entry) -> bool:
    """Whether people have taken out more than a third of what the program has left to be read."""
    by_program, by_people = _hidden(entry)
    left = _alphanumeric(entry.message.text) - by_program
    return TAKEN_SHARE * len(left & by_people) > len(left)


def takes_a_sentence(entry: Entry) -> bool:
    """Whether people have taken out all that the program has left to be read of a sentence."""
    by_program, by_people = _hidden(entry)
    left = _alphanumeric(entry.message.text) - by_program
    for sentence in _SENTENCE.finditer(entry.message.text):
        there = left & set(range(*sentence.span()))
        if there and there <= by_people and len(list(words(sentence[0]))) > SHORT_SENTENCE_WORDS_MAX:
            return True
    return False


def _hidden(entry: Entry) -> tuple[set[int], set[int]]:
    """The places that the program and that people withhold. What the program took out is none of their doing."""
    by_program: set[int] = set()
    by_people: set[int] = set()
    for row in entry.withheld.all():
        if row.lifted_at is None and row.start is not None and row.end is not None:
            (by_people if row.staff_id else by_program).update(range(row.start, row.end))
    return by_program, by_people


def _alphanumeric(text: str) -> set[int]:
    return {place for place, letter in enumerate(text) if letter.isalnum()}
