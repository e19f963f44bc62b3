"""What is shown of what was found. Plain values: objects of models cost more than all the queries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from slovo.conversations.lines import customer_words_of
from slovo.conversations.models import Attachment, Conversation, Message, State
from slovo.core.prepared import prepared


@dataclass(frozen=True, slots=True)
class Said:
    """The message that answers."""

    pk: int
    direction: str
    text: str
    at: datetime
    files: Sequence[str]


@dataclass(frozen=True, slots=True)
class Result:
    """`said` is None when only the conversation's own state was asked for."""

    pk: int
    public_id: UUID
    reference: str
    subject: str
    preview: str
    state: State
    customer: str
    brand: str
    brand_colour: str
    assignee: str
    last_message_at: datetime
    said: Said | None


COLUMNS = (
    "pk",
    "public_id",
    "reference",
    "subject",
    "preview",
    "closed_at",
    "waiting_since",
    "customer_words",
    "brand__name",
    "brand__colour",
    "assignee__name",
    "last_message_at",
)


def results(found: Sequence[tuple[int, int | None]]) -> list[Result]:
    """`found`: (conversation, its message) each."""
    said = _said([message_id for _pk, message_id in found if message_id is not None])
    by_pk = {row[0]: row for row in _conversations([pk for pk, _message_id in found])}
    return [_result(by_pk[pk], said.get(message_id) if message_id else None) for pk, message_id in found]


def _result(row: Any, said: Said | None) -> Result:
    pk, public_id, reference, subject, preview, closed_at, waiting_since, customer, brand, colour, assignee, at = row
    state = State.CLOSED if closed_at else State.WAITING if waiting_since else State.OPEN
    who = (customer or "", brand, colour, assignee or "")
    return Result(pk, public_id, reference, subject, preview, state, *who, at, said)


def _said(message_ids: Sequence[int]) -> dict[int, Said]:
    files: dict[int, list[str]] = {}
    for message_id, name in _attached(message_ids):
        files.setdefault(message_id, []).append(name)
    rows = _messages(message_ids)
    return {pk: Said(pk, direction, text, at, files.get(pk, ())) for pk, direction, text, at in rows}


@prepared
def _conversations(pks: Collection[int]) -> QuerySet[Conversation, Any]:
    rows = Conversation.objects.filter(pk__in=pks).order_by()
    return rows.annotate(customer_words=customer_words_of()).values_list(*COLUMNS)


@prepared
def _attached(message_ids: Collection[int]) -> QuerySet[Attachment, Any]:
    rows = Attachment.objects.filter(message_id__in=message_ids, inline=False).order_by("pk")
    return rows.values_list("message_id", "name")


@prepared
def _messages(pks: Collection[int]) -> QuerySet[Message, Any]:
    return Message.objects.filter(pk__in=pks).order_by().values_list("pk", "direction", "text", "at")
