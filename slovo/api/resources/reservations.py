"""What is reserved until it comes, and what came."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, answer, moment, one, page
from slovo.api.kinds import Chosen, Given, Moment, Paged, Shown
from slovo.api.resources.order_kinds import Quantity, Sku, Title
from slovo.orders import queries, reserving
from slovo.orders.models import (
    Reservation,
)
from slovo.people.rights import Verb

router = Router(tags=["orders"])

HeldState = Literal["waits", "offered", "taken", "let_go", "expired"]


class ReservationShown(Shown):
    """`hold_until`: so long it is kept for them."""

    id: UUID
    brand: UUID
    customer: UUID
    sku: str
    title: str
    quantity: int
    state: HeldState
    made_at: datetime
    expected_at: datetime | None
    offered_at: datetime | None
    hold_until: datetime | None
    settled_at: datetime | None
    promise: UUID | None


class ReservationPage(Shown):
    data: list[ReservationShown]
    next: str | None


class StockShown(Shown):
    """`free`: how many are left when all who wait have been offered theirs."""

    sku: str
    free: int


class Reserved(Paged):
    brand: UUID | None = None
    customer: UUID | None = None
    state: HeldState | None = None


class ReservationBrought(Given):
    """For a customer, or whoever has a conversation: one of the two. `expected_at`: we promise to tell them by then."""

    conversation: UUID | None = None
    customer: UUID | None = None
    sku: Sku
    title: Title
    quantity: Quantity = 1
    expected_at: Moment | None = None


class StockBrought(Given):
    brand: UUID | None = None
    sku: Sku
    quantity: Quantity


def reservation_shapes(rows: Sequence[Reservation]) -> list[Shape]:
    return [
        {
            "id": row.public_id,
            "brand": row.brand.public_id,
            "customer": row.customer.public_id,
            "sku": row.sku,
            "title": row.title,
            "quantity": row.quantity,
            "state": row.state,
            **{name: moment(getattr(row, name)) for name in RESERVATION_MOMENTS},
            "promise": row.promise.shown_id if row.promise else None,
        }
        for row in rows
    ]


RESERVATION_MOMENTS = ("made_at", "expected_at", "offered_at", "hold_until", "settled_at")


@router.get("/reservations", response=ReservationPage)
@reads()
def reservations(request: ApiRequest, filters: Query[Reserved]) -> HttpResponse:
    """The newest first."""
    rows = _reservations(request)
    if filters.brand:
        rows = rows.filter(brand__public_id=filters.brand)
    if filters.customer:
        rows = rows.filter(customer__public_id=filters.customer)
    if filters.state:
        rows = rows.filter(state=filters.state)
    return page(request, rows, paged=filters, order="-made_at", shapes=reservation_shapes, kind=ReservationShown)


@router.get("/reservations/{id}", response=ReservationShown)
@reads()
def reservation(request: ApiRequest, id: UUID, chosen: Query[Chosen]) -> HttpResponse:
    row = get_object_or_404(_reservations(request), public_id=id)
    return one(request, reservation_shapes([row])[0], ReservationShown, fields=chosen.fields)


@router.post("/reservations", response={201: ReservationShown})
@writes(Verb.WORK_ORDERS)
def reserve(request: ApiRequest, given: ReservationBrought) -> HttpResponse:
    """Whoever waits longest is offered it first, when it comes."""
    party = references.party(request, given.conversation, given.customer)
    row = reserving.reserve(
        customer=party.customer,
        sku=given.sku,
        title=given.title,
        quantity=given.quantity,
        about=party.about,
        expected_at=given.expected_at,
        by=request.by,
        at=request.at,
    )
    return _reservation_shown(request, row.pk, status=201)


@router.post("/reservations/{id}/taking", response=ReservationShown)
@writes(Verb.WORK_ORDERS)
def take(request: ApiRequest, id: UUID) -> HttpResponse:
    """The customer has it, or has ordered it."""
    row = get_object_or_404(_reservations(request), public_id=id)
    reserving.take(reservation_id=row.pk, by=request.by, at=request.at)
    return _reservation_shown(request, row.pk)


@router.post("/reservations/{id}/release", response=ReservationShown)
@writes(Verb.WORK_ORDERS)
def let_go(request: ApiRequest, id: UUID) -> HttpResponse:
    """They do not want it any more: the next in the line is offered it."""
    row = get_object_or_404(_reservations(request), public_id=id)
    reserving.let_go(reservation_id=row.pk, by=request.by, at=request.at)
    return _reservation_shown(request, row.pk)


@router.post("/stock", response=StockShown)
@writes(Verb.FEED_ORDERS)
def stock_came(request: ApiRequest, given: StockBrought) -> HttpResponse:
    """So many of a thing have come. Those who wait are offered theirs, in their order, and told."""
    brand = references.brand(request, given.brand, Verb.FEED_ORDERS)
    free = reserving.stock_came(brand=brand, sku=given.sku, quantity=given.quantity, by=request.by, at=request.at)
    return answer({"sku": given.sku.strip(), "free": free})


def _reservations(request: ApiRequest) -> QuerySet[Reservation]:
    return queries.reservations_visible_to(request.by).select_related("brand", "customer", "promise")


def _reservation_shown(request: ApiRequest, pk: int, *, status: int = 200) -> HttpResponse:
    shown = reservation_shapes([_reservations(request).get(pk=pk)])[0]
    return one(request, shown, ReservationShown, status=status)
