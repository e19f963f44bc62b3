"""What happened in a conversation, in one row: what was said, and what was done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slovo.conversations.models import Conversation, Message
from slovo.conversations.opened import thread
from slovo.conversations.queries import keys
from slovo.core.journal import queries as journal
from slovo.core.journal.actor import STAFF_KINDS
from slovo.core.journal.models import JournalEntry
from slovo.people.models import Staff, Team

SHOWN_KINDS = (
    "ConversationAssigned",
    "ConversationClosed",
    "ConversationReopened",
    "ConversationWaits",
    "ConversationMoved",
    "ConversationsMerged",
    "ConversationsUnmerged",
    "ConversationSplit",
    "ConversationRejoined",
    "ConversationSnoozed",
    "ConversationWoke",
    "AnswerNotNeeded",
    "ConversationPutBack",
    "PromiseMade",
    "PromiseKept",
    "PromiseBroken",
    "PromiseReleased",
)


@dataclass(frozen=True, slots=True)
class Event:
    kind: str
    at: datetime
    who: Staff | None
    data: dict[str, Any]
    assignee: Staff | None = None
    team: Team | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """Either a message or an event."""

    at: datetime
    message: Message | None = None
    event: Event | None = None


def timeline(conversation: Conversation) -> list[Item]:
    entries = journal.of_kinds(keys(conversation), SHOWN_KINDS)
    staff = Staff.objects.in_bulk(_staff_ids(entries))
    teams = Team.objects.in_bulk({entry.data["team_id"] for entry in entries if entry.data.get("team_id")})
    items = [Item(message.at, message=message) for message in thread(conversation)]
    items += [Item(entry.at, event=_event(entry, staff, teams)) for entry in entries]
    return sorted(items, key=lambda item: item.at)


def _staff_ids(entries: list[JournalEntry]) -> set[int]:
    actors = {int(entry.actor_id) for entry in entries if entry.actor_kind in STAFF_KINDS}
    return actors | {entry.data["staff_id"] for entry in entries if entry.data.get("staff_id")}


def _event(entry: JournalEntry, staff: dict[int, Staff], teams: dict[int, Team]) -> Event:
    return Event(
        kind=entry.kind,
        at=entry.at,
        who=staff.get(int(entry.actor_id)) if entry.actor_kind in STAFF_KINDS else None,
        data=entry.data,
        assignee=staff.get(entry.data.get("staff_id", 0)),
        team=teams.get(entry.data.get("team_id", 0)),
    )
