"""An entry as everybody reads it: its text in parts, some of which are withheld."""

from collections.abc import Iterable
from dataclasses import dataclass

from slovo.book.models import Entry, Reason, Withheld


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


def letters_withheld(entry: Entry) -> int:
    """By people: what the program took out is none of their doing."""
    standing = [row for row in entry.withheld.all() if row.lifted_at is None and row.staff_id]
    return sum(letters(entry.message.text[start:end]) for start, end, _reason in joined(standing))
