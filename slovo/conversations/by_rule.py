"""What the house itself says to a customer, by a rule: in their conversation, in their language, by the one door out.

It answers nobody: no promise to answer is kept by it, and whose turn it is stays as it was. It is about the customer's
own matter, never advertising; where they want no such letters the door refuses it, and a person tells them. In the
brand's quiet hours a letter waits for the morning.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from slovo.channels import actions as channels
from slovo.channels import queries as doors
from slovo.channels.adapter import Option, Person
from slovo.conversations.changes import changed
from slovo.conversations.families import locked_root
from slovo.conversations.intake_words import preview
from slovo.conversations.letter import notice_posting
from slovo.conversations.models import AFTER_ALL_PROMISES, Conversation, Direction, Message, milliseconds
from slovo.conversations.outgoing import SUBJECT_CHARACTERS_MAX, Parcel, attach, channel_of, ids_of, offering, take_part
from slovo.conversations.queries import said_in
from slovo.conversations.recipients import UnableToFindAddress, usual
from slovo.conversations.search.indexing import index_new
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.prepared import prepared
from slovo.core.rows import insert, update
from slovo.customers import queries as customers
from slovo.customers.consent_models import Purpose
from slovo.customers.models import Customer, Identity
from slovo.facts.conversations import ConversationOpened, NoticeWritten
from slovo.promises.timing import quiet_hours, quiet_until

AT_HAND = ("brand", "customer__root", "customer__brand", "mailbox")  # what each letter by a rule asks of
CHAT, EMAIL = "chat", "email"  # who writes in a chat is awake


def language_of(conversation: Conversation) -> str:
    return conversation.customer.language or conversation.language or conversation.brand.language


def language_for(*, customer: Customer, about: str) -> str:
    """In which they are written to."""
    found = where(customer, about)
    return customer.language or (found.language if found else "") or customer.brand.language


def place_of(customer: Customer, about: str, *, subject: str, actor: Actor, at: datetime) -> Conversation | None:
    """Part of an action: where they are written to, held until the transaction ends. None: they cannot be."""
    if found := where(customer, about):
        return locked_root(found.pk, *AT_HAND)
    return opened(customer, subject=subject, actor=actor, at=at)


def opened(customer: Customer, *, subject: str, actor: Actor, at: datetime) -> Conversation | None:
    """Part of an action: a conversation of their own, by letter. None: no address of theirs is known."""
    mailbox = doors.open_mailbox(customer.brand_id)
    if mailbox is None or not any(one.kind == Identity.EMAIL for one in customers.identities(customer)):
        return None
    with translation.override(customer.language or customer.brand.language):
        subject = subject or _("About what we promised you")
    conversation = Conversation(  # closed: nobody has anything to do in it until they write
        brand=customer.brand,
        customer=customer.root or customer,
        channel=EMAIL,
        mailbox=mailbox,
        subject=subject,
        language=customer.language,
        opened_at=at,
        last_message_at=at,
        closed_at=at,
        queue_position=AFTER_ALL_PROMISES - milliseconds(at),
    )
    insert(conversation)
    fact = ConversationOpened(
        brand_id=conversation.brand_id,
        conversation_id=conversation.pk,
        customer_id=conversation.customer_id,
        channel=EMAIL,
    )
    record(fact, actor=actor, at=at)
    return conversation


def addressee(conversation: Conversation) -> Person | None:
    """Whom a rule writes to there."""
    try:
        return usual(conversation, said_in(conversation), customers.identities(conversation.customer)).to[0]
    except UnableToFindAddress:
        return None


def say(
    conversation: Conversation,
    text: str,
    *,
    actor: Actor,
    at: datetime,
    regarding: str = "",
    files: Sequence[Parcel] = (),
    then: dict[str, Any] | None = None,
    options: Sequence[Option] = (),
    purpose: str = Purpose.SERVICE,
    true_until: datetime | None = None,
    at_any_hour: bool = False,
    news_until: datetime | None = None,
) -> Message | None:
    """Part of an action, in a conversation that the caller holds. None when no address of theirs is known. `then`: what
    the message remembers for the moment when it has left (`delivery.note_sent`). `options`: answers from which a
    visitor of a chat can choose. `purpose`: "" for what they have just asked for, which is no letter that they may
    have refused. `true_until`: the moment of which it speaks; it does not leave later. `news_until`: when they must
    have it; a morning after that is waited for by nobody.
    `at_any_hour`: in quiet hours, too, because it answers what they have just done, or whoever calls has looked."""
    text = text.strip()
    try:
        letter = notice_posting(conversation, text=text, language=language_of(conversation), files=ids_of(files))
    except UnableToFindAddress:
        return None
    letter = replace(offering(letter, options), true_until=true_until.isoformat() if true_until else "")
    kind = channel_of(conversation, letter)
    waits = kind != CHAT and purpose and not at_any_hour
    message = Message(
        conversation=conversation,
        brand_id=conversation.brand_id,
        direction=Direction.OUT,
        sender_name=conversation.brand.name,
        recipients=[[person.kind, person.value, person.name] for person in letter.to],
        subject=letter.subject[:SUBJECT_CHARACTERS_MAX],
        text=text,
        at=at,
        outbound=channels.send(
            brand_id=conversation.brand_id,
            kind=kind,
            mailbox=conversation.mailbox,
            posting=letter,
            actor=actor,
            at=at,
            not_before=_morning(conversation, at=at, before=(true_until, news_until)) if waits else None,
            purpose=purpose,
            customer_id=conversation.customer_id,
        ),
        automatic=True,
        before=then,
    )
    insert(message)
    attach(message, files)
    take_part(conversation, letter.to)
    conversation.last_message_at, conversation.preview = at, preview(text)
    update(conversation, "last_message_at", "preview")
    fact = NoticeWritten(
        brand_id=conversation.brand_id,
        conversation_id=conversation.pk,
        message_id=message.pk,
        outbound_id=message.outbound_id or 0,
        regarding=regarding,
    )
    record(fact, actor=actor, at=at)
    index_new(message, conversation=conversation, file_names=[name for _file, name, _type in files])
    changed(conversation)
    return message


def _morning(conversation: Conversation, *, at: datetime, before: Collection[datetime | None]) -> datetime | None:
    """When quiet hours end that last now, by the customer's clock; None where there are none, or that is too late."""
    zone = conversation.customer.zone_or(conversation.brand.zone)
    morning = quiet_until(at, zone=zone, quiet=quiet_hours(conversation.brand_id))
    return morning if morning and all(moment is None or morning < moment for moment in before) else None


def way_of(conversation: Conversation) -> tuple[str, str] | None:
    """By which channel, and to which address, a rule writes there. None where no address is known."""
    person = addressee(conversation)
    return (conversation.channel, person.value.casefold()) if person else None


def where(customer: Customer, about: str) -> Conversation | None:
    """Where they talk with us about it, as far as there is such a place yet."""
    kind, _colon, number = about.partition(":")
    if kind == "conversation" and number.isdecimal():
        return next(iter(_by_pk(int(number))), None)
    return next(iter(_talks(customer.brand_id, customers.family_ids(customer))), None)


@prepared
def _by_pk(pk: int) -> QuerySet[Conversation]:
    return Conversation.objects.filter(pk=pk)


@prepared
def _talks(brand_id: int, customer_ids: Collection[int]) -> QuerySet[Conversation]:
    rows = Conversation.objects.filter(brand_id=brand_id, customer_id__in=customer_ids, root=None)
    return rows.order_by("-last_message_at", "-pk")[:1]
