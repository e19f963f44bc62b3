"""Who may do what: one table of roles and verbs. A role holds within one brand."""

from enum import StrEnum

from slovo.core.errors import UnableTo
from slovo.core.rules import Rule


class Role(StrEnum):
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class Verb(StrEnum):
    READ = "read"
    FILE = "file"
    REPLY = "reply"
    NOTE = "note"
    FORWARD = "forward"
    ASSIGN = "assign"
    TAG = "tag"
    WAIT = "wait"
    SNOOZE = "snooze"
    MERGE = "merge"
    RELATE = "relate"
    MOVE = "move"
    CLOSE = "close"
    REOPEN = "reopen"
    PROMISE = "promise"
    EDIT_CUSTOMER = "edit_customer"
    DECIDE_DELIVERY = "decide_delivery"
    CHANGE_MANY = "change_many"
    MERGE_CUSTOMERS = "merge_customers"
    WORK_ORDERS = "work_orders"
    FEED_ORDERS = "feed_orders"
    SHARE_VIEWS = "share_views"
    MANAGE_TAGS = "manage_tags"
    SEE_ROOM = "see_room"
    SEE_FIGURES = "see_figures"
    SET_AWAY = "set_away"
    SEE_AUDIT = "see_audit"
    MANAGE_MAILBOXES = "manage_mailboxes"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_BRAND = "manage_brand"
    MANAGE_CANNED = "manage_canned"
    MANAGE_TASKS = "manage_tasks"
    WORK_RECOVERY = "work_recovery"
    APPROVE_COMPENSATION = "approve_compensation"
    EDIT_OVERRUN_RULES = "edit_overrun_rules"
    WRITE_ARTICLES = "write_articles"
    PUBLISH_ARTICLES = "publish_articles"
    WITHHOLD_ENTRIES = "withhold_entries"
    MANAGE_PERSONAL_DATA = "manage_personal_data"


AGENT = frozenset(
    {
        Verb.READ,
        Verb.FILE,
        Verb.REPLY,
        Verb.NOTE,
        Verb.FORWARD,
        Verb.ASSIGN,
        Verb.TAG,
        Verb.WAIT,
        Verb.SNOOZE,
        Verb.MERGE,
        Verb.RELATE,
        Verb.MOVE,
        Verb.CLOSE,
        Verb.REOPEN,
        Verb.PROMISE,
        Verb.EDIT_CUSTOMER,
        Verb.DECIDE_DELIVERY,
        Verb.CHANGE_MANY,
        Verb.WORK_RECOVERY,
        Verb.WORK_ORDERS,
        Verb.WRITE_ARTICLES,
    }
)
SUPERVISOR = AGENT | {
    Verb.MERGE_CUSTOMERS,
    Verb.SEE_AUDIT,
    Verb.SHARE_VIEWS,
    Verb.FEED_ORDERS,
    Verb.MANAGE_TAGS,
    Verb.MANAGE_CANNED,
    Verb.SEE_ROOM,
    Verb.SEE_FIGURES,
    Verb.SET_AWAY,
    Verb.APPROVE_COMPENSATION,
    Verb.PUBLISH_ARTICLES,
    Verb.WITHHOLD_ENTRIES,
}
ADMINISTRATOR = SUPERVISOR | {
    Verb.MANAGE_MAILBOXES,
    Verb.MANAGE_PEOPLE,
    Verb.MANAGE_BRAND,
    Verb.MANAGE_TASKS,
    Verb.EDIT_OVERRUN_RULES,
    Verb.MANAGE_PERSONAL_DATA,
}
VERBS_OF = {Role.AGENT: AGENT, Role.SUPERVISOR: SUPERVISOR, Role.ADMINISTRATOR: ADMINISTRATOR}


class NotAllowed(UnableTo):
    """The person's role does not allow it. Faces answer 403."""

    rule = Rule.ROLE_DOES_NOT_ALLOW
