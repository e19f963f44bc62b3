"""What is done with the promise in the ledger holds for the callback."""

from datetime import datetime

from slovo.callbacks import following, queries
from slovo.callbacks.models import Callback, State
from slovo.core.db import locked
from slovo.facts.conversations import ConversationMoved
from slovo.facts.promises import PromiseDoneLate, PromiseHandedOver, PromiseKept, PromiseOwedAgain, PromiseReleased
from slovo.people.models import Staff
from slovo.promises.kinds import Kind


def promise_settled(fact: PromiseKept | PromiseDoneLate | PromiseReleased, *, at: datetime) -> None:
    if fact.kind != Kind.CALLBACK:
        return
    callback = _of(fact.promise_id)
    if callback and callback.state in {State.WAITS, State.TAKEN, State.GAVE_UP}:
        callback.end(State.CANCELLED if isinstance(fact, PromiseReleased) else State.REACHED, at=at)
        callback.save(update_fields=["state", "ended_at"])


def promise_owed_again(fact: PromiseOwedAgain, *, at: datetime) -> None:
    callback = _of(fact.promise_id)
    if callback and not callback.is_open and not queries.open_for(callback.brand_id, callback.phone):
        callback.ended_at = None
        callback.slot_starts_at = callback.slot_ends_at = callback.slot_place = None
        callback.wait_until(at)
        callback.save()


def promise_handed_over(fact: PromiseHandedOver, *, at: datetime) -> None:
    """To another than who had taken it: they have it now, or everybody has."""
    callback = _of(fact.promise_id)
    if callback is None or callback.state != State.TAKEN or callback.taken_by_id == fact.owner_id:
        return
    if fact.owner_id:
        callback.taken_by, callback.taken_at = Staff.objects.get(pk=fact.owner_id), at
    else:
        callback.wait_until(callback.next_call_at)
    callback.save()


def conversation_moved(fact: ConversationMoved, *, at: datetime) -> None:
    """Who takes the matter over calls."""
    assert fact.brand_id
    following.change_brand(
        about=fact.about,
        brand_id=fact.brand_id,
        was_brand_id=fact.was_brand_id,
        customer_id=fact.customer_id,
        owner_id=fact.owner_id,
        at=at,
    )


def _of(promise_id: int) -> Callback | None:
    pk = Callback.objects.filter(promise_id=promise_id).values_list("pk", flat=True).first()
    return locked(Callback, pk) if pk else None
