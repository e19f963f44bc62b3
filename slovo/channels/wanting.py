"""Whether what a rule writes to a customer may leave: asked when it comes to the door out, and before it leaves."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext_lazy

from slovo.channels.models import Outbound
from slovo.customers.consent_queries import may_be_written


def objection(outbound: Outbound, *, at: datetime) -> str:
    """Why it may not, in words for the colleagues, who tell the customer instead. "" if it may. What a person has
    written is for them to answer for."""
    if not outbound.purpose:
        return ""
    if outbound.customer_id is None or not may_be_written(outbound.customer_id, outbound.purpose, outbound.channel):
        words = gettext_lazy("The customer wants no automatic letters. Tell them yourself.")
    elif _is_untrue(outbound, at):
        words = gettext_lazy(
            "It could not leave before the moment that it speaks of. Tell the customer yourself what is true now."
        )
    else:
        return ""
    with translation.override(outbound.brand.language):
        return str(words)


def _is_untrue(outbound: Outbound, at: datetime) -> bool:
    true_until = outbound.posting.get("true_until")
    return bool(true_until) and datetime.fromisoformat(true_until) <= at
