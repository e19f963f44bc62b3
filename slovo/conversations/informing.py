"""What other domains say to a customer by a rule. Actions, as in `actions.py`; what they are made of: `by_rule.py`."""

from datetime import datetime
from typing import Any

from slovo.conversations.by_rule import place_of, say
from slovo.conversations.models import Message
from slovo.core.db import transaction
from slovo.core.journal.actor import Actor
from slovo.customers.models import Customer


@transaction(durable=True)
def inform(
    *,
    customer_id: int,
    about: str,
    text: str,
    actor: Actor,
    at: datetime,
    subject: str = "",
    then: dict[str, Any] | None = None,
) -> Message | None:
    """In the conversation that it is `about`, else in their last one, else in a new one of that `subject`. None when
    nobody knows where to write. `then`: as in `by_rule.say`."""
    customer = Customer.objects.select_related("brand", "root").get(pk=customer_id)
    place = place_of(customer, about, subject=subject, actor=actor, at=at)
    return say(place, text, actor=actor, at=at, regarding=about, then=then) if place else None
