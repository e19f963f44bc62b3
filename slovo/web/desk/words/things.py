"""What a fact is about, in words."""

from django.utils.translation import gettext_lazy as _

from slovo.core.journal.models import JournalEntry

THINGS = {
    "brand": _("brand"),
    "callback": _("callback"),
    "callback_rule": _("rule for callbacks"),
    "canned": _("ready reply"),
    "conversation": _("conversation"),
    "customer": _("customer"),
    "follow_up": _("question whether all is well"),
    "follow_up_rule": _("rule for follow-ups"),
    "inbound": _("incoming letter"),
    "kind": _("kind of promise"),
    "mailbox": _("mailbox"),
    "outbound": _("outgoing letter"),
    "request_type": _("type of request"),
    "compensation": _("compensation"),
    "overrun_rule": _("rule for delays"),
    "recovery_task": _("task to make good"),
    "code_pool": _("pool of codes"),
    "portrait": _("portrait"),
    "promise": _("promise"),
    "sooner": _("something sooner"),
    "staff": _("colleague"),
    "webhook": _("webhook"),
    "tag": _("tag"),
    "view": _("view"),
    "visit": _("visit"),
    "visit_type": _("kind of visit"),
    "resource": _("resource"),
    "queue": _("queue"),
    "ticket": _("ticket"),
    "chat": _("chat on a site"),
    "visitor": _("visitor in a chat"),
    "change": _("change of many"),
    "order": _("order"),
    "reservation": _("reservation"),
    "order_hook": _("address for a shop’s orders"),
    "order_import": _("orders from a file"),
    "article": _("article"),
    "entry": _("entry of the book"),
    "night": _("night"),
}


def thing_words(entry: JournalEntry) -> str:
    kind, _colon, number = entry.about.partition(":")
    return f"{THINGS.get(kind, kind)} {number}"  # «conversation 12»
