"""A chat that begins with a choice, where the brand asks for one. It writes no row itself.

The first message of a matter and its choice are taken together or not at all: the message is taken in at once, not by a
task, so that who is refused an option is told so while they wait, and nothing of theirs is half stored.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from slovo.channels.chat import actions as chats
from slovo.channels.chat.actions import ANOTHER_MATTER_AFTER, Sent
from slovo.channels.chat.models import Chat, Line, Visitor
from slovo.channels.registry import channel
from slovo.conversations import intake
from slovo.conversations.chat_queries import conversation_of
from slovo.core.db import transaction
from slovo.core.files import storage
from slovo.requests import choosing
from slovo.requests.models import RequestType
from slovo.requests.queries import offered, open_type


@dataclass(frozen=True, slots=True)
class Option:
    """As it was read. `version_id`: None for nothing that is offered; `starts_on`: of the place that was shown."""

    version_id: int | None
    starts_on: date | None


@transaction(durable=True)
def say(
    *,
    visitor_id: int,
    chat: Chat,
    client_id: UUID,
    text: str,
    files: Sequence[Sent],
    option: Option,
    at: datetime,
    count: Callable[[], None],
    address: str = "",
) -> tuple[Line, bool]:
    """As `channels.chat.actions.say`. `option` counts with the first message of a matter, and in vain with others.
    `count`: called first, and refuses whoever says too much."""
    count()
    line, new = chats.say(
        visitor_id=visitor_id, chat=chat, client_id=client_id, text=text, files=files, at=at, address=address
    )
    request_type = type_of(chat)
    if not new or request_type is None or (option.version_id is None and not request_type.demands_choice):
        return line, new
    visitor = Visitor.objects.get(pk=visitor_id)
    if conversation_of(visitor, chat.brand_id):
        return line, new
    inbound = line.inbound
    assert inbound
    understood = channel(inbound.channel).understand(inbound, storage.read(inbound.raw))
    parts = [intake.stored(part, at=at) for part in understood.parts]
    message = intake.take_in(inbound=inbound, understood=understood, parts=parts, at=at)
    assert message and message.customer_id
    choosing.choose_on_page(
        type_id=request_type.pk,
        version_id=option.version_id,
        about=message.conversation.key,
        customer_id=message.customer_id,
        language=visitor.language,
        starts_on=option.starts_on,
        at=at,
    )
    return line, new


def type_of(chat: Chat) -> RequestType | None:
    """Whose options are chosen from before the chat. None while it has none: nobody is kept out by an empty list."""
    found = open_type(chat.brand.slug, chat.request_type) if chat.request_type else None
    return found if found and offered([found.pk]) else None


def begins(visitor: Visitor, chat: Chat, *, at: datetime) -> bool:
    """Whether what they say next is another matter, with a choice of its own."""
    aged = visitor.spoke_at is not None and at - visitor.spoke_at > ANOTHER_MATTER_AFTER
    return aged or conversation_of(visitor, chat.brand_id) is None
