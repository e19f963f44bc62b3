"""Whoever left a chat before the answer came gets it as a letter, once. Actions, as in `actions.py`.

That nobody is there is known by what has not arrived: an open page of theirs says of each line that it has it. Several
answers that come together are one letter; whoever answers it answers in the same conversation.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from slovo.channels import actions as channels
from slovo.channels import queries as doors
from slovo.channels.adapter import Person
from slovo.channels.chat import mailing
from slovo.channels.chat import queries as chats
from slovo.channels.chat.models import Line, Visitor
from slovo.channels.models import Outbound
from slovo.conversations import chat_queries, queries
from slovo.conversations.by_rule import EMAIL
from slovo.conversations.changes import changed
from slovo.conversations.families import locked_root
from slovo.conversations.letter import chat_posting
from slovo.conversations.models import Conversation, Message
from slovo.conversations.outgoing import take_part
from slovo.core.db import locked, transaction
from slovo.core.journal.actor import SYSTEM, Actor
from slovo.core.journal.recording import record
from slovo.core.rows import update
from slovo.customers.consent_models import Purpose
from slovo.customers.models import Identity
from slovo.facts.chat import ChatAnswerMailed
from slovo.facts.conversations import ReplyFailed
from slovo.promises import notifying

ABSENCE = Actor("rule", "chat_absence")
ABSENT, TOGETHER_MAX = timedelta(minutes=3), timedelta(minutes=10)
WITHIN = timedelta(days=1)  # what was written before they agreed to letters, or when none could leave, is not sent late
VISITORS_MAX = 50  # at a time


@transaction()
def write(*, visitor_id: int, at: datetime) -> Outbound | None:
    """All that they have not had, of one conversation. None: they have it meanwhile, or it cannot be sent to them."""
    # The conversation is held first, as whoever answers there holds them.
    held, _lines = _of_one_conversation(chats.not_arrived(Visitor.objects.get(pk=visitor_id)))
    if held is None:
        return None
    visitor = locked(Visitor, visitor_id, "chat__brand")
    mailbox = doors.open_mailbox(visitor.chat.brand_id)
    if mailbox is None or not chat_queries.may_be_written(visitor):
        return None
    conversation, lines = _of_one_conversation(chats.not_arrived(visitor))
    if conversation is None or conversation.pk != held.pk:
        return None
    if not any(line.author or line.outbound.purpose for line in lines if line.outbound):
        return None  # nothing, or a bot's answers alone
    authors = [line.author for line in lines if line.author]
    to = Person(Identity.EMAIL, visitor.contact, visitor.name if visitor.person else "")
    posting = chat_posting(
        conversation,
        to=to,
        author=authors[-1] if authors else "",
        texts=[_said(line) for line in lines],
        language=visitor.language or conversation.brand.language,
        files=tuple((one.file_id, one.name, one.type) for line in lines for one in line.files.all()),
        before=[letter.external_id for letter in chats.letters_of(visitor)],
    )
    outbound = channels.send(
        brand_id=conversation.brand_id,
        kind=EMAIL,
        mailbox=mailbox,
        posting=posting,
        actor=ABSENCE,
        at=at,
        purpose="" if authors else Purpose.SERVICE,
        customer_id=conversation.customer_id,
    )
    mailing.mark(lines, letter=outbound)
    take_part(conversation, [to])
    fact = ChatAnswerMailed(
        brand_id=conversation.brand_id,
        conversation_id=conversation.pk,
        visitor_id=visitor.pk,
        outbound_id=outbound.pk,
    )
    record(fact, actor=ABSENCE, at=at)
    changed(conversation)
    return outbound


@transaction()
def give_up(*, message_ids: Sequence[int], at: datetime) -> None:
    """Somebody of ours tells them in another way. If they come back and see it in time, it counts all the same."""
    for message_id in message_ids:
        notifying.note_not_sent(message_id=message_id, at=at)


@transaction()
def show(*, outbound_id: int) -> None:
    """The letter has left: the desk's open pages say so."""
    if message := _last_in(outbound_id):
        changed(locked_root(message.conversation_id))


@transaction()
def note_not_arrived(*, outbound_id: int, at: datetime) -> None:
    """The letter did not arrive either: unless they have come back meanwhile, the conversation is ours again."""
    message = _last_in(outbound_id)
    if message is None:
        return
    conversation = locked_root(message.conversation_id)
    told = Message.objects.filter(outbound_id__in=chats.notices_in(outbound_id))
    give_up(message_ids=list(told.values_list("pk", flat=True)), at=at)
    if Line.objects.filter(letter_id=outbound_id, delivered_at=None).exists():
        conversation.reopen()
        update(conversation)
        fact = ReplyFailed(
            brand_id=conversation.brand_id,
            conversation_id=conversation.pk,
            message_id=message.pk,
            outcome=Outbound.objects.get(pk=outbound_id).state,
            merged_ids=queries.merged_ids(conversation),
        )
        record(fact, actor=SYSTEM, at=at)
    changed(conversation)


def _of_one_conversation(lines: Sequence[Line]) -> tuple[Conversation | None, list[Line]]:
    """Where the oldest of them stands, and those that stand there. What is of another matter goes apart."""
    rows = Message.objects.filter(outbound_id__in=[line.outbound_id for line in lines])
    places = dict(rows.values_list("outbound_id", "conversation_id"))
    roots = dict(Conversation.objects.filter(pk__in=places.values()).values_list("pk", "root_id"))
    read_in = {outbound_id: roots[pk] or pk for outbound_id, pk in places.items()}
    known = [line for line in lines if line.outbound_id in read_in]
    if not known:
        return None, []
    first = read_in[known[0].outbound_id or 0]
    return locked_root(first), [line for line in known if read_in[line.outbound_id or 0] == first]


def _said(line: Line) -> str:
    """With the answers that were offered under it: here they are words."""
    return "\n".join([line.text, *(f"— {one['text']}" for one in line.options or [])])


def _last_in(outbound_id: int) -> Message | None:
    return Message.objects.filter(outbound__line__letter_id=outbound_id).order_by("-pk").first()
