"""The answer to an entry: published beside it, sent as a letter, or both. Actions, as in `actions.py`."""

from datetime import datetime

from django.db.transaction import atomic
from django.utils.translation import gettext as _

from slovo.book import queries
from slovo.book.models import ANSWER_CHARACTERS_MAX, Answer, Entry
from slovo.conversations import actions as conversations
from slovo.conversations import queries as talks
from slovo.conversations.models import Conversation, Message
from slovo.conversations.recipients import UnableToFindAddress
from slovo.conversations.replying import reply
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.facts.book import BookEntryAnswered
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import actions as promises


class UnableToAnswer(UnableTo):
    pass


@transaction(durable=True)
def answer(
    *, entry_id: int, text: str, private: str, published: bool, sent: bool, by: Staff, at: datetime
) -> Answer | None:
    """`published`: beside the entry. `sent`: by letter, with the `private` part behind it, which nobody else reads.

    Whoever left no address reads it in the book: published there, the answer that was promised is given."""
    entry = locked(Entry, entry_id, "message")
    by.must(Verb.REPLY, entry)
    text, private = text.replace("\r\n", "\n").strip(), private.replace("\r\n", "\n").strip()
    _check(text, private, published=published, sent=sent)
    conversation = entry.message.conversation
    conversation = conversation.root or conversation
    letter = _send(conversation, "\n\n".join(filter(None, [text, private])), by=by, at=at) if sent else None
    if not published:
        return None
    if letter is None and not queries.can_be_written_to(conversation):
        _is_answered(conversation, text, by=by, at=at)
    made = Answer.objects.create(entry=entry, text=text, staff=by, message=letter, at=at)
    fact = BookEntryAnswered(
        brand_id=entry.brand_id,
        entry_id=entry.pk,
        conversation_id=conversation.pk,
        message_id=letter.pk if letter else None,
    )
    record(fact, actor=by.actor, at=at)
    return made


@transaction(durable=True)
def publish_reply(*, entry_id: int, message_id: int, by: Staff, at: datetime) -> Answer:
    """An ordinary reply, word for word, beside the entry. What looks like personal data is taken out by a person first:
    they then give the answer in the form."""
    entry = locked(Entry, entry_id, "message__customer")
    by.must(Verb.REPLY, entry)
    reply_row = queries.replies_to(entry).filter(pk=message_id).first()
    if reply_row is None or reply_row.staff is None:
        raise UnableToAnswer(_("This reply stands beside the entry already, or was taken back."))
    if len(reply_row.text) > ANSWER_CHARACTERS_MAX or queries.names_somebody(entry, reply_row.text):
        raise UnableToAnswer(
            _("This reply is too long, or something in it looks like personal data. Put it right below and publish it.")
        )
    made = Answer.objects.create(entry=entry, text=reply_row.text, staff=reply_row.staff, message=reply_row, at=at)
    fact = BookEntryAnswered(
        brand_id=entry.brand_id,
        entry_id=entry.pk,
        conversation_id=reply_row.conversation_id,
        message_id=reply_row.pk,
    )
    record(fact, actor=by.actor, at=at)
    return made


def _check(text: str, private: str, *, published: bool, sent: bool) -> None:
    if not text:
        raise UnableToAnswer(_("There is nothing to send yet. Write a few words first."))
    if not published and not sent:
        raise UnableToAnswer(_("Say where the answer goes: beside the entry, by letter, or both."))
    if private and not sent:
        raise UnableToAnswer(_("The private part goes by letter. Send it, or take it out."))
    if len(text) > ANSWER_CHARACTERS_MAX:
        raise UnableToAnswer(_("Say it in %(count)d characters at most.") % {"count": ANSWER_CHARACTERS_MAX})


def _send(conversation: Conversation, text: str, *, by: Staff, at: datetime) -> Message:
    try:
        with atomic():
            return reply(conversation_id=conversation.pk, by=by, text=text, at=at)
    except UnableToFindAddress:
        raise UnableToAnswer(
            _("The author left no address. Publish the answer beside the entry: they read it there.")
        ) from None


def _is_answered(conversation: Conversation, text: str, *, by: Staff, at: datetime) -> None:
    """Nothing leaves the house, so nothing comes back that says so."""
    keys = talks.keys(conversation)
    promises.fulfil_answer(about=conversation.key, done_at=at, actor=by.actor, merged=keys)
    note = _("Published in the book:")
    conversations.note(conversation_id=conversation.pk, by=by, text=f"{note}\n\n{text}", at=at)
    conversations.wait_for_customer(conversation_id=conversation.pk, by=by, at=at)
