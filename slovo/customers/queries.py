from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext as _

from slovo.core.prepared import prepared
from slovo.customers.models import Customer, Identity
from slovo.people.models import Staff

ADDRESSES = ("identities", "root__identities")
LAST_LETTER = "\U0010ffff"
DIGITS_MIN = 3
TRUNK_PREFIXES = {"8": "+7", "0": "+380"}  # as numbers are written at home in Russia and Ukraine


def visible_to(staff: Staff) -> models.QuerySet[Customer]:
    return Customer.objects.filter(brand_id__in=staff.brand_ids)


def by_identity(*, brand_id: int, kind: str, value: str) -> Customer | None:
    return next((identity.customer for identity in _identified(brand_id, kind, value)), None)


@prepared
def _identified(brand_id: int, kind: str, value: str) -> models.QuerySet[Identity]:
    return Identity.objects.select_related("customer").filter(brand_id=brand_id, kind=kind, value=value)


def person(customer_id: int) -> Customer:
    """As whom they stand now."""
    known = Customer.objects.select_related("brand", "root__brand").get(pk=customer_id)
    return known.root or known


def family_ids(customer: Customer) -> list[int]:
    """Everybody who is this same person: the root and all merged into it, directly or not."""
    root_id = customer.root_id or customer.pk
    return [root_id, *_ids_merged_into(root_id)]


@prepared
def _ids_merged_into(root_id: int) -> models.QuerySet[Customer, int]:
    return Customer.objects.filter(root_id=root_id).values_list("pk", flat=True)


def family_of(customer_id: int) -> models.QuerySet[Customer]:
    """As `family_ids`, as part of another question."""
    root = Customer.objects.filter(pk=customer_id, root__isnull=False).values("root_id")
    family = models.Q(pk=customer_id) | models.Q(root_id=customer_id)
    return Customer.objects.filter(family | models.Q(pk__in=root) | models.Q(root_id__in=root)).values("pk")  # type: ignore[return-value]


def identities(customer: Customer) -> list[Identity]:
    return identities_of(family_ids(customer))


@prepared
def identities_of(customer_ids: Collection[int]) -> models.QuerySet[Identity]:
    return Identity.objects.filter(customer_id__in=customer_ids)


def phones(customer_ids: Collection[int]) -> dict[int, list[str]]:
    """Of each of these customers that has any."""
    found: dict[int, list[str]] = {}
    for customer_id, value in _phones(customer_ids):
        found.setdefault(customer_id, []).append(value)
    return found


@prepared
def _phones(customer_ids: Collection[int]) -> models.QuerySet[Identity, tuple[int, str]]:
    rows = Identity.objects.filter(kind=Identity.PHONE, customer_id__in=customer_ids).order_by("pk")
    return rows.values_list("customer_id", "value")


def merged_into(customer: Customer) -> models.QuerySet[Customer]:
    """Those whom a person has merged into this one, directly."""
    return customer.merged.select_related("merged_by").prefetch_related("identities").order_by("-merged_at")


def candidates(staff: Staff, customer: Customer, wanted: str) -> models.QuerySet[Customer]:
    """Customers of the same brand whom an address or a piece of a name may mean."""
    rows = visible_to(staff).filter(brand_id=customer.brand_id, root=None).exclude(pk__in=family_ids(customer))
    named = models.Q(folded_name__contains=wanted.casefold()) | models.Q(identities__value__contains=wanted.lower())
    return rows.filter(named).distinct().prefetch_related("identities").order_by("-pk")


def beginning_with(staff: Staff, beginnings: list[str]) -> models.QuerySet[Customer]:
    """Whose name, in small letters, begins with one of these. A walk along an index, not a search."""
    named = _begins("folded_name", beginnings)
    return (
        visible_to(staff)
        .filter(named)
        .select_related("root")
        .prefetch_related(*ADDRESSES)
        .order_by("folded_name", "pk")
    )


def reached_at(staff: Staff, beginnings: list[str]) -> models.QuerySet[Customer]:
    """Whose address or phone number begins so. Numbers may be written in any way."""
    reached = _begins("value", [*beginnings, *_numbers(beginnings[0])])
    ids = Identity.objects.filter(reached, brand_id__in=staff.brand_ids, kind__in=[Identity.EMAIL, Identity.PHONE])
    rows = visible_to(staff).filter(pk__in=ids.values("customer_id"))
    return rows.select_related("root").prefetch_related(*ADDRESSES).order_by("pk")


def words_of(customer: Customer) -> str:
    """As `str(customer)`, from addresses that were fetched together with it."""
    if customer.erased_at:
        return _("Erased customer")
    return customer.name or _address_of(customer) or _("Unknown sender")


def _address_of(customer: Customer) -> str:
    return next((one.value for one in customer.identities.all() if one.kind in Identity.SPOKEN), "")


def _begins(field: str, beginnings: list[str]) -> models.Q:
    """As a range: LIKE would not take the index on SQLite."""
    found = models.Q()
    for text in beginnings:
        found |= models.Q(**{f"{field}__gte": text, f"{field}__lt": text + LAST_LETTER})
    return found


def _numbers(text: str) -> list[str]:
    digits = "".join(filter(str.isdigit, text))
    if len(digits) < DIGITS_MIN or text.strip("+-() 0123456789") != "":
        return []
    trunk = TRUNK_PREFIXES.get(digits[0]) if not text.startswith("+") else None
    return [f"+{digits}", *([trunk + digits[1:]] if trunk else [])]
