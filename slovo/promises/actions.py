"""The promise to answer, and the clock. What people promise: `ledger.py`, `moving.py`, `handing.py`, `following.py`."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects

from slovo.brands.models import WorkingCalendar
from slovo.core.db import locked, locked_together, transaction
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rows import update
from slovo.facts.promises import (
    PromisePaused,
    PromisePutBack,
    PromiseResumed,
)
from slovo.promises import queries
from slovo.promises.deeds import ANSWER_RULE, break_, fulfil, made, promise_fact, released
from slovo.promises.models import Kind, Promise
from slovo.promises.timing import look_again, set_next_step

BREAK_BATCH_MAX = 200


@transaction()
def promise_answer(
    *,
    brand_id: int,
    customer_id: int,
    about: str,
    owner_id: int | None,
    team_id: int | None,
    calendar: WorkingCalendar,
    minutes: int,
    warning_minutes: int,
    at: datetime,
) -> Promise:
    """A message awaits an answer: make the promise, or go on with the one that is owed already."""
    owed = _owed_answers(about)
    if owed:
        return _resumed(owed[0], at=at)
    promise = Promise(
        brand_id=brand_id,
        customer_id=customer_id,
        about=about,
        kind=Kind.ANSWER,
        owner_id=owner_id,
        team_id=team_id,
        made_by_kind=ANSWER_RULE.kind,
        made_by_id=ANSWER_RULE.id,
        made_at=at,
        calendar=calendar,
        minutes=minutes,
        warning_minutes=warning_minutes,
    )
    promise.set_deadline()
    return made(promise, actor=ANSWER_RULE)


@transaction()
def fulfil_answer(*, about: str, done_at: datetime, actor: Actor, merged: Collection[str] = ()) -> None:
    """The answer has left the house at `done_at`. After the deadline the promise is broken, then done.

    `merged`, here and below: what is read together with it; each has a promise and a deadline of its own."""
    for promise in _owed_answers(about, *merged):
        _resumed(promise, at=done_at)
        fulfil(promise, done_at=done_at, actor=actor)


@transaction()
def pause_answer(*, about: str, actor: Actor, at: datetime, merged: Collection[str] = ()) -> None:
    """It is the customer's turn: the clock stands, and there is no deadline until they write again.

    A promise broken already cannot be mended by a pause, and a moment that was said waits for nobody."""
    for promise in _owed_answers(about, *merged):
        moved = promise.minutes is None or promise.expected_at
        if promise.paused_at or moved or (promise.due_at and at > promise.due_at):
            continue
        promise.paused_at, promise.due_at, promise.warn_at, promise.next_step_at = at, None, None, None
        update(promise)
        record(promise_fact(PromisePaused, promise), actor=actor, at=at)


@transaction()
def resume_answer(*, about: str, at: datetime, merged: Collection[str] = ()) -> None:
    for promise in _owed_answers(about, *merged):
        _resumed(promise, at=at)


@transaction()
def release_answer(*, about: str, reason: str, actor: Actor, at: datetime, merged: Collection[str] = ()) -> None:
    """No answer is awaited: the customer said so, or the message needed none. `reason`: a short code."""
    for promise in _owed_answers(about, *merged):
        released(promise, reason=reason, actor=actor, at=at)


@transaction()
def note_heard(*, about: str, merged: Collection[str] = (), at: datetime) -> None:
    """The customer reads something of ours there: no silence lies over what else is promised about it."""
    for row in queries.others_owed([about, *merged]):
        promise = locked(Promise, row.pk)
        promise.heard_at = max(at, promise.heard_at or at)
        look_again(promise, at=at)
        update(promise, "heard_at", "next_step_at")


@transaction()
def put_back(*, promise_id: int, was: dict[str, Any], became: dict[str, Any], actor: Actor, at: datetime) -> None:
    """A step that released, paused or resumed it is undone: it stands as it `was`, if it still is as it `became`. What
    that step found broken stays broken."""
    promise = locked(Promise, promise_id)
    other = queries.owed_answer(promise.about)
    if promise.terms != became or (other and other.pk != promise.pk):
        return
    broken_at = promise.broken_at
    promise.take_terms(was)
    promise.broken_at = broken_at or promise.broken_at
    set_next_step(promise, after=at)
    update(promise)
    terms = {**promise.terms, "pauses": tuple(moment for pause in promise.pauses for moment in pause)}
    record(promise_fact(PromisePutBack, promise, **terms), actor=actor, at=at)


@transaction()
def break_overdue(*, at: datetime) -> list[str]:
    """Mark what passed its deadline, oldest first. Returns what they are about."""
    late = locked_together(Promise, queries.overdue(at).values_list("pk", flat=True)[:BREAK_BATCH_MAX])
    broken = []
    oldest_first = sorted(late.values(), key=lambda promise: (promise.due_at or at, promise.pk))
    for promise in oldest_first:  # as they are now that nobody else holds them: one may just have been kept
        if promise.owed and promise.due_at and promise.due_at < at:
            break_(promise)
            update(promise, "broken_at")
            broken.append(promise.about)
    return broken


def _owed_answers(*about: str) -> list[Promise]:
    """As they are now that nobody else holds them."""
    pks = queries.ids_of_owed_answers(about)
    rows = locked_together(Promise, pks).values() if pks else ()
    promises = [promise for promise in rows if promise.owed]
    if len(promises) > 1:
        prefetch_related_objects(promises, "calendar")
    return promises


def _resumed(promise: Promise, *, at: datetime) -> Promise:
    if promise.paused_at is None:
        return promise
    promise.pauses = [
        *promise.pauses,
        [promise.paused_at.isoformat(), max(at, promise.paused_at).isoformat()],
    ]
    promise.paused_at = None
    promise.set_deadline()
    set_next_step(promise, after=at)
    update(promise)
    assert promise.due_at
    assert promise.warn_at
    moments = {"due_at": promise.due_at.isoformat(), "warn_at": promise.warn_at.isoformat()}
    record(promise_fact(PromiseResumed, promise, **moments), actor=ANSWER_RULE, at=at)
    return promise
