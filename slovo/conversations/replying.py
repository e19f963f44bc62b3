"""Answering a customer: now, at a moment, and not after all. Actions, as in `actions.py`."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from slovo.channels import actions as channels
from slovo.channels.adapter import Option
from slovo.channels.chat.actions import KIND as CHAT
from slovo.conversations import draft_rows, mention_rows, promised, queries
from slovo.conversations import letter as letters
from slovo.conversations.changes import changed
from slovo.conversations.desk_models import Writing
from slovo.conversations.families import as_it_stands, locked_root, stand_as, take_last_words
from slovo.conversations.intake_words import preview
from slovo.conversations.letter import Foreseen, forward_posting
from slovo.conversations.models import Conversation, Message
from slovo.conversations.outgoing import (
    TEXT_CHARACTERS_MAX,
    UNDO_SECONDS,
    Parcel,
    ThreadChanged,
    UnableToReply,
    Upload,
    check,
    ids_of,
    offering,
    parcel_of,
    take_part,
    write,
)
from slovo.conversations.promised import Pledge, Read
from slovo.conversations.recipients import Recipients
from slovo.conversations.search.indexing import index_new
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.core.rows import update
from slovo.core.search import index
from slovo.facts.conversations import (
    ConversationClosed,
    ConversationForwarded,
    ConversationReopened,
    ReplyRescheduled,
    ReplyTakenBack,
    ReplyWritten,
)
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import notifying as notices

PLANNED_DAYS_MAX = 366


class UnableToTakeBack(UnableTo):
    pass


@transaction(durable=True)
def reply(
    *,
    conversation_id: int,
    by: Staff,
    text: str,
    at: datetime,
    draft_id: UUID | None = None,
    files: Sequence[Upload] = (),
    then_close: bool = False,
    leaves_at: datetime | None = None,
    kept_file_ids: Sequence[int] = (),
    seen_message_id: int | None = None,
    recipients: Recipients | None = None,
    undo_seconds: int = UNDO_SECONDS,
    promises: Sequence[Pledge] = (),
    dismissed: Collection[str] | None = None,
    options: Sequence[Option] = (),
    read: Read | None = None,
    foreseen: Foreseen | None = None,
) -> Message:
    """Answer the customer. The letter goes to the door out; the promise is kept when it has left the house.

    `draft_id`: the same draft sent twice (a double click, a page sent again) is one message. `leaves_at`: a moment
    for which it is planned; else it leaves when it can no longer be taken back. `kept_file_ids`: files of one's own
    draft that go with it. `seen_message_id`: the last message that its author had seen; ThreadChanged is raised when
    the customer or a colleague has written since. `recipients`: None for whoever wrote last and all in copy.
    `undo_seconds`: so long it can be taken back; a program takes nothing back. `promises`: are made with it, and struck
    out when it is taken back. `dismissed`: marks of moments in the text that are no promises; PromiseNotRecorded is
    raised for the others. None: nobody asks. `options`: answers from which a visitor of a chat can choose. `read`: the
    text, as `promised.read_over` has read it for when it leaves. `foreseen`: the letter, put together
    from the same by `letter.foreseen`.
    """
    conversation = locked(Conversation, conversation_id, "customer", "brand", "mailbox")
    by.must(Verb.REPLY, conversation)
    sent_before = draft_id and Message.objects.filter(conversation=conversation, draft_id=draft_id).first()
    if sent_before:
        return sent_before
    if seen_message_id is not None and (news := queries.news(conversation, by=by, after=seen_message_id)):
        raise ThreadChanged(news)
    kept = draft_rows.files_of(conversation, by=by, pks=kept_file_ids) if kept_file_ids else []
    check(text, files, kept)
    seconds = 0 if conversation.channel == CHAT else undo_seconds  # who waits in a chat waits for each second
    not_before = _moment(leaves_at, at=at) if leaves_at else at + timedelta(seconds=seconds)
    promised.check_pledges(promises, then_close=then_close, not_before=not_before)
    read = read or promised.read_over(text, brand=conversation.brand, at=leaves_at or at)
    if dismissed is not None:
        said = read.offers
        promised.check_said(conversation, text, promises, dismissed, offers=said, at=at, leaves_at=leaves_at)
    stored: list[Parcel] = [*kept, *(parcel_of(file, at=at) for file in files)]
    if foreseen is None or not foreseen.holds(conversation):
        foreseen = letters.put_together(conversation, by=by, text=text, recipients=recipients)
    letter = offering(replace(foreseen.posting, files=ids_of(stored)), options)
    message = write(conversation, letter, by, text, stored, at=at, not_before=not_before, draft_id=draft_id)
    take_part(conversation, letter.to + letter.cc)
    draft_rows.end(conversation, by=by, kind=Writing.REPLY)
    mention_rows.see(conversation, by=by, at=at)
    _end_our_turn(conversation, by=by, then_close=then_close, at=at)
    conversation.last_message_at, conversation.preview = at, preview(text)
    promised.make(message, conversation, promises, dismissed or (), by=by, at=at)
    _say_written(message, conversation, by=by, at=at)
    file_names = [name for _file, name, _type in stored]
    index_new(
        message, conversation=conversation, identities=foreseen.identities, file_names=file_names, spoken=read.words
    )
    changed(conversation, unsaved=True)
    return message


@transaction(durable=True)
def forward(
    *,
    conversation_id: int,
    by: Staff,
    recipients: Recipients,
    text: str,
    at: datetime,
    draft_id: UUID | None = None,
    attachment_ids: Collection[int] = (),
) -> Message:
    """Pass the thread on to somebody else, with some of its files. It answers nobody: no promise is kept by it, and
    it is still our turn. Whoever gets it may answer into the conversation."""
    conversation = locked(Conversation, conversation_id)
    by.must(Verb.FORWARD, conversation)
    sent_before = draft_id and Message.objects.filter(conversation=conversation, draft_id=draft_id).first()
    if sent_before:
        return sent_before
    if not recipients.to:
        raise UnableToReply(_("Say to whom: write an address."))
    if len(text) > TEXT_CHARACTERS_MAX:
        raise UnableToReply(_("This is longer than a letter may be. Attach the long part as a file."))
    files = queries.files_said_in(conversation).filter(pk__in=attachment_ids)
    stored: list[Parcel] = [(row.file, row.name, row.type) for row in files]
    letter = forward_posting(conversation, by=by, text=text.strip(), files=ids_of(stored), recipients=recipients)
    not_before = at + timedelta(seconds=UNDO_SECONDS)
    message = write(
        conversation, letter, by, text, stored, at=at, not_before=not_before, draft_id=draft_id, forwarded=True
    )
    take_part(conversation, letter.to + letter.cc)
    fact = ConversationForwarded(brand_id=conversation.brand_id, conversation_id=conversation.pk, message_id=message.pk)
    record(fact, actor=by.actor, at=at)
    index_new(message, conversation=conversation, file_names=[name for _file, name, _type in stored])
    changed(conversation)
    return message


@transaction(durable=True)
def take_back(*, message_id: int, by: Staff, at: datetime) -> None:
    """Before it has left: the message is gone for good, the conversation stands as it did, the words are a draft."""
    conversation, message = _waiting(message_id, by)
    outbound_id, words = message.outbound_id, message.text
    assert outbound_id
    files = [(row.file, row.name, row.type) for row in message.attachments.select_related("file")]
    message.attachments.all().delete()
    message.delete()
    index.forget([message_id])
    channels.take_back(outbound_id=outbound_id, actor=by.actor, at=at)
    notices.note_not_sent(message_id=message_id, at=at)
    kind = Writing.NOTE if message.forwarded_at else Writing.REPLY
    said = promised.strike_out(message, by=by, at=at)
    draft_rows.give_back(conversation, by=by, kind=kind, text=words, files=files, at=at, promised=said)
    _stand_as_before(conversation, message, by=by, at=at)
    fact = ReplyTakenBack(brand_id=conversation.brand_id, conversation_id=conversation.pk, message_id=message_id)
    record(fact, actor=by.actor, at=at)
    changed(conversation)


@transaction(durable=True)
def reschedule(*, message_id: int, leaves_at: datetime | None, by: Staff, at: datetime) -> None:
    """Let what has not left leave at another moment; None: now."""
    conversation, message = _waiting(message_id, by)
    not_before = _moment(leaves_at, at=at) if leaves_at else at
    promised.check_departure(message, not_before)
    assert message.outbound_id
    channels.reschedule(outbound_id=message.outbound_id, not_before=not_before, actor=by.actor, at=at)
    fact = ReplyRescheduled(
        brand_id=conversation.brand_id,
        conversation_id=conversation.pk,
        message_id=message_id,
        leaves_at=not_before.isoformat(),
    )
    record(fact, actor=by.actor, at=at)
    changed(conversation)


def _end_our_turn(conversation: Conversation, *, by: Staff, then_close: bool, at: datetime) -> None:
    if conversation.assignee_id is None:
        conversation.assignee = by.as_colleague
    if not then_close:
        conversation.wait(at=at)
        return
    conversation.close(by=by, at=at)
    closed = ConversationClosed(brand_id=conversation.brand_id, conversation_id=conversation.pk)
    record(closed, actor=by.actor, at=at)


def _say_written(message: Message, conversation: Conversation, *, by: Staff, at: datetime) -> None:
    written = ReplyWritten(
        brand_id=conversation.brand_id,
        conversation_id=conversation.pk,
        message_id=message.pk,
        channel=conversation.channel,
    )
    record(written, actor=by.actor, at=at)


def _moment(leaves_at: datetime, *, at: datetime) -> datetime:
    if leaves_at <= at:
        raise UnableToReply(_("This moment has passed. Choose a later one, or send it now."))
    if leaves_at > at + timedelta(days=PLANNED_DAYS_MAX):
        raise UnableToReply(_("This is more than a year ahead. Choose an earlier moment."))
    return leaves_at


def _waiting(message_id: int, by: Staff) -> tuple[Conversation, Message]:
    """A message of ours at the door, and its conversation, locked."""
    found = Message.objects.filter(pk=message_id, outbound__isnull=False).values_list("conversation_id", flat=True)
    conversation_id = found.first()
    if conversation_id is None:
        raise UnableToTakeBack(_("This message has been taken back already."))
    conversation = locked_root(conversation_id)
    by.must(Verb.REPLY, conversation)
    return conversation, Message.objects.get(pk=message_id)


def _stand_as_before(conversation: Conversation, message: Message, *, by: Staff, at: datetime) -> None:
    """Of what the reply changed, all that nobody has changed since."""
    before, now = message.before or {}, as_it_stands(conversation)
    people = {name: now[name] for name in ("assignee_id", "team_id")}
    if not message.forwarded_at and before.get("assignee_id") is None and conversation.assignee_id == message.staff_id:
        people["assignee_id"] = None
    turn = before if message.at in {conversation.waiting_since, conversation.closed_at} else now
    if conversation.closed_at and not turn.get("closed_at") and not turn.get("waiting_since"):
        reopened = ConversationReopened(
            brand_id=conversation.brand_id,
            conversation_id=conversation.pk,
            merged_ids=queries.merged_ids(conversation),
        )
        record(reopened, actor=by.actor, at=at)
    stand_as(conversation, turn | people)
    take_last_words(conversation, queries.family_ids(conversation))
    update(conversation)
