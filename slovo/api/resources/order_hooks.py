"""Addresses at which a shop tells of its orders by itself."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router
from pydantic import Field

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, moment, nothing, one, page, shown_once
from slovo.api.kinds import Chosen, Given, Paged, Shown, Text
from slovo.orders import hooking, queries
from slovo.orders.hook_models import Form, OrderHook
from slovo.orders.models import Delivery
from slovo.people.rights import Verb

router = Router(tags=["orders"])

FormOf = Literal["slovo", "woocommerce"]
Means = Literal["shipped", "delivered"]


class OrderHookShown(Shown):
    """`url` and `secret` are there once: in the answer to what made it. `refusal`: what was wrong with what was not
    taken last."""

    id: UUID
    brand: UUID
    source: str
    format: FormOf
    completed_means: Means
    created_at: datetime
    received_at: datetime | None
    refused_at: datetime | None
    refusal: str
    url: str
    secret: str


class OrderHookPage(Shown):
    data: list[OrderHookShown]
    next: str | None


class NewOrderHook(Given):
    """`completed_means`: how an order stands that WooCommerce calls completed."""

    brand: UUID | None = None
    source: Annotated[Text, Field(pattern=r"^[a-z0-9_-]{1,40}$")]
    format: FormOf = "slovo"
    completed_means: Means = "shipped"


def shapes(rows: Sequence[OrderHook]) -> list[Shape]:
    return [shape(row) for row in rows]


def shape(row: OrderHook) -> Shape:
    return {
        "id": row.public_id,
        "brand": row.brand.public_id,
        "source": row.source,
        "format": row.form,
        "completed_means": row.completed_means,
        "created_at": moment(row.created_at),
        "received_at": moment(row.received_at),
        "refused_at": moment(row.refused_at),
        "refusal": row.refusal,
    }


def _hook(request: ApiRequest, public_id: UUID) -> OrderHook:
    row: OrderHook = get_object_or_404(queries.hooks_visible_to(request.by), public_id=public_id)
    return row


@router.get("/order-hooks", response=OrderHookPage)
@reads(Verb.MANAGE_BRAND)
def index(request: ApiRequest, paged: Query[Paged]) -> HttpResponse:
    rows = queries.hooks_visible_to(request.by)
    return page(request, rows, paged=paged, order="pk", shapes=shapes, kind=OrderHookShown)


@router.post("/order-hooks", response={201: OrderHookShown})
@writes(Verb.MANAGE_BRAND)
def create(request: ApiRequest, given: NewOrderHook) -> HttpResponse:
    """An address for a shop that tells of its orders by itself. docs/orders.md says how it signs. Needs `feed_orders`,
    too."""
    brand = references.brand(request, given.brand, Verb.MANAGE_BRAND)
    row, token, secret = hooking.make_hook(
        brand=brand,
        source=given.source,
        form=Form(given.format),
        completed_means=Delivery(given.completed_means),
        by=request.by,
        at=request.at,
    )
    once = {"url": settings.ORDER_HOOKS + token, "secret": secret}
    return shown_once(shape(row) | once, headers={"Location": reverse("api:order_hook", args=[row.public_id])})


@router.get("/order-hooks/{id}", response=OrderHookShown, url_name="order_hook")
@reads(Verb.MANAGE_BRAND)
def show(request: ApiRequest, id: UUID, chosen: Query[Chosen]) -> HttpResponse:
    return one(request, shape(_hook(request, id)), OrderHookShown, fields=chosen.fields)


@router.delete("/order-hooks/{id}", response={204: None})
@writes(Verb.MANAGE_BRAND)
def revoke(request: ApiRequest, id: UUID) -> HttpResponse:
    """Nothing is taken there any more."""
    hooking.revoke_hook(hook_id=_hook(request, id).pk, by=request.by, at=request.at)
    return nothing()
