"""A letter that came to the wrong brand goes to the right one. Actions, as in `actions.py`."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.channels import queries as channels
from slovo.channels.models import State as Delivery
from slovo.conversations.changes import changed
from slovo.conversations.desk_models import Draft, Follower, Mention, Related, Split
from slovo.conversations.models import Conversation, Message
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.core.live.actions import nudge
from slovo.core.rows import update
from slovo.customers import actions as customers
from slovo.customers.models import Customer
from slovo.facts.conversations import ConversationMoved
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.rights import Verb


class UnableToMove(UnableTo):
    pass


@transaction()
def move(*, conversation_id: int, brand: Brand, by: Staff, at: datetime) -> None:
    """The customer is found there by their addresses, or is new there. What is promised stays promised. Tags and
    team, which belong to the brand it leaves, stay behind."""
    conversation = locked(Conversation, conversation_id)
    by.must(Verb.MOVE, conversation)
    by.must(Verb.MOVE, brand)
    _check(conversation, brand)
    was_brand_id = conversation.brand_id
    _move_messages(conversation, brand, by=by, at=at)
    colleagues = people.colleagues_at(brand.pk)
    if conversation.assignee and not colleagues.filter(pk=conversation.assignee.pk).exists():
        conversation.assignee = None
    conversation.brand, conversation.team, conversation.mailbox = brand, None, channels.open_mailbox(brand.pk)
    update(conversation)
    conversation.tags.clear()
    Draft.objects.filter(conversation=conversation).update(brand=brand)
    Mention.objects.filter(conversation=conversation).update(brand=brand)
    Follower.objects.filter(conversation=conversation).exclude(staff__in=colleagues).delete()
    Related.objects.filter(Q(one=conversation) | Q(other=conversation)).delete()
    fact = ConversationMoved(
        brand_id=brand.pk,
        conversation_id=conversation.pk,
        was_brand_id=was_brand_id,
        customer_id=conversation.customer_id,
        owner_id=conversation.assignee_id,
    )
    record(fact, actor=by.actor, at=at)
    changed(conversation)
    nudge(conversation.key, brand_id=was_brand_id)


def _check(conversation: Conversation, brand: Brand) -> None:
    if conversation.brand_id == brand.pk:
        raise UnableToMove(_("This conversation belongs to this brand already."))
    split = Split.objects.filter(Q(conversation=conversation) | Q(origin=conversation))
    if conversation.root_id or conversation.gathered_at or split.exists():
        raise UnableToMove(_("This conversation is merged with another or split. Take that back first, then move it."))
    leaving = Message.objects.filter(conversation=conversation, outbound__state__in=[Delivery.QUEUED, Delivery.SENDING])
    if leaving.exists():
        raise UnableToMove(_("A reply has not left yet. Wait until it has, or take it back."))
    if channels.open_mailbox(brand.pk) is None:
        raise UnableToMove(_("That brand has no mailbox to answer from. Add one first."))


def _move_messages(conversation: Conversation, brand: Brand, *, by: Staff, at: datetime) -> None:
    said = Message.objects.filter(conversation=conversation)
    taken = Message.objects.filter(brand=brand).values("fingerprint")
    said.filter(fingerprint__in=taken).update(fingerprint=None)  # the same mail went to both brands
    spoke = Q(messages__conversation=conversation) | Q(pk=conversation.customer_id)
    for customer in Customer.objects.filter(spoke).distinct():
        there = customers.counterpart(customer=customer, brand_id=brand.pk, actor=by.actor, at=at)
        said.filter(customer=customer).update(customer=there)
        if customer.pk == conversation.customer_id:
            conversation.customer = there
    said.update(brand=brand)
