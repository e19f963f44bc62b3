"""The journal in words, for those who read who did what."""

from django.utils.translation import gettext_lazy as _

from slovo.core.journal.models import JournalEntry

FACTS = {
    "BrandCreated": _("Brand created"),
    "BrandChanged": _("Brand changed"),
    "ServiceLevelSet": _("Answering time set"),
    "InboundArrived": _("A letter arrived"),
    "InboundHandedIn": _("A program brought a message"),
    "OutboundQueued": _("A letter was put up for sending"),
    "OutboundTakenBack": _("A letter was taken back before it left"),
    "OutboundSent": _("A letter left"),
    "OutboundFailed": _("A letter was not delivered"),
    "OutboundDelayed": _("A letter could not leave yet"),
    "MailboxOpened": _("Mailbox added"),
    "MailboxClosed": _("Mailbox closed"),
    "MailboxConnected": _("Mailbox connection changed"),
    "MailboxChecked": _("Mailbox state changed"),
    "ConversationOpened": _("Conversation began"),
    "MessageReceived": _("The customer wrote"),
    "ReplyWritten": _("Reply written"),
    "ReplyTakenBack": _("Reply taken back"),
    "ReplyRescheduled": _("Reply put to another moment"),
    "ReplySent": _("Reply sent"),
    "ReplyFailed": _("Reply not delivered"),
    "ConversationForwarded": _("Conversation forwarded"),
    "NoteWritten": _("Note written"),
    "ConversationAssigned": _("Responsible person changed"),
    "ConversationCustomerChanged": _("Another customer in the conversation"),
    "ConversationTagged": _("Tags changed"),
    "ConversationWaits": _("Set to wait for the customer"),
    "ColleagueMentioned": _("Colleague mentioned"),
    "ConversationFollowed": _("Conversation followed"),
    "ConversationUnfollowed": _("Conversation followed no longer"),
    "ConversationsRelated": _("Conversations linked"),
    "ConversationsUnrelated": _("Conversations unlinked"),
    "ConversationMoved": _("Conversation moved to another brand"),
    "ConversationsMerged": _("Two conversations merged"),
    "ConversationsUnmerged": _("Conversations separated"),
    "ConversationSplit": _("Messages split into a new conversation"),
    "ConversationRejoined": _("Split messages brought back"),
    "ConversationSnoozed": _("Conversation put off"),
    "ConversationWoke": _("Conversation came back"),
    "AnswerNotNeeded": _("Marked as needing no answer"),
    "ConversationClosed": _("Conversation closed"),
    "ConversationReopened": _("Conversation opened again"),
    "ConversationPutBack": _("Conversation put back as it was"),
    "ManyChanged": _("Many conversations changed at once"),
    "ManyPutBack": _("A change of many conversations undone"),
    "TagAdded": _("Tag added"),
    "TagChanged": _("Tag changed"),
    "TagsMerged": _("Two tags merged"),
    "TagArchived": _("Tag archived"),
    "TagUnarchived": _("Tag brought back"),
    "ViewKept": _("View kept"),
    "ViewRemoved": _("View removed"),
    "CannedReplyAdded": _("Ready reply added"),
    "CannedReplyChanged": _("Ready reply changed"),
    "CannedReplyArchived": _("Ready reply archived"),
    "CustomerCreated": _("Customer added"),
    "CustomersMerged": _("Two customers merged"),
    "CustomersUnmerged": _("Customers separated"),
    "CustomerChanged": _("Customer details changed"),
    "StaffJoined": _("Colleague joined"),
    "StaffLeft": _("Colleague left"),
    "MembershipGiven": _("Role given"),
    "MembershipTaken": _("Role taken away"),
    "StaffInvited": _("New sign-in link given"),
    "TeamsChanged": _("Teams changed"),
    "TokenIssued": _("Token issued"),
    "TokenRevoked": _("Token revoked"),
    "StaffSignedIn": _("Signed in"),
    "StaffPreferencesChanged": _("Preferences changed"),
    "WebhookAdded": _("Webhook added"),
    "WebhookChanged": _("Webhook changed"),
    "WebhookRemoved": _("Webhook removed"),
    "WebhookDisabled": _("Webhook switched off after failures"),
    "DeliveryAskedAgain": _("Webhook told once more"),
    "PromiseMade": _("Promise made"),
    "PromisePaused": _("Promise paused"),
    "PromiseResumed": _("Promise goes on"),
    "PromisePutBack": _("Promise put back as it was"),
    "PromiseKept": _("Promise kept"),
    "PromiseBroken": _("Promise broken"),
    "PromiseReleased": _("Promise released"),
}
ACTORS = {
    "customer": _("Customer"),
    "rule": _("A rule"),
    "integration": _("A connected program"),
    "system": _("Slovo itself"),
}
THINGS = {
    "brand": _("brand"),
    "canned": _("ready reply"),
    "conversation": _("conversation"),
    "customer": _("customer"),
    "inbound": _("incoming letter"),
    "mailbox": _("mailbox"),
    "outbound": _("outgoing letter"),
    "staff": _("colleague"),
    "webhook": _("webhook"),
    "tag": _("tag"),
    "view": _("view"),
    "change": _("change of many"),
}


def fact_words(entry: JournalEntry) -> str:
    return str(FACTS.get(entry.kind, entry.kind))


def actor_words(entry: JournalEntry) -> str:
    return str(ACTORS.get(entry.actor_kind, entry.actor_kind))


def thing_words(entry: JournalEntry) -> str:
    """«conversation 12»."""
    kind, _colon, number = entry.about.partition(":")
    return f"{THINGS.get(kind, kind)} {number}"
