"""Who has a conversation: a part of the actions that give it to somebody, which ask for the right to."""

from datetime import datetime

from slovo.conversations import queries
from slovo.conversations.changes import changed
from slovo.conversations.models import Conversation
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rows import update
from slovo.facts.conversations import ConversationAssigned


def give(conversation: Conversation, *, staff_id: int | None, team_id: int | None, actor: Actor, at: datetime) -> None:
    """With its promises, which hear of the fact. The conversation is held."""
    was_staff_id = conversation.assignee_id
    conversation.assignee_id, conversation.team_id = staff_id, team_id
    update(conversation, "assignee", "team")
    fact = ConversationAssigned(
        brand_id=conversation.brand_id,
        conversation_id=conversation.pk,
        staff_id=staff_id,
        team_id=team_id,
        was_staff_id=was_staff_id,
        merged_ids=queries.merged_ids(conversation),
    )
    record(fact, actor=actor, at=at)
    changed(conversation)
