"""One conversation as its page shows it: asked for all day long, and so compiled once."""

from collections.abc import Collection
from uuid import UUID

from django.db import models

from slovo.conversations.conditions import unseen_mentions
from slovo.conversations.desk_models import Follower, Related, Split
from slovo.conversations.models import Attachment, Conversation, Message, Tag
from slovo.conversations.queries import family_ids
from slovo.core.prepared import prepared, related
from slovo.customers import queries as customers
from slovo.people.models import Staff


def shown(public_id: UUID, staff: Staff) -> Conversation | None:
    """With all that the screen of one conversation shows of it, to this person. Of a merged one: where it is read."""
    found = next(iter(_shown(public_id, staff.brand_ids, staff.pk, by="public_id")), None)
    if found and found.root_id:
        found = next(iter(_shown(found.root_id, staff.brand_ids, staff.pk, by="pk")), None)
    if found:
        related(found, "tags", _tags_on(found.pk))
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
        is_related=models.Exists(Related.objects.filter(models.Q(one=own) | models.Q(other=own))),
    )
    return rows.select_related("brand", "customer", "assignee", "team", "next_promise")


@prepared
def _tags_on(conversation_id: int) -> models.QuerySet[Tag]:
    return Tag.objects.filter(conversations=conversation_id)


def thread(conversation: Conversation) -> list[Message]:
    """All that was said, the oldest first, with its files."""
    messages = _said(family_ids(conversation))
    by_message: dict[int, list[Attachment]] = {}
    for one in _files_of([message.pk for message in messages]):
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
