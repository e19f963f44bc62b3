from collections.abc import Collection

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from slovo.core.prepared import prepared
from slovo.customers.models import Customer, Identity
from slovo.customers.portrait_models import Portrait
from slovo.people.models import Staff


def visible_to(staff: Staff) -> QuerySet[Portrait]:
    return Portrait.objects.filter(brand_id__in=staff.brand_ids)


def usable_at(brand_id: int) -> QuerySet[Portrait]:
    return Portrait.objects.filter(brand_id=brand_id, archived_at=None)


def named(brand_id: int, name: str) -> Portrait | None:
    """Of those that can be chosen, whatever the case of its letters."""
    return usable_at(brand_id).filter(folded=" ".join(name.split()).casefold()).first()


def portrait_of(customer_id: int) -> int | None:
    """Of the person as whom they stand now."""
    return next(iter(_portrait_of(customer_id)), None)


@prepared
def _portrait_of(customer_id: int) -> QuerySet[Customer, int | None]:
    rows = Customer.objects.filter(pk=customer_id)
    return rows.values_list(Coalesce("root__portrait_id", "portrait_id"), flat=True)


def names_of(pks: Collection[int]) -> dict[int, str]:
    return dict(Portrait.objects.filter(pk__in=pks).values_list("pk", "name"))


def reached_by(brand_id: int, values: Collection[str]) -> dict[str, int]:
    """Of these normal addresses and numbers those that are known, and whose they are: the person."""
    rows = Identity.objects.filter(brand_id=brand_id, value__in=values)
    return dict(rows.values_list("value", Coalesce("customer__root_id", "customer_id")))
