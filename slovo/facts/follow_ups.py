from dataclasses import dataclass

from slovo.facts import Fact


@dataclass(frozen=True, kw_only=True)
class FollowUpRuleSet(Fact):
    """How a brand asks afterwards whether all is well; `active`: whether it does."""

    rule_id: int
    active: bool
    after_closing: bool
    after_delivery: bool
    wait_hours: int
    days_between: int

    @property
    def about(self) -> str:
        return f"follow_up_rule:{self.rule_id}"


@dataclass(frozen=True, kw_only=True)
class FollowUpFact(Fact):
    follow_up_id: int
    conversation_id: int
    customer_id: int

    @property
    def about(self) -> str:
        return f"follow_up:{self.follow_up_id}"


@dataclass(frozen=True, kw_only=True)
class FollowUpPlanned(FollowUpFact):
    """They are to be asked at `ask_at` (ISO). `why`: after a "closing" or a "delivery"."""

    promise_id: int
    why: str
    ask_at: str


@dataclass(frozen=True, kw_only=True)
class FollowUpAsked(FollowUpFact):
    message_id: int


@dataclass(frozen=True, kw_only=True)
class FollowUpCalledOff(FollowUpFact):
    """Nobody asks. `reason`: a short code."""

    reason: str
