from dataclasses import dataclass

from slovo.facts.brands import BrandFact


@dataclass(frozen=True, kw_only=True)
class ServiceLevelSet(BrandFact):
    """How soon a brand answers on a channel, in working minutes. Promises made before keep their time."""

    channel: str
    first_answer_minutes: int
    next_answer_minutes: int
    warning_minutes: int
