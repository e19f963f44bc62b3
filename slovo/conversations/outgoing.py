"""What every message of ours has in common: how much it may hold, how it is stored and put up at the door out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from slovo.channels import actions as channels
from slovo.channels.adapter import Option, Person, Posting
from slovo.channels.models import Outbound
from slovo.conversations.families import as_it_stands
from slovo.conversations.models import Attachment, Conversation, Direction, Message, Participant
from slovo.core.errors import UnableTo
from slovo.core.files import kinds, storage
from slovo.core.files.models import File
from slovo.core.rows import insert, insert_unknown
from slovo.customers.models import Identity
from slovo.people.models import Staff

UNDO_SECONDS = 10  # so long a reply waits at the door and can be taken back; a company's choice later
TEXT_CHARACTERS_MAX = 100_000
FILES_MAX = 20
SUBJECT_CHARACTERS_MAX = 300
FILE_BYTES_MAX = 25 * 1024 * 1024
OPTIONS_MAX = 4
OPTION_CHARACTERS_MAX, OPTION_WORDS_CHARACTERS_MAX = 60, 200

Parcel = tuple[File, str, str]  # a stored file, its name and type


class UnableToReply(UnableTo):
    pass


class ThreadChanged(UnableToReply):
    """Somebody has said something that the author had not seen while writing: `news`."""

    def __init__(self, news: Sequence[Message]) -> None:
        super().__init__(
            _(
                "The conversation has gone on while you were writing. Read what is new, then send all the same or "
                "change it."
            )
        )
        self.news = news


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    type: str
    content: bytes


def check(text: str, files: Sequence[Upload] = (), kept: Sequence[object] = ()) -> None:
    if not text.strip() and not files and not kept:
        raise UnableToReply(_("There is nothing to send yet. Write a few words first."))
    if len(text) > TEXT_CHARACTERS_MAX:
        raise UnableToReply(_("This is longer than a letter may be. Attach the long part as a file."))
    if len(files) + len(kept) > FILES_MAX or any(len(file.content) > FILE_BYTES_MAX for file in files):
        raise UnableToReply(_("At most 20 files of 25 MB each go with a letter. Send a link to the rest."))


def offering(letter: Posting, options: Sequence[Option]) -> Posting:
    """With answers to choose from. Each is said in a few words, since it is what the other side says then."""
    given = tuple(Option(one.text.strip(), one.words.strip()) for one in options)
    if not given:
        return letter
    if letter.to[0].kind != Identity.CHAT:
        raise UnableToReply(_("Answers to tap on are for a chat. In a letter, write them as words."))
    if len(given) > OPTIONS_MAX:
        raise UnableToReply(_("Four answers to choose from are enough. Keep those that matter."))
    texts = [one.text for one in given]
    if not all(texts) or len(set(texts)) < len(texts):
        raise UnableToReply(_("Each answer to choose from has words of its own."))
    if any(len(one.text) > OPTION_CHARACTERS_MAX or len(one.words) > OPTION_WORDS_CHARACTERS_MAX for one in given):
        words = _("An answer to choose from has %(text)d characters at most, what is said of it %(words)d.")
        raise UnableToReply(words % {"text": OPTION_CHARACTERS_MAX, "words": OPTION_WORDS_CHARACTERS_MAX})
    return replace(letter, options=given)


def write(
    conversation: Conversation,
    letter: Posting,
    by: Staff,
    text: str,
    stored: Sequence[Parcel],
    *,
    at: datetime,
    not_before: datetime,
    draft_id: UUID | None,
    forwarded: bool = False,
) -> Message:
    message = Message(
        conversation=conversation,
        brand_id=conversation.brand_id,
        direction=Direction.OUT,
        staff=by,
        sender_name=by.name,
        recipients=[[person.kind, person.value, person.name] for person in (*letter.to, *letter.cc)],
        copied=[person.value for person in letter.cc] or None,
        subject=letter.subject[:SUBJECT_CHARACTERS_MAX],
        text=text.strip(),
        at=at,
        draft_id=draft_id,
        outbound=_to_the_door(conversation, letter, by=by, at=at, not_before=not_before),
        before=as_it_stands(conversation),
        forwarded_at=at if forwarded else None,
    )
    insert(message)
    attach(message, stored)
    return message


def ids_of(stored: Sequence[Parcel]) -> tuple[tuple[int, str, str], ...]:
    return tuple((row.pk, name, type_) for row, name, type_ in stored)


def _to_the_door(
    conversation: Conversation, letter: Posting, *, by: Staff, at: datetime, not_before: datetime
) -> Outbound:
    return channels.send(
        brand_id=conversation.brand_id,
        kind=channel_of(conversation, letter),
        mailbox=conversation.mailbox,
        posting=letter,
        actor=by.actor,
        at=at,
        not_before=not_before,
    )


def channel_of(conversation: Conversation, letter: Posting) -> str:
    """The channel by which it leaves: an address is written to, whatever the conversation began with."""
    if letter.to[0].kind == Identity.CHAT:
        return Identity.CHAT
    return Identity.EMAIL if conversation.channel == Identity.CHAT else conversation.channel


def parcel_of(file: Upload, *, at: datetime) -> Parcel:
    """Of the type that it has, whatever its sender's browser says."""
    return storage.put(file.content, at=at), file.name, kinds.type_of(file.content, declared=file.type)


def attach(message: Message, stored: Sequence[Parcel]) -> None:
    Attachment.objects.bulk_create(
        Attachment(message=message, file=row, name=name, type=type_) for row, name, type_ in stored
    )


def take_part(conversation: Conversation, people: Iterable[Person]) -> None:
    """Whom we write to may answer into the conversation."""
    insert_unknown(
        [
            Participant(conversation=conversation, kind=person.kind, value=person.value, name=person.name[:200])
            for person in people
        ]
    )
