"""From the chat to what is theirs: for whom the brand's site vouches."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from slovo.channels.chat import queries
from slovo.channels.chat.actions import UnableToChat, refuse_blocked
from slovo.channels.chat.identity import LIFE_MAX
from slovo.customers import queries as customers
from slovo.customers.models import Customer, Identity
from slovo.web.portal.account import actions
from slovo.web.widget.asked import HOUR, KEY_HEADER, Asked, Limit, answers

ENTERING = Limit("enter", HOUR, of_visitor=20, of_address=200)
VOUCHED_WITHIN: timedelta = LIFE_MAX  # as long as an identity may last that a site signs


@answers("POST", limit=ENTERING)
def enter(asked: Asked) -> dict[str, Any]:
    """`url`: opens their page once, within two minutes. The signature of the site is at least as strong as a code, but
    no older than it may last: the key of a browser is kept for years and opens the chat alone."""
    visitor, key = asked.known, asked.request.headers.get(KEY_HEADER, "")
    refuse_blocked(visitor)
    found = None
    if queries.vouched_since(visitor, key, asked.at - VOUCHED_WITHIN):
        brand_id = asked.chat.brand_id
        found = customers.by_identity(brand_id=brand_id, kind=Identity.SITE, value=visitor.person)
    if found is None:
        raise UnableToChat(_("Sign in on this site first, then open your requests once more."))
    name, secret = actions.vouch(brand=asked.chat.brand, customer=found, at=asked.at)
    return {"url": reverse("my_entry", "slovo.web.portal.urls", [asked.chat.brand.slug, name, secret])}


def vouched_customer(asked: Asked) -> Customer | None:
    """Who they are in the register, where the site has vouched for them; None for a browser that nobody vouches for."""
    visitor = asked.visitor
    if visitor is None or not visitor.person:
        return None
    return customers.by_identity(brand_id=asked.chat.brand_id, kind=Identity.SITE, value=visitor.person)
