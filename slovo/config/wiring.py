"""Every arrow between domains, in one file: who reacts to which fact, and how.

At once: a cheap handler that writes its own, lower or equal, domain's tables in the same transaction.
By task: the network, the processor, other domains. By the clock: what looks by itself.
"""

from slovo.api import jobs as api_jobs
from slovo.api.webhooks import jobs as webhooks_jobs
from slovo.channels import jobs as channels_jobs
from slovo.channels.api.adapter import ApiChannel
from slovo.channels.email.adapter import EmailChannel
from slovo.channels.registry import add_channel
from slovo.conversations import bulk_jobs
from slovo.conversations import jobs as conversations_jobs
from slovo.core import jobs as core_jobs
from slovo.core.journal.recording import AfterThat, Wiring, wire
from slovo.core.tasks import every
from slovo.facts.channels import InboundArrived, OutboundDelayed, OutboundFailed, OutboundQueued, OutboundSent
from slovo.facts.conversations import (
    AnswerNotNeeded,
    ConversationAssigned,
    ConversationCustomerChanged,
    ConversationMoved,
    ConversationRejoined,
    ConversationReopened,
    ConversationsMerged,
    ConversationSplit,
    ConversationsUnmerged,
    ConversationWaits,
    MessageReceived,
    ReplyFailed,
    ReplySent,
)
from slovo.facts.customers import CustomerChanged
from slovo.facts.lists import ManyChanged, ManyPutBack
from slovo.facts.people import MembershipTaken, StaffAway, StaffLeft, TeamsChanged
from slovo.facts.promises import (
    PromiseBroken,
    PromiseConsentGiven,
    PromiseConsentRefused,
    PromiseDoneLate,
    PromiseKept,
    PromiseMade,
    PromiseMoved,
    PromiseMoveTakenBack,
    PromiseNewsSaid,
    PromiseNoticeSent,
    PromiseOwedAgain,
    PromiseReleased,
)
from slovo.facts.tags import TagsMerged
from slovo.facts.webhooks import DeliveryAskedAgain
from slovo.promises import handlers as promises
from slovo.promises import jobs as promises_jobs
from slovo.promises.kinds import Kind


def _of_an_action(fact: PromiseMade | PromiseKept | PromiseDoneLate | PromiseReleased) -> bool:
    """What happens to an answer happens in its conversation, which shows it by itself: a letter makes no task more."""
    return fact.kind != Kind.ANSWER


SHOW_AGAIN = AfterThat(conversations_jobs.show_again, ["regarding"])
SHOW_UNLESS_ANSWER = AfterThat(conversations_jobs.show_again, ["regarding"], only=_of_an_action)
PASS_TO_TEAMS = AfterThat(promises_jobs.pass_to_teams, ["staff_id"])

WIRING = Wiring(
    at_once={
        MessageReceived: [promises.message_received],
        ReplySent: [promises.reply_sent],
        ConversationWaits: [promises.conversation_waits],
        ConversationReopened: [promises.our_turn_again],
        ReplyFailed: [promises.our_turn_again],
        AnswerNotNeeded: [promises.answer_not_needed],
        ConversationAssigned: [promises.conversation_assigned],
        ConversationCustomerChanged: [promises.conversation_customer_changed],
        ConversationMoved: [promises.conversation_moved],
        ConversationsMerged: [promises.conversations_merged],
        ConversationsUnmerged: [promises.conversations_merged],
        ConversationSplit: [promises.conversation_split],
        ConversationRejoined: [promises.conversation_rejoined],
    },
    by_task={
        InboundArrived: [AfterThat(conversations_jobs.take_in, ["inbound_id"])],
        OutboundQueued: [AfterThat(channels_jobs.deliver, ["outbound_id"], moment="not_before")],
        OutboundSent: [AfterThat(conversations_jobs.note_sent, ["outbound_id"])],
        OutboundDelayed: [AfterThat(conversations_jobs.note_delayed, ["outbound_id"])],
        OutboundFailed: [AfterThat(conversations_jobs.note_not_sent, ["outbound_id"])],
        CustomerChanged: [AfterThat(conversations_jobs.index_customer, ["customer_id"])],
        ConversationCustomerChanged: [AfterThat(conversations_jobs.index_conversation, ["conversation_id"])],
        ConversationMoved: [AfterThat(conversations_jobs.index_conversation, ["conversation_id"])],
        ConversationSplit: [AfterThat(conversations_jobs.index_split, ["new_id"])],
        ConversationRejoined: [AfterThat(conversations_jobs.index_conversation, ["conversation_id"])],
        DeliveryAskedAgain: [AfterThat(webhooks_jobs.deliver, ["delivery_id"])],
        ManyChanged: [AfterThat(bulk_jobs.change_many, ["change_id"])],
        TagsMerged: [AfterThat(bulk_jobs.move_merged_tag, ["merged_id"])],
        ManyPutBack: [AfterThat(bulk_jobs.change_many, ["change_id"])],
        PromiseBroken: [SHOW_AGAIN],
        PromiseMade: [SHOW_UNLESS_ANSWER],
        PromiseKept: [SHOW_UNLESS_ANSWER],
        PromiseDoneLate: [SHOW_UNLESS_ANSWER],
        PromiseReleased: [SHOW_UNLESS_ANSWER],
        PromiseOwedAgain: [SHOW_AGAIN],
        PromiseNewsSaid: [SHOW_AGAIN],
        PromiseMoved: [SHOW_AGAIN],
        PromiseNoticeSent: [SHOW_AGAIN],
        PromiseMoveTakenBack: [SHOW_AGAIN],
        PromiseConsentGiven: [SHOW_AGAIN],
        PromiseConsentRefused: [SHOW_AGAIN],
        StaffLeft: [PASS_TO_TEAMS],
        StaffAway: [PASS_TO_TEAMS],
        MembershipTaken: [PASS_TO_TEAMS],
        TeamsChanged: [PASS_TO_TEAMS],
    },
)

BY_THE_CLOCK = (
    every(promises_jobs.break_overdue, seconds=2),
    every(conversations_jobs.show_given_up, seconds=60),
    every(bulk_jobs.forget_changes, seconds=24 * 3600),
    every(conversations_jobs.wake_due, seconds=5),
    every(core_jobs.sweep, seconds=3600),
    every(core_jobs.compact_vocabulary, seconds=3600),
    every(api_jobs.sweep, seconds=3600),
    every(webhooks_jobs.follow, seconds=2),
    every(webhooks_jobs.sweep, seconds=3600),
    every(core_jobs.sweep_presence, seconds=10),
)


def connect() -> None:
    add_channel(EmailChannel())
    add_channel(ApiChannel())
    wire(WIRING)
