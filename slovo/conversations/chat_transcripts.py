"""A visitor takes a chat with them, as a letter. Actions, as in `actions.py`.

The address is one that they name, and nobody has proved it: the letter holds this chat alone, begins with who asked for
it, quotes no address that can be followed, and is sent only after one of us, or the bot, has answered, so that the
words of a stranger go to nobody by our hand. That the bot greets or calls a person is no answer.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from django.utils import formats, translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from slovo.channels import actions as channels
from slovo.channels import queries as doors
from slovo.channels.adapter import Person, Posting
from slovo.channels.chat.models import Chat, Line, Visitor
from slovo.channels.chat.refusals import refuse_blocked
from slovo.channels.models import Outbound
from slovo.conversations.by_rule import EMAIL
from slovo.conversations.changes import changed
from slovo.conversations.chat_queries import conversation_of, lines_of_matter
from slovo.conversations.models import Conversation
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.customers.identity import normal_email
from slovo.customers.models import Identity
from slovo.facts.chat import ChatTranscriptAsked

VISITOR = Actor("rule", "chat")
CHARACTERS_MAX = 200_000
Answers = Callable[[Collection[int]], Mapping[int, bool]]  # of what a bot said, by what carried it: is it an answer?
DOT_OF_A_NAME = re.compile(r"\.(?=[^\W\d_]{2})")  # not of a number, nor of «т.д.»


class UnableToSendTranscript(UnableTo):
    pass


@transaction(durable=True)
def send(*, visitor_id: int, chat: Chat, address: str, language: str, said_by_bot: Answers, at: datetime) -> Outbound:
    """What was said in the matter that they are at now, to `address`, in their language."""
    if held := conversation_of(Visitor.objects.get(pk=visitor_id), chat.brand_id):
        locked(Conversation, held.pk)  # first, as whoever answers there takes them
    visitor = locked(Visitor, visitor_id)
    refuse_blocked(visitor)
    to = normal_email(address)
    if not to:
        raise UnableToSendTranscript(_("This is no e-mail address. Check it for slips."))
    conversation = conversation_of(visitor, chat.brand_id)
    lines = lines_of_matter(visitor, chat.brand_id)
    by_bot = said_by_bot([line.outbound_id for line in lines if line.outbound_id and not line.author])
    answered = any(by_bot.values()) or any(line.ours and line.author for line in lines)
    if conversation is None or not answered:
        raise UnableToSendTranscript(_("There is nothing to send before we have answered. Wait for our answer."))
    mailbox = doors.open_mailbox(chat.brand_id)
    if mailbox is None:
        raise UnableToSendTranscript(_("We cannot send letters just now. Copy what you need from the chat."))
    with translation.override(language):
        posting = _posting(chat, to, lines, by_bot)
    outbound = channels.send(
        brand_id=chat.brand_id,
        kind=EMAIL,
        mailbox=mailbox,
        posting=posting,
        customer_id=conversation.customer_id,
        actor=VISITOR,
        at=at,
    )
    fact = ChatTranscriptAsked(
        brand_id=chat.brand_id, conversation_id=conversation.pk, visitor_id=visitor.pk, outbound_id=outbound.pk
    )
    record(fact, actor=VISITOR, at=at)
    changed(conversation)
    return outbound


def _posting(chat: Chat, to: str, lines: Sequence[Line], by_bot: Collection[int]) -> Posting:
    brand = chat.brand
    opening = _("Somebody asked in the chat of %(brand)s for this to be sent here. If it was not you, do nothing.")
    said = "\n\n".join(_said(line, chat, of_bot=line.outbound_id in by_bot) for line in lines)[:CHARACTERS_MAX]
    signature = brand.signature(translation.get_language()) or brand.name
    return Posting(
        to=(Person(Identity.EMAIL, to),),
        subject=_("Your chat with %(brand)s") % {"brand": brand.name},
        text=f"{opening % {'brand': brand.name}}\n\n{said}\n\n-- \n{signature}\n",
        html="",
        from_name=brand.name,
        automatic=True,
    )


def _said(line: Line, chat: Chat, *, of_bot: bool) -> str:
    moment = formats.date_format(localtime(line.at, chat.brand.tz), "SHORT_DATETIME_FORMAT")
    ours = _("%(brand)s, bot") % {"brand": chat.brand.name} if of_bot else line.author or chat.brand.name
    author = ours if line.ours else _("Visitor")
    files = "".join(f"\n[{one.name}]" for one in line.files.all())
    text = f"{line.text}{files}"
    return f"{moment}, {author}:\n{text if line.ours else _apart(text)}"


def _apart(text: str) -> str:
    """Nothing in it that a mail program makes a link of: no scheme, no address, no name of a site."""
    return DOT_OF_A_NAME.sub(". ", text.replace("://", ": //").replace("@", " @ "))
