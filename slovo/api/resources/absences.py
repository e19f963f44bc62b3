"""Who is away, who works when, and what nobody owes who is there."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import Field

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, moment, nothing, one, page
from slovo.api.kinds import Chosen, Given, Moment, Paged, Shown
from slovo.api.resources.promises import PromisePage, PromiseShown, shapes
from slovo.people import actions, shifts
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import queries

router = Router(tags=["company"])


class AbsenceShown(Shown):
    """`away_until`: null of who is here."""

    staff: UUID
    away_until: datetime | None


class AbsenceGiven(Given):
    until: Moment


class ShiftsShown(Shown):
    """`hours`: null where nobody has said when they work. `off_until`: between two shifts, when the next begins."""

    staff: UUID
    hours: dict[str, Any] | None
    off_until: datetime | None


class ShiftsGiven(Given):
    hours: Annotated[dict[str, Any], Field(description="As docs/calendars.md describes it.")]


class OfBrand(Paged):
    brand: UUID | None = None


@router.get("/promises/unowned", response=PromisePage)
@reads(Verb.SET_AWAY)
def unowned(request: ApiRequest, given: Query[OfBrand]) -> HttpResponse:
    """What is owed, and nobody is there who owes it: their person has left or is away, and nobody of the team is there
    either; the first that was made first. Hand it over, or it is late."""
    request.by.must_somewhere(Verb.SET_AWAY)
    allowed = [pk for pk in request.by.brand_ids if request.by.may_at(Verb.SET_AWAY, pk)]
    if given.brand:
        allowed = [references.brand(request, given.brand, Verb.SET_AWAY).pk]
    rows = queries.without_living_owner(allowed, request.at).select_related("brand", "customer", "owner")
    rows = rows.prefetch_related("moves__choices")
    return page(request, rows, paged=given, order="pk", shapes=shapes, kind=PromiseShown)


@router.get("/staff/{id}/absence", response=AbsenceShown)
@reads()
def show(request: ApiRequest, id: UUID, chosen: Query[Chosen]) -> HttpResponse:
    return one(request, _shape(_colleague(request, id), request.at), AbsenceShown, fields=chosen.fields)


@router.put("/staff/{id}/absence", response=AbsenceShown)
@writes(Verb.SET_AWAY)
def go(request: ApiRequest, id: UUID, given: AbsenceGiven) -> HttpResponse:
    """Ill, on leave, or home for today: oneself, else somebody at a brand where one may say so. Whoever is away gets no
    work, and what they owe passes to its team."""
    person = _colleague(request, id)
    actions.go_away(staff=person, until=given.until, by=request.by, at=request.at)
    person.refresh_from_db(fields=["away_until"])
    return one(request, _shape(person, request.at), AbsenceShown)


@router.delete("/staff/{id}/absence", response={204: None})
@writes(Verb.SET_AWAY)
def come_back(request: ApiRequest, id: UUID) -> HttpResponse:
    """Earlier than was said. What has passed to others stays with them."""
    actions.come_back(staff=_colleague(request, id), by=request.by, at=request.at)
    return nothing()


@router.get("/staff/{id}/shifts", response=ShiftsShown)
@reads()
def show_shifts(request: ApiRequest, id: UUID, chosen: Query[Chosen]) -> HttpResponse:
    """Of oneself, or of whom one supervises."""
    person = _colleague(request, id)
    request.by.must_say_for(Verb.SET_AWAY, person)
    return one(request, _shifts(person, request.at), ShiftsShown, fields=chosen.fields)


@router.put("/staff/{id}/shifts", response=ShiftsShown)
@writes(Verb.SET_AWAY)
def set_shifts(request: ApiRequest, id: UUID, given: ShiftsGiven) -> HttpResponse:
    """When they work: when a shift ends, what they owe before the next one passes to its team; the rest stays."""
    person = _colleague(request, id)
    shifts.set_shifts(staff=person, calendar=given.hours, by=request.by, at=request.at)
    person.refresh_from_db(fields=["shift_hours", "off_until"])
    return one(request, _shifts(person, request.at), ShiftsShown)


@router.delete("/staff/{id}/shifts", response={204: None})
@writes(Verb.SET_AWAY)
def drop_shifts(request: ApiRequest, id: UUID) -> HttpResponse:
    """Nobody knows when they work: they are away when somebody says so."""
    shifts.set_shifts(staff=_colleague(request, id), calendar=None, by=request.by, at=request.at)
    return nothing()


def _shifts(person: Staff, at: datetime) -> Shape:
    off_until = moment(person.off_until) if person.is_off(at) else None
    return {"staff": person.public_id, "hours": person.shift_hours, "off_until": off_until}


def _colleague(request: ApiRequest, public_id: UUID) -> Staff:
    row: Staff = get_object_or_404(people.colleagues_of(request.by.brand_ids), public_id=public_id)
    return row


def _shape(person: Staff, at: datetime) -> Shape:
    return {"staff": person.public_id, "away_until": moment(person.away_until) if person.is_away(at) else None}
