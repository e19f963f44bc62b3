from slovo.conversations import queries
from slovo.conversations.families import locked_root
from slovo.conversations.models import Conversation
from slovo.core.live.actions import nudge
from slovo.core.rows import update
from slovo.promises import queries as promises


def changed(conversation: Conversation, *, unsaved: bool = False) -> None:
    """After a change: take the place in the lists that the promise due next gives, and tell the open pages.
    `unsaved`: its other fields are written with it."""
    if conversation.root_id:
        if unsaved:
            update(conversation)
            unsaved = False
        nudge(conversation.key, brand_id=conversation.brand_id)
        conversation = locked_root(conversation.pk)
    before = conversation.next_promise_id, conversation.queue_position
    conversation.stand_in_line(promises.next_owed(*queries.keys(conversation)))
    if unsaved:
        update(conversation)
    elif before != (conversation.next_promise_id, conversation.queue_position):
        update(conversation, "next_promise", "queue_position")
    nudge(conversation.key, brand_id=conversation.brand_id)
