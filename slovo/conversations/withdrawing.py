"""What a rule has written and what still waits at the door for the morning. Something newer is true now: the customer
never hears of the older. Parts of the actions.

A letter of which that may come to be remembers what it tells of (`OF`).
"""

from datetime import datetime

from django.db.models import QuerySet

from slovo.channels import actions as channels
from slovo.channels.models import Outbound
from slovo.channels.models import State as Delivery
from slovo.conversations import queries
from slovo.conversations.changes import changed
from slovo.conversations.families import locked_root, take_last_words
from slovo.conversations.models import Message
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rows import update
from slovo.core.search import index
from slovo.customers import queries as customers
from slovo.customers.models import Customer
from slovo.facts.notices import NoticeWithdrawn

OF = "of"


def waiting(customer: Customer, *, of: str, at: datetime) -> QuerySet[Message]:
    """The first one first. Nobody holds them in their hands: their hour has not come."""
    letters = Outbound.objects.filter(customer_id__in=customers.family_ids(customer), state=Delivery.QUEUED)
    rows = Message.objects.filter(automatic=True, outbound__in=letters.filter(not_before__gt=at))
    return rows.filter(**{f"before__{OF}": of}).order_by("pk")


def still_waiting(message_id: int, *, at: datetime) -> Message | None:
    """As `waiting`, of one message."""
    rows = Message.objects.filter(pk=message_id, automatic=True, outbound__state=Delivery.QUEUED)
    return rows.filter(outbound__not_before__gt=at).first()


def at_the_door(message_id: int) -> Message | None:
    """One message, though its hour has come: whoever has it in their hands finds it gone before the last byte."""
    return Message.objects.filter(pk=message_id, automatic=True, outbound__state=Delivery.QUEUED).first()


def withdraw(message: Message, *, actor: Actor, at: datetime) -> None:
    """It is gone for good, and what was said before is the last word again."""
    assert message.outbound_id
    conversation = locked_root(message.conversation_id)
    pk, outbound_id, of = message.pk, message.outbound_id, (message.before or {}).get(OF, "")
    message.attachments.all().delete()
    message.delete()
    index.forget([pk])
    channels.take_back(outbound_id=outbound_id, actor=actor, at=at)
    take_last_words(conversation, queries.family_ids(conversation))
    update(conversation, "last_message_at", "preview")
    fact = NoticeWithdrawn(brand_id=conversation.brand_id, conversation_id=conversation.pk, message_id=pk, regarding=of)
    record(fact, actor=actor, at=at)
    changed(conversation)
