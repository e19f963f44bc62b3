from dataclasses import dataclass

from slovo.facts import Fact


@dataclass(frozen=True, kw_only=True)
class _KindFact(Fact):
    kind_id: int

    @property
    def about(self) -> str:
        return f"kind:{self.kind_id}"


@dataclass(frozen=True, kw_only=True)
class PromiseKindChanged(_KindFact):
    """A kind of promise is new, or has other names or rules."""

    slug: str
    moves_without_consent_max: int
    silence_minutes: int | None


@dataclass(frozen=True, kw_only=True)
class PromiseKindArchived(_KindFact):
    pass
