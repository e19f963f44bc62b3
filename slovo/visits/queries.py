from collections.abc import Collection
from datetime import datetime

from django.db import models
from django.db.models import Q, Value

from slovo.brands.models import Brand
from slovo.core.prepared import prepared
from slovo.people.models import Staff
from slovo.visits.models import COMING, Engaged, Resource, Taken, Visit, VisitLetter, VisitType
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


def taken(resources: Collection[Resource], span: range, *, without: int | None = None) -> set[tuple[int, int]]:
    """(resource, quantum) each: what is taken of it, and when its person is with somebody at another resource of
    theirs. `without`: a visit that does not count."""
    pieces = Q(quantum__gte=span.start, quantum__lt=span.stop) & ~Q(visit_id=without or 0)
    whose = {one.pk: one.staff_id for one in resources}
    own = Taken.objects.filter(pieces, resource_id__in=whose).values_list("resource_id", "quantum", Value(value=False))
    people = {staff_id for staff_id in whose.values() if staff_id}
    theirs = Engaged.objects.filter(pieces, staff_id__in=people).values_list("staff_id", "quantum", Value(value=True))
    found: set[tuple[int, int]] = set()
    busy: set[tuple[int, int]] = set()
    for pk, quantum, is_person in own.union(theirs, all=True) if people else own:
        (busy if is_person else found).add((pk, quantum))
    for resource_id, staff_id in whose.items():
        found |= {(resource_id, quantum) for person, quantum in busy if person == staff_id}
    return found


def of_the_same_people(resources: Collection[Resource]) -> set[int]:
    """These resources, and all others that name one of their people."""
    people = {one.staff_id for one in resources if one.staff_id}
    others = Resource.objects.filter(staff_id__in=people).values_list("pk", flat=True) if people else ()
    return {one.pk for one in resources} | set(others)


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


def booked_beside(key: str) -> str:
    """What the visit that facts and links name so was booked beside; "" for another key."""
    kind, _colon, pk = key.partition(":")
    if kind != "visit" or not pk.isdecimal():
        return ""
    return Visit.objects.filter(pk=int(pk)).values_list("about", flat=True).first() or ""


def of_promises(pks: Collection[int]) -> models.QuerySet[Visit]:
    return Visit.objects.filter(promise_id__in=pks)


def letter_at_the_door(outbound_id: int) -> VisitLetter | None:
    return next(iter(_letters_at_the_door(outbound_id)), None)


@prepared
def _letters_at_the_door(outbound_id: int) -> models.QuerySet[VisitLetter]:
    return VisitLetter.objects.filter(outbound_id=outbound_id, left_at=None).order_by("pk")[:1]
