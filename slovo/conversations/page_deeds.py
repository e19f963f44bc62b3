"""What customers do on a page of their own, shown where they talk with us. Actions, as in `actions.py`.

What is done with a promise about a conversation stands in its thread by its own facts. An order, a visit or a
reservation has facts of its own: what the customer does with one is told in the conversation that belongs to it, once.
"""

from datetime import datetime

from slovo.conversations import by_rule
from slovo.conversations.changes import changed
from slovo.conversations.families import locked_root
from slovo.core.db import transaction
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.customers.models import Customer
from slovo.facts.conversations import DoneOnTheirPage


@transaction()
def show(
    *,
    customer_id: int,
    about: str,
    did: str,
    at: datetime,
    promise_id: int | None = None,
    title: str = "",
    score: int | None = None,
    move_id: int | None = None,
) -> None:
    """Nothing, where they have never talked with us."""
    customer = Customer.objects.select_related("brand", "root").get(pk=customer_id)
    place = by_rule.where(customer, about)
    if place is None:
        return
    conversation = locked_root(place.pk)
    fact = DoneOnTheirPage(
        brand_id=conversation.brand_id,
        conversation_id=conversation.pk,
        did=did,
        customer_id=customer_id,
        promise_id=promise_id,
        title=title,
        score=score,
        move_id=move_id,
    )
    record(fact, actor=Actor("customer", str(customer_id)), at=at)
    changed(conversation)
