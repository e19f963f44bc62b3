"""Conversations in which somebody waits at this moment: chats. Actions, as in `actions.py`."""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.channels.chat import actions as chat
from slovo.channels.chat import queries as chats
from slovo.channels.chat.models import Chat, Visitor
from slovo.conversations.actions import take
from slovo.conversations.chat_people import running
from slovo.conversations.chat_queries import CHAT, conversation_of, visitor_in
from slovo.conversations.models import Conversation
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.live.actions import nudge
from slovo.core.presence import actions as presence
from slovo.core.presence.models import Kind
from slovo.people.models import Staff
from slovo.people.rights import Verb


class UnableToAccept(UnableTo):
    pass


@transaction()
def be_before(*, conversation: Conversation, by: Staff, kind: Kind, at: datetime) -> None:
    """Somebody of ours has it before their eyes: in a chat, the other side sees that what it said has been read.

    A colleague who only looks in does not read it for whoever has the chat, and the visitor does not hear of them."""
    presence.beat(staff_id=by.pk, name=by.name, brand_id=conversation.brand_id, key=conversation.key, kind=kind, at=at)
    looks_in = conversation.assignee_id not in {None, by.pk}
    if not looks_in and (visitor := visitor_in(conversation)):
        chat.see(visitor=visitor, brand_id=conversation.brand_id, at=at)


@transaction()
def mark(*, visitor: Visitor, brand_id: int, delivered: int, read: int, at: datetime) -> None:
    """What of ours has reached them, and what they have read: the desk's open pages show it."""
    news = chat.mark(visitor=visitor, brand_id=brand_id, delivered=delivered, read=read, at=at)
    if news and (conversation := conversation_of(visitor, brand_id)):
        nudge(conversation.key, brand_id=brand_id)


@transaction()
def type_words(*, visitor: Visitor, brand_id: int, typing: bool, at: datetime) -> None:
    """A visitor has no row among the staff: below nought is nobody else's number."""
    conversation = conversation_of(visitor, brand_id)
    if conversation is None:
        return
    if typing:
        name = visitor.name or str(conversation.customer)
        presence.beat(
            staff_id=-visitor.pk, name=name[:120], brand_id=brand_id, key=conversation.key, kind=Kind.TYPING, at=at
        )
    else:
        presence.leave(staff_id=-visitor.pk, brand_id=brand_id, key=conversation.key)


@transaction()
def accept(*, conversation_id: int, by: Staff, at: datetime) -> Conversation:
    """Take a chat that waits. Whoever has as many as they can hold takes no more."""
    conversation = locked(Conversation, conversation_id)
    by.must(Verb.ASSIGN, conversation)
    if conversation.channel != CHAT or conversation.closed_at:
        raise UnableToAccept(_("This chat does not wait any more. Take the next one."))
    if conversation.assignee_id and conversation.assignee_id != by.pk:
        raise UnableToAccept(_("A colleague has taken this chat already. Take the next one."))
    settings = Chat.objects.filter(brand_id=conversation.brand_id).first() or Chat()
    chats.hold(by)
    if running().filter(assignee=by).count() >= settings.chats_max and conversation.assignee_id != by.pk:
        words = _("You have %(count)d chats already. Close one, or let a colleague take this.")
        raise UnableToAccept(words % {"count": settings.chats_max})
    take(conversation_id=conversation.pk, by=by, at=at)
    return conversation
