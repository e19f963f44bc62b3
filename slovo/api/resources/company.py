"""What changes seldom: who works here, in which teams, for which brands, with which tags and service levels."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from slovo.api.access import ApiRequest, opens, reads
from slovo.api.answers import Shape, moment, one, page
from slovo.api.kinds import Chosen, Paged, Shown
from slovo.brands.models import Brand
from slovo.conversations import queries
from slovo.conversations.models import Tag
from slovo.core.secrets import sealed
from slovo.people import queries as people
from slovo.people.models import Staff, Team
from slovo.standards import queries as standards
from slovo.standards.models import ServiceLevel

router = Router(tags=["company"])


class BrandShown(Shown):
    id: UUID
    name: str
    language: str
    zone: str


class BrandPage(Shown):
    data: list[BrandShown]
    next: str | None


class StaffShown(Shown):
    id: UUID
    name: str
    email: str
    teams: list[UUID]
    away_until: datetime | None


class StaffPage(Shown):
    data: list[StaffShown]
    next: str | None


class TeamShown(Shown):
    id: UUID
    brand: UUID
    name: str


class TeamPage(Shown):
    data: list[TeamShown]
    next: str | None


class BrandTagShown(Shown):
    id: UUID
    brand: UUID
    name: str
    colour: str


class TagPage(Shown):
    data: list[BrandTagShown]
    next: str | None


class ServiceLevelShown(Shown):
    """In working minutes."""

    id: UUID
    brand: UUID
    channel: str
    first_answer_minutes: int
    next_answer_minutes: int
    warning_minutes: int


class ServiceLevelPage(Shown):
    data: list[ServiceLevelShown]
    next: str | None


class TokenShown(Shown):
    id: UUID
    name: str
    kind: Literal["personal", "integration"]
    staff: UUID
    scopes: list[str]
    brands: list[UUID]
    expires_at: datetime | None


@router.get("/token", response=TokenShown)
@opens
def token(request: ApiRequest, chosen: Query[Chosen]) -> HttpResponse:
    """The token of this request: whom it acts for, and what it may."""
    held = request.auth
    shown = {
        "id": held.public_id,
        "name": held.name,
        "kind": "integration" if request.by.integration_at_id else "personal",
        "staff": request.by.public_id,
        "scopes": sorted(held.verbs),
        "brands": [brand.public_id for brand in people.brands(request.by)],
        "expires_at": moment(held.expires_at),
    }
    return one(request, shown, TokenShown, fields=chosen.fields)


@router.get("/brands", response=BrandPage)
@reads()
def brands(request: ApiRequest, paged: Query[Paged]) -> HttpResponse:
    def shapes(rows: Sequence[Brand]) -> list[Shape]:
        return [{"id": row.public_id, "name": row.name, "language": row.language, "zone": row.zone} for row in rows]

    return page(request, people.brands(request.by), paged=paged, order="pk", shapes=shapes, kind=BrandShown)


@router.get("/staff", response=StaffPage)
@reads()
def staff(request: ApiRequest, paged: Query[Paged]) -> HttpResponse:
    """The colleagues at the brands of the token. `away_until`: of who is ill, on leave, or home for today."""
    brand_ids = set(request.by.brand_ids)

    def shapes(rows: Sequence[Staff]) -> list[Shape]:
        return [
            {
                "id": row.public_id,
                "name": row.name,
                "email": row.email,
                "teams": [sealed("team", team.pk) for team in row.teams.all() if team.brand_id in brand_ids],
                "away_until": moment(row.away_until) if row.is_away(request.at) else None,
            }
            for row in rows
        ]

    rows = people.colleagues_of(request.by.brand_ids).prefetch_related("teams")
    return page(request, rows, paged=paged, order="pk", shapes=shapes, kind=StaffShown)


@router.get("/teams", response=TeamPage)
@reads()
def teams(request: ApiRequest, paged: Query[Paged]) -> HttpResponse:
    def shapes(rows: Sequence[Team]) -> list[Shape]:
        return [{"id": sealed("team", row.pk), "brand": row.brand.public_id, "name": row.name} for row in rows]

    rows = people.teams_of(request.by.brand_ids).select_related("brand")
    return page(request, rows, paged=paged, order="pk", shapes=shapes, kind=TeamShown)


@router.get("/tags", response=TagPage)
@reads()
def tags(request: ApiRequest, paged: Query[Paged]) -> HttpResponse:
    def shapes(rows: Sequence[Tag]) -> list[Shape]:
        return [
            {"id": sealed("tag", row.pk), "brand": row.brand.public_id, "name": row.name, "colour": row.colour}
            for row in rows
        ]

    rows = queries.tags_visible_to(request.by).select_related("brand")
    return page(request, rows, paged=paged, order="pk", shapes=shapes, kind=BrandTagShown)


@router.get("/service-levels", response=ServiceLevelPage)
@reads()
def service_levels(request: ApiRequest, paged: Query[Paged]) -> HttpResponse:
    """How soon a customer's message is answered. `api` without one of its own has that of `email`."""

    def shapes(rows: Sequence[ServiceLevel]) -> list[Shape]:
        return [
            {
                "id": sealed("service_level", row.pk),
                "brand": row.brand.public_id,
                "channel": row.channel,
                "first_answer_minutes": row.first_answer_minutes,
                "next_answer_minutes": row.next_answer_minutes,
                "warning_minutes": row.warning_minutes,
            }
            for row in rows
        ]

    rows = standards.visible_to(request.by).select_related("brand")
    return page(request, rows, paged=paged, order="pk", shapes=shapes, kind=ServiceLevelShown)
