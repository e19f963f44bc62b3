"""Every arrow between domains, in one file: who reacts to which fact, and how.

At once: a cheap handler that writes its own, lower or equal, domain's tables in the same transaction.
By task: the network, the processor, other domains. What looks by itself: `by_the_clock.py`.
"""

from dataclasses import replace

from slovo.api import personal_data as api_personal_data
from slovo.api import retention as api_retention
from slovo.api.webhooks import jobs as webhooks_jobs
from slovo.assistant import jobs as assistant_jobs
from slovo.assistant import queries as assistant
from slovo.callbacks import handlers as callbacks
from slovo.channels import jobs as channels_jobs
from slovo.channels.api.adapter import ApiChannel
from slovo.channels.book.adapter import BookChannel
from slovo.channels.chat.adapter import ChatChannel
from slovo.channels.email.adapter import EmailChannel
from slovo.channels.page.adapter import PageChannel
from slovo.channels.registry import add_channel
from slovo.conversations import (
    bulk_jobs,
    chat_handlers,
    chat_people,
    page_jobs,
    telling_callbacks,
    telling_consents,
    telling_forms,
    telling_orders,
    telling_visits,
)
from slovo.conversations import handlers as conversations
from slovo.conversations import jobs as conversations_jobs
from slovo.conversations.chat_queries import CHAT
from slovo.core.journal.recording import AfterThat, Wiring, wire
from slovo.core.tasks.definitions import URGENT
from slovo.facts.callbacks import CallbackAsked, CallbackAskedAgain, CallbackTimeChosen, CustomerNotReached
from slovo.facts.channels import InboundArrived, OutboundDelayed, OutboundFailed, OutboundQueued, OutboundSent
from slovo.facts.chat import ChatNoticeArrived
from slovo.facts.conversations import (
    AnswerNotNeeded,
    ConversationAssigned,
    ConversationClosed,
    ConversationCustomerChanged,
    ConversationMoved,
    ConversationPutBack,
    ConversationRejoined,
    ConversationReopened,
    ConversationsMerged,
    ConversationSplit,
    ConversationsUnmerged,
    ConversationWaits,
    MessageReceived,
    NoticeLeft,
    NoticeWritten,
    ReplyFailed,
    ReplySent,
)
from slovo.facts.customers import (
    ConsentSaid,
    ConsentUnconfirmed,
    CustomerChanged,
    CustomersMerged,
    CustomersUnmerged,
)
from slovo.facts.kinds import LadderChanged, NoticeRulesChanged, PromiseKindChanged
from slovo.facts.lists import ManyChanged, ManyPutBack
from slovo.facts.notices import CustomerNoticeDue, NewsUntold
from slovo.facts.orders import OrderChanged, OrdersImportBegun, ReservationOffered, ReservationSettled
from slovo.facts.people import MembershipTaken, StaffAway, StaffLeft, StaffShiftOver, TeamsChanged
from slovo.facts.privacy import CustomerErasureBegun, DataCopyAsked
from slovo.facts.promises import (
    PromiseBroken,
    PromiseChoiceMade,
    PromiseConsentGiven,
    PromiseConsentRefused,
    PromiseDoneLate,
    PromiseHandedOver,
    PromiseKept,
    PromiseMade,
    PromiseMoved,
    PromiseMoveTakenBack,
    PromiseNewsSaid,
    PromiseNoticeSent,
    PromiseOwedAgain,
    PromisePutBack,
    PromiseRated,
    PromiseReleased,
)
from slovo.facts.recovery import CompensationGiven, CompensationTakenBack
from slovo.facts.requests import (
    ChoiceGivenBack,
    ChoiceMade,
    ExtraAnnounced,
    ExtraRecorded,
    ExtraTakenBack,
    FormSubmitted,
)
from slovo.facts.tags import TagsMerged
from slovo.facts.visits import VisitBooked, VisitCancelled, VisitConfirmed, VisitMoved, VisitReminderDue
from slovo.facts.webhooks import DeliveryAskedAgain
from slovo.orders import handlers as orders
from slovo.orders import jobs as orders_jobs
from slovo.privacy import jobs as privacy_jobs
from slovo.privacy import kept
from slovo.privacy import registry as personal_data
from slovo.promises import handlers as promises
from slovo.promises import jobs as promises_jobs
from slovo.promises.kinds import Kind
from slovo.promises.rating_models import LOW_MAX
from slovo.recovery import handlers as recovery
from slovo.recovery import jobs as recovery_jobs
from slovo.requests import handlers as requests
from slovo.requests import jobs as requests_jobs
from slovo.visits import handlers as visits
from slovo.visits import jobs as visits_jobs
from slovo.web.portal import personal_data as portal_personal_data
from slovo.web.portal import retention as portal_retention


def _of_an_action(fact: PromiseMade | PromiseKept | PromiseDoneLate | PromiseReleased) -> bool:
    """What happens to an answer happens in its conversation, which shows it by itself: a letter makes no task more."""
    return fact.kind != Kind.ANSWER


def _of_a_clock(fact: CustomerChanged) -> bool:
    """It is another time where they are."""
    return "zone" in fact.fields


def _of_a_chat(fact: InboundArrived) -> bool:
    """Who waits there waits for each second: it goes before letters and whatever else stands in line."""
    return fact.channel == CHAT


def _of_a_bots_chat(fact: MessageReceived) -> bool:
    """Where the assistant does not speak, a message makes no task more."""
    return fact.channel == CHAT and fact.awaits_answer and assistant.is_on(fact.brand_id or 0)


def _of_an_order(fact: PromiseBroken) -> bool:
    return fact.regarding.startswith("order:") and not fact.found_late


def _is_new(fact: PromiseBroken) -> bool:
    return not fact.found_late


def _is_low(fact: PromiseRated) -> bool:
    return fact.score <= LOW_MAX


TAKE_IN = AfterThat(conversations_jobs.take_in, ["inbound_id"], only=lambda fact: fact.channel != CHAT)
TAKE_IN_AT_ONCE = AfterThat(conversations_jobs.take_in.using(priority=URGENT), ["inbound_id"], only=_of_a_chat)
SHOW_AGAIN = AfterThat(conversations_jobs.show_again, ["regarding"])
SHOW_UNLESS_ANSWER = AfterThat(conversations_jobs.show_again, ["regarding"], only=_of_an_action)
SETTLED = (SHOW_UNLESS_ANSWER, AfterThat(conversations_jobs.unsay_settled, ["promise_id"], only=_of_an_action))
SHOW_SAID_DONE = AfterThat(page_jobs.show_deed, ["name", "promise_id"], only=page_jobs.said_done)
SHOW_PAGE_DEED = AfterThat(page_jobs.show_deed, ["name", "promise_id"], only=page_jobs.on_their_page)
SHOW_CHOICE = AfterThat(page_jobs.show_deed, ["name", "promise_id", "move_id"], only=page_jobs.on_their_page)
SHOW_MARK = AfterThat(page_jobs.show_deed, ["name", "promise_id", "score"], only=page_jobs.elsewhere)
SLOT = (*page_jobs.CALL, "slot_starts_at")
OVERRUN = AfterThat(recovery_jobs.begin, ["promise_id"])
TOLD_OF_A_CALL = ["brand_id", "customer_id", "regarding", "outcome", "called_at", "next_at", "then", "move_id"]
SETTLED_BEHIND_IT = [recovery.promise_settled, orders.promise_settled, visits.promise_settled]
TO_CONFIRM = ["customer_id", "regarding", "purpose", "words", "asked_at"]
PASS_TO_TEAMS = [
    AfterThat(conversations_jobs.pass_to_teams, ["staff_id"]),
    AfterThat(promises_jobs.pass_to_teams, ["staff_id"]),
]

WIRING = Wiring(
    at_once={
        MessageReceived: [promises.message_received],
        ReplySent: [promises.reply_sent],
        ConversationWaits: [promises.conversation_waits],
        ConversationReopened: [promises.our_turn_again, conversations.reopened],
        ReplyFailed: [promises.our_turn_again, conversations.reopened, recovery.letter_failed],
        ConversationClosed: [conversations.closed, chat_handlers.closed],
        ConversationPutBack: [conversations.put_back],
        AnswerNotNeeded: [promises.answer_not_needed],
        ConversationAssigned: [promises.conversation_assigned],
        ConversationCustomerChanged: [promises.conversation_customer_changed],
        ConversationMoved: [
            requests.conversation_moved,
            visits.conversation_moved,
            orders.conversation_moved,
            promises.conversation_moved,
            callbacks.conversation_moved,
        ],
        ConversationsMerged: [promises.conversations_merged],
        ConversationsUnmerged: [promises.conversations_merged],
        ConversationSplit: [promises.conversation_split],
        ConversationRejoined: [promises.conversation_rejoined],
        PromiseKept: [*SETTLED_BEHIND_IT, callbacks.promise_settled, conversations.delivered],
        PromiseDoneLate: [*SETTLED_BEHIND_IT, callbacks.promise_settled, conversations.delivered],
        PromiseReleased: [*SETTLED_BEHIND_IT, callbacks.promise_settled],
        PromiseOwedAgain: [callbacks.promise_owed_again, recovery.promise_owed_again],
        PromiseHandedOver: [callbacks.promise_handed_over],
        NoticeWritten: [visits.notice_written],
        NoticeLeft: [visits.notice_left, recovery.notice_left],
        NewsUntold: [orders.news_untold],
        OrderChanged: [conversations.order_changed],
    },
    by_task={
        InboundArrived: [TAKE_IN, TAKE_IN_AT_ONCE],
        MessageReceived: [AfterThat(assistant_jobs.answer, ["message_id"], only=_of_a_bots_chat)],
        OutboundQueued: [AfterThat(channels_jobs.deliver, ["outbound_id"], moment="not_before")],
        OutboundSent: [AfterThat(conversations_jobs.note_sent, ["outbound_id"])],
        ChatNoticeArrived: [AfterThat(conversations_jobs.note_arrived, ["outbound_id"])],
        OutboundDelayed: [AfterThat(conversations_jobs.note_delayed, ["outbound_id"])],
        OutboundFailed: [AfterThat(conversations_jobs.note_not_sent, ["outbound_id"])],
        CustomerChanged: [
            AfterThat(conversations_jobs.index_customer, ["customer_id"]),
            AfterThat(promises_jobs.restep_customer, ["customer_id"], only=_of_a_clock),
            AfterThat(visits_jobs.shift_reminders, ["customer_id"], only=_of_a_clock),
            AfterThat(page_jobs.show_clock, ["name", "customer_id"], only=page_jobs.chose_clock),
        ],
        CustomerErasureBegun: [AfterThat(privacy_jobs.go_on_erasing, ["erasure_id"])],
        DataCopyAsked: [AfterThat(privacy_jobs.make_copy, ["copy_id"])],
        CustomersMerged: [AfterThat(promises_jobs.restep_customer, ["customer_id"])],
        CustomersUnmerged: [AfterThat(promises_jobs.restep_customer, ["merged_id"])],
        ConversationCustomerChanged: [AfterThat(conversations_jobs.index_conversation, ["conversation_id"])],
        ConversationMoved: [AfterThat(conversations_jobs.index_conversation, ["conversation_id"])],
        ConversationSplit: [AfterThat(conversations_jobs.index_split, ["new_id"])],
        ConversationRejoined: [AfterThat(conversations_jobs.index_conversation, ["conversation_id"])],
        DeliveryAskedAgain: [AfterThat(webhooks_jobs.deliver, ["delivery_id"])],
        OrdersImportBegun: [AfterThat(orders_jobs.go_on_importing, ["import_id"])],
        ManyChanged: [AfterThat(bulk_jobs.change_many, ["change_id"])],
        TagsMerged: [AfterThat(bulk_jobs.move_merged_tag, ["merged_id"])],
        ManyPutBack: [AfterThat(bulk_jobs.change_many, ["change_id"])],
        ReservationSettled: [
            AfterThat(page_jobs.show_deed_with, page_jobs.WITH, only=page_jobs.by_customer),
            AfterThat(telling_orders.withdraw_it_is_here, ["customer_id", "reservation_id"]),
        ],
        ReservationOffered: [AfterThat(telling_orders.tell_it_is_here, telling_orders.TOLD)],
        CustomerNoticeDue: [AfterThat(conversations_jobs.tell_customer, ["notice_id"], moment="tell_at")],
        LadderChanged: [AfterThat(promises_jobs.restep, ["brand_id", "kind"])],
        NoticeRulesChanged: [AfterThat(promises_jobs.restep, ["brand_id"])],
        PromiseKindChanged: [AfterThat(promises_jobs.restep_kind, ["brand_id", "slug"])],
        PromiseBroken: [
            SHOW_AGAIN,
            replace(OVERRUN, only=_is_new),
            AfterThat(orders_jobs.note_slip, ["promise_id"], only=_of_an_order),
        ],
        PromiseMade: [SHOW_UNLESS_ANSWER],
        PromiseKept: [*SETTLED, SHOW_SAID_DONE],
        PromiseDoneLate: [*SETTLED, SHOW_SAID_DONE],
        PromiseReleased: [
            *SETTLED,
            SHOW_PAGE_DEED,
            AfterThat(requests_jobs.free_the_place, ["promise_id"], only=_of_an_action),
        ],
        PromiseOwedAgain: [SHOW_AGAIN, OVERRUN],
        PromisePutBack: [OVERRUN],
        PromiseNewsSaid: [SHOW_AGAIN],
        PromiseMoved: [SHOW_AGAIN],
        PromiseNoticeSent: [SHOW_AGAIN],
        PromiseMoveTakenBack: [SHOW_AGAIN],
        PromiseChoiceMade: [SHOW_CHOICE],
        PromiseConsentGiven: [SHOW_AGAIN, SHOW_PAGE_DEED],
        PromiseConsentRefused: [SHOW_AGAIN, SHOW_PAGE_DEED],
        PromiseRated: [SHOW_AGAIN, SHOW_MARK, AfterThat(recovery_jobs.see_to, ["promise_id"], only=_is_low)],
        ChoiceMade: [SHOW_AGAIN],
        ChoiceGivenBack: [SHOW_AGAIN],
        ExtraRecorded: [SHOW_AGAIN],
        ExtraAnnounced: [SHOW_AGAIN],
        ExtraTakenBack: [SHOW_AGAIN],
        ConsentUnconfirmed: [AfterThat(telling_consents.ask_to_confirm, TO_CONFIRM)],
        FormSubmitted: [AfterThat(telling_forms.acknowledge, ["customer_id", "regarding"])],
        CompensationGiven: [AfterThat(recovery_jobs.tell, ["customer_id"], moment="tell_at")],
        CompensationTakenBack: [AfterThat(recovery_jobs.tell, ["customer_id"])],
        CallbackAsked: [AfterThat(page_jobs.show_call, SLOT, only=page_jobs.asked_for_call)],
        CallbackAskedAgain: [AfterThat(page_jobs.show_call, page_jobs.CALL, only=page_jobs.asked_for_call)],
        CallbackTimeChosen: [AfterThat(page_jobs.show_call, SLOT, only=page_jobs.not_of_a_talk)],
        ConsentSaid: [AfterThat(page_jobs.show_letters, page_jobs.LETTERS, only=page_jobs.said_on_their_page)],
        CustomerNotReached: [AfterThat(telling_callbacks.tell_not_reached, TOLD_OF_A_CALL)],
        **dict.fromkeys((StaffLeft, StaffAway, StaffShiftOver, MembershipTaken, TeamsChanged), PASS_TO_TEAMS),
        VisitBooked: [AfterThat(telling_visits.tell_booked, [*telling_visits.TOLD, "said"])],
        VisitConfirmed: [AfterThat(page_jobs.show_deed, ["name", "promise_id"], only=page_jobs.by_customer)],
        VisitMoved: [AfterThat(telling_visits.tell_moved, telling_visits.MOVED)],
        VisitCancelled: [AfterThat(telling_visits.tell_cancelled, [*telling_visits.TOLD, "cancelled_for"])],
        VisitReminderDue: [AfterThat(telling_visits.remind, [*telling_visits.TOLD, "move_id"])],
    },
)


def connect() -> None:
    add_channel(EmailChannel())
    add_channel(ApiChannel())
    add_channel(BookChannel())
    add_channel(PageChannel())
    add_channel(ChatChannel())
    chat_people.hold_back(assistant.spoken_first)
    personal_data.add(portal_personal_data.HELD)
    personal_data.add(api_personal_data.HELD)
    kept.add(portal_retention.KEPT)
    kept.add(api_retention.KEPT)
    wire(WIRING)
