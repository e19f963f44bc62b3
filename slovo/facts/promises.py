"""Together they are enough to build every row of the ledger anew, but for the words that customers read."""

from dataclasses import dataclass

from slovo.facts import RegardingFact


@dataclass(frozen=True, kw_only=True)
class PromiseFact(RegardingFact):
    promise_id: int


@dataclass(frozen=True, kw_only=True)
class PromiseMade(PromiseFact):
    """`minutes`: of working time, or None where a moment was said, in `zone`."""

    kind: str
    due_at: str
    warn_at: str
    customer_id: int
    owner_id: int | None
    team_id: int | None
    calendar_id: int
    minutes: int | None
    warning_minutes: int
    zone: str
    portrait_id: int | None = None
    check_ins: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PromisePaused(PromiseFact):
    pass


@dataclass(frozen=True, kw_only=True)
class PromiseResumed(PromiseFact):
    due_at: str
    warn_at: str


@dataclass(frozen=True, kw_only=True)
class PromiseNewsSaid(PromiseFact):
    """What happens now, or what is next, was said to the customer in new words."""


@dataclass(frozen=True, kw_only=True)
class PromiseKept(PromiseFact):
    """`by_customer`: they said so, on a page of their own. `by_worker`: whoever does the work did, by their link."""

    kept_at: str
    kind: str
    by_customer: bool = False
    by_worker: bool = False


@dataclass(frozen=True, kw_only=True)
class PromiseDoneLate(PromiseFact):
    """It had been broken before it was done, and stays so. `by_customer`, `by_worker`: as in `PromiseKept`.
    `said_done_at`: in time, as whoever did it says, and we were told later; "" if nobody says so."""

    done_at: str
    kind: str
    by_customer: bool = False
    by_worker: bool = False
    said_done_at: str = ""


@dataclass(frozen=True, kw_only=True)
class PromiseBroken(PromiseFact):
    """`found_late`: recorded long after it was released, when nobody can be helped by what follows a delay."""

    due_at: str
    found_late: bool = False


@dataclass(frozen=True, kw_only=True)
class PromisePutBack(PromiseFact):
    """The step that released, paused or resumed it was undone: it stands as it did before. `pauses`: their
    beginnings and ends in turn."""

    pauses: tuple[str, ...]
    paused_at: str | None
    due_at: str | None
    warn_at: str | None
    done_at: str | None
    broken_at: str | None
    released_at: str | None
    release_reason: str


@dataclass(frozen=True, kw_only=True)
class PromiseReleased(PromiseFact):
    """Nothing is awaited any more. `reason`: a short code. `how` the customer said so: a code, "" where nobody did."""

    reason: str
    kind: str
    how: str


@dataclass(frozen=True, kw_only=True)
class PromiseOwedAgain(PromiseFact):
    """It had been said done or released, and is not."""


@dataclass(frozen=True, kw_only=True)
class _MoveFact(PromiseFact):
    move_id: int


@dataclass(frozen=True, kw_only=True)
class PromiseMoved(_MoveFact):
    """Another moment is meant, in `zone`. It becomes the deadline when the customer is told before the one that was.
    `place`: of the `places_max` that its kind's rule gives without consent."""

    due_was: str
    due_now: str
    zone: str
    consent: str
    place: int | None
    places_max: int


@dataclass(frozen=True, kw_only=True)
class PromiseNoticeSent(_MoveFact):
    """The customer has been told. `in_time`: before the deadline that it moves, which is now `due_at`."""

    sent_at: str
    in_time: bool
    due_at: str
    warn_at: str


@dataclass(frozen=True, kw_only=True)
class PromiseMoveTakenBack(_MoveFact):
    """Before the customer had been told."""


@dataclass(frozen=True, kw_only=True)
class PromiseConsentGiven(_MoveFact):
    how: str


@dataclass(frozen=True, kw_only=True)
class PromiseConsentRefused(_MoveFact):
    how: str


@dataclass(frozen=True, kw_only=True)
class PromiseHandedOver(PromiseFact):
    owner_id: int | None
    team_id: int | None


@dataclass(frozen=True, kw_only=True)
class PromisePassedOn(PromiseFact):
    """It is about something else now."""

    was_about: str


@dataclass(frozen=True, kw_only=True)
class PromiseBrandChanged(PromiseFact):
    was_brand_id: int
    customer_id: int
    owner_id: int | None
    portrait_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class PromiseCustomerChanged(PromiseFact):
    customer_id: int
    was_customer_id: int
    portrait_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class PromiseStepTaken(PromiseFact):
    """A step of its kind's ladder: whoever is meant was reminded, or the customer is being told. `deed`: a code.
    `minutes_before` it was due."""

    deed: str
    minutes_before: int


@dataclass(frozen=True, kw_only=True)
class PromiseSilent(PromiseFact):
    """The customer has heard nothing for longer than its kind's rule allows; who owes it is asked for news."""


@dataclass(frozen=True, kw_only=True)
class PromiseCheckInAsked(PromiseFact):
    """Who owes it is asked what is true now."""


@dataclass(frozen=True, kw_only=True)
class PromiseCheckInAnswered(PromiseFact):
    """They have said. `news`: whether it was any: the customer reads it then."""

    news: bool


@dataclass(frozen=True, kw_only=True)
class PromiseDelayReported(PromiseFact):
    """Whoever does the work needs until `due_at`. `outcome`: a code, how the customer hears of it."""

    work_link_id: int
    due_at: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class PromiseChoiceMade(_MoveFact):
    """The customer chose to wait, something else, or not to have it at all. `until`: how long they wait at most."""

    choice: str
    until: str | None
    how: str


@dataclass(frozen=True, kw_only=True)
class PromiseRated(PromiseFact):
    """The customer gave a mark, from 1, the worst, to 5; `again`: another one or other words than before."""

    rating_id: int
    score: int
    again: bool
