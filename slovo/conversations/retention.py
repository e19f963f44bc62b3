from django.utils.translation import gettext_lazy as _

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
from slovo.conversations.models import Attachment, Conversation, Message, Participant, Tag
from slovo.core.keeping import Choice, Days, Kept, as_long_as, for_ever
from slovo.customers.models import Customer
from slovo.people.models import Staff
from slovo.promises.models import Promise

CHANGES = Choice(
    code="changes",
    name=_("Changes of many conversations at once"),
    days=30,
    least=1,
    needed=_("So long a change can be put back."),
)

KEPT: tuple[Kept, ...] = (
    *for_ever("the company's own", Tag, CannedReply, LetterText, FollowUpRule, SavedView),
    *for_ever("how far the index is built: one row", SearchRebuild),
    *as_long_as(Customer, {Conversation: "customer"}),
    *as_long_as(
        Conversation,
        {
            Conversation.tags.through: "conversation",
            Participant: "conversation",
            Message: "conversation",
            PinnedNote: "conversation",
            Draft: "conversation",
            Merger: "conversation",
            Split: "conversation",
            Mention: "conversation",
            Follower: "conversation",
            Related: "one",
            FollowUp: "conversation",
        },
    ),
    *as_long_as(Message, {Attachment: "message"}),
    *as_long_as(Draft, {DraftFile: "draft"}),
    *as_long_as(Split, {SplitMessage: "split"}),
    *as_long_as(CannedReply, {CannedText: "reply"}),
    *as_long_as(Promise, {ChatAlarm: "promise"}),
    *as_long_as(Staff, {ListLook: "staff", SavedSearch: "staff"}),
    Days(model=BulkItem, after="change__at", life=CHANGES.life, choice=CHANGES, brand="change__brand"),
    Days(model=BulkChange, after="at", life=CHANGES.life, choice=CHANGES, brand="brand"),
)
