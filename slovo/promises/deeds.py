"""What every action on a promise has in common: it is made, done, broken, and the journal hears of it."""

from datetime import datetime
from typing import Any, Final, TypeVar

from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rows import insert, update
from slovo.customers.portrait_queries import portrait_of
from slovo.facts.promises import (
    PromiseBroken,
    PromiseDoneLate,
    PromiseFact,
    PromiseKept,
    PromiseMade,
    PromiseReleased,
)
from slovo.promises.kinds import HEARD_LATER
from slovo.promises.models import BY_MISTAKE, NO_SHOW, Promise
from slovo.promises.timing import set_next_step

FactT = TypeVar("FactT", bound=PromiseFact)

ANSWER_RULE = Actor("rule", "answer")
CLOCK = Actor("rule", "deadline")
CUSTOMER = "customer"  # the kind of whoever acts on a page of their own
WORKER: Final = "worker"  # of whoever does the work, by their link


def promise_fact(fact: type[FactT], promise: Promise, /, **more: Any) -> FactT:
    """It, with what is the same in all of them."""
    return fact(brand_id=promise.brand_id, promise_id=promise.pk, regarding=promise.about, **more)


def made(promise: Promise, *, actor: Actor) -> Promise:
    promise.portrait_id = portrait_of(promise.customer_id)
    set_next_step(promise, after=promise.made_at)
    insert(promise)
    assert promise.due_at
    assert promise.warn_at
    fact = PromiseMade(
        brand_id=promise.brand_id,
        promise_id=promise.pk,
        regarding=promise.about,
        kind=promise.kind,
        due_at=promise.due_at.isoformat(),
        warn_at=promise.warn_at.isoformat(),
        customer_id=promise.customer_id,
        owner_id=promise.owner_id,
        team_id=promise.team_id,
        calendar_id=promise.calendar_id,
        minutes=promise.minutes,
        warning_minutes=promise.warning_minutes,
        zone=promise.zone,
        portrait_id=promise.portrait_id,
        check_ins=tuple(promise.check_ins or ()),
    )
    record(fact, actor=actor, at=promise.made_at)
    return promise


def fulfil(promise: Promise, *, done_at: datetime, actor: Actor, said_at: datetime | None = None) -> None:
    """After the deadline it is broken, then done; so it is where the clock has broken it before anybody said so.
    `said_at`: when it was done as whoever did it says, which is kept where that was in time, and mends no figure."""
    assert promise.due_at
    if done_at > promise.due_at:
        break_(promise)
    elif promise.kind in HEARD_LATER:
        promise.broken_at = None  # the clock looked between the leaving and our hearing of it
    promise.done_at, promise.next_step_at = done_at, None
    in_time = said_at is not None and promise.made_at <= said_at <= promise.due_at
    promise.said_done_at = said_at if promise.broken_at and in_time else None
    update(promise)
    of_it = {"kind": promise.kind, "by_customer": actor.kind == CUSTOMER, "by_worker": actor.kind == WORKER}
    if promise.broken_at:
        said = promise.said_done_at.isoformat() if promise.said_done_at else ""
        done = {"done_at": done_at.isoformat(), "said_done_at": said}
        fact: PromiseFact = promise_fact(PromiseDoneLate, promise, **done, **of_it)
    else:
        fact = promise_fact(PromiseKept, promise, kept_at=done_at.isoformat(), **of_it)
    record(fact, actor=actor, at=done_at)


def released(promise: Promise, *, reason: str, actor: Actor, at: datetime, how: str = "") -> None:
    """After the deadline it is broken, then released. What was written down by mistake has been promised to nobody; and
    whoever waited for a customer who did not come has kept their word, though the clock looked before anybody said so.
    """
    if reason == NO_SHOW:
        promise.broken_at = None
    elif reason != BY_MISTAKE and promise.due_at and at > promise.due_at:
        break_(promise)
    promise.released_at, promise.release_reason, promise.release_how = at, reason, how
    promise.next_step_at = None
    update(promise)
    record(promise_fact(PromiseReleased, promise, reason=reason, kind=promise.kind, how=how), actor=actor, at=at)


def break_(promise: Promise) -> None:
    """At the moment when its time was up, whenever that is noticed. The caller saves."""
    if promise.broken_at:
        return
    assert promise.due_at
    promise.broken_at = promise.due_at
    fact = promise_fact(PromiseBroken, promise, due_at=promise.due_at.isoformat())
    record(fact, actor=ANSWER_RULE if promise.is_answer else CLOCK, at=promise.due_at)
