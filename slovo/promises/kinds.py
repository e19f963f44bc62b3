"""What kinds of promises there are, and the rules that each brings along."""

from dataclasses import dataclass
from enum import StrEnum

HOUR_MINUTES, DAY_MINUTES = 60, 24 * 60


class Kind(StrEnum):
    """Those that are shipped. A brand adds its own, as rows of PromiseKind."""

    ANSWER = "answer"
    CALLBACK = "callback"
    DELIVERY = "delivery"
    REPAIR = "repair"
    REFUND = "refund"
    VISIT = "visit"
    FOLLOW_UP = "follow_up"
    WALK_IN = "walk_in"
    PERSONAL_DATA = "personal_data"  # to erase somebody who has asked for it


HEARD_LATER = frozenset({Kind.ANSWER, Kind.FOLLOW_UP})  # kept by a leaving of which the ledger hears afterwards


@dataclass(frozen=True, slots=True)
class Rules:
    """`moves_without_consent_max`: how often it is moved before the customer has agreed to one of the moves.
    `silence_minutes`: how long they may hear nothing; None: as long as it is not due. `told_at_night`: a notice does
    not wait for the morning, because they are awake for it."""

    moves_without_consent_max: int = 1
    silence_minutes: int | None = None
    told_at_night: bool = False


RULES: dict[str, Rules] = {
    Kind.ANSWER: Rules(),
    Kind.CALLBACK: Rules(),
    Kind.DELIVERY: Rules(silence_minutes=2 * DAY_MINUTES),
    Kind.REPAIR: Rules(silence_minutes=3 * DAY_MINUTES),
    Kind.REFUND: Rules(silence_minutes=5 * DAY_MINUTES),
    Kind.VISIT: Rules(),
    Kind.FOLLOW_UP: Rules(),
    Kind.WALK_IN: Rules(),
    Kind.PERSONAL_DATA: Rules(),
}
