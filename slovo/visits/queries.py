from collections.abc import Collection
from datetime import datetime

from django.db import models

from slovo.brands.models import Brand
from slovo.core.prepared import prepared
from slovo.people.models import Staff
from slovo.visits.models import COMING, Resource, Taken, Visit, VisitLetter, VisitType
from slovo.visits.page_models import VisitPage

TO_COME_MAX = 10  # on a customer’s own page
FROM_PAGE = "booking:"  # with it begins what a visit is about that was booked beside nothing, on the public page
WHOLE = ("brand", "customer", "type", "resource", "promise")


def visible_to(staff: Staff) -> models.QuerySet[Visit]:
    return Visit.objects.filter(brand_id__in=staff.brand_ids)


def resources_visible_to(staff: Staff) -> models.QuerySet[Resource]:
    """With what their opening hours and their presence are read from."""
    rows = Resource.objects.filter(brand_id__in=staff.brand_ids)
    return rows.select_related("staff", "team", "calendar", "brand")


def types_visible_to(staff: Staff) -> models.QuerySet[VisitType]:
    return VisitType.objects.filter(brand_id__in=staff.brand_ids).select_related("brand")


def resources_for(type_: VisitType) -> models.QuerySet[Resource]:
    """Who or what can do it now."""
    rows = type_.resources.filter(archived_at=None).select_related("staff", "team", "calendar", "brand")
    return rows.order_by("pk")


def taken(resource_ids: Collection[int], span: range, *, without: int | None = None) -> set[tuple[int, int]]:
    """(resource, quantum) each. `without`: a visit that does not count."""
    rows = Taken.objects.filter(resource_id__in=resource_ids, quantum__gte=span.start, quantum__lt=span.stop)
    if without is not None:
        rows = rows.exclude(visit_id=without)
    return set(rows.values_list("resource_id", "quantum"))


def between(rows: models.QuerySet[Visit], first: datetime, last: datetime) -> models.QuerySet[Visit]:
    """Those that begin between two moments, the earliest first."""
    within = rows.filter(starts_at__gte=first, starts_at__lt=last)
    return within.select_related(*WHOLE).order_by("starts_at", "pk")


def of_customers(customer_ids: Collection[int]) -> models.QuerySet[Visit]:
    rows = Visit.objects.filter(customer_id__in=customer_ids).select_related(*WHOLE)
    return rows.order_by("-starts_at", "-pk")


def to_come(brand_id: int, customer_ids: Collection[int], about: Collection[str], *, at: datetime) -> list[Visit]:
    """For their customer to read: beside these matters, or, if none is named, all; the next one first."""
    return _to_come(brand_id, customer_ids, about, at, all_of_them=not about)


@prepared
def _to_come(
    brand_id: int, customer_ids: Collection[int], about: Collection[str], at: datetime, *, all_of_them: bool
) -> models.QuerySet[Visit]:
    rows = Visit.objects.filter(COMING, brand_id=brand_id, customer_id__in=customer_ids, ends_at__gt=at)
    if not all_of_them:
        rows = rows.filter(about__in=about)
    return rows.select_related("type", "promise").order_by("starts_at", "pk")[:TO_COME_MAX]


def is_page_open(brand: Brand) -> bool:
    return VisitPage.objects.filter(brand=brand, open_since__isnull=False).exists()


def offered(brand: Brand) -> models.QuerySet[VisitType]:
    """What customers can book."""
    rows = VisitType.objects.filter(brand=brand, archived_at=None, resources__archived_at=None)
    return rows.select_related("brand").order_by("name", "pk").distinct()


def key_of_form(number: str) -> str:
    return f"{FROM_PAGE}{number}"


def by_form(brand_id: int, number: str) -> Visit | None:
    """What came of a form of the public page."""
    rows = Visit.objects.filter(brand_id=brand_id, about=key_of_form(number)).select_related(*WHOLE)
    return rows.first()


def coming_from_page(customer_ids: Collection[int], at: datetime) -> models.QuerySet[Visit]:
    rows = Visit.objects.filter(COMING, customer_id__in=customer_ids, about__startswith=FROM_PAGE)
    return rows.filter(ends_at__gt=at)


def to_remind(at: datetime) -> models.QuerySet[Visit]:
    """Whose reminder is due and would still come before the visit."""
    rows = Visit.objects.filter(COMING, remind_at__lte=at, reminded_at=None, starts_at__gt=at)
    return rows.order_by("remind_at", "pk")


def to_be_reminded(customer_ids: Collection[int]) -> models.QuerySet[Visit]:
    """Of these customers, what nobody has been reminded of yet."""
    return Visit.objects.filter(COMING, customer_id__in=customer_ids, remind_at__isnull=False, reminded_at=None)


def of_promises(pks: Collection[int]) -> models.QuerySet[Visit]:
    return Visit.objects.filter(promise_id__in=pks)


def letter_at_the_door(outbound_id: int) -> VisitLetter | None:
    return next(iter(_letters_at_the_door(outbound_id)), None)


@prepared
def _letters_at_the_door(outbound_id: int) -> models.QuerySet[VisitLetter]:
    return VisitLetter.objects.filter(outbound_id=outbound_id, left_at=None).order_by("pk")[:1]
