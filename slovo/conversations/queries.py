"""What the desk reads. Everything starts from `visible_to`."""

from collections.abc import Collection
from datetime import UTC, datetime
from uuid import UUID

from django.db import models

from slovo.conversations.conditions import condition
from slovo.conversations.desk_models import CannedReply, Draft, Merger, Split
from slovo.conversations.filters import BUILT_IN, Filter
from slovo.conversations.follow_up_models import FollowUp, FollowUpRule
from slovo.conversations.list_models import BulkChange, BulkItem, SavedSearch
from slovo.conversations.models import Attachment, Conversation, Direction, Message, Tag
from slovo.core.prepared import prepared
from slovo.customers import queries as customers
from slovo.customers.models import Customer
from slovo.people.models import Staff

COUNTED_VIEWS = ("mine", "unassigned", "open", "waiting", "mentions")
UNTOLD_VIEWS = {"mentions"}  # what leaves them, by being read, says so with no fact
SAID_MAX = 200  # of the newest messages, looked at for one letter
NEVER = datetime.max.replace(tzinfo=UTC)


def visible_to(staff: Staff) -> models.QuerySet[Conversation]:
    return Conversation.objects.filter(brand_id__in=staff.brand_ids)


def view_at(brand_ids: Collection[int], view: str, *, staff_id: int) -> models.QuerySet[Conversation]:
    """A built-in view of somebody who may see these brands. None of them asks the clock."""
    return Conversation.objects.filter(of_view(view, staff_id=staff_id), brand_id__in=brand_ids)


def of_view(view: str, *, staff_id: int) -> models.Q:
    return condition(BUILT_IN[view], staff_id=staff_id, at=NEVER)


def matching(staff: Staff, wanted: Filter, *, at: datetime) -> models.QuerySet[Conversation]:
    return visible_to(staff).filter(condition(wanted, staff_id=staff.pk, at=at))


def of_customer(customer: Customer, staff: Staff) -> models.QuerySet[Conversation]:
    return of_customers(customers.family_ids(customer), staff)


def of_customers(customer_ids: Collection[int], staff: Staff) -> models.QuerySet[Conversation]:
    rows = visible_to(staff).filter(customer_id__in=customer_ids, root=None)
    return rows.order_by("-last_message_at", "-pk")


def numbered(staff: Staff, beginnings: list[str]) -> models.QuerySet[Conversation]:
    """Whose reference begins with one of these."""
    found = models.Q()
    for text in beginnings:
        found |= models.Q(reference__gte=text.upper(), reference__lt=text.upper() + "\U0010ffff")
    return visible_to(staff).filter(found).select_related("customer").order_by("reference")


def newest_of(staff: Staff, customer_ids: list[int]) -> models.QuerySet[Conversation]:
    rows = visible_to(staff).filter(customer_id__in=customer_ids).select_related("customer")
    return rows.order_by("-last_message_at", "-pk")


def twin(*, brand_id: int, fingerprint: str) -> Message | None:
    """The message that came before under this fingerprint."""
    return next(iter(_twins(brand_id, fingerprint)), None)


@prepared
def _twins(brand_id: int, fingerprint: str) -> models.QuerySet[Message]:
    """SQLite finds the index by the condition that stands in it: here and below it is said once more."""
    rows = Message.objects.filter(brand_id=brand_id, fingerprint=fingerprint).exclude(fingerprint=None)
    return rows.select_related("conversation__customer").order_by("pk")[:1]


def by_public_id(staff: Staff, public_id: UUID) -> Conversation | None:
    """The one that is read: the root of a merged one."""
    for row in _by_public_id(staff.brand_ids, public_id):
        return row.root or row
    return None


@prepared
def _by_public_id(brand_ids: Collection[int], public_id: UUID) -> models.QuerySet[Conversation]:
    return Conversation.objects.filter(brand_id__in=brand_ids, public_id=public_id).select_related("brand")


def messages_visible_to(staff: Staff) -> models.QuerySet[Message]:
    return Message.objects.filter(brand_id__in=staff.brand_ids)


def attachments_visible_to(staff: Staff) -> models.QuerySet[Attachment]:
    return Attachment.objects.filter(message__brand_id__in=staff.brand_ids)


def tags_visible_to(staff: Staff) -> models.QuerySet[Tag]:
    return Tag.objects.filter(brand_id__in=staff.brand_ids)


def saved_searches(staff: Staff) -> models.QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(staff=staff)


def tags_of(brand_ids: Collection[int]) -> models.QuerySet[Tag]:
    """Those that may be chosen: an archived one is offered no more."""
    return Tag.objects.filter(brand_id__in=brand_ids, archived_at=None).order_by("name", "pk")


@prepared
def tags_for(brand_id: int, conversation_id: int) -> models.QuerySet[Tag]:
    """Those that may be chosen for a conversation, and those that it has: `is_here`."""
    here = Tag.conversations.through.objects.filter(conversation_id=conversation_id, tag_id=models.OuterRef("pk"))
    rows = Tag.objects.filter(brand_id=brand_id).annotate(is_here=models.Exists(here))
    return rows.filter(models.Q(archived_at=None) | models.Q(is_here=True))


def tags_kept(brand_ids: Collection[int]) -> models.QuerySet[Tag]:
    """For who looks after them: archived ones at the end, without those that are merged away."""
    rows = Tag.objects.filter(brand_id__in=brand_ids, merged_into=None)
    return rows.order_by("brand_id", models.F("archived_at").asc(nulls_first=True), "name")


def changes_visible_to(staff: Staff, led_brand_ids: Collection[int]) -> models.QuerySet[BulkChange]:
    """Of many conversations: one's own, and all of the brands that one leads."""
    rows = BulkChange.objects.filter(models.Q(by=staff) | models.Q(brand_id__in=led_brand_ids))
    return rows.select_related("by").order_by("-at")


def item_counts(change: BulkChange) -> dict[str, int]:
    rows = change.items.order_by().values_list("state").annotate(number=models.Count("pk"))
    return dict(rows)


def items_named(change: BulkChange, states: Collection[str]) -> models.QuerySet[BulkItem]:
    """Those that could not be done, or not undone, with their conversations."""
    return change.items.filter(state__in=states).select_related("conversation").order_by("pk")


def drafts_of(staff: Staff) -> models.QuerySet[Draft]:
    """Their own, where they may still read."""
    return Draft.objects.filter(author=staff, brand_id__in=staff.brand_ids).select_related("conversation")


def drafts_in(conversation: Conversation) -> list[Draft]:
    """Everybody's, with their files."""
    drafts = _drafts_in(family_ids(conversation))
    models.prefetch_related_objects(drafts, "files")
    return drafts


@prepared
def _drafts_in(conversation_ids: Collection[int]) -> models.QuerySet[Draft]:
    return Draft.objects.filter(conversation_id__in=conversation_ids).select_related("author").order_by("pk")


def news(conversation: Conversation, *, by: Staff, after: int) -> list[Message]:
    """What customers and colleagues have said to one another since that message. Notes change no answer."""
    said = messages_of(conversation).filter(pk__gt=after).exclude(direction=Direction.NOTE)
    said = said.filter(forwarded_at=None)
    return list(said.exclude(direction=Direction.OUT, staff=by).select_related("staff").defer("html").order_by("pk"))


def said_in(conversation: Conversation) -> list[Message]:
    """The newest of all but notes, the newest first, without what only a page shows."""
    return _said_in(family_ids(conversation))


@prepared
def _said_in(conversation_ids: Collection[int]) -> models.QuerySet[Message]:
    rows = Message.objects.filter(conversation_id__in=conversation_ids).exclude(direction=Direction.NOTE)
    return rows.select_related("outbound").defer("html", "quote", "outbound__posting").order_by("-pk")[:SAID_MAX]


def files_said_in(conversation: Conversation) -> models.QuerySet[Attachment]:
    """The files of all letters, each once."""
    rows = Attachment.objects.filter(message__conversation_id__in=family_ids(conversation)).exclude(
        message__direction=Direction.NOTE
    )
    return rows.select_related("file").defer("file__content").order_by("pk")


def to_wake(at: datetime) -> models.QuerySet[Conversation]:
    """What was put off and whose moment has come, or in which an answer is due soon."""
    sleeping = Conversation.objects.filter(snoozed_until__isnull=False)
    return sleeping.filter(models.Q(snoozed_until__lte=at) | models.Q(next_promise__warn_at__lte=at))


def family_ids(conversation: Conversation) -> list[int]:
    """It and all that are read in it."""
    return [conversation.pk, *merged_ids(conversation)]


def merged_ids(conversation: Conversation) -> tuple[int, ...]:
    """Those that are read in it."""
    if not conversation.gathered_at:
        return ()
    return tuple(Conversation.objects.filter(root=conversation).order_by("pk").values_list("pk", flat=True))


def merged_into(conversation: Conversation, *, by: datetime | None = None) -> tuple[int, ...]:
    """All merged into it, directly or through others, even if it is read in another itself; `by`: at that moment."""
    found: list[int] = []
    level = [conversation.pk] if conversation.gathered_at else []
    while level:
        rows = Merger.objects.filter(into_id__in=level)
        level = list((rows.filter(at__lte=by) if by else rows).values_list("conversation_id", flat=True))
        found += level
    return tuple(sorted(found))


def keys(conversation: Conversation) -> list[str]:
    """How facts and promises name it and all that are read in it."""
    return [f"conversation:{pk}" for pk in family_ids(conversation)]


def of_key(key: str) -> Conversation | None:
    """The conversation that facts, promises and links name so; of a merged one, where it is read."""
    kind, _colon, pk = key.partition(":")
    rows = _by_pk(int(pk)) if kind == "conversation" and pk.isdecimal() else []
    return next((row.root or row for row in rows), None)


@prepared
def _by_pk(pk: int) -> models.QuerySet[Conversation]:
    return Conversation.objects.filter(pk=pk).select_related("root")


def messages_of(conversation: Conversation) -> models.QuerySet[Message]:
    return Message.objects.filter(conversation_id__in=family_ids(conversation))


def mergers(conversation: Conversation) -> models.QuerySet[Merger]:
    """What was merged into it, directly or through others."""
    rows = Merger.objects.filter(conversation__root=conversation)
    return rows.select_related("conversation", "by")


def to_merge(conversation: Conversation, staff: Staff, wanted: str) -> models.QuerySet[Conversation]:
    """What may be merged into it: by a reference or a piece of the subject, else the same customer's."""
    rows = visible_to(staff).filter(brand_id=conversation.brand_id, root=None).exclude(pk=conversation.pk)
    rows = rows.select_related("customer", "next_promise").order_by("-last_message_at", "-pk")
    wanted = wanted.strip().lstrip("#")
    if not wanted:
        return rows.filter(customer_id__in=customers.family_ids(conversation.customer))
    return rows.filter(models.Q(reference=wanted.upper()) | models.Q(subject__icontains=wanted))


def split_of(conversation: Conversation) -> Split | None:
    """Of what it was made, if of another."""
    return Split.objects.select_related("origin").filter(conversation=conversation).first()


def canned_replies(brand_id: int) -> models.QuerySet[CannedReply]:
    rows = CannedReply.objects.filter(brand_id=brand_id, archived_at=None)
    return rows.select_related("team").prefetch_related("texts")


def related_to(conversation: Conversation, staff: Staff) -> models.QuerySet[Conversation]:
    links = models.Q(related_above__other=conversation) | models.Q(related_below__one=conversation)
    return visible_to(staff).filter(links).order_by("-last_message_at", "-pk")


def follow_ups_visible_to(staff: Staff) -> models.QuerySet[FollowUp]:
    return FollowUp.objects.filter(conversation__brand_id__in=staff.brand_ids)


def follow_ups_due(at: datetime) -> models.QuerySet[FollowUp]:
    """Questions whose moment has come, the oldest first."""
    return FollowUp.objects.filter(asked_at=None, off_at=None, ask_at__lte=at).order_by("ask_at", "pk")


def follow_up_rule(brand_id: int) -> FollowUpRule | None:
    """None where a brand asks nobody."""
    return next(iter(_active_follow_up_rule(brand_id)), None)


@prepared
def _active_follow_up_rule(brand_id: int) -> models.QuerySet[FollowUpRule]:
    return FollowUpRule.objects.filter(brand_id=brand_id, active_since__isnull=False)
