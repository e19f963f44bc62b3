"""Who takes chats just now, and how many each has. A person has a limit, whatever brands the chats belong to."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet

from slovo.channels.chat import queries as chats
from slovo.channels.chat.desk_models import DeskRule
from slovo.channels.chat.models import SEEN_LIFE, Chat, Duty, DutyState
from slovo.conversations.chat_queries import CHAT
from slovo.conversations.models import Conversation, milliseconds
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.rights import VERBS_OF, Role, Verb

OLD_AFTER = timedelta(days=1)  # a chat that old is not answered sooner for a call
ANSWERING = [role.value for role in Role if Verb.REPLY in VERBS_OF[role]]


@dataclass(frozen=True, slots=True)
class Standing:
    """`state`: as it counts. `full`: busy by the rule, because they have as many chats as they can hold.
    `silent_since`: away by the rule, because no page of theirs has been heard of since then."""

    staff: Staff
    state: DutyState
    chats: int
    since: datetime | None = None
    full: bool = False
    silent_since: datetime | None = None


def running() -> QuerySet[Conversation]:
    """Chats that somebody has and nobody has ended."""
    return Conversation.objects.filter(
        channel=CHAT, closed_at=None, root=None, snoozed_until=None, assignee__isnull=False
    )


def standing(staff: Staff, brand_id: int, *, at: datetime) -> Standing:
    return _standings([staff], limit_at(brand_id), at=at)[0]


def standing_anywhere(staff: Staff, *, at: datetime) -> Standing:
    """As they read it of themselves: full when they can take no more at any of their brands."""
    limits = Chat.objects.filter(brand_id__in=staff.brand_ids).values_list("chats_max", flat=True)
    return _standings([staff], max(limits, default=Chat().chats_max), at=at)[0]


def standings(brand_id: int, *, at: datetime) -> list[Standing]:
    """Of all who may answer there, whoever has the fewest chats first, then whoever has waited longest."""
    # Whoever says just now that they take chats is there, whatever their shifts say.
    here = people.not_away_at(brand_id, at).filter(memberships__brand_id=brand_id, memberships__role__in=ANSWERING)
    found = _standings(list(here.distinct().order_by("name", "pk")), limit_at(brand_id), at=at)
    return sorted(found, key=lambda one: (one.state != DutyState.AVAILABLE, one.chats, one.since or at))


def limit_at(brand_id: int) -> int:
    """Chats of one person at once."""
    return (chats.chat_of(brand_id) or Chat()).chats_max


def _standings(everybody: Collection[Staff], limit: int, *, at: datetime) -> list[Standing]:
    duties = {row.staff_id: row for row in Duty.objects.filter(staff__in=everybody)}
    counts = _counts(one.pk for one in everybody)
    return [_standing(one, duties.get(one.pk), counts.get(one.pk, 0), limit, at=at) for one in everybody]


def _counts(staff_ids: Iterable[int]) -> dict[int, int]:
    rows = running().filter(assignee_id__in=list(staff_ids)).order_by().values("assignee_id")
    return {row["assignee_id"]: row["count"] for row in rows.annotate(count=Count("pk"))}


def _standing(staff: Staff, duty: Duty | None, count: int, limit: int, *, at: datetime) -> Standing:
    if duty is None or staff.is_away(at):
        return Standing(staff, DutyState.AWAY, count)
    if duty.silent_since or (duty.state != DutyState.AWAY and duty.seen_at <= at - SEEN_LIFE):
        return Standing(staff, DutyState.AWAY, count, duty.since, silent_since=duty.silent_since or duty.seen_at)
    full = duty.state == DutyState.AVAILABLE and count >= limit
    state = DutyState.BUSY if full else DutyState(duty.state)
    return Standing(staff, state, count, duty.since, full=full)


_held_back: list[Callable[[datetime], QuerySet[Conversation]]] = []


def hold_back(chats_at: Callable[[datetime], QuerySet[Conversation]]) -> None:
    """For the wiring: chats that the clock gives to nobody at a moment. Who wants one takes it all the same."""
    if chats_at not in _held_back:
        _held_back.append(chats_at)


def waiting_to_be_given(at: datetime) -> QuerySet[Conversation]:
    """The chats that nobody has, where the brand gives them out."""
    giving = DeskRule.objects.filter(assigns_since__isnull=False).values("chat__brand_id")
    rows = Conversation.objects.filter(
        brand_id__in=giving,
        channel=CHAT,
        closed_at=None,
        waiting_since=None,
        snoozed_until=None,
        root=None,
        assignee=None,
    )
    for chats_at in _held_back:
        rows = rows.exclude(pk__in=chats_at(at).values("pk"))
    return rows


def unanswered(at: datetime) -> QuerySet[Conversation]:
    """Chats whose answer is late, and to which not everybody has been called yet."""
    late = Conversation.objects.filter(
        brand_id__in=Chat.objects.values("brand_id"),
        channel=CHAT,
        closed_at=None,
        waiting_since=None,
        snoozed_until=None,
        root=None,
    )
    late = late.filter(queue_position__lt=milliseconds(at), queue_position__gte=milliseconds(at - OLD_AFTER))
    return late.filter(next_promise__isnull=False).exclude(next_promise__chat_alarm__lead_at__isnull=False)
