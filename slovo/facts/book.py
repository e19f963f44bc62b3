from dataclasses import dataclass

from slovo.facts import Fact
from slovo.facts.brands import BrandFact


@dataclass(frozen=True, kw_only=True)
class BookSet(BrandFact):
    """Whether the book is open, and after how many hours an entry is shown by itself."""

    is_open: bool
    shown_after_hours: int


@dataclass(frozen=True, kw_only=True)
class _EntryFact(Fact):
    entry_id: int
    conversation_id: int

    @property
    def about(self) -> str:
        return f"entry:{self.entry_id}"


@dataclass(frozen=True, kw_only=True)
class BookEntryWritten(_EntryFact):
    """`entry_kind`: complaint, suggestion, thanks. `number`: in its book."""

    entry_kind: str
    number: int
    customer_id: int


@dataclass(frozen=True, kw_only=True)
class BookEntryLookedAt(_EntryFact):
    """Somebody looked it over before it was shown by itself: it is shown."""


@dataclass(frozen=True, kw_only=True)
class BookWordsWithheld(_EntryFact):
    """`reason`: personal_data or abuse. `letters`: how many; None: all of the entry."""

    withheld_id: int
    reason: str
    letters: int | None


@dataclass(frozen=True, kw_only=True)
class BookWordsShownAgain(_EntryFact):
    withheld_id: int


@dataclass(frozen=True, kw_only=True)
class BookEntryAnswered(_EntryFact):
    """An answer is published beside it. `message_id`: of the letter with the same words."""

    message_id: int | None
