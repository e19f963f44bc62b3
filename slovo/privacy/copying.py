"""A copy of all that is held of a customer, to take along: ZIP files with plain data (`data.json`), a page to read
(`index.html`) and the files themselves. Actions; the files are written in `writing.py`."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.files import storage
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.personal import forget_files
from slovo.core.rules import Rule
from slovo.customers import queries as customers
from slovo.customers.models import Customer
from slovo.facts.privacy import DataCopyAsked, DataCopyTaken
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.privacy.models import Copy, CopyPart

COPY_DAYS = 7


class UnableToCopy(UnableTo):
    pass


@transaction()
def ask(*, customer_id: int, by: Staff, at: datetime) -> Copy:
    """For the desk, with what was said among colleagues."""
    customer = customers.person(customer_id)
    by.must(Verb.MANAGE_PERSONAL_DATA, customer)
    return _asked(customer, by_themselves=False, actor=by.actor, at=at)


@transaction()
def ask_by_customer(*, customer_id: int, at: datetime) -> Copy:
    """On a page of their own."""
    customer = customers.person(customer_id)
    return _asked(customer, by_themselves=True, actor=Actor("customer", str(customer.pk)), at=at)


def _asked(customer: Customer, *, by_themselves: bool, actor: Actor, at: datetime) -> Copy:
    customer = locked(Customer, customer.pk)
    if customer.erased_at:
        raise UnableToCopy(_("This customer was erased: there is nothing to copy."), rule=Rule.CUSTOMER_IS_KNOWN)
    making = Copy.objects.filter(customer=customer, by_themselves=by_themselves, made_at=None).first()
    if making:
        return making
    copy = Copy.objects.create(
        brand_id=customer.brand_id,
        customer=customer,
        by_themselves=by_themselves,
        by_kind=actor.kind,
        by_id=actor.id,
        asked_at=at,
        expires_at=at + timedelta(days=COPY_DAYS),
    )
    fact = DataCopyAsked(brand_id=copy.brand_id, customer_id=customer.pk, copy_id=copy.pk, by_themselves=by_themselves)
    record(fact, actor=actor, at=at)
    return copy


@transaction()
def note_taken(*, part_id: int, actor: Actor, at: datetime) -> None:
    part = CopyPart.objects.select_related("copy").get(pk=part_id)
    copy = part.copy
    fact = DataCopyTaken(brand_id=copy.brand_id, customer_id=copy.customer_id, copy_id=copy.pk, part=part.number)
    record(fact, actor=actor, at=at)


@transaction()
def finish(*, copy_id: int, at: datetime) -> None:
    Copy.objects.filter(pk=copy_id, made_at=None).update(made_at=at)


@transaction()
def forget(*, at: datetime) -> None:
    """Those that have run out, with their files."""
    _drop(CopyPart.objects.filter(copy__expires_at__lte=at), at=at)
    Copy.objects.filter(expires_at__lte=at).delete()


@transaction()
def store_part(*, copy_id: int, number: int, content: bytes, at: datetime) -> None:
    CopyPart.objects.create(copy_id=copy_id, number=number, file=storage.put(content, at=at))


@transaction()
def begin_anew(*, copy_id: int, at: datetime) -> None:
    _drop(CopyPart.objects.filter(copy_id=copy_id), at=at)


def _drop(parts: QuerySet[CopyPart], *, at: datetime) -> None:
    forget_files(list(parts.values_list("file_id", flat=True)), at=at)
    parts.delete()
