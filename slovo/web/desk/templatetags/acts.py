"""What the forms of a conversation say. Every template has it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from slovo.conversations.models import Message
from slovo.customers.consent_models import Consent
from slovo.customers.models import Customer
from slovo.web.desk.words import consents, places, plans

register = template.Library()


@register.filter
def for_field(at: datetime) -> str:
    """As a browser's field for moments wants it, in the reader's zone."""
    return f"{timezone.localtime(at):%Y-%m-%dT%H:%M}"


@register.filter
def clock_there(customer: Customer, at: datetime) -> str:
    """«It is 18:42 there (Lisbon, Portugal)», where they live by another clock than the reader; else ""."""
    zone = customer.zone_or("")
    if not zone or at.astimezone(ZoneInfo(zone)).utcoffset() == timezone.localtime(at).utcoffset():
        return ""
    there = {"time": f"{at.astimezone(ZoneInfo(zone)):%H:%M}", "zone": places.zone_words(zone, get_language() or "en")}
    return _("It is %(time)s there: %(zone)s") % there


@register.filter
def consent_words(said: Consent) -> str:
    return consents.words_of(said)


@register.filter
def moment_words(code: str) -> str:
    return plans.moment_words(code)


@register.filter
def recipients_words(message: Message) -> str:
    """«to Irina, copy to Boris»."""
    copied = set(message.copied or ())
    to, cc = (
        ", ".join(name or value for _kind, value, name in message.recipients if (value in copied) == among)
        for among in (False, True)
    )
    return _("to %(to)s, copy to %(cc)s") % {"to": to, "cc": cc} if cc else _("to %(to)s") % {"to": to}
