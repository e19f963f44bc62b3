"""Erasing a customer: the last letter, then row after row, as `personal_data.py` of each domain declares it.

Actions. Whatever breaks off is taken up where it stood, because what is left is looked for in the rows themselves.
"""

from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from slovo.channels import actions as channels
from slovo.channels import queries as doors
from slovo.channels.adapter import Person as To
from slovo.channels.adapter import Posting
from slovo.channels.models import Outbound, State
from slovo.conversations import forgetting
from slovo.core.db import locked, locked_together, transaction
from slovo.core.errors import UnableTo
from slovo.core.files import actions as files
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.personal import Person, erase_some
from slovo.core.rules import Rule
from slovo.customers import actions as customers
from slovo.customers import queries as known
from slovo.customers.models import Customer, Identity
from slovo.facts.privacy import CustomerErased, CustomerErasureBegun
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.privacy import queries, registry
from slovo.privacy.models import Erasure, Why
from slovo.promises import ledger

ROWS_MAX = 50  # in one transaction: nobody's reply may wait for it
LETTER_WAITS_MAX = timedelta(hours=1)  # after which what we hold goes, though the last letter has not left
LOOK_AGAIN = timedelta(seconds=20)


class UnableToErase(UnableTo):
    pass


@transaction()
def begin(*, customer_id: int, why: str, by: Staff, at: datetime) -> Erasure:
    """From now on nobody is known here. All who were merged into this customer go along. Once more is once."""
    customer = known.person(customer_id)
    by.must(Verb.MANAGE_PERSONAL_DATA, customer)
    if done := Erasure.objects.filter(customer=customer).first():
        return done
    if why not in set(Why):
        raise UnableToErase(_("Choose why this customer is erased."), rule=Rule.ERASURE_HAS_A_REASON)
    person = queries.person_of(customer)
    if owed := queries.obstacles(person.ids).first():
        raise UnableToErase(
            _("This is still promised to them: «%(what)s». Keep it first, or have the customer release you.")
            % {"what": owed.what},
            rule=Rule.NOTHING_IS_OWED_TO_THE_ERASED,
        )
    forgetting.settle(customer_ids=person.ids, by=by, at=at)
    locked_together(Customer, person.ids)
    if done := Erasure.objects.filter(customer=customer).first():  # somebody was quicker
        return done
    letter = _last_letter(customer, person, actor=by.actor, at=at)
    customers.forget_addresses(customer_ids=person.ids, at=at)
    erasure = Erasure.objects.create(
        brand_id=customer.brand_id,
        customer=customer,
        why=why,
        by_kind=by.actor.kind,
        by_id=by.actor.id,
        begun_at=at,
        letter=letter,
        known=queries.known_of(person),
    )
    fact = CustomerErasureBegun(
        brand_id=customer.brand_id, customer_id=customer.pk, erasure_id=erasure.pk, why=erasure.why
    )
    record(fact, actor=by.actor, at=at)
    return erasure


@transaction()
def go_on(*, erasure_id: int, at: datetime) -> timedelta | None:
    """The next rows. After which time to come again; None: nothing is left."""
    erasure = locked(Erasure, erasure_id)
    if erasure.done_at:
        return None
    if _letter_waits(erasure, at):
        return LOOK_AGAIN
    person = queries.person_in(erasure.brand_id, erasure.known)
    room = ROWS_MAX
    for holding in registry.holdings():
        if taken := erase_some(holding, person, most=room, at=at):
            label = holding.model._meta.label
            erasure.counts[label] = erasure.counts.get(label, 0) + taken
            room -= taken
        if room <= 0:
            erasure.save(update_fields=["counts"])
            return timedelta(0)
    _end(erasure, person, at=at)
    return None


def _end(erasure: Erasure, person: Person, *, at: datetime) -> None:
    actor = Actor("integration" if erasure.by_kind == "integration" else "staff", erasure.by_id)
    while owed := queries.asked(person.ids):
        ledger.keep_by_rule(promise_id=owed.pk, done_at=at, actor=actor)
    erasure.done_at, erasure.known = at, {}
    erasure.save(update_fields=["counts", "done_at", "known"])
    fact = CustomerErased(
        brand_id=erasure.brand_id, customer_id=erasure.customer_id, erasure_id=erasure.pk, rows=erasure.rows
    )
    record(fact, actor=actor, at=at)
    files.sweep(at=at)


def _letter_waits(erasure: Erasure, at: datetime) -> bool:
    """Before their address goes, what we have to say to it has left; or it cannot be helped."""
    letter = Outbound.objects.filter(pk=erasure.letter_id or 0, state__in=[State.QUEUED, State.SENDING])
    return at - erasure.begun_at < LETTER_WAITS_MAX and letter.exists()


def _last_letter(customer: Customer, person: Person, *, actor: Actor, at: datetime) -> Outbound | None:
    """To the first address that there is; None: nobody can be told."""
    mailbox = doors.open_mailbox(customer.brand_id)
    address = next(iter(person.of_kind(Identity.EMAIL)), "")
    if mailbox is None or not address:
        return None
    brand = customer.brand
    language = customer.language or brand.language
    with translation.override(language):
        posting = Posting(
            to=(To(Identity.EMAIL, address, customer.name),),
            subject=_("What we kept about you is erased"),
            text=_last_words(brand.name, brand.signature(language)),
            html="",
            from_name=brand.name,
            automatic=True,
        )
    return channels.send(
        brand_id=brand.pk,
        kind=Identity.EMAIL,
        mailbox=mailbox,
        posting=posting,
        customer_id=customer.pk,
        actor=actor,
        at=at,
    )


def _last_words(brand: str, signature: str) -> str:
    said = [
        _("With this letter %(brand)s erases what it has kept about you: name, addresses, messages and files.")
        % {"brand": brand},
        _("What the law has us keep, such as the sums of orders and what you agreed to, stays without your name."),
        _("This is our last letter to you. If you write to us again, we know nothing of you yet."),
    ]
    return "\n\n".join(said) + f"\n\n-- \n{signature or brand}\n"
