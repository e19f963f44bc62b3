"""What the faces read. Everything starts from `visible_to`."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import models
from django.db.models import Q

from slovo.brands.models import Brand
from slovo.core.prepared import prepared
from slovo.customers import queries as customers
from slovo.customers.models import Customer
from slovo.orders.hook_models import OrderHook
from slovo.orders.import_models import OrderImport, OrderImportItem
from slovo.orders.models import Held, Order, OrderLine, OrderRules, Reservation, Return
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.rights import Verb

OF_CUSTOMER_MAX = 5
RESERVED_MAX = 20  # on a customer’s own page
HELD = (Held.WAITS.value, Held.OFFERED.value)
NAMES_A_QUESTION = 500


def visible_to(staff: Staff) -> models.QuerySet[Order]:
    return Order.objects.filter(brand_id__in=staff.brand_ids)


def returns_visible_to(staff: Staff) -> models.QuerySet[Return]:
    return Return.objects.filter(order__brand_id__in=staff.brand_ids)


def reservations_visible_to(staff: Staff) -> models.QuerySet[Reservation]:
    return Reservation.objects.filter(brand_id__in=staff.brand_ids)


def imports_visible_to(staff: Staff) -> models.QuerySet[OrderImport]:
    """To those who bring in orders."""
    fed = [pk for pk in staff.brand_ids if staff.may_at(Verb.FEED_ORDERS, pk)]
    return OrderImport.objects.filter(brand_id__in=fed)


def hooks_visible_to(staff: Staff) -> models.QuerySet[OrderHook]:
    """Addresses that take orders now, to those who administer the brand."""
    managed = [pk for pk in staff.brand_ids if staff.may_at(Verb.MANAGE_BRAND, pk)]
    return OrderHook.objects.filter(brand_id__in=managed, revoked_at=None).select_related("brand")


def hook_at(token: str) -> OrderHook | None:
    """The one with this end of its address: its `staff` may bring in orders, and nothing else."""
    rows = OrderHook.objects.select_related("brand", "staff")
    hook = rows.filter(token_sha256=OrderHook.digest_of(token), revoked_at=None).first()
    if hook:
        hook.staff.scopes = frozenset({Verb.FEED_ORDERS})
    return hook


def refused(row: OrderImport) -> models.QuerySet[OrderImportItem]:
    return row.items.exclude(words="").order_by("line")


def stored(row: OrderImport) -> int:
    """How many of a file's orders are dealt with."""
    return row.total - row.items.filter(words="").count()


def named(brand: Brand, source: str, external_ids: Collection[str]) -> models.QuerySet[Order]:
    return Order.objects.filter(brand=brand, source=source, external_id__in=external_ids)


def numbered(brand_id: int, number: str) -> list[Order]:
    """Of a brand, with this number as its customer knows it, whatever the case; whose they are, whoever asks judges."""
    writings = {number, number.upper(), number.lower()}
    rows = Order.objects.filter(brand_id=brand_id, number__in=writings).select_related("customer")
    return list(rows.prefetch_related("lines__promise").order_by("-placed_at", "-pk")[:OF_CUSTOMER_MAX])


def unknown(brand: Brand, source: str, external_ids: Sequence[str]) -> int:
    """How many of these nobody has told us of."""
    starts = range(0, len(external_ids), NAMES_A_QUESTION)
    known = [named(brand, source, external_ids[start : start + NAMES_A_QUESTION]).count() for start in starts]
    return len(external_ids) - sum(known)


def found(staff: Staff, wanted: str) -> models.QuerySet[Order]:
    """By number, name there, sku, or whoever ordered (name, address, telephone). All, when nothing is wanted. Each of
    these is asked of an index of its own."""
    rows = visible_to(staff)
    wanted = wanted.strip().lstrip("#№ ")
    if not wanted:
        return rows
    by_name = rows.filter(Q(number=wanted) | Q(external_id=wanted)).values("pk")
    by_thing = OrderLine.objects.filter(sku=wanted, order__brand_id__in=staff.brand_ids).values("order_id")
    named = customers.beginning_with(staff, [wanted]).values("pk")
    reached = customers.reached_at(staff, [wanted]).values("pk")
    by_customer = rows.filter(Q(customer_id__in=named) | Q(customer_id__in=reached)).values("pk")
    return rows.filter(Q(pk__in=by_name) | Q(pk__in=by_thing) | Q(pk__in=by_customer))


def whole(rows: models.QuerySet[Order]) -> models.QuerySet[Order]:
    """With all that stands on its page."""
    return rows.select_related("brand", "customer").prefetch_related(
        "lines__promise", "returns__refund", "returns__lines__line"
    )


def of_customer(customer: Customer, staff: Staff) -> list[Order]:
    """Their newest."""
    rows = visible_to(staff).filter(customer_id__in=customers.family_ids(customer))
    return list(
        rows.select_related("customer").prefetch_related("lines").order_by("-placed_at", "-pk")[:OF_CUSTOMER_MAX]
    )


def reservations_of(customer: Customer, staff: Staff) -> list[Reservation]:
    """What they wait for, or are offered."""
    rows = reservations_visible_to(staff).filter(customer_id__in=customers.family_ids(customer))
    return list(rows.filter(state__in=HELD).select_related("customer").order_by("made_at", "pk"))


def for_customer(brand_id: int, customer_ids: Collection[int], about: Collection[str]) -> list[Order]:
    """For whoever ordered to read: of these matters, or, if none is named, their newest."""
    keys = [key.removeprefix("order:") for key in about if key.startswith("order:")]
    if about and not keys:
        return []
    rows = Order.objects.filter(brand_id=brand_id, customer_id__in=customer_ids)
    if about:
        rows = rows.filter(pk__in=[int(key) for key in keys if key.isdecimal()])
    lines = models.Prefetch("lines", OrderLine.objects.select_related("promise"))
    return list(rows.prefetch_related(lines, "returns__refund").order_by("-placed_at", "-pk")[:OF_CUSTOMER_MAX])


def reserved_for(brand_id: int, customer_ids: Collection[int], about: Collection[str]) -> list[Reservation]:
    """For whoever waits to read: what they wait for, or are offered."""
    return _reserved_for(brand_id, customer_ids, about, all_of_them=not about)


@prepared
def _reserved_for(
    brand_id: int, customer_ids: Collection[int], about: Collection[str], *, all_of_them: bool
) -> models.QuerySet[Reservation]:
    rows = Reservation.objects.filter(brand_id=brand_id, customer_id__in=customer_ids, state__in=list(HELD))
    if not all_of_them:
        rows = rows.filter(about__in=about)
    return rows.order_by("made_at", "pk")[:RESERVED_MAX]


def rules_of(brand_id: int) -> OrderRules:
    """Those that hold, which nobody has written down for a new brand."""
    return OrderRules.objects.filter(brand_id=brand_id).first() or OrderRules(brand_id=brand_id)


def responsible_team(brand_id: int) -> int | None:
    """Who owes what is promised about orders: the team that was chosen, else the brand's first."""
    chosen = rules_of(brand_id).team_id
    return chosen or people.teams_of([brand_id]).values_list("pk", flat=True).first()


def price_of(promise_id: int) -> tuple[int, str] | None:
    """What the line of an order costs that was promised, and in what. None where it is no line's, or costs nothing."""
    line = OrderLine.objects.select_related("order").filter(promise_id=promise_id).first()
    amount_minor = line.price_minor * line.quantity if line else 0
    return (amount_minor, line.order.currency) if line and amount_minor else None


def to_expire(at: datetime) -> models.QuerySet[Reservation]:
    return Reservation.objects.filter(state=Held.OFFERED.value, hold_until__lte=at).order_by("hold_until", "pk")


def returned(line_ids: Collection[int]) -> dict[int, int]:
    """How many of each line come back or have come back already."""
    rows = OrderLine.objects.filter(pk__in=line_ids, returned__returned__withdrawn_at=None)
    return dict(rows.values_list("pk").annotate(number=models.Sum("returned__quantity", default=0)))
