"""Calling: take one, call, write down how it went. Actions, as in `actions.py`."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.db.transaction import atomic
from django.utils import formats, translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from slovo.callbacks import queries
from slovo.callbacks.booking import release_old
from slovo.callbacks.deeds import callback_fact, locked_callback, told, working_moment
from slovo.callbacks.models import WORDS_CHARACTERS_MAX, CallAttempt, Callback, CallbackRule, Exhausted, Outcome, State
from slovo.core.db import transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.rules import Rule
from slovo.customers import queries as customers
from slovo.facts.callbacks import CallbackLeft, CallbackTaken, CustomerNotReached, CustomerReached
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.rights import Role, Verb
from slovo.promises import handing, ledger, moving
from slovo.promises.checks import check_moment
from slovo.promises.kinds import Kind
from slovo.promises.moving import UnableToMovePromise

RULE = Actor("rule", "callback")


class UnableToTakeCallback(UnableTo):
    pass


class UnableToLogAttempt(UnableTo):
    pass


@transaction()
def take(*, callback_id: int, by: Staff, at: datetime) -> None:
    """Two who take it at the same instant: it is whose was first. The promise is theirs from then on."""
    callback = locked_callback(callback_id)
    by.must(Verb.PROMISE, callback)
    if by.as_colleague is None:
        raise UnableToTakeCallback(_("A program cannot call anybody. A person takes it."), rule=Rule.PERSON_CALLS)
    if not callback.is_open:
        raise UnableToTakeCallback(_("This call has been made or cancelled already."), rule=Rule.CALLBACK_IS_OPEN)
    holder = callback.taken_by
    if holder == by:
        return
    if holder and holder.is_there(at):
        raise UnableToTakeCallback(
            _("%(name)s is calling them already. Take the next one.") % {"name": holder.name},
            rule=Rule.CALLBACK_IS_TAKEN_ONCE,
        )
    callback.state, callback.taken_by, callback.taken_at = State.TAKEN.value, by, at
    callback.save(update_fields=["state", "taken_by", "taken_at"])
    if callback.promise.owed and callback.promise.owner_id != by.pk:
        handing.hand_over(
            promise_ids=[callback.promise_id], owner_id=by.pk, team_id=callback.promise.team_id, by=by, at=at
        )
    told(callback_fact(CallbackTaken, callback, staff_id=by.pk), actor=by.actor, at=at)


@transaction()
def leave(*, callback_id: int, by: Staff, at: datetime) -> None:
    """Whoever took it does not get to it: it stands in everybody's queue again."""
    callback = locked_callback(callback_id)
    by.must(Verb.PROMISE, callback)
    if callback.state != State.TAKEN:
        return
    callback.wait_until(callback.next_call_at)
    callback.save(update_fields=["state", "taken_by", "taken_at", "next_call_at"])
    told(callback_fact(CallbackLeft, callback), actor=by.actor, at=at)


@transaction(durable=True)
def log_attempt(
    *,
    callback_id: int,
    outcome: str,
    by: Staff,
    at: datetime,
    words: str = "",
    call_again_at: datetime | None = None,
) -> CallAttempt:
    """They were called, just now. `call_again_at`: when they asked to be called, where they did."""
    callback = locked_callback(callback_id)
    by.must(Verb.PROMISE, callback)
    _check(callback, outcome=outcome, words=words, call_again_at=call_again_at, by=by, at=at)
    attempt = CallAttempt.objects.create(callback=callback, by=by, at=at, outcome=outcome, words=words.strip())
    callback.attempts_made += 1
    rule = queries.rule_of(callback.brand)
    if outcome == Outcome.REACHED:
        _reached(callback, attempt, by=by, at=at)
    elif call_again_at:
        _promise_later(callback, rule, call_again_at, by=by, at=at)
        told(callback_fact(CustomerReached, callback, attempt_id=attempt.pk), actor=by.actor, at=at)
    elif outcome == Outcome.WRONG_NUMBER or callback.attempts_made >= rule.attempts_max:
        then = _exhausted(callback, rule, by=by, at=at)
        _tell(callback, attempt, next_at=callback.next_call_at if then == Exhausted.LEAD else None, then=then)
    else:
        next_at = working_moment(callback.brand, at, rule.wait_minutes)
        callback.wait_until(next_at)
        _tell(callback, attempt, next_at=next_at, move_id=_move(callback, rule, next_at, at=at))
    callback.save()
    return attempt


def _check(
    callback: Callback, *, outcome: str, words: str, call_again_at: datetime | None, by: Staff, at: datetime
) -> None:
    if outcome not in set(Outcome):
        raise UnableToLogAttempt(_("Say how the call went."), rule=Rule.ATTEMPT_HAS_AN_OUTCOME)
    if not callback.is_open:
        raise UnableToLogAttempt(_("This call has been made or cancelled already."), rule=Rule.CALLBACK_IS_OPEN)
    if callback.taken_by and callback.taken_by != by:
        raise UnableToLogAttempt(
            _("%(name)s has taken it. Ask them first.") % {"name": callback.taken_by.name},
            rule=Rule.CALLBACK_IS_TAKEN_ONCE,
        )
    if len(words) > WORDS_CHARACTERS_MAX:
        raise UnableToLogAttempt(
            _("Say it in %(count)d characters at most.") % {"count": WORDS_CHARACTERS_MAX}, rule=Rule.TEXT_WITHIN_LIMITS
        )
    if (outcome == Outcome.ASKED_LATER) != bool(call_again_at):
        raise UnableToLogAttempt(
            _("Say when they want to be called, and only where they asked for it."), rule=Rule.CALL_AGAIN_WHEN_ASKED
        )
    if call_again_at:
        check_moment(call_again_at, at=at, refusal=UnableToLogAttempt)


def _reached(callback: Callback, attempt: CallAttempt, *, by: Staff, at: datetime) -> None:
    callback.end(State.REACHED, at=at)
    callback.save()
    if callback.promise.owed:
        ledger.keep(promise_id=callback.promise_id, by=by, at=at)
    told(callback_fact(CustomerReached, callback, attempt_id=attempt.pk), actor=by.actor, at=at)


def _promise_later(callback: Callback, rule: CallbackRule, call_again_at: datetime, *, by: Staff, at: datetime) -> None:
    """They want it at another moment, and said so: that is promised now, and the old time no more."""
    old = callback.promise
    callback.promise = ledger.make_by_rule(
        brand=callback.brand,
        customer_id=callback.customer_id,
        about=old.about,
        kind=Kind.CALLBACK,
        what=old.what,
        due_at=working_moment(callback.brand, call_again_at, rule.minutes_to_call),
        owner_id=old.owner_id,
        team_id=old.team_id,
        warning_minutes=rule.minutes_to_call // 2,
        actor=by.actor,
        at=at,
        everybodys=True,
    )
    callback.slot_starts_at = callback.slot_ends_at = callback.slot_place = None
    callback.attempts_made = 0
    callback.wait_until(call_again_at)
    callback.save()
    release_old(promise_id=old.pk, at=at)


def _exhausted(callback: Callback, rule: CallbackRule, *, by: Staff, at: datetime) -> Exhausted:
    """Who can be reached in no other way is not given up: a lead calls."""
    then = Exhausted(rule.when_exhausted)
    if not queries.can_be_written_to(customers.family_ids(callback.customer)):
        then = Exhausted.LEAD
    if then != Exhausted.LEAD:
        callback.end(State.GAVE_UP, at=at)
        return then
    callback.with_lead_at = callback.with_lead_at or at
    callback.wait_until(working_moment(callback.brand, at, rule.wait_minutes))
    lead = _lead(callback, people.present_at(callback.brand_id, at)) or _lead(
        callback, people.in_time_for(callback.promise.due_at, callback.brand_id, at)
    )
    if lead and callback.promise.owed and callback.promise.owner_id != lead.pk:
        handing.hand_over(
            promise_ids=[callback.promise_id], owner_id=lead.pk, team_id=callback.promise.team_id, by=by, at=at
        )
    return then


def _lead(callback: Callback, here: QuerySet[Staff]) -> Staff | None:
    """Of those who are there, or will be in time."""
    leads = here.filter(
        memberships__brand_id=callback.brand_id, memberships__role__in=[Role.SUPERVISOR, Role.ADMINISTRATOR]
    )
    return leads.order_by("memberships__role", "pk").last()  # a supervisor rather than an administrator


def _move(callback: Callback, rule: CallbackRule, next_at: datetime, *, at: datetime) -> int | None:
    """The next attempt comes after the deadline: another moment is named, and holds if the customer hears of it before.
    None where the rule of the kind allows no move: then the deadline stands."""
    promise = callback.promise
    if not promise.owed or promise.due_at is None or next_at < promise.due_at:
        return None
    with translation.override(callback.language):
        clock = formats.time_format(localtime(at, callback.customer.tz), "H:i")
        reason = _("We called at %(time)s and did not reach you.") % {"time": clock}
    due_at = working_moment(callback.brand, next_at, rule.minutes_to_call)
    try:
        with atomic():
            return moving.move_by_rule(promise_id=promise.pk, due_at=due_at, reason=reason, actor=RULE, at=at).pk
    except UnableToMovePromise:
        return None


def _tell(
    callback: Callback,
    attempt: CallAttempt,
    *,
    next_at: datetime | None,
    then: str = "",
    move_id: int | None = None,
) -> None:
    moments = {"called_at": attempt.at.isoformat(), "next_at": next_at.isoformat() if next_at else None}
    how: dict[str, Any] = {"outcome": attempt.outcome, "then": str(then), "move_id": move_id, **moments}
    fact = callback_fact(CustomerNotReached, callback, attempt_id=attempt.pk, **how)
    told(fact, actor=attempt.by.actor, at=attempt.at)
