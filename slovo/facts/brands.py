from dataclasses import dataclass

from slovo.facts import Fact


@dataclass(frozen=True, kw_only=True)
class BrandFact(Fact):
    @property
    def about(self) -> str:
        return f"brand:{self.brand_id}"


@dataclass(frozen=True, kw_only=True)
class BrandCreated(BrandFact):
    pass


@dataclass(frozen=True, kw_only=True)
class BrandChanged(BrandFact):
    """Which of its fields, not to what."""

    fields: tuple[str, ...]
