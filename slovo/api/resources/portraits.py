"""The portraits of a brand's customers, and who is described by which."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field, StrictInt

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, moment, nothing, one, page
from slovo.api.kinds import Given, Moment, Paged, Shown, Text
from slovo.api.problems import WrongField
from slovo.core.secrets import sealed, unsealed
from slovo.customers import portrait_queries, portraits, queries
from slovo.customers.portrait_models import DESCRIPTION_CHARACTERS_MAX, NAME_CHARACTERS_MAX, Portrait
from slovo.people.rights import Verb

router = Router(tags=["customers"])

POSITION_MAX = 1_000
PORTRAIT = "portrait"

Name = Annotated[Text, Field(min_length=1, max_length=NAME_CHARACTERS_MAX)]
Description = Annotated[Text, Field(max_length=DESCRIPTION_CHARACTERS_MAX)]
Position = Annotated[StrictInt, Field(ge=0, le=POSITION_MAX, description="The smallest stands first.")]


class PortraitShown(Shown):
    id: UUID
    brand: UUID
    name: str
    description: str
    position: int
    archived_at: Moment | None


class PortraitPage(Shown):
    data: list[PortraitShown]
    next: str | None


class NewPortrait(Given):
    """What was archived under this name is used again."""

    brand: UUID | None = None
    name: Name
    description: Description = ""
    position: Position = 0


class PortraitChange(Given):
    """What is not given stays."""

    name: Name | None = None
    description: Description | None = None
    position: Position | None = None


class Portrayed(Given):
    customers: Annotated[list[UUID], Field(min_length=1, max_length=portraits.AT_ONCE_MAX)]


class PortrayedShown(Shown):
    """`changed`: of how many it was news."""

    changed: int


class Described(Given):
    portrait: UUID | None


def shapes(rows: Sequence[Portrait]) -> list[Shape]:
    return [
        {
            "id": sealed(PORTRAIT, row.pk),
            "brand": row.brand.public_id,
            "name": row.name,
            "description": row.description,
            "position": row.position,
            "archived_at": moment(row.archived_at),
        }
        for row in rows
    ]


@router.get("/portraits", response=PortraitPage)
@reads()
def index(request: ApiRequest, paged: Query[Paged]) -> HttpResponse:
    """Archived ones, too: what was promised to them is counted under their names."""
    rows = portrait_queries.visible_to(request.by).select_related("brand")
    return page(request, rows, paged=paged, order="pk", shapes=shapes, kind=PortraitShown)


@router.post("/portraits", response={201: PortraitShown})
@writes(Verb.MANAGE_BRAND)
def create(request: ApiRequest, given: NewPortrait) -> HttpResponse:
    brand = references.brand(request, given.brand, Verb.MANAGE_BRAND)
    row = portraits.set_portrait(brand=brand, by=request.by, at=request.at, **given.model_dump(exclude={"brand"}))
    return one(request, shapes([row])[0], PortraitShown, status=201)


@router.patch("/portraits/{id}", response=PortraitShown)
@writes(Verb.MANAGE_BRAND)
def change(request: ApiRequest, id: UUID, given: PortraitChange) -> HttpResponse:
    row = _portrait(request, id)
    stays = {name: getattr(row, name) for name in ("name", "description", "position")}
    row = portraits.set_portrait(
        brand=row.brand,
        portrait_id=row.pk,
        by=request.by,
        at=request.at,
        **stays | given.model_dump(exclude_none=True),
    )
    return one(request, shapes([row])[0], PortraitShown)


@router.delete("/portraits/{id}", response={204: None})
@writes(Verb.MANAGE_BRAND)
def archive(request: ApiRequest, id: UUID) -> HttpResponse:
    """Nobody is described by it any more from now on; who is already stays so."""
    portraits.archive_portrait(portrait_id=_portrait(request, id).pk, by=request.by, at=request.at)
    return nothing()


@router.post("/portraits/{id}/customers", response=PortrayedShown)
@writes(Verb.EDIT_CUSTOMER)
def portray(request: ApiRequest, id: UUID, given: Portrayed) -> HttpResponse:
    """These customers are of this portrait from now on. What was promised to them before is counted as it was."""
    row = _portrait(request, id)
    known = queries.visible_to(request.by).filter(public_id__in=given.customers)
    found = {one.public_id: one.root_id or one.pk for one in known}
    if len(found) != len(set(given.customers)):
        raise WrongField("customers", _("There is nothing with this id, or your token may not see it."))
    number = portraits.portray(
        customer_ids=sorted(set(found.values())), portrait_id=row.pk, by=request.by, at=request.at
    )
    return one(request, {"changed": number}, PortrayedShown)


@router.put("/customers/{id}/portrait", response={204: None})
@writes(Verb.EDIT_CUSTOMER)
def describe(request: ApiRequest, id: UUID, given: Described) -> HttpResponse:
    """`portrait`: null for none."""
    customer = references.customer(request, id)
    row = references.portrait(request, given.portrait, customer.brand) if given.portrait else None
    portraits.portray(
        customer_ids=[customer.root_id or customer.pk],
        portrait_id=row.pk if row else None,
        by=request.by,
        at=request.at,
    )
    return nothing()


def _portrait(request: ApiRequest, shown: UUID) -> Portrait:
    rows = portrait_queries.visible_to(request.by).select_related("brand")
    row: Portrait = get_object_or_404(rows, pk=unsealed(PORTRAIT, shown) or 0)
    return row
