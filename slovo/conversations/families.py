"""Conversations that are one for their readers. Nothing is moved: a merged one keeps all that is its own and points to
where it is read (docs/decisions/0011). What is here is part of other actions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from slovo.conversations.intake_words import preview
from slovo.conversations.models import Conversation, Direction, Message
from slovo.core.db import locked, locked_together

MOMENTS = ("closed_at", "waiting_since", "snoozed_until")
PEOPLE = ("assignee_id", "team_id", "closed_by_id", "snoozed_by_id")


def locked_root(conversation_id: int, *known: str) -> Conversation:
    """Where it is read and answered, held until the transaction ends. `known`: as in `locked`, of one that is part of
    no other."""
    conversation = locked(Conversation, conversation_id, *known)
    root_id = conversation.root_id
    return locked_together(Conversation, [root_id])[root_id] if root_id else conversation


def locked_roots(*conversation_ids: int) -> list[Conversation]:
    rows = dict(Conversation.objects.filter(pk__in=conversation_ids).values_list("pk", "root_id"))
    root_ids = [rows[pk] or pk for pk in conversation_ids]
    roots = locked_together(Conversation, root_ids)
    return [roots[pk] for pk in root_ids]


def as_it_stands(conversation: Conversation) -> dict[str, Any]:
    """What an undo gives back, as plain values."""
    moments = {name: getattr(conversation, name) for name in MOMENTS}
    people = {name: getattr(conversation, name) for name in PEOPLE}
    return people | {name: moment.isoformat() if moment else None for name, moment in moments.items()}


def stand_as(conversation: Conversation, before: dict[str, Any]) -> None:
    for name in MOMENTS:
        moment = before.get(name)
        setattr(conversation, name, datetime.fromisoformat(moment) if moment else None)
    for name in PEOPLE:
        setattr(conversation, name, before.get(name))


def take_last_words(conversation: Conversation, conversation_ids: Sequence[int]) -> None:
    """When something was last said in these, and what."""
    said = Message.objects.filter(conversation_id__in=conversation_ids, forwarded_at=None)
    last = said.exclude(direction=Direction.NOTE).order_by("-pk").only("at", "text").first()
    if last:
        conversation.last_message_at, conversation.preview = last.at, preview(last.text)
