"""What the palette finds on the server: views, tags and pages of that name, customers and conversations."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from slovo.conversations import queries as conversations
from slovo.conversations import saved_views
from slovo.conversations.filters import Filter
from slovo.conversations.models import Conversation
from slovo.conversations.search import finding
from slovo.conversations.search.query import BEGINNING_LETTERS_MIN
from slovo.conversations.search.results import Result
from slovo.core.text.layouts import meanings
from slovo.customers import queries as customers
from slovo.customers.models import Customer
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.rights import Verb

LETTERS_MIN = 2
PLACES_MAX = 8
CUSTOMERS_MAX = 6
CONVERSATIONS_MAX = 8


@dataclass(frozen=True, slots=True)
class Found:
    words: str
    kind: str
    more: str
    address: str


def find(staff: Staff, wanted: str, *, at: datetime) -> list[Found]:
    """As many questions for many as for one. What was typed in another keyboard layout is found too."""
    text = wanted.strip().lstrip("#")
    if len(text) < LETTERS_MIN:
        return []
    beginnings = meanings(text)
    places = [one for one in _places(staff) if any(reading in one.words.casefold() for reading in beginnings)]
    ways = (customers.beginning_with(staff, beginnings), customers.reached_at(staff, beginnings))
    persons = [one for rows in ways for one in rows[:CUSTOMERS_MAX]]
    roots = {(one.root or one).pk: one.root or one for one in persons}
    numbered = conversations.numbered(staff, beginnings)[:CONVERSATIONS_MAX]
    theirs = conversations.newest_of(staff, [one.pk for one in persons])[:CONVERSATIONS_MAX]
    matters = {one.pk: _conversation(one) for one in (*numbered, *theirs)}
    searched = {one.pk: _result(one) for one in _searched(staff, text, beginnings, at)}
    return [*places[:PLACES_MAX], *map(_customer, roots.values()), *(matters | searched).values()]


def _places(staff: Staff) -> Iterator[Found]:
    """Those that are not on every page of the desk, where the palette reads them by itself."""
    brands = {brand.pk: brand for brand in people.brands(staff).order_by("name", "pk")}

    def whose(brand_id: int) -> str:
        return str(brands[brand_id]) if len(brands) > 1 else ""

    for view in saved_views.visible_to(staff):
        yield Found(str(view), _("Saved view"), "", _list_of(view=view.public_id))
    for tag in conversations.tags_of(brands):
        document = json.dumps(Filter(tag_ids=(tag.pk,)).document(), separators=(",", ":"))
        yield Found(str(tag), _("Tag"), whose(tag.brand_id), _list_of(filter=document))
    yield Found(_("API tokens"), _("Page"), _("your own"), reverse("tokens"))
    for pk, brand in brands.items():
        if staff.may_at(Verb.MANAGE_BRAND, pk):
            yield Found(_("API tokens"), _("Page"), str(brand), reverse("brand_tokens", args=[pk]))
            yield Found(_("Webhooks"), _("Page"), str(brand), reverse("webhooks", args=[pk]))


def _list_of(**asked: object) -> str:
    return f"{reverse('conversations')}?{urlencode(asked)}"


def _searched(staff: Staff, text: str, readings: Iterable[str], at: datetime) -> list[Result]:
    """By what is said in them, as the search finds while somebody types; another layout when this one finds nothing."""
    if len(text) < BEGINNING_LETTERS_MIN:
        return []
    for reading in (text, *(one for one in readings if one != text.casefold())):
        found = finding.find(staff, reading, at=at, typing=True)
        if found.results and found.how != finding.SOME:
            return found.results[:CONVERSATIONS_MAX]
    return []


def _customer(one: Customer) -> Found:
    values = [identity.value for identity in one.identities.all()]
    words = customers.words_of(one)
    more = ", ".join(value for value in values[:2] if value != words)
    return Found(words, _("Customer"), more, reverse("customer", args=[one.public_id]))


def _conversation(one: Conversation) -> Found:
    return _matter(one, one.customer.name)


def _result(one: Result) -> Found:
    return _matter(one, one.customer)


def _matter(one: Conversation | Result, customer: str) -> Found:
    more = " · ".join(filter(None, [f"#{one.reference}", customer]))
    return Found(one.subject or _("No subject"), _("Conversation"), more, reverse("conversation", args=[one.public_id]))
