"""The customer wants it at another time, or not any more. Actions, as in `actions.py`."""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.callbacks import queries
from slovo.callbacks.booking import UnableToAskForCall, place_in, promise_call, release_old
from slovo.callbacks.deeds import callback_fact, locked_callback, rule_for_writing, told
from slovo.callbacks.models import Callback, State
from slovo.core.db import transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.rules import Rule
from slovo.facts.callbacks import CallbackCancelled, CallbackTimeChosen
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import ledger


class UnableToCancelCallback(UnableTo):
    pass


@transaction(durable=True)
def choose_time(*, callback_id: int, slot_starts_at: datetime, at: datetime) -> None:
    """The customer chooses another time on a page of their own: that is promised now, and the old time no more."""
    callback = locked_callback(callback_id)
    rule = rule_for_writing(callback.brand)
    if callback.state not in {State.WAITS, State.TAKEN, State.GAVE_UP}:
        raise UnableToAskForCall(
            _("This call has been made or cancelled already. Ask for another one."), rule=Rule.CALLBACK_IS_OPEN
        )
    _check_alone(callback)
    slot = place_in(callback.brand, rule, slot_starts_at, at=at)
    actor = Actor("customer", str(callback.customer_id))
    old = callback.promise_id
    callback.slot_starts_at, callback.slot_ends_at, callback.slot_place = slot
    callback.promise = promise_call(
        callback.brand,
        callback.customer_id,
        rule,
        slot,
        about=callback.about,
        language=callback.language,
        owner=callback.promise.owner,
        actor=actor,
        at=at,
    )
    callback.ended_at, callback.attempts_made = None, 0
    callback.wait_until(slot[0])
    callback.save()
    release_old(promise_id=old, at=at)
    told(callback_fact(CallbackTimeChosen, callback, slot_starts_at=slot[0].isoformat()), actor=actor, at=at)


@transaction()
def cancel(*, callback_id: int, words: str, how: str, by: Staff, at: datetime) -> None:
    """The customer wants no call any more. `words`: who said so and why; `how` they said it, of `ledger.HOW`."""
    callback = locked_callback(callback_id)
    by.must(Verb.PROMISE, callback)
    _must_be_owed(callback)
    ledger.release(promise_id=callback.promise_id, words=words, how=how, by=by, at=at)
    _cancelled(callback, actor=by.actor, at=at)


@transaction()
def cancel_by_customer(*, callback_id: int, words: str, at: datetime) -> None:
    """They say so themselves, on a page of their own."""
    callback = locked_callback(callback_id)
    _must_be_owed(callback)
    ledger.release_by_customer(promise_id=callback.promise_id, words=words, at=at)
    _cancelled(callback, actor=Actor("customer", str(callback.customer_id)), at=at)


def _check_alone(callback: Callback) -> None:
    other = queries.open_for(callback.brand_id, callback.phone)
    if other and other.pk != callback.pk:
        raise UnableToAskForCall(
            _("Another call to this number is on its way. Choose the time of that one."), rule=Rule.ONE_CALL_A_NUMBER
        )


def _must_be_owed(callback: Callback) -> None:
    if callback.state not in {State.WAITS, State.TAKEN, State.GAVE_UP} or not callback.promise.owed:
        raise UnableToCancelCallback(_("This call has been made or cancelled already."), rule=Rule.CALLBACK_IS_OPEN)


def _cancelled(callback: Callback, *, actor: Actor, at: datetime) -> None:
    callback.end(State.CANCELLED, at=at)
    callback.save(update_fields=["state", "ended_at"])
    told(callback_fact(CallbackCancelled, callback), actor=actor, at=at)
