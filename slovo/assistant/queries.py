from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from slovo.assistant.models import AssistantRule, Turn
from slovo.assistant.talking import Move
from slovo.conversations.chat_queries import CHAT
from slovo.conversations.models import Conversation, Direction, Message
from slovo.core.journal import queries as journal
from slovo.core.prepared import once, prepared

ANSWERING = {Move.QUOTE.value, Move.LEAD.value, Move.SERVE.value}
FIRST_FOR = timedelta(seconds=20)  # so long the clock gives nobody a chat in which it is about to speak


def rule_of(brand_id: int) -> AssistantRule:
    """As it is written down, or as it is where nothing was."""
    return AssistantRule.objects.filter(brand_id=brand_id).first() or AssistantRule(brand_id=brand_id)


def is_on(brand_id: int) -> bool:
    return bool(_on(brand_id))


@once
@prepared
def _on(brand_id: int) -> QuerySet[AssistantRule, int]:
    return AssistantRule.objects.filter(brand_id=brand_id, on_since__isnull=False).values_list("pk", flat=True)


def turns_in(conversation_ids: Collection[int]) -> list[Turn]:
    """The oldest first."""
    rows = Turn.objects.filter(heard__conversation_id__in=conversation_ids)
    return list(rows.select_related("in_flow__version__flow").order_by("heard_id"))


def has_a_person(conversation: Conversation, conversation_ids: Collection[int]) -> bool:
    """Whether somebody of ours has it, had it or has written in it."""
    if conversation.assignee_id:
        return True
    said = Message.objects.filter(conversation_id__in=conversation_ids, direction=Direction.OUT, staff__isnull=False)
    if said.exists():
        return True
    given = journal.of_kinds([f"conversation:{pk}" for pk in conversation_ids], ["ConversationAssigned"])
    return any(entry.data.get("staff_id") for entry in given)


def unheard_in(conversation_ids: Collection[int], turns: Collection[Turn]) -> list[Message]:
    """What the visitor has written since the last turn."""
    last = max((turn.heard_id for turn in turns), default=0)
    return list(_by_visitor(conversation_ids).filter(pk__gt=last))


def said_by_visitor(conversation_ids: Collection[int], turns: Collection[Turn]) -> list[Message]:
    """What these turns have heard, the oldest first."""
    last = max((turn.heard_id for turn in turns), default=0)
    return list(_by_visitor(conversation_ids).filter(pk__lte=last)) if last else []


def _by_visitor(conversation_ids: Collection[int]) -> QuerySet[Message]:
    rows = Message.objects.filter(conversation_id__in=conversation_ids, direction=Direction.IN, awaits_answer=True)
    return rows.defer("html", "quote").order_by("pk")


def spoken_first(at: datetime) -> QuerySet[Conversation]:
    """Chats in which it is about to say something: the clock gives them to nobody as yet."""
    over = Turn.objects.filter(heard__conversation=OuterRef("pk"), move=Move.HAND_OVER.value)
    on = AssistantRule.objects.filter(on_since__isnull=False).values("brand_id")
    fresh = Conversation.objects.filter(brand_id__in=on, closed_at=None, last_message_at__gt=at - FIRST_FOR)
    return fresh.filter(~Exists(over), channel=CHAT)


def turns_behind(message_ids: Collection[int]) -> dict[int, Turn]:
    """Of these messages those that are its own, said to a visitor or noted for colleagues."""
    own = Q(said_id__in=message_ids) | Q(note_id__in=message_ids)
    rows = Turn.objects.filter(own).select_related("version__text", "voice_call", "in_flow__version")
    return {pk: turn for turn in rows for pk in (turn.said_id, turn.note_id) if pk}


def carried_for_it(outbound_ids: Collection[int]) -> set[int]:
    """Of what the door out carried what it said."""
    return set(said_by_it(outbound_ids))


def said_by_it(outbound_ids: Collection[int]) -> dict[int, bool]:
    """What it said, by what the door out carried it with: whether that told something of what was asked."""
    rows = Turn.objects.filter(said__outbound_id__in=outbound_ids).values_list("said__outbound_id", "move")
    return {pk: move in ANSWERING for pk, move in rows if pk}
