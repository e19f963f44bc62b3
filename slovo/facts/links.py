from dataclasses import dataclass

from slovo.facts import RegardingFact


@dataclass(frozen=True, kw_only=True)
class _LinkFact(RegardingFact):
    """`regarding`: the key of the one matter that the page shows, or the customer's."""

    link_id: int
    customer_id: int


@dataclass(frozen=True, kw_only=True)
class StatusLinkMade(_LinkFact):
    """Whoever has it reads what is promised to the customer."""


@dataclass(frozen=True, kw_only=True)
class StatusLinkRevoked(_LinkFact):
    """It opens nothing any more."""


@dataclass(frozen=True, kw_only=True)
class _WorkLinkFact(RegardingFact):
    """`promise_id`: the one that it is about, None for all of a team or a kind."""

    work_link_id: int
    promise_id: int | None


@dataclass(frozen=True, kw_only=True)
class WorkLinkMade(_WorkLinkFact):
    """Whoever has it reports that the work is done or late."""


@dataclass(frozen=True, kw_only=True)
class WorkLinkRevoked(_WorkLinkFact):
    """It opens nothing any more."""
