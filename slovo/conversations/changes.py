from django.db.models import QuerySet

from slovo.conversations import queries
from slovo.conversations.families import locked_root
from slovo.conversations.models import Conversation
from slovo.core.db import is_postgresql
from slovo.core.live.actions import nudge
from slovo.core.prepared import prepared
from slovo.core.rows import update
from slovo.promises import queries as promises


def show_again(pk: int) -> bool:
    """After a change of what it stands in line by. False: somebody writes in it just now. Whoever shows several at once
    holds them all, and must not wait for one: two who do would wait for each other."""
    for conversation in _free(pk):
        changed(conversation)
        return True
    if not Conversation.objects.filter(pk=pk).exists():
        raise Conversation.DoesNotExist
    return False


@prepared
def _free(pk: int) -> QuerySet[Conversation]:
    rows = Conversation.objects.filter(pk=pk)
    return rows.select_for_update(skip_locked=True, of=("self",)) if is_postgresql() else rows


def _moves_in_line(conversation: Conversation) -> bool:
    """On the row at hand: to the place that the promise due next gives."""
    before = conversation.next_promise_id, conversation.queue_position
    conversation.stand_in_line(promises.next_owed(*queries.keys(conversation)))
    return before != (conversation.next_promise_id, conversation.queue_position)


def changed(conversation: Conversation, *, unsaved: bool = False) -> None:
    """After a change: take the place in the lists that the promise due next gives, and tell the open pages.
    `unsaved`: its other fields are written with it."""
    if conversation.root_id:
        if unsaved:
            update(conversation)
            unsaved = False
        nudge(conversation.key, brand_id=conversation.brand_id)
        conversation = locked_root(conversation.pk)
    moves = _moves_in_line(conversation)
    if unsaved:
        update(conversation)
    elif moves:
        update(conversation, "next_promise", "queue_position")
    nudge(conversation.key, brand_id=conversation.brand_id)
