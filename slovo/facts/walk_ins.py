"""The queue of those who come without a visit."""

from dataclasses import dataclass

from slovo.facts import Fact


@dataclass(frozen=True, kw_only=True)
class QueueChanged(Fact):
    """A new one, other rules, closed, or open again."""

    queue_id: int

    @property
    def about(self) -> str:
        return f"queue:{self.queue_id}"


@dataclass(frozen=True, kw_only=True)
class TicketFact(Fact):
    ticket_id: int
    queue_id: int

    @property
    def about(self) -> str:
        return f"ticket:{self.ticket_id}"


@dataclass(frozen=True, kw_only=True)
class TicketTaken(TicketFact):
    """`said_until` (ISO): by when they were told to be called; None: nobody could say."""

    number: int
    ahead: int
    said_until: str | None


@dataclass(frozen=True, kw_only=True)
class TicketCalled(TicketFact):
    pass


@dataclass(frozen=True, kw_only=True)
class TicketStepBegun(TicketFact):
    """A step of paperwork; the one before it ended then."""

    step_id: int


@dataclass(frozen=True, kw_only=True)
class TicketServed(TicketFact):
    pass


@dataclass(frozen=True, kw_only=True)
class TicketLeft(TicketFact):
    pass


@dataclass(frozen=True, kw_only=True)
class TicketMissed(TicketFact):
    """Called, and nobody came."""


@dataclass(frozen=True, kw_only=True)
class TicketOverrun(TicketFact):
    """They wait longer than they were told."""

    said_until: str
