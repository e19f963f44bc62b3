"""What is asked for beside a chat, a call or an answer by letter: with what the chat asks visitors to agree to, or not
at all. It writes no row itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.utils.translation import gettext as _

from slovo.channels.chat import actions as chats
from slovo.channels.chat import queries
from slovo.channels.chat.actions import UnableToChat
from slovo.channels.chat.models import Chat, Purpose, Visitor
from slovo.core.db import transaction

AskedT = TypeVar("AskedT")


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks. `visitor`: None for a browser that nobody knows. `consents`: purpose → the version that was read and
    agreed to."""

    chat: Chat
    visitor: Visitor | None
    name: str
    language: str
    consents: Mapping[str, int]


@transaction(durable=True)
def ask(
    asking: Asking, act: Callable[[], AskedT], reached: Callable[[AskedT], str], *, at: datetime
) -> tuple[AskedT, Visitor | None, str]:
    """What came of `act`; and as whom a browser that nobody knew is known from now on, with its key, where there was
    something to agree to. `reached`: at which address or number they are, of what came of it."""
    chat, visitor, given = asking.chat, asking.visitor, asking.consents.get(Purpose.TALK)
    found = act()
    if Purpose.TALK not in chat.consents:
        return found, None, ""
    if visitor is None:
        words = {"name": asking.name, "contact": reached(found), "language": asking.language}
        return found, *chats.come(chat=chat, **words, consents=asking.consents, at=at)
    if given is not None:
        chats.consent(visitor=visitor, chat=chat, purpose=Purpose.TALK, version=given, language=asking.language, at=at)
    if not queries.agreed(visitor, chat, Purpose.TALK):
        raise UnableToChat(_("Read what we ask you to agree to, and agree to it first."))
    return found, None, ""
