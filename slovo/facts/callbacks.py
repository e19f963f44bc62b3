from dataclasses import dataclass

from slovo.facts import Fact


@dataclass(frozen=True, kw_only=True)
class CallbackFact(Fact):
    callback_id: int
    customer_id: int
    regarding: str

    @property
    def about(self) -> str:
        return f"callback:{self.callback_id}"


@dataclass(frozen=True, kw_only=True)
class CallbackAsked(CallbackFact):
    """Somebody is to be called by `due_at`. `how` they asked: a code. `slot_starts_at`: when they want it, or None
    for as soon as possible."""

    how: str
    promise_id: int
    due_at: str
    slot_starts_at: str | None


@dataclass(frozen=True, kw_only=True)
class CallbackAskedAgain(CallbackFact):
    """They asked once more while they wait: it is one callback all the same."""

    how: str


@dataclass(frozen=True, kw_only=True)
class CallbackTimeChosen(CallbackFact):
    """The customer chose another time for it."""

    slot_starts_at: str


@dataclass(frozen=True, kw_only=True)
class CallbackTaken(CallbackFact):
    staff_id: int


@dataclass(frozen=True, kw_only=True)
class CallbackLeft(CallbackFact):
    """Whoever had taken it gave it back to all."""


@dataclass(frozen=True, kw_only=True)
class CustomerReached(CallbackFact):
    attempt_id: int


@dataclass(frozen=True, kw_only=True)
class CustomerNotReached(CallbackFact):
    """An attempt in vain, at `called_at`. `next_at`: when the next is made; None: it was the last, and `then` says what
    happens (message, give_up or lead). `move_id`: the promise is to be moved, and takes the notice of this."""

    attempt_id: int
    outcome: str
    called_at: str
    next_at: str | None
    then: str
    move_id: int | None


@dataclass(frozen=True, kw_only=True)
class CallbackCancelled(CallbackFact):
    """The customer wants no call any more."""


@dataclass(frozen=True, kw_only=True)
class CallbackBrandChanged(CallbackFact):
    """What they are called about is another brand's now, which calls them."""

    was_brand_id: int


@dataclass(frozen=True, kw_only=True)
class CallbackRuleSet(Fact):
    rule_id: int
    minutes_to_call: int
    attempts_max: int
    wait_minutes: int
    when_exhausted: str
    slot_minutes: int
    slot_capacity: int
    page_open: bool

    @property
    def about(self) -> str:
        return f"callback_rule:{self.rule_id}"
