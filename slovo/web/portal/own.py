"""What customers decide about themselves on their page: whose clock they read, and whether rules write to them.

By their own link alone: one for anybody changes nothing of them, and tells nothing of what they chose.
"""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from slovo.customers import actions as customers
from slovo.customers import consent_queries, consents
from slovo.customers.consent_models import Purpose
from slovo.web.desk.words import places
from slovo.web.portal.opened import Opened
from slovo.web.portal.reading import behind_ones_own_link, context_of, spoken_with

SAID = {
    "clock": gettext_lazy("All times are shown by this clock now."),
    "silent": gettext_lazy("You get no automatic letters any more. If something changes, a colleague tells you."),
    "told": gettext_lazy("You get automatic letters again when something changes."),
}


@behind_ones_own_link
def clocks(request: HttpRequest, page: Opened) -> HttpResponse:
    """Behind the page: the clocks of the world are too many for a slow line."""
    with spoken_with(request, page):
        language = (get_language() or "en")[:2]
        own, known = page.customer.zone, places.zones(language)
        if own and own not in known:
            known = {own: places.zone_words(own, language), **known}
        context = context_of(page) | {
            "title": _("Time zone"),
            "own": own,
            "brands": places.zone_words(page.brand.zone, language),
            "zones": known.items(),
        }
        return HttpResponse(render_to_string("portal/clocks.html", context))


@behind_ones_own_link
def letters(request: HttpRequest, page: Opened) -> HttpResponse:
    """Where a link in each letter leads. Opening it decides nothing: machines open links, too."""
    with spoken_with(request, page):
        wanted = consent_queries.last_said(page.customer_id, Purpose.SERVICE) is not False
        context = context_of(page) | {"title": _("Automatic letters"), "wanted": wanted}
        return HttpResponse(render_to_string("portal/letters.html", context))


def say_letters(page: Opened, given: QueryDict) -> str:
    wanted = given.get("wanted") == "yes"
    consents.say_by_customer(customer_id=page.customer_id, purpose=Purpose.SERVICE, given=wanted, at=page.at)
    return "told" if wanted else "silent"


def choose_clock(page: Opened, given: QueryDict) -> str:
    customers.choose_zone(customer_id=page.customer_id, zone=given.get("zone", ""), at=page.at)
    return "clock"


DEEDS: Mapping[str, Callable[[Opened, QueryDict], str]] = {"zone": choose_clock, "notices": say_letters}
