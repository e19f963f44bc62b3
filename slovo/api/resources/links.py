"""Links by which a customer reads what is promised to them."""

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
from slovo.api.answers import Shape, moment, one, page, shown_once
from slovo.api.kinds import Chosen, Given, Moment, Paged, Shown
from slovo.api.outside import Names, ThingShown
from slovo.people.rights import Verb
from slovo.promises import links, shown
from slovo.promises.link_models import StatusLink

router = Router(tags=["status links"])


class LinkShown(Shown):
    """`about`: the one matter that it shows; null: all that is promised to the customer. `made_by`: null: a rule, with
    what it wrote to the customer. `expires_at`: null: it holds until 90 days after the last of that was settled."""

    id: UUID
    brand: UUID
    customer: UUID
    about: ThingShown | None
    made_at: datetime
    made_by: UUID | None
    expires_at: datetime | None
    revoked_at: datetime | None


class NewLink(LinkShown):
    """`url`: where the customer reads it. It cannot be asked for again."""

    url: str


class LinkPage(Shown):
    data: list[LinkShown]
    next: str | None


class LinkGiven(Given):
    """About a conversation, an order or a visit, or all of a customer's: one of them."""

    conversation: UUID | None = None
    customer: UUID | None = None
    order: UUID | None = None
    visit: UUID | None = None
    expires_at: Annotated[Moment | None, Field(description="Null: 90 days after the last promise is settled.")] = None


class Filters(Paged):
    customer: UUID | None = None
    state: Literal["open", "revoked"] | None = None


def shapes(rows: Sequence[StatusLink]) -> list[Shape]:
    names = Names.of_keys([row.about for row in rows])
    return [
        {
            "id": row.public_id,
            "brand": row.brand.public_id,
            "customer": row.customer.public_id,
            "about": names.thing(row.about),
            "made_at": moment(row.made_at),
            "made_by": row.made_by.public_id if row.made_by else None,
            "expires_at": moment(row.expires_at),
            "revoked_at": moment(row.revoked_at),
        }
        for row in rows
    ]


@router.get("/status-links", response=LinkPage, url_name="status_links")
@reads()
def index(request: ApiRequest, filters: Query[Filters]) -> HttpResponse:
    """Links to status pages, the newest first."""
    rows = shown.links_visible_to(request.by)
    if filters.customer:
        rows = rows.filter(customer__public_id=filters.customer)
    if filters.state:
        rows = rows.filter(revoked_at__isnull=filters.state == "open")
    return page(request, rows, paged=filters, order="-pk", shapes=shapes, kind=LinkShown)


@router.get("/status-links/{id}", response=LinkShown, url_name="status_link")
@reads()
def show(request: ApiRequest, id: UUID, chosen: Query[Chosen]) -> HttpResponse:
    row = get_object_or_404(shown.links_visible_to(request.by), public_id=id)
    return one(request, shapes([row])[0], LinkShown, fields=chosen.fields)


@router.post("/status-links", response={201: NewLink})
@writes(Verb.PROMISE)
def make(request: ApiRequest, given: LinkGiven) -> HttpResponse:
    """Make a link, to be given to the customer."""
    party = references.matter(
        request,
        conversation_id=given.conversation,
        customer_id=given.customer,
        order_id=given.order,
        visit_id=given.visit,
    )
    link, token = links.make_link(
        brand=party.customer.brand,
        customer_id=party.customer.pk,
        about=party.about,
        by=request.by,
        at=request.at,
        expires_at=given.expires_at,
    )
    url = settings.PUBLIC_URL + reverse("status_page", args=[token])
    address = reverse("api:status_link", args=[link.public_id])
    return shown_once(shapes([link])[0] | {"url": url}, headers={"Location": address})


@router.post("/status-links/{id}/revocation", response=LinkShown)
@writes(Verb.PROMISE)
def revoke(request: ApiRequest, id: UUID) -> HttpResponse:
    """It opens nothing from this moment on."""
    row = get_object_or_404(shown.links_visible_to(request.by), public_id=id)
    links.revoke_link(link_id=row.pk, by=request.by, at=request.at)
    row.refresh_from_db(fields=["revoked_at"])
    return one(request, shapes([row])[0], LinkShown)
