"""Whether a customer wants what a rule writes to them: asked when it comes to the door out, and before it leaves."""

from django.utils import translation
from django.utils.translation import gettext as _

from slovo.channels.models import Outbound
from slovo.customers.consent_queries import may_be_written


def is_wanted(outbound: Outbound) -> bool:
    """What a person has written is for them to answer for."""
    whose = outbound.customer_id
    return not outbound.purpose or (whose is not None and may_be_written(whose, outbound.purpose, outbound.channel))


def refusal(outbound: Outbound) -> str:
    """For the colleagues, who tell the customer instead."""
    with translation.override(outbound.brand.language):
        return _("The customer wants no automatic letters. Tell them yourself.")
