"""What happened in a conversation, in one row: what was said, and what was done."""

from collections.abc import Iterable
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
from slovo.promises.ladder_models import CustomerChoice
from slovo.promises.queries import choices_of

CHOSEN = "PromiseChoiceMade"
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
    "PromiseDoneLate",
    "PromiseOwedAgain",
    "PromiseMoved",
    "PromiseNoticeSent",
    "PromiseMoveTakenBack",
    "PromiseConsentGiven",
    "PromiseConsentRefused",
    "PromiseHandedOver",
    "PromiseChoiceMade",
    "PromiseRated",
    "DoneOnTheirPage",
    "ChatTranscriptAsked",
    "AssistantHelped",
    "AssistantHandedOver",
)


@dataclass(frozen=True, slots=True)
class Event:
    kind: str
    at: datetime
    who: Staff | None
    data: dict[str, Any]
    assignee: Staff | None = None
    team: Team | None = None
    choice: CustomerChoice | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """Either a message or an event."""

    at: datetime
    message: Message | None = None
    event: Event | None = None


def timeline(conversation: Conversation) -> list[Item]:
    entries = [entry for entry in journal.of_kinds(keys(conversation), SHOWN_KINDS) if not _went_along(entry)]
    staff = Staff.objects.in_bulk(_staff_ids(entries))
    given = [entry for entry in entries if entry.kind in {"ConversationAssigned", "PromiseHandedOver"}]
    teams = Team.objects.in_bulk({entry.data["team_id"] for entry in given if entry.data.get("team_id")})
    chosen = choices_of([entry.data["move_id"] for entry in entries if _is_choice(entry)])
    items = [Item(message.at, message=message) for message in thread(conversation)]
    items += [Item(entry.at, event=_event(entry, staff, teams, chosen)) for entry in entries]
    return sorted(items, key=lambda item: item.at)


def promises_elsewhere(items: Iterable[Item]) -> set[int]:
    """Those with which the customer did something on their page, and that are about something else."""
    deeds = (item.event.data for item in items if item.event and item.event.kind == "DoneOnTheirPage")
    return {data["promise_id"] for data in deeds if data["promise_id"]}


def _is_choice(entry: JournalEntry) -> bool:
    """Made here, or on the customer's page of what stands elsewhere."""
    return CHOSEN in {entry.kind, entry.data.get("did")}


def _went_along(entry: JournalEntry) -> bool:
    """A promise that was given away with its conversation: the line above says so."""
    return entry.kind == "PromiseHandedOver" and entry.cause_id is not None


def _staff_ids(entries: list[JournalEntry]) -> set[int]:
    actors = {int(entry.actor_id) for entry in entries if entry.actor_kind in STAFF_KINDS}
    return actors | {pk for entry in entries if (pk := _given_to(entry))}


def _given_to(entry: JournalEntry) -> int:
    """A person's id, 0 for none."""
    field = "owner_id" if entry.kind == "PromiseHandedOver" else "staff_id"
    return entry.data.get(field) or 0


def _event(
    entry: JournalEntry, staff: dict[int, Staff], teams: dict[int, Team], chosen: dict[int, CustomerChoice]
) -> Event:
    return Event(
        kind=entry.kind,
        at=entry.at,
        who=staff.get(int(entry.actor_id)) if entry.actor_kind in STAFF_KINDS else None,
        data=entry.data,
        assignee=staff.get(_given_to(entry)),
        team=teams.get(entry.data.get("team_id", 0)),
        choice=chosen.get(entry.data["move_id"]) if _is_choice(entry) else None,
    )
