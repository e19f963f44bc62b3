"""Orders as a shop feeds them, and what comes back."""

from typing import Annotated
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import one, page
from slovo.api.kinds import Chosen
from slovo.api.problems import WrongField
from slovo.api.resources import order_taking
from slovo.api.resources.order_kinds import (
    EXTERNAL_ID,
    Filters,
    OrderBrought,
    OrderPage,
    OrderShown,
    RefundBrought,
    ReturnBrought,
    Withdrawal,
    shape,
    shapes,
)
from slovo.core.secrets import unsealed
from slovo.orders import queries, returning
from slovo.orders.models import Order, Return
from slovo.people.rights import Verb

router = Router(tags=["orders"])


def loaded(request: ApiRequest) -> QuerySet[Order]:
    return queries.whole(queries.visible_to(request.by))


def _shown(request: ApiRequest, order_id: int, *, status: int = 200) -> HttpResponse:
    return one(request, shape(loaded(request).get(pk=order_id)), OrderShown, status=status)


@router.get("/orders", response=OrderPage)
@reads()
def index(request: ApiRequest, filters: Query[Filters]) -> HttpResponse:
    """The newest first."""
    rows = loaded(request)
    if filters.brand:
        rows = rows.filter(brand__public_id=filters.brand)
    if filters.customer:
        rows = rows.filter(customer__public_id=filters.customer)
    if filters.number:
        rows = rows.filter(number=filters.number)
    return page(request, rows, paged=filters, order="-placed_at", shapes=shapes, kind=OrderShown)


@router.get("/orders/{id}", response=OrderShown)
@reads()
def show(request: ApiRequest, id: UUID, chosen: Query[Chosen]) -> HttpResponse:
    row = get_object_or_404(loaded(request), public_id=id)
    return one(request, shape(row), OrderShown, fields=chosen.fields)


@router.put("/orders/{source}/{external_id}", response={200: OrderShown, 201: OrderShown})
@writes(Verb.FEED_ORDERS)
def feed(
    request: ApiRequest,
    source: Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,40}$")],
    external_id: Annotated[str, Field(pattern=EXTERNAL_ID)],
    given: OrderBrought,
) -> HttpResponse:
    """An order as it stands in the shop. The same may be sent again, and in any order: a state that is older than the
    one we have (`as_of`) changes nothing, and the answer shows what is known. Dates of lines become promises."""
    brand = references.brand(request, given.brand, Verb.FEED_ORDERS)
    order, known = order_taking.take(
        brand=brand, source=source, external_id=external_id, given=given, by=request.by, at=request.at
    )
    return _shown(request, order.pk, status=200 if known else 201)


@router.post("/returns", response={201: OrderShown})
@writes(Verb.WORK_ORDERS)
def agree(request: ApiRequest, given: ReturnBrought) -> HttpResponse:
    """Goods come back, or only money is given back. The refund is promised with it; where we were late, it is owed."""
    order = references.named(queries.visible_to(request.by), given.order, "order")
    quantities = {}
    for number, line in enumerate(given.lines):
        pk = unsealed("order_line", line.line)
        if pk is None:
            raise WrongField(f"lines.{number}.line", _("This line belongs to another order."))
        quantities[pk] = line.quantity
    returning.agree(
        order_id=order.pk,
        quantities=quantities,
        amount_minor=given.amount_minor,
        reason=given.reason,
        by=request.by,
        at=request.at,
    )
    return _shown(request, order.pk, status=201)


def _returned(request: ApiRequest, public_id: UUID) -> Return:
    row: Return = get_object_or_404(queries.returns_visible_to(request.by), public_id=public_id)
    return row


@router.post("/returns/{id}/receipt", response=OrderShown)
@writes(Verb.WORK_ORDERS)
def receive(request: ApiRequest, id: UUID) -> HttpResponse:
    """The goods are here again."""
    row = _returned(request, id)
    returning.note_received(return_id=row.pk, by=request.by, at=request.at)
    return _shown(request, row.order_id)


@router.post("/returns/{id}/refund", response=OrderShown)
@writes(Verb.WORK_ORDERS)
def refund(request: ApiRequest, id: UUID, given: RefundBrought) -> HttpResponse:
    """The money has been sent: the promise is kept."""
    row = _returned(request, id)
    returning.refund(return_id=row.pk, reference=given.reference, by=request.by, at=request.at)
    return _shown(request, row.order_id)


@router.post("/returns/{id}/withdrawal", response=OrderShown)
@writes(Verb.WORK_ORDERS)
def withdraw(request: ApiRequest, id: UUID, given: Withdrawal) -> HttpResponse:
    """The customer keeps it after all. What is owed cannot be withdrawn."""
    row = _returned(request, id)
    returning.withdraw(return_id=row.pk, words=given.words, by=request.by, at=request.at)
    return _shown(request, row.order_id)
