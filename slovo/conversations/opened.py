"""One conversation as its page shows it: asked for all day long, and so compiled once."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import models

from slovo.conversations import queries
from slovo.conversations.conditions import unseen_mentions
from slovo.conversations.desk_models import Draft, Follower, Related, Split
from slovo.conversations.models import Attachment, Conversation, Message
from slovo.conversations.queries import family_ids
from slovo.core.prepared import prepared, related
from slovo.customers import queries as customers
from slovo.customers.models import Customer
from slovo.people.models import Staff
from slovo.promises.models import OWED, Promise
from slovo.promises.more_models import PromiseMove


def shown(public_id: UUID, staff: Staff) -> Conversation | None:
    """With all that the screen of one conversation shows of it, to this person. Of a merged one: where it is read."""
    found = next(iter(_shown(public_id, staff.brand_ids, staff.pk, by="public_id")), None)
    if found and found.root_id:
        found = next(iter(_shown(found.root_id, staff.brand_ids, staff.pk, by="pk")), None)
    if found:
        related(found.customer, "identities", customers.identities_of([found.customer_id]))
    return found


@prepared
def _shown(key: UUID | int, brand_ids: Collection[int], staff_id: int, *, by: str) -> models.QuerySet[Conversation]:
    own = models.OuterRef("pk")
    here = models.Q(conversation=own) | models.Q(conversation__root=own)
    rows = Conversation.objects.filter(brand_id__in=brand_ids, **{by: key}).annotate(
        followed=models.Exists(Follower.objects.filter(here, staff_id=staff_id)),
        mentioned=models.Exists(unseen_mentions(staff_id).filter(here)),
        was_split=models.Exists(Split.objects.filter(conversation=own)),
        told_by_rule=_any_in(Message.objects.filter(automatic=True), "conversation"),
        drafted=_any_in(Draft.objects.all(), "conversation"),
        has_files=_any_in(Attachment.objects.all(), "message__conversation"),
        customer_gathered=models.Exists(Customer.objects.filter(root=models.OuterRef("customer_id"))),
        is_related=models.Exists(Related.objects.filter(models.Q(one=own) | models.Q(other=own))),
    )
    return rows.select_related("brand", "customer", "assignee", "team", "next_promise")


def _any_in(rows: models.QuerySet[Any], conversation: str) -> models.Q:
    """Whether it, or what is read in it, has any of these: each by its index."""
    own = models.OuterRef("pk")
    inside = rows.filter(**{conversation: own}), rows.filter(**{f"{conversation}__root": own})
    return models.Q(models.Exists(inside[0])) | models.Q(models.Exists(inside[1]))


def family_of_customer(conversation: Conversation) -> list[int]:
    """The ids of everybody who is this same person."""
    if conversation.customer.root_id or vars(conversation).get("customer_gathered", True):
        return customers.family_ids(conversation.customer)
    return [conversation.customer_id]


def drafts(conversation: Conversation) -> list[Draft]:
    return queries.drafts_in(conversation) if vars(conversation).get("drafted", True) else []


def told_here(conversation: Conversation) -> list[Promise]:
    """What is owed and letters by a rule in this conversation spoke of, whatever it is about. As `shown` reads the
    conversation most of them ask nothing."""
    if not vars(conversation).get("told_by_rule"):
        return []
    return _told_in(family_ids(conversation), conversation.brand_id)


@prepared
def _told_in(conversation_ids: Collection[int], brand_id: int) -> models.QuerySet[Promise]:
    said = Message.objects.filter(conversation_id__in=conversation_ids, automatic=True).values("pk")
    moves = PromiseMove.objects.filter(notice_lines__notice__message_id__in=said)
    return Promise.objects.filter(OWED, brand_id=brand_id, pk__in=moves.values("promise_id")).order_by("pk")


def thread(conversation: Conversation) -> list[Message]:
    """All that was said, the oldest first, with its files."""
    messages = _said(family_ids(conversation))
    by_message: dict[int, list[Attachment]] = {}
    files = _files_of([message.pk for message in messages]) if vars(conversation).get("has_files", True) else []
    for one in files:
        by_message.setdefault(one.message_id, []).append(one)
    for message in messages:
        related(message, "attachments", by_message.get(message.pk, ()))
    return messages


@prepared
def _said(conversation_ids: Collection[int]) -> models.QuerySet[Message]:
    rows = Message.objects.filter(conversation_id__in=conversation_ids).select_related("staff", "outbound")
    return rows.defer("html", "outbound__posting").order_by("pk")


@prepared
def _files_of(message_ids: Collection[int]) -> models.QuerySet[Attachment]:
    return Attachment.objects.filter(message_id__in=message_ids).select_related("file").defer("file__content")


def others_of(customer_ids: Collection[int], staff: Staff, *, besides: int, at_most: int) -> list[int]:
    """The ids of the newest conversations of these customers, without the one that is shown already."""
    return _others_of(customer_ids, staff.brand_ids, besides, at_most=at_most)


@prepared
def _others_of(
    customer_ids: Collection[int], brand_ids: Collection[int], besides: int, *, at_most: int
) -> models.QuerySet[Conversation, int]:
    rows = Conversation.objects.filter(brand_id__in=brand_ids, customer_id__in=customer_ids, root=None)
    return rows.exclude(pk=besides).order_by("-last_message_at", "-pk").values_list("pk", flat=True)[:at_most]
