"""What happened, as ids and plain values: no personal data, no bodies, no secrets, so that erasing a
person never rewrites the journal. One module a domain; `config/wiring.py` shows who reacts to what.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Fact:
    brand_id: int | None

    @property
    def about(self) -> str:
        """The key of what it happened to: "conversation:12"."""
        raise NotImplementedError(type(self).__name__)

    @property
    def name(self) -> str:
        """As the journal knows it: "PromiseKept"."""
        return type(self).__name__


@dataclass(frozen=True, kw_only=True)
class RegardingFact(Fact):
    """Told under the key of what it regards, which other facts tell of, too."""

    regarding: str

    @property
    def about(self) -> str:
        return self.regarding
