"""What conversations hold of a customer, and what stands at the doors for them: whose it is is known here alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from slovo.channels import personal_data as channels
from slovo.channels.models import Inbound, Outbound, OutboundFile
from slovo.conversations.chat_desk_models import ChatAlarm, PinnedNote
from slovo.conversations.desk_models import (
    CannedReply,
    CannedText,
    Draft,
    DraftFile,
    Follower,
    Mention,
    Merger,
    Related,
    Split,
    SplitMessage,
)
from slovo.conversations.follow_up_models import FollowUp, FollowUpRule
from slovo.conversations.letter_models import LetterText
from slovo.conversations.list_models import BulkChange, BulkItem, ListLook, SavedSearch, SavedView, SearchRebuild
from slovo.conversations.models import Attachment, Conversation, Direction, Message, Participant, Tag
from slovo.core.ids import new_reference
from slovo.core.personal import MARK, Declared, Holding, Nothing, Person, Whose, of_customer
from slovo.core.search import index

COMPANY = "the company's own words"
WORK = "who of us works on what"
WHEN = _("That and when something was said stays in the figures, without a word of it.")


def _in_theirs(person: Person) -> Q:
    return Q(conversation__in=Conversation.objects.filter(of_customer(person)))


def _shared(person: Person) -> Q:
    """In conversations of whomever, in which they have taken part."""
    shared = Participant.objects.filter(value__in=person.values, conversation__brand_id=person.brand_id)
    return Q(conversation__in=shared.values("conversation_id"))


def _messages(person: Person) -> Q:
    """In their conversations, whoever wrote; and what they wrote into another's: found by who takes part there, for
    messages stand under their customer in no index."""
    return _in_theirs(person) | (_shared(person) & of_customer(person))


def _of_message(person: Person) -> Q:
    return Q(message__in=Message.objects.filter(_messages(person)))


def _elsewhere(person: Person) -> Q:
    """Messages of others, of which they got a copy."""
    return _shared(person) & ~of_customer(person) & ~_in_theirs(person)


def _named(person: Person) -> Q:
    return person.named_in("recipients", "copied", "sender_value", "reply_value", "original_value")


def _through_the_door(person: Person) -> Q:
    theirs = Message.objects.filter(_messages(person))
    came = theirs.filter(inbound__isnull=False).values("inbound_id")
    bounced = Outbound.objects.filter(message__in=theirs, bounce__isnull=False).values("bounce_id")
    return Q(pk__in=came) | Q(duplicate_of__in=came) | Q(pk__in=bounced)


def _out_of_the_door(person: Person) -> Q:
    theirs = Message.objects.filter(_messages(person), outbound__isnull=False)
    return Q(pk__in=theirs.values("outbound_id"))


def _forget_words(ids: Sequence[int], at: datetime) -> None:
    index.forget(ids)


def _erase_conversations(ids: Sequence[int], at: datetime) -> None:
    """Its old reference, which stands in their letters, leads nowhere: what they write later is another's matter."""
    for pk in ids:
        rows = Conversation.objects.filter(pk=pk)
        rows.update(subject="", preview="", language="", reference=new_reference())


def _erase_inbound(ids: Sequence[int], at: datetime) -> None:
    channels.empty(inbound_ids=ids, at=at)


def _stop(ids: Sequence[int], at: datetime) -> None:
    channels.stop(outbound_ids=ids, at=at)


def _erase_addresses(ids: Sequence[int], at: datetime) -> None:
    """Of all who got a message of another's: nobody has to guess who of them it was that went."""
    for row in Message.objects.filter(pk__in=ids):
        row.recipients, row.copied = [], None if row.copied is None else []
        if row.direction == Direction.OUT:
            row.sender_value = row.reply_value = ""
        row.original_name = row.original_value = row.quote = ""
        row.save(
            update_fields=[
                "recipients",
                "copied",
                "sender_value",
                "reply_value",
                "original_name",
                "original_value",
                "quote",
            ]
        )


_EMPTY_MESSAGE: dict[str, Any] = {
    "text": MARK,
    "subject": "",
    "sender_name": "",
    "sender_value": "",
    "reply_value": "",
    "recipients": [],
    "quote": "",
    "signature": "",
    "html": "",
    "external_id": "",
    "original_name": "",
    "original_value": "",
    "before": None,
    "copied": None,
    "remarks": [],
}


def _letters(name: Any, whose: Whose) -> Holding:
    return Holding(
        model=Outbound,
        name=name,
        whose=whose,
        told={"channel": "channel", "state": "state", "sent_at": "sent_at"},
        emptied={"posting": {}, "external_id": "", "explanation": ""},
        stays=WHEN,
        first=_stop,
        among_us=True,
    )


HELD: tuple[Declared, ...] = (
    Nothing(Tag, COMPANY),
    Nothing(Conversation.tags.through, "which tags of the company's a conversation has"),
    Nothing(CannedReply, COMPANY),
    Nothing(CannedText, COMPANY),
    Nothing(LetterText, COMPANY),
    Nothing(FollowUpRule, COMPANY),
    Nothing(ListLook, "how a colleague looks at a list"),
    Nothing(SearchRebuild, "how far the index is built"),
    Nothing(ChatAlarm, "when colleagues were called to a chat"),
    Nothing(PinnedNote, WORK),
    Nothing(Mention, WORK),
    Nothing(Follower, WORK),
    Nothing(Related, "which conversations belong together"),
    Nothing(Merger, "how conversations stood: moments and who was responsible"),
    Nothing(Split, "how conversations stood: moments and who was responsible"),
    Nothing(SplitMessage, "which message came from where"),
    Nothing(BulkChange, "what was done to many conversations at once: tags, teams, moments"),
    Nothing(FollowUp, "when it was asked whether all is well"),
    Holding(
        model=SavedSearch,
        name=_("Searches that colleagues have saved"),
        whose=lambda person: person.named_in("query"),
        told={"query": "query"},
        among_us=True,
    ),
    Holding(
        model=SavedView,
        name=_("Views that look for them"),
        whose=lambda person: person.named_in("filter", "name"),
        told={"name": "name"},
        among_us=True,
    ),
    Holding(
        model=BulkItem,
        name=_("Changes of many at once"),
        whose=_in_theirs,
        emptied={"words": ""},
        stays=WHEN,
        among_us=True,
    ),
    Holding(
        model=DraftFile,
        name=_("Files of drafts"),
        whose=lambda person: Q(draft__in=Draft.objects.filter(_in_theirs(person))),
        file="file",
        told={"name": "name"},
        among_us=True,
    ),
    Holding(model=Draft, name=_("Drafts"), whose=_in_theirs, told={"text": "text", "at": "updated_at"}, among_us=True),
    Holding(
        model=Attachment,
        name=_("Files"),
        whose=_of_message,
        told={"name": "name", "type": "type", "at": "message__at"},
        file="file",
        among_us=Q(message__direction=Direction.NOTE.value),
    ),
    Holding(
        model=Inbound,
        name=_("Raw letters and messages, as they came"),
        whose=_through_the_door,
        told={"channel": "channel", "received_at": "received_at"},
        stays=_("That something came, and when, without its bytes."),
        file="raw",
        file_name="channel",
        still=lambda person: Q(emptied_at=None, taken_in_at__isnull=False),
        erase=_erase_inbound,
        among_us=True,
    ),
    Holding(
        model=OutboundFile,
        name=_("Files that left"),
        whose=lambda person: Q(outbound__in=Outbound.objects.filter(_out_of_the_door(person))),
        told={"name": "name"},
        file="file",
        among_us=True,
    ),
    _letters(_("Letters as they left"), _out_of_the_door),
    _letters(_("Letters of rules as they left"), of_customer),
    Holding(
        model=Message,
        name=_("Messages of others, of which they got a copy"),
        whose=_elsewhere,
        stays=_("The message is another customer’s: the addresses of who got it go, its words stay."),
        still=_named,
        erase=_erase_addresses,
        among_us=True,
    ),
    Holding(
        model=Message,
        name=_("Messages and notes"),
        whose=_messages,
        told={
            "conversation": "conversation__reference",
            "direction": "direction",
            "from": "sender_name",
            "address": "sender_value",
            "subject": "subject",
            "text": "text",
            "at": "at",
        },
        emptied=_EMPTY_MESSAGE,
        stays=WHEN,
        first=_forget_words,
        among_us=Q(direction=Direction.NOTE.value),
    ),
    Holding(
        model=Participant,
        name=_("Who takes part in conversations"),
        whose=lambda person: _in_theirs(person) | Q(value__in=person.values, conversation__brand_id=person.brand_id),
        told={"name": "name", "address": "value"},
        among_us=True,
    ),
    Holding(
        model=Conversation,
        name=_("Conversations"),
        told={
            "number": "reference",
            "channel": "channel",
            "subject": "subject",
            "opened_at": "opened_at",
            "closed_at": "closed_at",
        },
        stays=WHEN,
        still=lambda _person: ~Q(subject="", preview="", language=""),
        erase=_erase_conversations,
    ),
)
