"""One conversation's part in a change of many: how it stood, the ordinary action, and the way back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from slovo.conversations import actions, queries, snoozing
from slovo.conversations.changes import changed
from slovo.conversations.families import MOMENTS, as_it_stands, stand_as
from slovo.conversations.list_models import BulkChange, BulkItem, ItemState
from slovo.conversations.models import Conversation, State, Tag
from slovo.core.db import locked
from slovo.core.errors import UnableTo
from slovo.core.journal import queries as journal
from slovo.core.journal.recording import record
from slovo.core.rows import update
from slovo.facts.conversations import ConversationPutBack
from slovo.people.models import Staff
from slovo.promises import actions as promise_actions
from slovo.promises import queries as promises
from slovo.promises.models import Kind, Promise

KINDS = ("assign", "team", "tag", "untag", "close", "reopen", "wait", "snooze")
# Whoever did one of these last has changed that part of the conversation.
FACTS = {
    "assign": ("ConversationAssigned", "ConversationsMerged", "ConversationMoved"),
    "team": ("ConversationAssigned", "ConversationsMerged", "ConversationMoved"),
    "tag": ("ConversationTagged",),
    "untag": ("ConversationTagged",),
}
TURN_FACTS = (
    "ConversationClosed",
    "ConversationReopened",
    "ConversationWaits",
    "ConversationSnoozed",
    "ConversationWoke",
    "ConversationsMerged",
    "ConversationsUnmerged",
    "ConversationPutBack",
    "MessageReceived",
    "ReplyWritten",
    "ReplyTakenBack",
)


class UnableToChangeMany(UnableTo):
    pass


def take_step(item: BulkItem, change: BulkChange, *, by: Staff, at: datetime) -> None:
    """Raises what the ordinary action refuses with."""
    conversation = locked(Conversation, item.conversation_id)
    if conversation.root_id:
        raise UnableToChangeMany(_("It has been merged into another conversation. Change that one instead."))
    item.before = standing(conversation, change)
    if not _so_already(conversation, change, item.before):
        _do(conversation, change, by=by, at=at)
        conversation.refresh_from_db()
    item.after = standing(conversation, change, promise_ids=item.before.get("promises", {}))
    item.state = ItemState.DONE


def step_back(item: BulkItem, change: BulkChange, *, by: Staff, at: datetime) -> None:
    """Exactly as it stood before, unless somebody has changed that part since: then it stays, and says who."""
    conversation = locked(Conversation, item.conversation_id)
    item.state = ItemState.UNDONE
    if item.before == item.after:
        return
    if conversation.root_id:
        item.state, item.words = ItemState.KEPT, _("It has been merged into another since; it stays as it is.")
        return
    if _part(standing(conversation, change)) != _part(item.after):
        item.state, item.words = ItemState.KEPT, _who_since(conversation, change)
        return
    assert item.before
    _undo(conversation, change, item.before, item.after or {}, by=by, at=at)


def standing(
    conversation: Conversation, change: BulkChange, *, promise_ids: Iterable[str] | None = None
) -> dict[str, Any]:
    """That part of it which the change is about, as plain values.

    `promise_ids`: of which promises it tells; None for what it owes, and what is read in it."""
    if change.kind == "assign":
        return {"assignee": conversation.assignee_id}
    if change.kind == "team":
        return {"team": conversation.team_id}
    if change.kind in {"tag", "untag"}:
        chosen = conversation.tags.filter(pk__in=change.arguments["tag_ids"])
        return {"tags": sorted(chosen.values_list("pk", flat=True))}
    rows = promises.owed(*queries.keys(conversation)).filter(kind=Kind.ANSWER)
    told = rows if promise_ids is None else Promise.objects.filter(pk__in=promise_ids)
    stands = as_it_stands(conversation)
    return {
        **{name: stands[name] for name in (*MOMENTS, "closed_by_id", "snoozed_by_id")},
        "promises": {str(promise.pk): promise.terms for promise in told},
    }


def _part(standing: dict[str, Any] | None) -> dict[str, Any]:
    """Without the promises: a clock that has gone on is nobody's change."""
    return {name: value for name, value in (standing or {}).items() if name != "promises"}


def _so_already(conversation: Conversation, change: BulkChange, now: dict[str, Any]) -> bool:
    match change.kind:
        case "assign":
            return bool(now["assignee"] == change.arguments["staff_id"])
        case "team":
            return bool(now["team"] == change.arguments["team_id"])
        case "untag":
            return not now["tags"]
        case "tag":
            return bool(now["tags"] == sorted(change.arguments["tag_ids"]))
        case "reopen":
            return conversation.state == State.OPEN
        case "wait":
            return conversation.state == State.WAITING
        case "snooze":
            return bool(now["snoozed_until"] == change.arguments["until"])
    return False


def _do(conversation: Conversation, change: BulkChange, *, by: Staff, at: datetime) -> None:
    pk, asked = conversation.pk, change.arguments
    match change.kind:
        case "assign":
            actions.assign(conversation_id=pk, staff_id=asked["staff_id"], team_id=conversation.team_id, by=by, at=at)
        case "team":
            actions.assign(
                conversation_id=pk, staff_id=conversation.assignee_id, team_id=asked["team_id"], by=by, at=at
            )
        case "tag":
            wanted = set(
                Tag.objects.filter(
                    brand_id=conversation.brand_id, pk__in=asked["tag_ids"], archived_at=None
                ).values_list("pk", flat=True)
            )
            if not wanted:
                raise UnableToChangeMany(_("These tags belong to another brand. Choose tags of this one."))
            actions.tag(conversation_id=pk, tag_ids=_tags(conversation) | set(asked["tag_ids"]), by=by, at=at)
        case "untag":
            actions.tag(conversation_id=pk, tag_ids=_tags(conversation) - set(asked["tag_ids"]), by=by, at=at)
        case "close":
            needless = bool(asked.get("answer_not_needed"))
            actions.close_conversation(conversation_id=pk, by=by, at=at, answer_not_needed=needless)
        case "reopen":
            actions.reopen(conversation_id=pk, by=by, at=at)
        case "wait":
            actions.wait_for_customer(conversation_id=pk, by=by, at=at)
        case "snooze":
            until = datetime.fromisoformat(asked["until"])
            snoozing.snooze(conversation_id=pk, until=until, by=by, at=at)


def _undo(
    conversation: Conversation,
    change: BulkChange,
    before: dict[str, Any],
    after: dict[str, Any],
    *,
    by: Staff,
    at: datetime,
) -> None:
    pk = conversation.pk
    match change.kind:
        case "assign":
            actions.assign(conversation_id=pk, staff_id=before["assignee"], team_id=conversation.team_id, by=by, at=at)
        case "team":
            actions.assign(conversation_id=pk, staff_id=conversation.assignee_id, team_id=before["team"], by=by, at=at)
        case "tag" | "untag":
            others = _tags(conversation) - set(change.arguments["tag_ids"])
            actions.tag(conversation_id=pk, tag_ids=others | set(before["tags"]), by=by, at=at)
        case _:
            _turn_back(conversation, before, after, by=by, at=at)


def _turn_back(
    conversation: Conversation, before: dict[str, Any], after: dict[str, Any], *, by: Staff, at: datetime
) -> None:
    stand_as(conversation, as_it_stands(conversation) | before)
    update(conversation)
    for pk, became in after["promises"].items():
        promise_actions.put_back(promise_id=int(pk), was=before["promises"][pk], became=became, actor=by.actor, at=at)
    fact = ConversationPutBack(
        brand_id=conversation.brand_id, conversation_id=conversation.pk, state=conversation.state.value
    )
    record(fact, actor=by.actor, at=at)
    changed(conversation)


def _tags(conversation: Conversation) -> set[int]:
    return set(conversation.tags.values_list("pk", flat=True))


def _who_since(conversation: Conversation, change: BulkChange) -> str:
    kinds = FACTS.get(change.kind, TURN_FACTS)
    entry = journal.about(conversation.key).filter(kind__in=kinds, at__gte=change.at).last()
    if entry and entry.actor_kind == "staff":
        colleague = Staff.objects.filter(pk=int(entry.actor_id)).first()
        return _("%(name)s has changed this since; it stays as it is.") % {"name": colleague}
    if entry and entry.actor_kind == "customer":
        return _("The customer has written since; it stays as it is.")
    return _("This has changed since; it stays as it is.")
