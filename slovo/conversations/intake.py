"""Taking in what a channel has understood: find the customer and the conversation, store the message."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from slovo.channels import actions as channels
from slovo.channels import outcomes
from slovo.channels.adapter import Part, Understood
from slovo.channels.models import Inbound
from slovo.channels.queries import outbound_by_external_id, taken_in_before
from slovo.conversations import queries, threading
from slovo.conversations.changes import changed
from slovo.conversations.families import locked_root
from slovo.conversations.intake_words import SUBJECT_CHARACTERS_MAX
from slovo.conversations.intake_words import plain_subject as plain_subject
from slovo.conversations.intake_words import preview as preview
from slovo.conversations.models import (
    EXTERNAL_ID_CHARACTERS_MAX,
    Attachment,
    Conversation,
    Direction,
    Look,
    Message,
    Participant,
)
from slovo.conversations.search.indexing import index_new
from slovo.conversations.search.terms import Words, words_of
from slovo.core.db import transaction
from slovo.core.files import kinds, storage
from slovo.core.files.models import File
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rows import insert, insert_unknown, update
from slovo.customers import actions as customers
from slovo.customers.models import Customer
from slovo.facts.conversations import ConversationOpened, ConversationReopened, MessageReceived

INTAKE = Actor("rule", "intake")
PARTICIPANTS_MAX = 50
CONTENT_ID_CHARACTERS_MAX = 250
_DESIGNED = re.compile(r"<(img|table|h[1-6]|ul|ol|hr)\b", re.IGNORECASE)
_REMOTE = re.compile(r"<img[^>]* data-remote=")


@dataclass(frozen=True, slots=True)
class StoredPart:
    part: Part
    file: File


def stored(part: Part, *, at: datetime) -> StoredPart:
    """Its type is what it is, not what whoever sent it says."""
    part = replace(part, type=kinds.type_of(part.content, declared=part.type))
    return StoredPart(part, storage.put(part.content, at=at))


@transaction()
def take_in(
    *, inbound: Inbound, understood: Understood, parts: Sequence[StoredPart], at: datetime, spoken: Words | None = None
) -> Message | None:
    """None when there is no message to show: somebody has taken it in, the same mail came before, or it reports on one
    of ours.

    `spoken`: the words of the message, when the preparation has read them (`words_spoken`).
    """
    if not channels.mark_taken_in(inbound=inbound, at=at):
        return None
    twin = queries.twin(brand_id=inbound.brand_id, fingerprint=understood.fingerprint)
    if twin:
        channels.mark_duplicate(inbound=inbound, of=twin.inbound)
        return None
    if understood.trouble and (report := taken_in_before(inbound)):
        channels.mark_duplicate(inbound=inbound, of=report)
        return None
    if _is_trouble_of_ours(inbound, understood, at=at):
        return None
    return store(inbound, understood, parts, spoken)


def _is_trouble_of_ours(inbound: Inbound, understood: Understood, *, at: datetime) -> bool:
    trouble = understood.trouble
    outbound = trouble and outbound_by_external_id(brand_id=inbound.brand_id, external_id=trouble.external_id)
    if not trouble or not outbound:
        return False
    outcomes.record_bounce(
        outbound_id=outbound.pk,
        inbound=inbound,
        permanent=trouble.permanent,
        explanation=trouble.explanation,
        at=at,
    )
    return True


def words_spoken(understood: Understood) -> Words:
    return words_of(_own_text(understood), understood.signature, language=understood.language)


def store(
    inbound: Inbound,
    understood: Understood,
    parts: Sequence[StoredPart],
    spoken: Words | None = None,
    customer: Customer | None = None,
) -> Message:
    """What is marked as taken in becomes a message, in the open transaction. `customer`: who wrote it, when that is
    known better than by an address."""
    at = inbound.received_at
    customer = customer or _customer(inbound, understood, at=at)
    if not understood.language:  # nothing in it tells: they write as ever, or as one writes to this brand
        understood = replace(understood, language=customer.language or inbound.brand.language)
    continued = threading.continued(understood, brand_id=inbound.brand_id)
    if continued:
        conversation = locked_root(continued.pk)
        _go_on(conversation, understood, customer, at=at)
    else:
        conversation = _open(inbound, understood, customer, at=at)
    message = _message(conversation, inbound, understood, customer)
    Attachment.objects.bulk_create(
        Attachment(
            message=message,
            file=stored.file,
            name=stored.part.name,
            type=stored.part.type,
            content_id=stored.part.content_id[:CONTENT_ID_CHARACTERS_MAX],
            inline=stored.part.inline,
        )
        for stored in parts
    )
    _remember_people(conversation, understood)
    _tell(conversation, message, at=at)
    if inbound.mailbox and inbound.mailbox_id == conversation.mailbox_id:
        conversation.mailbox = inbound.mailbox  # at hand: it need not be read again
    file_names = [stored.part.name for stored in parts if not stored.part.inline]
    index_new(message, conversation=conversation, sender=customer, file_names=file_names, spoken=spoken)
    return message


def _customer(inbound: Inbound, understood: Understood, *, at: datetime) -> Customer:
    sender = understood.sender
    if not sender.value:
        return customers.create_unknown(
            brand_id=inbound.brand_id, name=sender.name, language=understood.language, actor=INTAKE, at=at
        )
    return customers.find_or_create(
        brand_id=inbound.brand_id,
        kind=sender.kind,
        value=sender.value,
        name=sender.name,
        language=understood.language,
        actor=INTAKE,
        at=at,
    )


def _open(inbound: Inbound, understood: Understood, customer: Customer, *, at: datetime) -> Conversation:
    conversation = Conversation(
        brand_id=inbound.brand_id,
        customer=customer,
        channel=inbound.channel,
        mailbox=inbound.mailbox,
        subject=plain_subject(understood.subject),
        language=understood.language,
        opened_at=at,
        last_message_at=at,
        preview=preview(_own_text(understood)),
    )
    insert(conversation)
    fact = ConversationOpened(
        brand_id=inbound.brand_id,
        conversation_id=conversation.pk,
        customer_id=customer.pk,
        channel=inbound.channel,
    )
    record(fact, actor=Actor("customer", str(customer.pk)), at=at)
    return conversation


def _message(conversation: Conversation, inbound: Inbound, understood: Understood, customer: Customer) -> Message:
    message = Message(
        conversation=conversation,
        brand_id=conversation.brand_id,
        direction=Direction.IN,
        customer=customer,
        sender_name=understood.sender.name[:200],
        sender_value=understood.sender.value,
        reply_value=(understood.reply_to or understood.sender).value,
        recipients=[[person.kind, person.value, person.name] for person in understood.recipients[:PARTICIPANTS_MAX]],
        subject=understood.subject[:SUBJECT_CHARACTERS_MAX],
        text=_own_text(understood),
        quote=understood.quote,
        signature=understood.signature,
        html=understood.html,
        html_look=look(understood.html),
        language=understood.language,
        at=inbound.received_at,
        written_at=understood.written_at,
        external_id=understood.external_id[:EXTERNAL_ID_CHARACTERS_MAX],
        fingerprint=understood.fingerprint,
        inbound=inbound,
        automatic=understood.automatic,
        awaits_answer=not understood.automatic,
        verified=understood.verified,
        original_name=understood.original_sender.name[:200] if understood.original_sender else "",
        original_value=understood.original_sender.value if understood.original_sender else "",
        remarks=list(understood.notes),
    )
    return insert(message)


def _own_text(understood: Understood) -> str:
    return understood.reply_text if understood.reply_text or understood.quote else understood.text


def _remember_people(conversation: Conversation, understood: Understood) -> None:
    people = [person for person in (understood.sender, *understood.recipients[:PARTICIPANTS_MAX]) if person.value]
    insert_unknown(
        [
            Participant(conversation=conversation, kind=person.kind, value=person.value, name=person.name[:200])
            for person in people
        ]
    )


def _go_on(conversation: Conversation, understood: Understood, customer: Customer, *, at: datetime) -> None:
    """Somebody writes again: it is our turn, unless a machine wrote."""
    conversation.last_message_at = max(at, conversation.last_message_at)
    conversation.preview = preview(_own_text(understood))
    if not understood.automatic:
        if conversation.closed_at:
            fact = ConversationReopened(
                brand_id=conversation.brand_id,
                conversation_id=conversation.pk,
                merged_ids=queries.merged_ids(conversation),
            )
            record(fact, actor=Actor("customer", str(customer.pk)), at=at)
        conversation.reopen()
    update(conversation)


def _tell(conversation: Conversation, message: Message, *, at: datetime) -> None:
    assert message.customer_id
    received = MessageReceived(
        brand_id=conversation.brand_id,
        conversation_id=conversation.pk,
        message_id=message.pk,
        customer_id=message.customer_id,
        channel=conversation.channel,
        first=conversation.first_answered_at is None,
        owner_id=conversation.assignee_id,
        team_id=conversation.team_id,
        awaits_answer=message.awaits_answer,
        merged_ids=queries.merged_ids(conversation),
    )
    record(received, actor=Actor("customer", str(message.customer_id)), at=at)
    changed(conversation)


def look(html: str) -> str:
    """Found once, when the letter comes, so that a page of messages need not read their HTML."""
    if _REMOTE.search(html):
        return Look.REMOTE
    return Look.DESIGNED if _DESIGNED.search(html) else ""
