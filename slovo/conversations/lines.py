"""What a list shows of its conversations."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Case, F, OuterRef, Subquery, When

from slovo.conversations.models import Conversation, State, Tag
from slovo.core.prepared import prepared
from slovo.customers.models import Identity

COLUMNS = (
    "pk",
    "public_id",
    "closed_at",
    "waiting_since",
    "subject",
    "preview",
    "customer_words",
    "assignee__name",
    "team__name",
    "brand__name",
    "brand__colour",
    "last_message_at",
    "next_promise_id",
    "next_promise__due_at",
    "next_promise__warn_at",
)


@dataclass(frozen=True, slots=True)
class Line:
    """What a list shows of a conversation. Plain values: fifty objects of models cost more than all the queries.

    `due_at`, `warn_at`: of the promise that is due next; both None while its clock stands (`promised`) or without one.
    `tags`: names and colours. `brand`: its name and colour.
    """

    pk: int
    public_id: UUID
    state: State
    subject: str
    preview: str
    customer: str
    assignee: str
    team: str
    brand: tuple[str, str]
    last_message_at: datetime
    promised: bool
    due_at: datetime | None
    warn_at: datetime | None
    tags: tuple[tuple[str, str], ...]


def lines_of(pks: Sequence[int]) -> list[Line]:
    """Of these conversations, in this order."""
    tags: dict[int, list[tuple[str, str]]] = {}
    for pk, name, colour in _tags_of(pks):
        tags.setdefault(pk, []).append((name, colour))
    found = {row[0]: _line(row, tuple(tags.get(row[0], ()))) for row in _rows_of(pks)}
    return [found[pk] for pk in pks if pk in found]


@prepared
def _tags_of(pks: Collection[int]) -> models.QuerySet[Any, tuple[int, str, str]]:
    tagged = Tag.conversations.through.objects.filter(conversation_id__in=pks).order_by("tag__name")
    return tagged.values_list("conversation_id", "tag__name", "tag__colour")


@prepared
def _rows_of(pks: Collection[int]) -> models.QuerySet[Conversation, tuple[Any, ...]]:
    return Conversation.objects.filter(pk__in=pks).annotate(customer_words=customer_words_of()).values_list(*COLUMNS)


def _line(row: Any, tags: tuple[tuple[str, str], ...]) -> Line:
    pk, public_id, closed_at, waiting_since, subject, preview, customer, assignee, team, brand, colour, *rest = row
    last_message_at, promise_id, due_at, warn_at = rest
    return Line(
        pk=pk,
        public_id=public_id,
        state=State.CLOSED if closed_at else State.WAITING if waiting_since else State.OPEN,
        subject=subject,
        preview=preview,
        customer=customer or "",
        assignee=assignee or "",
        team=team or "",
        brand=(brand, colour),
        last_message_at=last_message_at,
        promised=promise_id is not None,
        due_at=due_at,
        warn_at=warn_at,
        tags=tags,
    )


def customer_words_of() -> Case:
    """As `str(customer)` says it: the name, else the first address."""
    first = Identity.objects.filter(customer_id=OuterRef("customer_id")).order_by("pk").values("value")[:1]
    return Case(When(customer__name="", then=Subquery(first)), default=F("customer__name"))
