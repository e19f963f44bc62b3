"""What happens to a conversation as its visitor sees it in a chat."""

from datetime import datetime

from slovo.conversations.chat_queries import CHAT, visitor_in
from slovo.conversations.models import Conversation
from slovo.core.live.actions import nudge
from slovo.facts.conversations import ConversationClosed


def closed(fact: ConversationClosed, *, at: datetime) -> None:
    """Their page asks how it was."""
    conversation = Conversation.objects.filter(pk=fact.conversation_id, channel=CHAT).first()
    if conversation and (visitor := visitor_in(conversation)):
        nudge(visitor.nudged, brand_id=conversation.brand_id)
