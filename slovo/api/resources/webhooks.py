from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, answer, moment, nothing, one, page
from slovo.api.kinds import Chosen, Given, Paged, Shown, Text
from slovo.api.problems import WrongField
from slovo.api.webhooks import actions, queries
from slovo.api.webhooks.models import Delivery, Webhook
from slovo.core.outgoing import URL_CHARACTERS_MAX, UnableToReach, check
from slovo.people.rights import Verb

router = Router(tags=["webhooks"])

KINDS_MAX = 300


class WebhookShown(Shown):
    """`secret` is there once: in the answer to what made it."""

    id: UUID
    brand: UUID
    url: str
    kinds: list[str]
    created_at: datetime
    failing_since: datetime | None
    disabled_at: datetime | None
    disabled_reason: str
    secret: str


class WebhookPage(Shown):
    data: list[WebhookShown]
    next: str | None


class Secret(Shown):
    """The one before signs beside it for a day."""

    secret: str


class DeliveryAttemptShown(Shown):
    at: datetime
    milliseconds: int
    status: int | None
    answer: str
    trouble: str


class DeliveryShown(Shown):
    id: UUID
    kind: str
    state: Literal["waiting", "delivered", "failed"]
    created_at: datetime
    next_at: datetime | None
    ended_at: datetime | None
    body: str
    attempts: list[DeliveryAttemptShown]


class DeliveryPage(Shown):
    data: list[DeliveryShown]
    next: str | None


class WebhookChange(Given):
    url: Annotated[Text, Field(min_length=1, max_length=URL_CHARACTERS_MAX)]
    kinds: Annotated[list[Text], Field(min_length=1, max_length=KINDS_MAX)]


class NewWebhook(WebhookChange):
    brand: UUID | None = None


def shapes(rows: Sequence[Webhook]) -> list[Shape]:
    return [shape(row) for row in rows]


def shape(row: Webhook) -> Shape:
    return {
        "id": row.public_id,
        "brand": row.brand.public_id,
        "url": row.url,
        "kinds": row.kinds,
        "created_at": moment(row.created_at),
        "failing_since": moment(row.failing_since),
        "disabled_at": moment(row.disabled_at),
        "disabled_reason": row.disabled_reason,
    }


def delivery_shapes(rows: Sequence[Delivery]) -> list[Shape]:
    return [
        {
            "id": row.public_id,
            "kind": row.kind,
            "state": row.state,
            "created_at": moment(row.created_at),
            "next_at": moment(row.next_at),
            "ended_at": moment(row.ended_at),
            "body": row.body,
            "attempts": [
                {
                    "at": moment(attempt.at),
                    "milliseconds": attempt.milliseconds,
                    "status": attempt.status,
                    "answer": attempt.answer,
                    "trouble": attempt.trouble,
                }
                for attempt in row.attempts.all()
            ],
        }
        for row in rows
    ]


def _webhook(request: ApiRequest, public_id: UUID) -> Webhook:
    row: Webhook = get_object_or_404(queries.visible_to(request.by), public_id=public_id)
    return row


def _check(given: WebhookChange) -> None:
    """Wrong fields of a body are 422, whichever rule finds them."""
    try:
        check(given.url)
    except UnableToReach as wrong:
        raise WrongField("url", wrong) from None
    for place, kind in enumerate(given.kinds):
        if kind not in queries.KINDS:
            raise WrongField(f"kinds.{place}", _("There are no facts of this kind."))


@router.get("/webhooks", response=WebhookPage)
@reads(Verb.MANAGE_BRAND)
def index(request: ApiRequest, paged: Query[Paged]) -> HttpResponse:
    rows = queries.visible_to(request.by)
    return page(request, rows, paged=paged, order="pk", shapes=shapes, kind=WebhookShown)


@router.post("/webhooks", response={201: WebhookShown})
@writes(Verb.MANAGE_BRAND)
def create(request: ApiRequest, given: NewWebhook) -> HttpResponse:
    """Be told by POST what happens from now on. docs/api.md names the kinds of facts and how to verify a signature."""
    _check(given)
    brand = references.brand(request, given.brand, Verb.MANAGE_BRAND)
    row, secret = actions.add_webhook(brand=brand, url=given.url, kinds=given.kinds, by=request.by, at=request.at)
    return answer({**shape(row), "secret": secret}, status=201)


@router.get("/webhooks/{id}", response=WebhookShown)
@reads(Verb.MANAGE_BRAND)
def show(request: ApiRequest, id: UUID, chosen: Query[Chosen]) -> HttpResponse:
    return one(request, shape(_webhook(request, id)), WebhookShown, fields=chosen.fields)


@router.put("/webhooks/{id}", response=WebhookShown)
@writes(Verb.MANAGE_BRAND)
def change(request: ApiRequest, id: UUID, given: WebhookChange) -> HttpResponse:
    """One that was switched off is told again."""
    _check(given)
    row = _webhook(request, id)
    actions.change_webhook(webhook=row, url=given.url, kinds=given.kinds, by=request.by, at=request.at)
    return one(request, shape(queries.visible_to(request.by).get(pk=row.pk)), WebhookShown)


@router.delete("/webhooks/{id}", response={204: None})
@writes(Verb.MANAGE_BRAND)
def remove(request: ApiRequest, id: UUID) -> HttpResponse:
    actions.remove_webhook(webhook=_webhook(request, id), by=request.by, at=request.at)
    return nothing()


@router.post("/webhooks/{id}/secrets", response={201: Secret})
@writes(Verb.MANAGE_BRAND)
def rotate(request: ApiRequest, id: UUID) -> HttpResponse:
    """A new secret. The one before signs beside it for a day."""
    secret = actions.rotate_secret(webhook=_webhook(request, id), by=request.by, at=request.at)
    return answer({"secret": secret}, status=201)


@router.get("/webhooks/{id}/deliveries", response=DeliveryPage)
@reads(Verb.MANAGE_BRAND)
def deliveries(request: ApiRequest, id: UUID, paged: Query[Paged]) -> HttpResponse:
    """What it was told, the newest first, with every try; for as many days as its brand keeps that, usually 30."""
    rows = _webhook(request, id).deliveries.prefetch_related("attempts")
    return page(request, rows, paged=paged, order="-pk", shapes=delivery_shapes, kind=DeliveryShown)


@router.post("/deliveries/{id}/replays", response={202: None})
@writes(Verb.MANAGE_BRAND)
def replay(request: ApiRequest, id: UUID) -> HttpResponse:
    """Tell it once more, in the same words and under the same `Slovo-Delivery`."""
    row = get_object_or_404(queries.deliveries_visible_to(request.by), public_id=id)
    actions.replay(delivery=row, by=request.by, at=request.at)
    return HttpResponse(status=202)
