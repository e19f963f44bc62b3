"""Whether a customer wants to be written to by rules. Actions, as in `actions.py`.

Two purposes, apart: a notice about a matter of their own goes without being asked for, but not after they have said
that they want none; advertising goes only to who has agreed to it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.customers import consent_queries
from slovo.customers.consent_models import WORDS_CHARACTERS_MAX, Consent, ConsentLetter, How, Purpose
from slovo.customers.models import Customer
from slovo.customers.queries import family_ids
from slovo.facts.customers import ConsentSaid, ConsentUnconfirmed
from slovo.people.models import Staff
from slovo.people.rights import Verb

ASKED_AT_ONCE_MAX = 200  # letters by one click
WORDS_OF_PAGE = "page-1"  # of the words on the customer's page: changed with them


class UnableToSayConsent(UnableTo):
    pass


@transaction()
def say(
    *,
    customer_id: int,
    purpose: str,
    given: bool,
    how: str,
    by: Staff,
    at: datetime,
    channel: str = "",
    words: str = "",
) -> None:
    """What they said to a colleague, or in a place of which a program tells. `words`: the version of those to which
    they agreed, which advertising cannot do without."""
    customer = locked(Customer, customer_id)
    by.must(Verb.EDIT_CUSTOMER, customer)
    words = words.strip()
    if purpose == Purpose.MARKETING and given and not words:
        raise UnableToSayConsent(_("Say to which words they agreed: without them it is no consent to advertising."))
    if len(words) > WORDS_CHARACTERS_MAX:
        raise UnableToSayConsent(_("Say it in %(count)d characters at most.") % {"count": WORDS_CHARACTERS_MAX})
    _say(customer, Purpose(purpose), channel, given, How(how), words, actor=by.actor, at=at)


@transaction()
def say_by_customer(*, customer_id: int, purpose: str, given: bool, at: datetime, words: str = WORDS_OF_PAGE) -> None:
    """They say so themselves, on a page of their own, of all channels. Said twice it is said once; what was said of a
    single channel since then, otherwise, is no obstacle. `words`: of which page."""
    customer = locked(Customer, customer_id)
    holding = consent_queries.holding(customer_id, purpose)
    if any(not one.channel for one in holding) and all(one.given == given for one in holding):
        return
    actor = Actor("customer", str(customer_id))
    _say(customer, Purpose(purpose), "", given, How.PAGE, words, actor=actor, at=at)


@transaction()
def say_on_form(
    *, customer_id: int, purpose: str, words: str, regarding: str, at: datetime, brought_by: Actor | None = None
) -> bool:
    """They have ticked it on a page that is there for everybody, or in a place of which a program tells (`brought_by`).
    Nobody has made sure who they are: a "no" of theirs holds, until they take it back on a page of their own or before
    a colleague; and what was ticked for everybody to tick counts once it is confirmed from their address (`confirm`).
    `words`: the version of those they read. False: nothing was to be said."""
    customer = locked(Customer, customer_id)
    if consent_queries.last_said(customer_id, purpose) is not None:
        return False
    if brought_by:
        _say(customer, Purpose(purpose), "", True, How.API, words, actor=brought_by, at=at)
    else:
        _ask_to_confirm(customer, Purpose(purpose), words, regarding=regarding, at=at)
    return True


@transaction()
def confirm(*, customer_id: int, purpose: str, words: str, asked_at: datetime, at: datetime) -> None:
    """By the link in a letter to their address, and so by whoever reads it. Confirmed twice it is said once; a "no" of
    after it was asked holds."""
    customer = locked(Customer, customer_id)
    said = consent_queries.said_since(customer_id, purpose, asked_at)
    if said is False:
        raise UnableToSayConsent(
            _("You have said since then that you want no news and offers, and so it stays. Change it on your own page.")
        )
    if said is None:
        actor = Actor("customer", str(customer_id))
        _say(customer, Purpose(purpose), "", True, How.PAGE, words, actor=actor, at=at, confirms=asked_at)


@transaction()
def ask_about_form(*, customer_id: int, by: Staff, at: datetime) -> None:
    """A letter, once, about what was ticked on a form before letters asked for a word. Until it is confirmed it counts
    for nothing: it proves to nobody whose address that is."""
    customer = locked(Customer, customer_id)
    by.must(Verb.EDIT_CUSTOMER, customer)
    rows = list(consent_queries.to_ask(customer.brand_id, family_ids(customer)))
    if not rows:
        raise UnableToSayConsent(_("There is nothing to confirm by letter here, or they have been asked already."))
    _ask_about(rows, by=by, at=at)


@transaction()
def ask_about_forms(*, brand: Brand, by: Staff, at: datetime) -> int:
    """As `ask_about_form`, all of a brand whose turn it is. How many letters that makes."""
    by.must(Verb.MANAGE_PERSONAL_DATA, brand)
    persons: dict[int, list[Consent]] = {}
    for row in consent_queries.to_ask(brand.pk).select_related("customer")[:ASKED_AT_ONCE_MAX]:
        persons.setdefault(row.customer.root_id or row.customer_id, []).append(row)
    for rows in persons.values():
        _ask_about(rows, by=by, at=at)
    return len(persons)


def _ask_about(rows: Sequence[Consent], *, by: Staff, at: datetime) -> None:
    """One person, of whichever of their records."""
    ConsentLetter.objects.bulk_create(ConsentLetter(consent=row, at=at, by=by) for row in rows)
    last = rows[-1]
    customer = locked(Customer, last.customer_id)
    _ask_to_confirm(customer, Purpose(last.purpose), last.words, regarding="", at=at, actor=by.actor)


def _ask_to_confirm(
    customer: Customer, purpose: Purpose, words: str, *, regarding: str, at: datetime, actor: Actor | None = None
) -> None:
    fact = ConsentUnconfirmed(
        brand_id=customer.brand_id,
        customer_id=customer.pk,
        regarding=regarding,
        purpose=purpose,
        words=words,
        asked_at=at.isoformat(),
    )
    record(fact, actor=actor or Actor("customer", str(customer.pk)), at=at)


def _say(
    customer: Customer,
    purpose: Purpose,
    channel: str,
    given: bool,
    how: How,
    words: str,
    *,
    actor: Actor,
    at: datetime,
    confirms: datetime | None = None,
) -> None:
    row = Consent.objects.create(
        customer=customer,
        purpose=purpose,
        channel=channel,
        given=given,
        how=how,
        words=words,
        at=at,
        by_kind=actor.kind,
        by_id=actor.id,
        confirms=confirms,
    )
    fact = ConsentSaid(
        brand_id=customer.brand_id,
        customer_id=customer.pk,
        consent_id=row.pk,
        purpose=purpose,
        channel=channel,
        given=given,
        how=how,
        words=words,
    )
    record(fact, actor=actor, at=at)
