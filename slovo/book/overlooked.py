"""What the program would take out of an entry today, and did not when it was written: proposed, never done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from slovo.book import queries
from slovo.book.models import Entry
from slovo.book.words import letters
from slovo.knowledge.masking import personal_spans

BESIDE_CHARACTERS = 40
LOOKED_AT_MAX = 200  # entries at a time


@dataclass(frozen=True, slots=True)
class Proposal:
    """`words`: as they stand in the entry; `before`, `after`: what stands around them there."""

    words: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Again:
    """`older`: the number before which to look further, None where all has been looked at."""

    found: list[tuple[Entry, list[Proposal]]]
    older: int | None


def proposals(entry: Entry) -> list[Proposal]:
    """`entry`: with its message and what is withheld. Nothing of what a person has seen and shown again."""
    rows, text = list(entry.withheld.all()), entry.message.text
    if any(row.is_whole and row.lifted_at is None for row in rows):
        return []
    decided = [(row.start, row.end) for row in rows if row.start is not None and row.end is not None]
    found: dict[str, Proposal] = {}
    for start, end in _uncovered(personal_spans(text, names=_names(entry)), decided):
        words = text[start:end].strip()
        if not letters(words):
            continue
        beside = text[max(0, start - BESIDE_CHARACTERS) : start], text[end : end + BESIDE_CHARACTERS]
        found.setdefault(words, Proposal(words, *beside))  # taken out, they are so everywhere in the entry
    return list(found.values())


def look_again(brand_id: int, *, before: int | None = None) -> Again:
    """At the entries of a book, the newest first."""
    rows = queries.entries_of(brand_id).select_related("message__conversation", "message__customer")
    if before is not None:
        rows = rows.filter(number__lt=before)
    entries = list(rows[:LOOKED_AT_MAX])
    found = [(entry, proposed) for entry in entries if (proposed := proposals(entry))]
    last = entries[-1].number if entries else 1
    return Again(found, last if last > 1 else None)


def _names(entry: Entry) -> list[str]:
    customer = entry.message.customer
    return list(filter(None, (entry.message.sender_name, customer.name if customer else "")))


def _uncovered(spans: Sequence[tuple[int, int]], decided: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Places that overlap are one; what of one has been decided already is cut off on its sides."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    for start, end in joined:
        known = [(max(start, first), min(end, last)) for first, last in decided if first < end and last > start]
        for first, last in sorted(known):
            if first > start:
                yield start, first
            start = max(start, last)
        if start < end:
            yield start, end
