"""Whose turn it is when a rule has spoken with a customer as nobody else does, and what it tells the colleagues.

Parts of actions, in a conversation that the caller holds (`families.locked_root`)."""

from datetime import datetime

from slovo.conversations import queries
from slovo.conversations.changes import changed
from slovo.conversations.models import Conversation, Direction, Message
from slovo.conversations.search.indexing import index_new
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rows import insert, update
from slovo.facts.conversations import AnswerNotNeeded, ConversationClosed, ConversationWaits, NoteWritten
from slovo.promises import queries as promises


def leave_note(conversation: Conversation, text: str, *, actor: Actor, at: datetime) -> Message:
    """Words for the colleagues, which no customer ever sees. No person wrote them."""
    message = Message(
        conversation=conversation,
        brand_id=conversation.brand_id,
        direction=Direction.NOTE,
        sender_name=conversation.brand.name,
        text=text.strip(),
        at=at,
        automatic=True,
    )
    insert(message)
    fact = NoteWritten(brand_id=conversation.brand_id, conversation_id=conversation.pk, message_id=message.pk)
    record(fact, actor=actor, at=at)
    index_new(message, conversation=conversation)
    changed(conversation)
    return message


def await_customer(conversation: Conversation, *, actor: Actor, at: datetime) -> None:
    """They have been asked something. The answer stays owed, and its clock stands until they write."""
    conversation.wait(at=at)
    update(conversation)
    fact = ConversationWaits(
        brand_id=conversation.brand_id,
        conversation_id=conversation.pk,
        merged_ids=queries.merged_ids(conversation),
    )
    record(fact, actor=actor, at=at)
    changed(conversation)


def take_as_settled(conversation: Conversation, *, actor: Actor, at: datetime) -> None:
    """By their own word they await no answer: none is owed any more. What else was promised here keeps it open."""
    fact = AnswerNotNeeded(
        brand_id=conversation.brand_id,
        conversation_id=conversation.pk,
        merged_ids=queries.merged_ids(conversation),
    )
    record(fact, actor=actor, at=at)
    if promises.next_owed(*queries.keys(conversation)):
        await_customer(conversation, actor=actor, at=at)
        return
    conversation.close(by=None, at=at)
    update(conversation)
    record(ConversationClosed(brand_id=conversation.brand_id, conversation_id=conversation.pk), actor=actor, at=at)
    changed(conversation)
