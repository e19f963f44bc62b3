"""A filter as the database understands it: conditions along the indexes of lists, EXISTS for what hangs on a row."""

from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from slovo.conversations.desk_models import Follower, Mention
from slovo.conversations.filters import Filter
from slovo.conversations.models import AFTER_ALL_PROMISES, Attachment, Conversation, milliseconds
from slovo.customers.queries import family_of

WHERE_READ = Coalesce("conversation__root_id", "conversation_id")
# A place before this is the moment of a promise; behind it stand those without one.
PROMISED_BEFORE = AFTER_ALL_PROMISES // 2
STATES: dict[str, Q] = {
    "any": Q(),
    "unclosed": Q(closed_at=None, snoozed_until=None),
    "open": Q(closed_at=None, waiting_since=None, snoozed_until=None),
    "waiting": Q(closed_at=None, waiting_since__isnull=False),
    "snoozed": Q(closed_at=None, snoozed_until__isnull=False),
    "closed": Q(closed_at__isnull=False),
}


def condition(wanted: Filter, *, staff_id: int, at: datetime) -> Q:
    """Of a conversation of any brand; whose brands a person sees is asked by `visible_to`.

    A merged one stands nowhere: it is read in another."""
    asked = Q(root=None) & STATES[wanted.state] & _assigned(wanted, staff_id) & _promised(wanted.promise, at)
    if wanted.brand_ids:
        asked &= Q(brand_id__in=wanted.brand_ids)
    if wanted.team_ids:
        asked &= Q(team_id__in=wanted.team_ids)
    if wanted.customer_id:
        asked &= Q(customer_id__in=family_of(wanted.customer_id))
    if wanted.channels:
        asked &= Q(channel__in=wanted.channels)
    if wanted.languages:
        asked &= Q(language__in=wanted.languages)
    return asked & _attention(wanted.attention, staff_id) & _moments(wanted, at) & _hanging(wanted)


def _assigned(wanted: Filter, staff_id: int) -> Q:
    ids = {*wanted.assignee_ids, *([staff_id] if wanted.assignee == "me" else [])}
    match wanted.assignee:
        case "somebody":
            return Q(assignee__isnull=False)
        case "nobody":
            return Q(assignee=None) | Q(assignee_id__in=ids) if ids else Q(assignee=None)
    if len(ids) == 1:
        return Q(assignee_id=ids.pop())
    return Q(assignee_id__in=sorted(ids)) if ids else Q()


def _attention(wanted: str, staff_id: int) -> Q:
    match wanted:
        case "mentioned":
            return Q(pk__in=unseen_mentions(staff_id).values_list(WHERE_READ))
        case "followed":
            return Q(pk__in=Follower.objects.filter(staff_id=staff_id).values_list(WHERE_READ))
    return Q()


def unseen_mentions(staff_id: int) -> QuerySet[Mention]:
    return Mention.objects.filter(staff_id=staff_id, seen_at=None)


def _promised(wanted: str, at: datetime) -> Q:
    now = milliseconds(at)
    match wanted:
        case "overdue":
            return Q(queue_position__lt=now)
        case "soon":
            ahead = Q(queue_position__gte=now, queue_position__lt=PROMISED_BEFORE)
            return ahead & Q(next_promise__warn_at__lte=at)
        case "owed":
            return Q(next_promise__isnull=False)
        case "none":
            return Q(next_promise=None)
    return Q()


def _moments(wanted: Filter, at: datetime) -> Q:
    asked = Q()
    for field, after, before in (
        ("opened_at", wanted.created_after, wanted.created_before),
        ("last_message_at", wanted.last_after, wanted.last_before),
    ):
        if after:
            asked &= Q(**{f"{field}__gte": moment(after, at)})
        if before:
            asked &= Q(**{f"{field}__lt": moment(before, at)})
    return asked


def moment(text: str, at: datetime) -> datetime:
    """A day begins at midnight of the reader's zone; "7d" is that many days before `at`."""
    if text.endswith("d"):
        return at - timedelta(days=int(text[:-1]))
    return datetime.combine(date.fromisoformat(text), time(), timezone.get_current_timezone())


def _hanging(wanted: Filter) -> Q:
    asked = Q()
    tagged = Conversation.tags.through.objects.filter(conversation_id=OuterRef("pk"))
    if wanted.tag_ids:
        asked &= Q(Exists(tagged.filter(tag_id__in=wanted.tag_ids)))
    if wanted.without_tag_ids:
        asked &= ~Q(Exists(tagged.filter(tag_id__in=wanted.without_tag_ids)))
    if wanted.has_file is not None:
        own, merged = (
            Q(Exists(Attachment.objects.filter(**{f"message__conversation{of}": OuterRef("pk")})))
            for of in ("_id", "__root_id")
        )
        files = own | merged
        asked &= files if wanted.has_file else ~files
    return asked
