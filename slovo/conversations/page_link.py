"""A link to the customer's own page, for what a rule writes to them."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from slovo.core.journal.actor import Actor
from slovo.customers.models import Customer
from slovo.promises import links, shown

MATTERS = ("conversation:", "order:")  # which a page can be about; what is about another thing shows all of theirs


def matter(about: str) -> str:
    """What the page is about; "" for one that shows all of theirs."""
    return about if about.startswith(MATTERS) else ""


def line(
    customer: Customer, about: str, *, language: str, actor: Actor, at: datetime, with_objection: bool = True
) -> str:
    """Part of an action: a fresh one, in words; "" where the brand wants none. `with_objection`: and where to say that
    no rule may write any more, which a letter says once."""
    if not shown.links_in_letters(customer.brand_id):
        return ""
    _link, token = links.make_link_by_rule(
        brand=customer.brand,
        customer_id=customer.root_id or customer.pk,
        about=matter(about),
        actor=actor,
        at=at,
    )
    address = settings.STATUS_PAGES + token
    with translation.override(language):
        lines = [_("All about it, and your choice: %(address)s") % {"address": address}]
        if with_objection:
            lines.append(_("No automatic letters any more: %(address)s") % {"address": f"{address}/letters"})
    return "\n".join(lines)
