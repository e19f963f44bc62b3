from dataclasses import dataclass

from slovo.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ViewFact(Fact):
    """`brand_id` is None for somebody's own view."""

    view_id: int

    @property
    def about(self) -> str:
        return f"view:{self.view_id}"


@dataclass(frozen=True, kw_only=True)
class ViewKept(ViewFact):
    """A filter got a name, or another filter, name or place."""


@dataclass(frozen=True, kw_only=True)
class ViewRemoved(ViewFact):
    pass


@dataclass(frozen=True, kw_only=True)
class ChangeFact(Fact):
    """`kind`: what was done to all of them, as `bulk_steps.KINDS` names it. `total`: how many conversations."""

    change_id: int
    kind: str
    total: int

    @property
    def about(self) -> str:
        return f"change:{self.change_id}"


@dataclass(frozen=True, kw_only=True)
class ManyChanged(ChangeFact):
    pass


@dataclass(frozen=True, kw_only=True)
class ManyPutBack(ChangeFact):
    pass
