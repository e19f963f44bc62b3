from dataclasses import dataclass

from slovo.facts.brands import BrandFact


@dataclass(frozen=True, kw_only=True)
class ServiceLevelSet(BrandFact):
    """How soon a brand answers on a channel, in working minutes. Promises made before keep their time."""

    channel: str
    first_answer_minutes: int
    next_answer_minutes: int
    warning_minutes: int


@dataclass(frozen=True, kw_only=True)
class ExpectationSet(BrandFact):
    """What customers care about, or do not, is new or is weighed anew. `portrait`: its name, "" for all."""

    expectation_id: int
    portrait: str
    weight: int
    kinds: tuple[str, ...]
    portrait_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ExpectationArchived(BrandFact):
    expectation_id: int


@dataclass(frozen=True, kw_only=True)
class UnpromisedNoted(BrandFact):
    """A customer expected what nobody had promised. `source`: the key of where they said so."""

    unpromised_id: int
    source: str


@dataclass(frozen=True, kw_only=True)
class UnpromisedDecided(BrandFact):
    """It became a choice, `became` (a key), or a clear word up front."""

    unpromised_id: int
    state: str
    became: str
