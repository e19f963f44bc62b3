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
    told_at_night: bool = False


@dataclass(frozen=True, kw_only=True)
class PromiseKindArchived(_KindFact):
    pass


@dataclass(frozen=True, kw_only=True)
class LadderChanged(Fact):
    """What happens before promises of this kind are due is set anew: so many `steps`."""

    kind: str
    steps: int

    @property
    def about(self) -> str:
        return f"brand:{self.brand_id}"


@dataclass(frozen=True, kw_only=True)
class NoticeRulesChanged(Fact):
    """A brand has other quiet hours, or other words for its notices."""

    @property
    def about(self) -> str:
        return f"brand:{self.brand_id}"


@dataclass(frozen=True, kw_only=True)
class LetterWordsChanged(Fact):
    """A brand has other words for what rules write about visits, calls and what came."""

    @property
    def about(self) -> str:
        return f"brand:{self.brand_id}"


@dataclass(frozen=True, kw_only=True)
class _SoonerFact(Fact):
    offer_id: int

    @property
    def about(self) -> str:
        return f"sooner:{self.offer_id}"


@dataclass(frozen=True, kw_only=True)
class SoonerOffered(_SoonerFact):
    """Something that customers can have sooner, where they would wait for this kind."""

    kind: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class SoonerOfferChanged(_SoonerFact):
    """Other names, or it takes so many `minutes` now."""

    kind: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class SoonerOfferWithdrawn(_SoonerFact):
    pass
