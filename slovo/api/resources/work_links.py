"""Links by which whoever does the work, without a login here, reports that it is done or late."""

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
from slovo.core.secrets import sealed
from slovo.people.rights import Verb
from slovo.promises import queries, work_links, worked
from slovo.promises.work_models import LABEL_CHARACTERS_MAX, LIFE_DAYS, WorkLink

router = Router(tags=["work links"])


class WorkLinkShown(Shown):
    """About one `promise`, or about all that is owed by a `team`, of a `kind`, or both."""

    id: UUID
    brand: UUID
    label: str
    promise: UUID | None
    team: UUID | None
    kind: str | None
    names_customer: bool
    made_at: datetime
    made_by: UUID
    expires_at: datetime
    revoked_at: datetime | None


class NewWorkLink(WorkLinkShown):
    """`url`: where the work is reported. It cannot be asked for again."""

    url: str


class WorkLinkPage(Shown):
    data: list[WorkLinkShown]
    next: str | None


class WorkLinkGiven(Given):
    """One promise, else a team, a kind, or both."""

    label: Annotated[str, Field(min_length=1, max_length=LABEL_CHARACTERS_MAX, description="Whose: “Courier Oleg”.")]
    brand: Annotated[UUID | None, Field(description="Of the team or kind, where the token works for several.")] = None
    promise: UUID | None = None
    team: UUID | None = None
    kind: Annotated[str | None, Field(max_length=20)] = None
    names_customer: Annotated[bool, Field(description="Whether the customer’s first name is shown.")] = False
    expires_at: Annotated[
        Moment | None, Field(description=f"Null: {LIFE_DAYS} days, of one promise from its deadline on.")
    ] = None


class Filters(Paged):
    promise: UUID | None = None
    state: Literal["open", "revoked"] | None = None


def shapes(rows: Sequence[WorkLink]) -> list[Shape]:
    return [
        {
            "id": row.public_id,
            "brand": row.brand.public_id,
            "label": row.label,
            "promise": row.promise.shown_id if row.promise else None,
            "team": sealed("team", row.team_id) if row.team_id else None,
            "kind": row.kind or None,
            "names_customer": row.names_customer,
            "made_at": moment(row.made_at),
            "made_by": row.made_by.public_id,
            "expires_at": moment(row.expires_at),
            "revoked_at": moment(row.revoked_at),
        }
        for row in rows
    ]


@router.get("/work-links", response=WorkLinkPage, url_name="work_links")
@reads()
def index(request: ApiRequest, filters: Query[Filters]) -> HttpResponse:
    """Links for whoever does the work, the newest first."""
    rows = worked.links_visible_to(request.by).order_by()
    if filters.promise:
        promise = queries.shown_as(queries.visible_to(request.by), filters.promise)
        rows = rows.filter(promise=promise, promise__isnull=False)
    if filters.state:
        rows = rows.filter(revoked_at__isnull=filters.state == "open")
    return page(request, rows, paged=filters, order="-pk", shapes=shapes, kind=WorkLinkShown)


@router.get("/work-links/{id}", response=WorkLinkShown, url_name="work_link")
@reads()
def show(request: ApiRequest, id: UUID, chosen: Query[Chosen]) -> HttpResponse:
    row = get_object_or_404(worked.links_visible_to(request.by), public_id=id)
    return one(request, shapes([row])[0], WorkLinkShown, fields=chosen.fields)


@router.post("/work-links", response={201: NewWorkLink})
@writes(Verb.PROMISE)
def make(request: ApiRequest, given: WorkLinkGiven) -> HttpResponse:
    """Make a link, to be given to whoever does the work."""
    promise = references.promise(request, given.promise, "promise") if given.promise else None
    team = references.team(request, given.team, "team") if given.team else None
    brand = promise.brand if promise else references.brand(request, given.brand, Verb.PROMISE)
    link, token = work_links.make_work_link(
        brand=brand,
        label=given.label,
        promise=promise,
        team_id=team.pk if team else None,
        kind=given.kind or "",
        names_customer=given.names_customer,
        expires_at=given.expires_at,
        by=request.by,
        at=request.at,
    )
    url = settings.PUBLIC_URL + reverse("work_page", args=[token])
    address = reverse("api:work_link", args=[link.public_id])
    return shown_once(shapes([link])[0] | {"url": url}, headers={"Location": address})


@router.post("/work-links/{id}/revocation", response=WorkLinkShown)
@writes(Verb.PROMISE)
def revoke(request: ApiRequest, id: UUID) -> HttpResponse:
    """It opens nothing from this moment on."""
    row = get_object_or_404(worked.links_visible_to(request.by), public_id=id)
    work_links.revoke_work_link(link_id=row.pk, by=request.by, at=request.at)
    row.refresh_from_db(fields=["revoked_at"])
    return one(request, shapes([row])[0], WorkLinkShown)
