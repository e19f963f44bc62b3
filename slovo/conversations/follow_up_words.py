"""At which hour, and in which words, it is asked whether all is well."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from slovo.conversations.by_rule import language_of
from slovo.conversations.canned_words import OF_CONVERSATION
from slovo.conversations.follow_up_models import FollowUpRule
from slovo.conversations.models import Conversation


def sensible(at: datetime, rule: FollowUpRule, zone: ZoneInfo) -> datetime:
    """The moment itself, if people are asked at this hour; else the next at which they are."""
    local = at.astimezone(zone)
    if rule.from_hour <= local.hour < rule.until_hour:
        return at
    day = local.date() + timedelta(days=1 if local.hour >= rule.until_hour else 0)
    return datetime.combine(day, time(rule.from_hour), zone)


def last_moment(at: datetime, rule: FollowUpRule, zone: ZoneInfo) -> datetime:
    """Of the same day."""
    midnight = datetime.combine(at.astimezone(zone).date(), time(), zone)
    if rule.until_hour == 24:
        return midnight + timedelta(days=1)  # both are moments of the wall clock
    return midnight.replace(hour=rule.until_hour)


def promised(conversation: Conversation) -> str:
    with translation.override(language_of(conversation)):
        return _("We ask you whether all is well")


def question(conversation: Conversation, rule: FollowUpRule, *, ordered: bool = False, came: Sequence[str] = ()) -> str:
    """In the customer's language: the brand's own words, in which {customer.first_name} and the like stand for what
    they name, else the house's. `ordered`: an order is asked about, of which
    `came` is known to have come."""
    language = language_of(conversation)
    own = rule.texts.get(language)
    if own:
        return _filled(own, conversation)
    with translation.override(language):
        subject = conversation.subject.strip()
        first = _("Recently we worked on your request: «%(subject)s».") % {"subject": subject} if subject else ""
        if ordered:
            first = _("Recently your order came to you.")
        if came:
            first = _("Recently this came to you: %(what)s.") % {"what": ", ".join(came)}
        second = _("Is all well now? If anything is still not right, just reply to this letter: a person reads it.")
        return "\n\n".join(filter(None, [_("Hello!"), first, second]))


def _filled(text: str, conversation: Conversation) -> str:
    for name, value in OF_CONVERSATION.items():
        text = text.replace(f"{{{name}}}", value(conversation))
    return text
