from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, answer, moment, one, page
from slovo.api.kinds import Chosen, Given, Line, Name, Paged, Shown, Text
from slovo.api.problems import WrongField
from slovo.brands.models import Brand
from slovo.channels.api.filed import Filed
from slovo.conversations import filing, queries
from slovo.conversations.models import Conversation, Message
from slovo.conversations.outgoing import FILES_MAX, TEXT_CHARACTERS_MAX, Upload
from slovo.customers.identity import normal_email, normal_phone
from slovo.customers.models import Identity
from slovo.people.rights import Verb

router = Router(tags=["messages"])
NOT_AN_ADDRESS = _("This is not an address or a phone number. Check it for slips.")


class AttachmentShown(Shown):
    id: UUID
    name: str
    type: str
    bytes: int
    inline: bool
    url: str


class MessageShown(Shown):
    id: UUID
    conversation: UUID
    direction: Literal["in", "out", "note"]
    customer: UUID | None
    staff: UUID | None
    sender_name: str
    sender: str
    subject: str
    text: str
    quote: str
    language: str
    at: datetime
    sent_at: datetime | None
    delivery: str | None
    automatic: bool
    awaits_answer: bool
    attachments: list[AttachmentShown]


class MessagePage(Shown):
    data: list[MessageShown]
    next: str | None


class Sender(Given):
    """Whom the message is from. An address or a number is how the customer is found again."""

    name: Name = ""
    email: Annotated[Text, Field(max_length=254)] = ""
    phone: Annotated[Text, Field(max_length=40, description="With its country code: +79000000012.")] = ""


class Filing(Given):
    """A customer's message, brought on their behalf."""

    sender: Sender
    text: Annotated[Text, Field(min_length=1, max_length=TEXT_CHARACTERS_MAX)]
    subject: Line = ""
    brand: UUID | None = None
    language: Literal["", "ru", "uk", "en"] = ""
    external_id: Annotated[
        Text, Field(max_length=200, description="Your own name for the message: brought twice, it is one message.")
    ] = ""
    attachments: Annotated[list[UUID], Field(max_length=FILES_MAX)] = []


class Continuation(Filing):
    conversation: Annotated[UUID | None, Field(description="Which conversation it continues. None: a new one.")] = None


class Taken(Shown):
    """What became of it."""

    conversation: UUID
    reference: str
    message: UUID
    customer: UUID
    new: bool
    url: str


def shapes(rows: Sequence[Message]) -> list[Shape]:
    return [shape(row, row.conversation) for row in rows]


def shape(row: Message, conversation: Conversation, *, with_files: bool = True) -> Shape:
    return {
        "id": row.public_id,
        "conversation": conversation.public_id,
        "direction": str(row.direction),
        "customer": row.customer.public_id if row.customer else None,
        "staff": row.staff.public_id if row.staff else None,
        "sender_name": row.sender_name,
        "sender": row.sender_value,
        "subject": row.subject,
        "text": row.text,
        "quote": row.quote,
        "language": row.language,
        "at": moment(row.at),
        "sent_at": moment(row.sent_at),
        "delivery": str(row.outbound.state) if row.outbound else None,
        "automatic": row.automatic,
        "awaits_answer": row.awaits_answer,
        "attachments": [
            {
                "id": part.public_id,
                "name": part.name,
                "type": part.type,
                "bytes": part.file.bytes,
                "inline": part.inline,
                "url": reverse("api:attachment", args=[part.public_id]),
            }
            for part in (row.attachments.all() if with_files else ())
        ],
    }


def loaded(request: ApiRequest) -> QuerySet[Message]:
    rows = queries.messages_visible_to(request.by)
    return rows.select_related("conversation", "customer", "staff", "outbound").prefetch_related("attachments__file")


@router.get("/conversations/{id}/messages", response=MessagePage, url_name="messages")
@reads()
def index(request: ApiRequest, id: UUID, paged: Query[Paged]) -> HttpResponse:
    """What was said in a conversation, the oldest first: by the customer, by us, and among us."""
    together = queries.family_ids(references.conversation(request, id))
    rows = loaded(request).filter(conversation_id__in=together)
    return page(request, rows, paged=paged, order="pk", shapes=shapes, kind=MessageShown)


@router.get("/messages/{id}", response=MessageShown, url_name="message")
@reads()
def show(request: ApiRequest, id: UUID, chosen: Query[Chosen]) -> HttpResponse:
    row = get_object_or_404(loaded(request), public_id=id)
    return one(request, shape(row, row.conversation), MessageShown, fields=chosen.fields)


@router.post("/messages", response={201: Taken, 200: Taken})
@writes(Verb.FILE)
def create(request: ApiRequest, given: Continuation) -> HttpResponse:
    """Bring a customer's message into a conversation, or begin a new one. 200: it was brought before."""
    continued = _continued(request, given)
    brand = continued.brand if continued else references.brand(request, given.brand, Verb.FILE)
    return file(request, given, brand, continues=continued.reference if continued else "")


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a message that was brought."""

    conversation: Conversation
    new: bool
    shape: Shape


def file(request: ApiRequest, given: Filing, brand: Brand, *, continues: str = "") -> HttpResponse:
    kept = filed(request, given, brand, continues=continues)
    return answer(kept.shape, status=201 if kept.new else 200, headers={"Location": kept.shape["url"]})


def filed(
    request: ApiRequest, given: Filing, brand: Brand, *, continues: str = "", more: Sequence[Upload] = ()
) -> Kept:
    """`more`: files besides those that it names."""
    kind, value = identity_of(given.sender, brand)
    brought = Filed(
        kind=kind,
        value=value,
        name=given.sender.name.strip(),
        subject=given.subject.strip(),
        text=given.text.strip(),
        language=given.language,
        external_id=given.external_id,
        continues=continues,
        files=tuple(str(public_id) for public_id in given.attachments),
    )
    files = [*references.uploads(request, given.attachments), *more]
    message, new = filing.file_message(brand_id=brand.pk, filed=brought, by=request.by, files=files, at=request.at)
    conversation, customer = message.conversation, message.customer
    assert customer
    shape = {
        "conversation": conversation.public_id,
        "reference": conversation.reference,
        "message": message.public_id,
        "customer": customer.public_id,
        "new": new,
        "url": reverse("api:conversation", args=[conversation.public_id]),
    }
    return Kept(conversation, new, shape)


def identity_of(sender: Sender, brand: Brand) -> tuple[str, str]:
    """The address rather than the number: answers go there. ("", "") for somebody without either."""
    if sender.email:
        if value := normal_email(sender.email):
            return Identity.EMAIL, value
        raise WrongField("sender.email", NOT_AN_ADDRESS)
    if sender.phone:
        if value := normal_phone(sender.phone, country="RU" if brand.language == "ru" else "UA"):
            return Identity.PHONE, value
        raise WrongField("sender.phone", NOT_AN_ADDRESS)
    return Identity.EMAIL, ""


def _continued(request: ApiRequest, given: Continuation) -> Conversation | None:
    if given.conversation is None:
        return None
    rows = queries.visible_to(request.by).select_related("brand")
    return references.named(rows, given.conversation, "conversation")
