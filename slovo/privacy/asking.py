"""A customer asks to be erased, on a page of their own: it is a conversation, and a promise with the law's term."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.conversations import asking
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rules import Rule
from slovo.customers import queries as customers
from slovo.customers.models import Customer
from slovo.facts.privacy import ErasureAsked, PrivacyRuleSet
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.rights import Role, Verb
from slovo.privacy import queries
from slovo.privacy.models import DAYS_MAX, PrivacyRule
from slovo.promises import ledger
from slovo.promises.models import Kind, Promise

RULE = Actor("rule", "personal_data")


class UnableToSetTerm(UnableTo):
    pass


@transaction(durable=True)
def ask(*, customer_id: int, once: str, at: datetime) -> Promise:
    """Asked twice it is asked once."""
    customer = known = customers.person(customer_id)
    ids = tuple(customers.family_ids(known))
    if owed := queries.asked(ids):
        return owed
    brand = customer.brand
    language = customer.language or brand.language
    with translation.override(language):
        message = asking.ask(
            customer_id=customer.pk,
            about="",
            subject=_("Please erase what you keep about me"),
            text=_("I ask you to erase what you keep about me, and to tell me when it is done."),
            language=language,
            once=once,
            anew=True,
            at=at,
        )
        what = _("To erase what we keep about you")
    locked(Customer, customer.pk)
    if owed := queries.asked(ids):
        return owed
    owner = _administrator(brand, at)
    promise = ledger.make_by_rule(
        brand=brand,
        customer_id=customer.pk,
        about=message.conversation.key,
        kind=Kind.PERSONAL_DATA,
        what=what,
        due_at=queries.due_at(brand, at),
        owner_id=owner.pk if owner else None,
        actor=RULE,
        at=at,
        everybodys=True,
    )
    fact = ErasureAsked(brand_id=brand.pk, customer_id=customer.pk, promise_id=promise.pk)
    record(fact, actor=Actor("customer", str(customer.pk)), at=at)
    return promise


@transaction()
def set_term(*, brand: Brand, days: int, working: bool, by: Staff, at: datetime) -> None:
    """Within how many days the brand does what customers ask about their data."""
    by.must(Verb.MANAGE_BRAND, brand)
    if not 1 <= days <= DAYS_MAX:
        raise UnableToSetTerm(
            _("Answer within %(count)d days at most.") % {"count": DAYS_MAX}, rule=Rule.TERM_WITHIN_THE_LAW
        )
    PrivacyRule.objects.update_or_create(brand=brand, defaults={"days": days, "working": working})
    record(PrivacyRuleSet(brand_id=brand.pk, days=days, working=working), actor=by.actor, at=at)


def _administrator(brand: Brand, at: datetime) -> Staff | None:
    """Who may do it, and is not away: there are days for it."""
    here = people.not_away_at(brand.pk, at)
    return here.filter(memberships__brand=brand, memberships__role=Role.ADMINISTRATOR).order_by("pk").first()
