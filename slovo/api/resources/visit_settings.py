"""What can be booked, by whom it is done and when, set by programs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import Field

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, moment, nothing, one, page
from slovo.api.kinds import Chosen, Flag, Given, Paged, Shown, Text
from slovo.api.problems import WrongField
from slovo.api.resources.visits import router
from slovo.api.resources.visits_shown import VisitTypeShown, type_shapes
from slovo.brands.models import Brand
from slovo.core.secrets import sealed
from slovo.people.rights import Verb
from slovo.visits import page as public_page
from slovo.visits import queries, setting
from slovo.visits.models import NAME_CHARACTERS_MAX, PLACE_CHARACTERS_MAX, Resource, VisitType

RESOURCES_MAX = 100
ShortName = Annotated[Text, Field(min_length=1, max_length=NAME_CHARACTERS_MAX)]
Hours = Annotated[dict[str, Any] | None, Field(description="As docs/calendars.md describes it. Null: the brand's.")]


class ResourceShown(Shown):
    """One visit at a time. `hours`: of its own; null where it is open when the brand is."""

    id: UUID
    brand: UUID
    name: str
    staff: UUID | None
    team: UUID | None
    hours: dict[str, Any] | None
    archived_at: datetime | None


class ResourcePage(Shown):
    data: list[ResourceShown]
    next: str | None


class ResourceGiven(Given):
    """`staff`, else `team`, answers for it."""

    name: ShortName
    staff: UUID | None = None
    team: UUID | None = None


class NewResource(ResourceGiven):
    brand: UUID | None = None


class HoursGiven(Given):
    hours: Hours


class VisitTypeGiven(Given):
    """Lengths are in minutes, in steps of five; what is left out stays as it is."""

    name: ShortName
    place: Annotated[Text, Field(max_length=PLACE_CHARACTERS_MAX)] = ""
    minutes: Annotated[int, Field(ge=5, le=720)]
    buffer_minutes: Annotated[int | None, Field(ge=0, le=240)] = None
    step_minutes: Annotated[int | None, Field(ge=5, le=720)] = None
    ahead_days: Annotated[int | None, Field(ge=1, le=setting.AHEAD_DAYS_MAX)] = None
    notice_minutes: Annotated[int | None, Field(ge=0, le=setting.MONTH_MINUTES)] = None
    change_until_minutes: Annotated[int | None, Field(ge=0, le=setting.MONTH_MINUTES)] = None
    remind_minutes: Annotated[
        int | None, Field(ge=0, le=setting.MONTH_MINUTES, description="Before it, they are reminded; 0: never.")
    ] = None
    resources: Annotated[list[UUID], Field(min_length=1, max_length=RESOURCES_MAX)]


class NewType(VisitTypeGiven):
    brand: UUID | None = None


class OfBrand(Chosen):
    brand: UUID | None = None


class PageShown(Shown):
    """`url`: where customers book by themselves, as long as it is `open`."""

    brand: UUID
    open: bool
    url: str


class PageGiven(Given):
    brand: UUID | None = None
    open: Flag


@router.get("/resources", response=ResourcePage)
@reads()
def resources(request: ApiRequest, filters: Query[Paged]) -> HttpResponse:
    """Who or what can be visited."""
    rows = queries.resources_visible_to(request.by)
    return page(request, rows, paged=filters, order="pk", shapes=_shapes, kind=ResourceShown)


@router.post("/resources", response={201: ResourceShown})
@writes(Verb.MANAGE_BRAND)
def add_resource(request: ApiRequest, given: NewResource) -> HttpResponse:
    brand = references.brand(request, given.brand, Verb.MANAGE_BRAND)
    row = setting.set_resource(brand=brand, by=request.by, at=request.at, **_of_resource(request, given))
    return _shown(request, row.pk, status=201)


@router.put("/resources/{id}", response=ResourceShown)
@writes(Verb.MANAGE_BRAND)
def change_resource(request: ApiRequest, id: UUID, given: ResourceGiven) -> HttpResponse:
    row = _resource(request, id)
    setting.set_resource(
        brand=row.brand,
        resource_id=row.pk,
        calendar_id=row.calendar_id,
        by=request.by,
        at=request.at,
        **_of_resource(request, given),
    )
    return _shown(request, row.pk)


@router.put("/resources/{id}/hours", response=ResourceShown)
@writes(Verb.MANAGE_BRAND)
def set_hours(request: ApiRequest, id: UUID, given: HoursGiven) -> HttpResponse:
    """When it is open. What is booked already stands."""
    row = _resource(request, id)
    setting.set_hours(resource_id=row.pk, calendar=given.hours, by=request.by, at=request.at)
    return _shown(request, row.pk)


@router.delete("/resources/{id}", response={204: None})
@writes(Verb.MANAGE_BRAND)
def archive_resource(request: ApiRequest, id: UUID) -> HttpResponse:
    """Nobody books it any more; what is booked stands."""
    setting.archive_resource(resource_id=_resource(request, id).pk, archived=True, by=request.by, at=request.at)
    return nothing()


@router.post("/visit-types", response={201: VisitTypeShown})
@writes(Verb.MANAGE_BRAND)
def add_type(request: ApiRequest, given: NewType) -> HttpResponse:
    brand = references.brand(request, given.brand, Verb.MANAGE_BRAND)
    row = setting.set_type(brand=brand, by=request.by, at=request.at, **_of_type(request, given, brand.pk))
    return _type_shown(request, row.pk, status=201)


@router.put("/visit-types/{id}", response=VisitTypeShown)
@writes(Verb.MANAGE_BRAND)
def change_type(request: ApiRequest, id: UUID, given: VisitTypeGiven) -> HttpResponse:
    """What is booked already keeps the time that it has."""
    row = _type(request, id)
    setting.set_type(
        brand=row.brand, type_id=row.pk, by=request.by, at=request.at, **_of_type(request, given, row.brand_id)
    )
    return _type_shown(request, row.pk)


@router.delete("/visit-types/{id}", response={204: None})
@writes(Verb.MANAGE_BRAND)
def archive_type(request: ApiRequest, id: UUID) -> HttpResponse:
    """Nobody books it any more; what is booked stands."""
    setting.archive_type(type_id=_type(request, id).pk, archived=True, by=request.by, at=request.at)
    return nothing()


@router.get("/visit-page", response=PageShown)
@reads()
def show_page(request: ApiRequest, given: Query[OfBrand]) -> HttpResponse:
    """On which customers of a brand book by themselves. A token of one brand need not name it."""
    brand = references.brand(request, given.brand, Verb.READ)
    return one(request, _page_shape(request, brand), PageShown, fields=given.fields)


@router.put("/visit-page", response=PageShown)
@writes(Verb.MANAGE_BRAND)
def set_page(request: ApiRequest, given: PageGiven) -> HttpResponse:
    """Opened or closed. What is booked already stands."""
    brand = references.brand(request, given.brand, Verb.MANAGE_BRAND)
    public_page.set_page(brand=brand, is_open=given.open, by=request.by, at=request.at)
    return one(request, _page_shape(request, brand), PageShown)


def _page_shape(request: ApiRequest, brand: Brand) -> Shape:
    url = request.build_absolute_uri(reverse("visit_page", args=[brand.slug]))
    return {"brand": brand.public_id, "open": queries.is_page_open(brand), "url": url}


def _of_resource(request: ApiRequest, given: ResourceGiven) -> dict[str, Any]:
    return {
        "name": given.name,
        "staff_id": references.colleague(request, given.staff, "staff").pk if given.staff else None,
        "team_id": references.team(request, given.team, "team").pk if given.team else None,
    }


def _of_type(request: ApiRequest, given: VisitTypeGiven, brand_id: int) -> dict[str, Any]:
    lengths = {name: value for name in setting.LENGTHS if (value := getattr(given, name)) is not None}
    able = queries.resources_visible_to(request.by).filter(brand_id=brand_id, public_id__in=given.resources)
    found = list(able.values_list("pk", flat=True))
    if len(found) != len(set(given.resources)):
        raise WrongField("resources", _("There is nothing with this id, or your token may not see it."))
    return {"name": given.name, "place": given.place, "lengths": lengths, "resource_ids": found}


def _resource(request: ApiRequest, public_id: UUID) -> Resource:
    row: Resource = get_object_or_404(queries.resources_visible_to(request.by), public_id=public_id)
    return row


def _type(request: ApiRequest, public_id: UUID) -> VisitType:
    row: VisitType = get_object_or_404(queries.types_visible_to(request.by), public_id=public_id)
    return row


def _shown(request: ApiRequest, pk: int, *, status: int = 200) -> HttpResponse:
    [shape] = _shapes([queries.resources_visible_to(request.by).get(pk=pk)])
    return one(request, shape, ResourceShown, status=status)


def _type_shown(request: ApiRequest, pk: int, *, status: int = 200) -> HttpResponse:
    [shape] = type_shapes([queries.types_visible_to(request.by).get(pk=pk)])
    return one(request, shape, VisitTypeShown, status=status)


def _shapes(rows: Sequence[Resource]) -> list[Shape]:
    return [
        {
            "id": row.public_id,
            "brand": row.brand.public_id,
            "name": row.name,
            "staff": row.staff.public_id if row.staff else None,
            "team": sealed("team", row.team_id) if row.team_id else None,
            "hours": row.calendar.document if row.calendar else None,
            "archived_at": moment(row.archived_at),
        }
        for row in rows
    ]
