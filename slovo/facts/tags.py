from dataclasses import dataclass

from slovo.facts import Fact


@dataclass(frozen=True, kw_only=True)
class TagFact(Fact):
    tag_id: int

    @property
    def about(self) -> str:
        return f"tag:{self.tag_id}"


@dataclass(frozen=True, kw_only=True)
class TagAdded(TagFact):
    pass


@dataclass(frozen=True, kw_only=True)
class TagChanged(TagFact):
    """Another name or colour."""


@dataclass(frozen=True, kw_only=True)
class TagsMerged(TagFact):
    """What had the tag `merged_id` has this one from now on."""

    merged_id: int


@dataclass(frozen=True, kw_only=True)
class TagArchived(TagFact):
    """It stays where it is and is offered no more."""


@dataclass(frozen=True, kw_only=True)
class TagUnarchived(TagFact):
    pass
