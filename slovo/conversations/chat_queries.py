"""Conversations in which somebody waits at this moment: chats."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from slovo.channels import queries as doors
from slovo.channels.chat import actions
from slovo.channels.chat import queries as chats
from slovo.channels.chat.models import Line, Visitor
from slovo.channels.chat.raw import matter
from slovo.conversations.chat_desk_models import PinnedNote
from slovo.conversations.models import Conversation, Direction, Message
from slovo.conversations.queries import family_ids
from slovo.core.prepared import prepared
from slovo.customers import queries as customers
from slovo.customers.models import Identity
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import queries as promises
from slovo.promises.kinds import Kind
from slovo.promises.models import Promise

CHAT = actions.KIND
WAITING_MAX = 50
MATTER_LINES_MAX = 500


def conversation_of(visitor: Visitor, brand_id: int) -> Conversation | None:
    """Where what they say now is read. None before the first message has been taken in."""
    message = _first(visitor, brand_id)
    return (message.conversation.root or message.conversation) if message else None


def _first(visitor: Visitor, brand_id: int) -> Message | None:
    """With which the matter that they are at began."""
    name = matter(str(visitor.public_id), visitor.thread)
    return next(iter(_begun(brand_id, name)), None)


@prepared
def _begun(brand_id: int, external_id: str) -> QuerySet[Message]:
    rows = Message.objects.filter(brand_id=brand_id, external_id=external_id).exclude(external_id="")
    return rows.select_related("conversation__root", "customer").order_by("pk")[:1]


def may_be_written(visitor: Visitor) -> bool:
    """What they have not seen can go to them as a letter."""
    return doors.open_mailbox(visitor.chat.brand_id) is not None and chats.may_have_letters(visitor)


def unseen_notices(at: datetime, *, absent: timedelta, within: timedelta) -> list[int]:
    """The messages by which a rule told something to who is not there and cannot have letters: nobody has heard it."""
    lines = chats.notices_unseen(at, absent=absent, within=within)
    lost = [line.outbound_id for line in lines if line.outbound_id and not may_be_written(line.visitor)]
    return promises.unheard(list(Message.objects.filter(outbound_id__in=lost).values_list("pk", flat=True)))


def lines_of_matter(visitor: Visitor, brand_id: int) -> list[Line]:
    """What they and we have said since that message, the oldest first."""
    message = _first(visitor, brand_id)
    if message is None or message.inbound_id is None:
        return []
    first = Line.objects.filter(visitor=visitor, inbound_id=message.inbound_id).first()
    if first is None:
        return []
    rows = Line.objects.filter(visitor=visitor, pk__gte=first.pk).prefetch_related("files").order_by("pk")
    return list(rows[:MATTER_LINES_MAX])


def last_answer(visitor: Visitor, brand_id: int) -> Promise | None:
    """The last answer that was promised to them in a matter that is over, with their mark of it."""
    message = _first(visitor, brand_id)
    read_in = (message.conversation.root or message.conversation) if message else None
    if message is None or message.customer is None or read_in is None or read_in.closed_at is None:
        return None
    keys = [f"conversation:{pk}" for pk in family_ids(read_in)]
    rows = Promise.objects.filter(about__in=keys, kind=Kind.ANSWER.value, done_at__isnull=False)
    theirs = rows.filter(customer_id__in=customers.family_ids(message.customer))
    return theirs.select_related("rating").order_by("-done_at", "-pk").first()


def visitor_in(conversation: Conversation) -> Visitor | None:
    """With whom it is a chat."""
    if conversation.channel != CHAT:
        return None
    person = conversation.participants.filter(kind=Identity.CHAT).order_by("-pk").first()
    return chats.visitor_by_public_id(person.value) if person else None


def of_staff(staff: Staff) -> list[Conversation]:
    """The chats that they have open, the most urgent first."""
    rows = Conversation.objects.filter(assignee=staff, channel=CHAT, closed_at=None, root=None)
    return list(
        rows.select_related("customer", "next_promise")
        .prefetch_related("customer__identities")
        .order_by("queue_position", "pk")
    )


def waiting(staff: Staff) -> list[Conversation]:
    """The chats that nobody has taken and in which it is our turn, the most urgent first."""
    rows = Conversation.objects.filter(
        brand_id__in=staff.brand_ids,
        channel=CHAT,
        closed_at=None,
        waiting_since=None,
        snoozed_until=None,
        root=None,
        assignee=None,
    )
    return list(
        rows.select_related("customer", "next_promise")
        .prefetch_related("customer__identities")
        .order_by("queue_position", "pk")[:WAITING_MAX]
    )


def led_by(staff: Staff) -> list[Conversation]:
    """The chats that others have, at the brands whose room this person sees: those left unanswered first."""
    brand_ids = [brand_id for brand_id in staff.brand_ids if staff.may_at(Verb.SEE_ROOM, brand_id)]
    if not brand_ids:
        return []
    rows = Conversation.objects.filter(
        brand_id__in=brand_ids, channel=CHAT, closed_at=None, snoozed_until=None, root=None, assignee__isnull=False
    ).exclude(assignee=staff)
    return list(
        rows.select_related("customer", "next_promise__chat_alarm", "assignee")
        .prefetch_related("customer__identities")
        .order_by("queue_position", "pk")[:WAITING_MAX]
    )


def unread_in(conversation_ids: Collection[int]) -> dict[int, int]:
    """How many messages of the visitor nobody has had before their eyes yet, by where they are read."""
    rows = Message.objects.filter(
        Q(conversation_id__in=conversation_ids) | Q(conversation__root_id__in=conversation_ids),
        direction=Direction.IN,
        inbound__line__read_at=None,
        inbound__line__isnull=False,
    )
    where = rows.order_by().annotate(where=Coalesce(F("conversation__root_id"), F("conversation_id"))).values("where")
    return {row["where"]: row["count"] for row in where.annotate(count=Count("pk"))}


def pinned_for(staff: Staff, conversation_ids: Collection[int]) -> QuerySet[PinnedNote]:
    """What was said to them, or to a team of theirs, over these chats, and they have not read."""
    rows = PinnedNote.objects.filter(Q(staff=staff) | Q(team__members=staff), conversation_id__in=conversation_ids)
    return rows.filter(seen_at=None).select_related("note__staff").order_by("pk").distinct()
