"""Visits: what was booked, moved and cancelled, and who came. The title and the place are the company's own words.

Whoever tells the customer of it needs no more than these: the moment with its zone, and what a calendar knows it by.
"""

from dataclasses import dataclass

from slovo.facts import Fact


@dataclass(frozen=True, kw_only=True)
class VisitFact(Fact):
    visit_id: int

    @property
    def about(self) -> str:
        return f"visit:{self.visit_id}"


@dataclass(frozen=True, kw_only=True)
class VisitTold(VisitFact):
    """One of which the customer hears. `regarding`: the key of what it was booked beside. `uid`, `sequence`: of its
    calendar entry."""

    customer_id: int
    regarding: str
    title: str
    place: str
    starts_at: str
    ends_at: str
    zone: str
    uid: str
    sequence: int


@dataclass(frozen=True, kw_only=True)
class VisitBooked(VisitTold):
    """`said`: whoever booked it has told the customer in the chat in which they asked for it."""

    promise_id: int
    said: bool = False


@dataclass(frozen=True, kw_only=True)
class VisitMoved(VisitTold):
    """`was_starts_at`: when they knew it to be. `move_id`: of its promise, of which the customer hears by this; None
    where they know of it. `by_customer`: they moved it themselves, and are awake. `heard`: they agreed to it when
    somebody told them."""

    was_starts_at: str
    move_id: int | None = None
    by_customer: bool = False
    heard: bool = False


@dataclass(frozen=True, kw_only=True)
class VisitCancelled(VisitTold):
    """`cancelled_for`: "customer" or "company": whose wish it was."""

    cancelled_for: str


@dataclass(frozen=True, kw_only=True)
class VisitReminderDue(VisitTold):
    """`move_id`: as in `VisitMoved`, where nothing has told them of the moment that this names."""

    move_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class VisitConfirmed(VisitFact):
    """They come. `regarding`: as in `VisitTold`. `by_customer`: they said so themselves, on a page of their own."""

    customer_id: int
    regarding: str
    promise_id: int
    by_customer: bool


@dataclass(frozen=True, kw_only=True)
class VisitorCame(VisitFact):
    pass


@dataclass(frozen=True, kw_only=True)
class VisitorDidNotCome(VisitFact):
    pass


@dataclass(frozen=True, kw_only=True)
class ResourceChanged(Fact):
    """A new one, or another name, person, calendar; or it is archived, or back."""

    resource_id: int

    @property
    def about(self) -> str:
        return f"resource:{self.resource_id}"


@dataclass(frozen=True, kw_only=True)
class VisitTypeChanged(Fact):
    """As `ResourceChanged`."""

    visit_type_id: int

    @property
    def about(self) -> str:
        return f"visit_type:{self.visit_type_id}"


@dataclass(frozen=True, kw_only=True)
class VisitPageSet(Fact):
    """Whether customers book on the public page."""

    is_open: bool

    @property
    def about(self) -> str:
        return f"brand:{self.brand_id}"
