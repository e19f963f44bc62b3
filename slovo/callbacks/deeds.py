"""What the actions on callbacks have in common."""

from datetime import datetime, timedelta
from typing import Any, TypeVar

from slovo.brands.models import Brand
from slovo.callbacks import queries
from slovo.callbacks.models import Callback, CallbackRule
from slovo.core.db import locked
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.live.actions import nudge
from slovo.core.worktime.errors import UnableToCountWorkingTime
from slovo.facts.callbacks import CallbackFact
from slovo.promises.models import Promise

FactT = TypeVar("FactT", bound=CallbackFact)


def callback_fact(fact: type[FactT], callback: Callback, /, **more: Any) -> FactT:
    """It, with what is the same in all of them."""
    return fact(
        brand_id=callback.brand_id,
        callback_id=callback.pk,
        customer_id=callback.customer_id,
        regarding=callback.about,
        **more,
    )


def told(fact: CallbackFact, *, actor: Actor, at: datetime) -> None:
    """To the journal, and to the pages that show the queue."""
    record(fact, actor=actor, at=at)
    if fact.brand_id:
        nudge(fact.about, brand_id=fact.brand_id)


def locked_callback(callback_id: int) -> Callback:
    """With its promise, which is taken first: whoever settles that comes to the callback from there."""
    promise = locked(Promise, Callback.objects.values_list("promise_id", flat=True).get(pk=callback_id))
    callback = locked(Callback, callback_id)
    if callback.promise_id == promise.pk:
        callback.promise = promise
    return callback


def rule_for_writing(brand: Brand) -> CallbackRule:
    """Held until the transaction ends: whoever asks this brand for a call, or chooses a time, comes one by one."""
    rule = queries.rule_of(brand)
    if rule.pk is None:
        rule, _new = CallbackRule.objects.get_or_create(brand=brand, defaults={"country": rule.country})
    return locked(CallbackRule, rule.pk)


def working_moment(brand: Brand, at: datetime, minutes: int) -> datetime:
    """After so many minutes of the brand's working time. A calendar that never opens loses no call either."""
    try:
        return brand.main_calendar.calendar.deadline(at, minutes)
    except UnableToCountWorkingTime:
        return at + timedelta(minutes=minutes)
