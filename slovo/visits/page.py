"""Customers book by themselves, on a page that is there for everybody. Actions, as in `booking.py`."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import ngettext

from slovo.brands.models import Brand
from slovo.core.db import locked, transaction
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rules import Rule
from slovo.customers import actions as customers
from slovo.customers import queries as known
from slovo.customers.models import Customer
from slovo.facts.visits import VisitPageSet
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import links
from slovo.promises.link_models import FOR_ANYBODY
from slovo.visits import booking, queries
from slovo.visits.booking import UnableToBook
from slovo.visits.models import Visit
from slovo.visits.page_models import VisitPage

TO_COME_MAX = 3  # of one customer, booked there: nobody takes a whole week away from the others
RULE = Actor("rule", FOR_ANYBODY)


@dataclass(frozen=True, slots=True)
class Booker:
    """`kind`, `value`: a normalised identity. Nobody has made sure that it is theirs."""

    name: str
    kind: str
    value: str
    language: str


@transaction()
def set_page(*, brand: Brand, is_open: bool, by: Staff, at: datetime) -> None:
    by.must(Verb.MANAGE_BRAND, brand)
    page = VisitPage.objects.get_or_create(brand=brand)[0]
    page.open_since = (page.open_since or at) if is_open else None
    page.save(update_fields=["open_since"])
    record(VisitPageSet(brand_id=brand.pk, is_open=is_open), actor=by.actor, at=at)


@transaction(durable=True)
def book_on_page(
    *,
    brand: Brand,
    type_id: int,
    starts_at: datetime,
    resource_id: int | None,
    booker: Booker,
    number: str,
    at: datetime,
) -> tuple[Visit, str]:
    """And the token of a link that shows this visit and nothing else of whoever has that address. `number`: of the
    form; sent twice, it is one visit, with another link."""
    about = queries.key_of_form(number)
    customer = customers.find_or_create(
        brand_id=brand.pk,
        kind=booker.kind,
        value=booker.value,
        name=booker.name,
        language=booker.language,
        actor=RULE,
        at=at,
    )
    locked(Customer, customer.pk)  # of two taps at once one is first
    visit = queries.by_form(brand.pk, number)
    if visit is None:
        _check_not_too_many(customer, at=at)
        visit = booking.book_by_customer(
            type_id=type_id, starts_at=starts_at, customer=customer, resource_id=resource_id, about=about, at=at
        )
    _link, token = links.make_link_by_rule(brand=brand, customer_id=visit.customer_id, about=about, actor=RULE, at=at)
    return visit, token


def _check_not_too_many(customer: Customer, *, at: datetime) -> None:
    coming = queries.coming_from_page(known.family_ids(customer), at).count()
    if coming >= TO_COME_MAX:
        words = ngettext(
            "You have booked %(count)d visit here already. Write or call us, and we will find a time for more.",
            "You have booked %(count)d visits here already. Write or call us, and we will find a time for more.",
            coming,
        )
        raise UnableToBook(words % {"count": coming}, rule=Rule.VISITS_WITHIN_LIMITS)
