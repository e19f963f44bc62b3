"""What a token may do, by the verbs of the table of rights."""

from django.utils.translation import gettext_lazy as _

from slovo.people.rights import Verb

SCOPES = {
    Verb.READ: _("Read conversations, customers and promises"),
    Verb.FILE: _("File requests on customers' behalf"),
    Verb.REPLY: _("Reply to customers"),
    Verb.NOTE: _("Write notes"),
    Verb.FORWARD: _("Forward conversations"),
    Verb.ASSIGN: _("Assign conversations"),
    Verb.TAG: _("Tag conversations"),
    Verb.WAIT: _("Set conversations to wait"),
    Verb.SNOOZE: _("Put conversations off"),
    Verb.MERGE: _("Merge and split conversations"),
    Verb.RELATE: _("Link conversations"),
    Verb.MOVE: _("Move conversations to another brand"),
    Verb.CLOSE: _("Close conversations"),
    Verb.REOPEN: _("Open conversations again"),
    Verb.PROMISE: _("Make, move and keep promises"),
    Verb.EDIT_CUSTOMER: _("Change customers"),
    Verb.DECIDE_DELIVERY: _("Decide about letters that did not arrive"),
    Verb.CHANGE_MANY: _("Change many conversations at once"),
    Verb.MERGE_CUSTOMERS: _("Merge customers"),
    Verb.SEE_AUDIT: _("Follow everything that happens"),
    Verb.WORK_ORDERS: _("Reserve goods, and agree to returns"),
    Verb.FEED_ORDERS: _("Bring in orders and what came into stock"),
    Verb.SHARE_VIEWS: _("Keep views for teams and brands"),
    Verb.MANAGE_TAGS: _("Look after tags"),
    Verb.SEE_ROOM: _("See the supervisor’s room"),
    Verb.SEE_FIGURES: _("See the figures of promises"),
    Verb.SET_AWAY: _("Say that a colleague is away"),
    Verb.MANAGE_MAILBOXES: _("Administer mailboxes"),
    Verb.MANAGE_PEOPLE: _("Administer people"),
    Verb.MANAGE_BRAND: _("Administer the brand and its webhooks"),
    Verb.MANAGE_CANNED: _("Administer ready replies"),
    Verb.MANAGE_TASKS: _("Look after background work"),
    Verb.WORK_RECOVERY: _("Make good what was late, and note codes that are used"),
    Verb.APPROVE_COMPENSATION: _("Decide about compensations"),
    Verb.EDIT_OVERRUN_RULES: _("Administer the rules for delays"),
    Verb.WRITE_ARTICLES: _("Write articles"),
    Verb.PUBLISH_ARTICLES: _("Publish articles"),
    Verb.WITHHOLD_ENTRIES: _("Withhold entries of the book of complaints"),
    Verb.MANAGE_PERSONAL_DATA: _("Copy and erase what is held of customers"),
}


def words_of(scope: str) -> str:
    """Also of one that a newer version has written."""
    return str(SCOPES.get(Verb(scope), scope)) if scope in set(Verb) else scope
