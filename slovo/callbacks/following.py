"""A callback goes where the conversation goes in which it was asked for. Actions, as in `actions.py`."""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.callbacks import queries
from slovo.callbacks.deeds import callback_fact, rule_for_writing, told
from slovo.callbacks.models import Callback
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.rules import Rule
from slovo.facts.callbacks import CallbackBrandChanged

WITH_THE_WORK = Actor("rule", "with_the_work")


class UnableToFollow(UnableTo):
    pass


@transaction()
def change_brand(
    *, about: str, brand_id: int, was_brand_id: int, customer_id: int, owner_id: int | None, at: datetime
) -> None:
    """They are called about their matter by whoever has it now, at the time that they chose: its promise has gone there
    already. Of a number there is one call at a brand."""
    rows = list(queries.still_owed(about))
    if not rows:
        return
    brand = Brand.objects.get(pk=brand_id)
    rule_for_writing(brand)  # whoever asks that brand for a call, or chooses a time, waits until this is done
    for callback in (locked(Callback, row.pk) for row in rows):
        if callback.is_open and queries.open_for(brand_id, callback.phone):
            raise UnableToFollow(
                _("They wait for a call from that brand, too. Make one of the two calls first, then move this."),
                rule=Rule.ONE_CALL_A_NUMBER,
            )
        callback.brand, callback.customer_id = brand, customer_id
        if callback.taken_by_id and callback.taken_by_id != owner_id:
            callback.wait_until(callback.next_call_at)
        if callback.is_open and callback.slot_starts_at and callback.slot_ends_at:
            callback.slot_place = _place(brand_id, callback.slot_starts_at, callback.slot_ends_at)
        callback.save()
        fact = callback_fact(CallbackBrandChanged, callback, was_brand_id=was_brand_id)
        told(fact, actor=WITH_THE_WORK, at=at)


def _place(brand_id: int, starts_at: datetime, ends_at: datetime) -> int:
    """What the customer was told holds, even where that brand has given all its places away."""
    taken = queries.places_taken(brand_id, starts_at, ends_at)
    return next(place for place in range(1, len(taken) + 2) if place not in taken)
