from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slovo.core.db import in_transaction, is_postgresql, locked, locked_together, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.worktime.zones import is_zone
from slovo.customers import queries
from slovo.customers.models import Customer, Identity
from slovo.facts.customers import CustomerChanged, CustomerCreated, CustomersMerged, CustomersUnmerged
from slovo.people.models import NOT_ALLOWED, Staff
from slovo.people.rights import NotAllowed, Verb


class UnableToMerge(UnableTo):
    pass


class UnableToAddIdentity(UnableTo):
    pass


class UnableToSetZone(UnableTo):
    pass


class UnableToChange(UnableTo):
    pass


NOBODY_HERE = gettext_lazy("This customer was erased: nothing is known of them any more, and nothing is added.")


@transaction()
def find_or_create(
    *, brand_id: int, kind: str, value: str, name: str, language: str, actor: Actor, at: datetime
) -> Customer:
    """The customer whom this normalised address or number leads to. Two workers that meet the same new
    customer at once agree on one."""
    _one_at_a_time(f"{brand_id}:{kind}:{value}")
    known = queries.by_identity(brand_id=brand_id, kind=kind, value=value)
    if known:
        return _learn_name(known, name)
    customer = Customer.objects.create(brand_id=brand_id, name=name[:200], language=language, created_at=at)
    Identity.objects.create(customer=customer, brand_id=brand_id, kind=kind, value=value, created_at=at)
    record(CustomerCreated(brand_id=brand_id, customer_id=customer.pk), actor=actor, at=at)
    return customer


@transaction()
def create_unknown(*, brand_id: int, name: str, language: str, actor: Actor, at: datetime) -> Customer:
    """Somebody who wrote without saying from where: still a person who waits."""
    customer = Customer.objects.create(brand_id=brand_id, name=name[:200], language=language, created_at=at)
    record(CustomerCreated(brand_id=brand_id, customer_id=customer.pk), actor=actor, at=at)
    return customer


@transaction()
def add_customer(
    *,
    brand_id: int,
    name: str,
    language: str,
    identities: Collection[tuple[str, str]],
    by: Staff,
    at: datetime,
    zone: str = "",
) -> Customer:
    """Somebody new, before they have written. `identities`: (kind, normalised value) each."""
    if not by.may_at(Verb.EDIT_CUSTOMER, brand_id):
        raise NotAllowed(NOT_ALLOWED)
    _check_zone(zone)
    for kind, value in sorted(identities):
        _one_at_a_time(f"{brand_id}:{kind}:{value}")
        if Identity.objects.filter(brand_id=brand_id, kind=kind, value=value).exists():
            raise UnableToAddIdentity(_("This belongs to another customer. If they are one person, merge the two."))
    customer = create_unknown(brand_id=brand_id, name=name.strip(), language=language, actor=by.actor, at=at)
    if zone:
        customer.zone = zone
        customer.save(update_fields=["zone"])
    Identity.objects.bulk_create(
        Identity(customer=customer, brand_id=brand_id, kind=kind, value=value, created_at=at)
        for kind, value in dict.fromkeys(identities)
    )
    return customer


@transaction()
def counterpart(*, customer: Customer, brand_id: int, actor: Actor, at: datetime) -> Customer:
    """The same person as another brand knows them: by any of their addresses and numbers, or as somebody new."""
    if customer.brand_id == brand_id:
        return customer
    own = list(Identity.objects.filter(Q(customer=customer) | Q(customer__root_id=customer.root_id or customer.pk)))
    for value in sorted(f"{brand_id}:{each.kind}:{each.value}" for each in own):
        _one_at_a_time(value)
    there = Identity.objects.select_related("customer").filter(brand_id=brand_id, value__in=[one.value for one in own])
    known = {(one.kind, one.value): one.customer for one in there.order_by("pk")}
    found = next((known[one.kind, one.value] for one in own if (one.kind, one.value) in known), None)
    if found is None:
        found = Customer.objects.create(
            brand_id=brand_id, name=customer.name, language=customer.language, zone=customer.zone, created_at=at
        )
        record(CustomerCreated(brand_id=brand_id, customer_id=found.pk), actor=actor, at=at)
    Identity.objects.bulk_create(
        Identity(customer=found, brand_id=brand_id, kind=one.kind, value=one.value, created_at=at)
        for one in own
        if (one.kind, one.value) not in known
    )
    return _learn_name(found, customer.name)


@transaction()
def add_identity(*, customer_id: int, kind: str, value: str, by: Staff, at: datetime) -> None:
    customer = locked(Customer, customer_id)
    by.must(Verb.EDIT_CUSTOMER, customer)
    if customer.erased_at:
        raise UnableToAddIdentity(NOBODY_HERE)
    if not value:
        raise UnableToAddIdentity(_("This is not an address or a phone number. Check it for slips."))
    owner = Identity.objects.filter(brand_id=customer.brand_id, kind=kind, value=value).first()
    if owner and owner.customer_id != customer.pk:
        raise UnableToAddIdentity(_("This belongs to another customer. If they are one person, merge the two."))
    if owner:
        return
    Identity.objects.create(customer=customer, brand_id=customer.brand_id, kind=kind, value=value, created_at=at)
    _changed(customer, ("identities",), actor=by.actor, at=at)


@transaction()
def change(*, customer_id: int, by: Staff, at: datetime, name: str | None = None, zone: str | None = None) -> None:
    """What is given. `zone`: whose clock they read, "": their brand's."""
    customer = locked(Customer, customer_id)
    by.must(Verb.EDIT_CUSTOMER, customer)
    if customer.erased_at:
        raise UnableToChange(NOBODY_HERE)
    if zone is not None:
        _check_zone(zone)
        customer.zone = zone
    if name is not None:
        customer.name = name.strip()[:200]
    fields = [field for field, given in (("name", name), ("zone", zone)) if given is not None]
    if fields:
        customer.save(update_fields=fields)
        _changed(customer, tuple(fields), actor=by.actor, at=at)


@transaction()
def choose_zone(*, customer_id: int, zone: str, at: datetime) -> None:
    """They say so themselves, on a page of their own."""
    customer = locked(Customer, customer_id)
    _check_zone(zone)
    if customer.zone == zone:
        return
    customer.zone = zone
    customer.save(update_fields=["zone"])
    _changed(customer, ("zone",), actor=Actor("customer", str(customer.pk)), at=at)


@transaction()
def know(
    *, brand_id: int, identities: Sequence[tuple[str, str]], name: str, language: str, actor: Actor, at: datetime
) -> Customer:
    """The customer to whom the first of these (kind, normalised value) leads that leads to anybody. Those that lead to
    nobody lead to them from now on; what is another's stays another's."""
    for kind, value in sorted(identities):
        _one_at_a_time(f"{brand_id}:{kind}:{value}")
    found = [queries.by_identity(brand_id=brand_id, kind=kind, value=value) for kind, value in identities]
    customer = next(filter(None, found), None)
    fact: CustomerCreated | CustomerChanged
    if customer is None:
        customer = Customer.objects.create(brand_id=brand_id, name=name[:200], language=language, created_at=at)
        fact = CustomerCreated(brand_id=brand_id, customer_id=customer.pk)
    else:
        fact = CustomerChanged(brand_id=brand_id, customer_id=customer.pk, fields=("identities",))
    unknown = [one for one, owner in zip(identities, found, strict=True) if owner is None]
    Identity.objects.bulk_create(
        Identity(customer=customer, brand_id=brand_id, kind=kind, value=value, created_at=at) for kind, value in unknown
    )
    if unknown:
        record(fact, actor=actor, at=at)
    return _learn_name(customer, name)


@transaction()
def turn_out(*, brand_id: int, kind: str, value: str, to: Customer, actor: Actor, at: datetime) -> None:
    """What led to somebody unknown leads to this customer from now on: they have said who they are."""
    moved = Identity.objects.filter(brand_id=brand_id, kind=kind, value=value).exclude(customer=to)
    if moved.update(customer=to):
        record(CustomerChanged(brand_id=brand_id, customer_id=to.pk, fields=("identities",)), actor=actor, at=at)


@transaction()
def forget_addresses(*, customer_ids: Collection[int], at: datetime) -> None:
    """Part of erasing them: from now on nobody is found here, and whoever writes from there is somebody new."""
    Identity.objects.filter(customer_id__in=customer_ids).delete()
    Customer.objects.filter(pk__in=customer_ids, erased_at=None).update(erased_at=at)


@transaction()
def merge(*, kept_id: int, merged_id: int, by: Staff, at: datetime) -> None:
    """Two records are one person. Nothing is moved, so `unmerge` gives back exactly what was."""
    kept, merged = _roots(kept_id, merged_id)
    by.must(Verb.MERGE_CUSTOMERS, kept)
    by.must(Verb.MERGE_CUSTOMERS, merged)
    if kept.brand_id != merged.brand_id:
        raise UnableToMerge(_("These customers belong to different brands. Brands are kept apart."))
    if kept == merged:
        raise UnableToMerge(_("These two are one customer already."))
    if kept.erased_at or merged.erased_at:
        raise UnableToMerge(NOBODY_HERE)
    Customer.objects.filter(pk=merged.pk).update(merged_into=kept, merged_at=at, merged_by=by, root=kept)
    Customer.objects.filter(root=merged).update(root=kept)
    record(
        CustomersMerged(brand_id=kept.brand_id, customer_id=kept.pk, merged_id=merged.pk),
        actor=by.actor,
        at=at,
    )


@transaction()
def unmerge(*, customer_id: int, by: Staff, at: datetime) -> None:
    """Give a merged customer, and all who had been merged into it, back their own life."""
    customer = locked(Customer, customer_id)
    by.must(Verb.MERGE_CUSTOMERS, customer)
    if customer.erased_at:
        raise UnableToMerge(NOBODY_HERE)
    kept_id = customer.merged_into_id
    if kept_id is None:
        raise UnableToMerge(_("This customer is not merged into anybody."))
    Customer.objects.filter(pk=customer.pk).update(merged_into=None, merged_at=None, merged_by=None, root=None)
    Customer.objects.filter(pk__in=_below(customer.pk)).update(root=customer)
    record(
        CustomersUnmerged(brand_id=customer.brand_id, customer_id=kept_id, merged_id=customer.pk),
        actor=by.actor,
        at=at,
    )


def _roots(*customer_ids: int) -> list[Customer]:
    """The persons behind these records, locked. Who was merged while we waited for the lock is looked for again."""
    while True:
        rows = dict(Customer.objects.filter(pk__in=customer_ids).values_list("pk", "root_id"))
        root_ids = [rows[pk] or pk for pk in customer_ids]
        roots = locked_together(Customer, root_ids)
        if not any(root.root_id for root in roots.values()):
            return [roots[pk] for pk in root_ids]


def _below(customer_id: int) -> list[int]:
    """All merged into this one, directly or through others."""
    found: list[int] = []
    level = [customer_id]
    while level:
        level = list(Customer.objects.filter(merged_into_id__in=level).values_list("pk", flat=True))
        found += level
    return found


def _learn_name(customer: Customer, name: str) -> Customer:
    if name and not customer.name:
        customer.name = name[:200]
        customer.save(update_fields=["name"])
    return customer


def _check_zone(zone: str) -> None:
    if zone and not is_zone(zone):
        raise UnableToSetZone(_("There is no such time zone. Choose one like Europe/Kyiv."))


def _changed(customer: Customer, fields: tuple[str, ...], *, actor: Actor, at: datetime) -> None:
    theirs = actor.kind == "customer"
    fact = CustomerChanged(brand_id=customer.brand_id, customer_id=customer.pk, fields=fields, by_customer=theirs)
    record(fact, actor=actor, at=at)


def _one_at_a_time(key: str) -> None:
    assert in_transaction()
    if is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
