"""Visits: what can be booked and when; booked, confirmed, moved, cancelled, and who came."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import answer, moment, one, page, selected
from slovo.api.kinds import Chosen, Flag, Given, Moment, Paged, Text
from slovo.api.problems import WrongField
from slovo.api.resources.visits_shown import (
    VisitPage,
    VisitShown,
    VisitSlotList,
    VisitSlotShown,
    VisitTypePage,
    VisitTypeShown,
    shape,
    type_shapes,
)
from slovo.people.rights import Verb
from slovo.promises.models import WORDS_CHARACTERS_MAX
from slovo.promises.more_models import REASON_CHARACTERS_MAX
from slovo.visits import booking, coming, queries, slots
from slovo.visits.models import Resource, Visit

router = Router(tags=["visits"])

YEARS = (2000, 2199)
How = Literal["phone", "message", "in_person", "other"]


class Filters(Paged):
    brand: UUID | None = None
    customer: UUID | None = None
    since: Annotated[Moment | None, Field(description="That begin then or later.")] = None
    until: Annotated[Moment | None, Field(description="That begin before.")] = None


class Span(Chosen):
    since: Annotated[Moment | None, Field(description="From then on; without it, now.")] = None
    days: Annotated[int, Field(ge=1, le=slots.DAYS_AT_ONCE_MAX)] = 7


class Booking(Given):
    """For a customer, or the customer of a conversation, in which they are then told: one of the two."""

    type: UUID
    starts_at: Moment
    resource: Annotated[UUID | None, Field(description="Without it, whoever is free.")] = None
    customer: UUID | None = None
    conversation: UUID | None = None


class Moved(Given):
    starts_at: Moment
    resource: UUID | None = None
    reason: Annotated[Text, Field(min_length=1, max_length=REASON_CHARACTERS_MAX, description="For the customer.")]
    agreed: Annotated[How | None, Field(description="How they said yes. Null: they are told by letter.")] = None


class VisitCancellation(Given):
    wished_by_customer: Annotated[Flag, Field(description="If not, it is owed all the same.")]
    words: Annotated[Text, Field(max_length=WORDS_CHARACTERS_MAX, description="Who said so, and why.")] = ""
    how: How = "other"


class Outcome(Given):
    came: Flag


def _loaded(request: ApiRequest) -> QuerySet[Visit]:
    return queries.visible_to(request.by).select_related(*queries.WHOLE)


@router.get("/visit-types", response=VisitTypePage)
@reads()
def types(request: ApiRequest, filters: Query[Paged]) -> HttpResponse:
    """What can be booked, with who or what can do it."""
    rows = queries.types_visible_to(request.by).prefetch_related("resources")
    return page(request, rows, paged=filters, order="pk", shapes=type_shapes, kind=VisitTypeShown)


@router.get("/visit-types/{id}/slots", response=VisitSlotList)
@reads()
def free_slots(request: ApiRequest, id: UUID, given: Query[Span]) -> HttpResponse:
    """When a visit of this type can begin, and with whom, the earliest first: as customers may book it now."""
    type_ = get_object_or_404(queries.types_visible_to(request.by), public_id=id)
    first, last = slots.bookable(type_, request.at)
    since = max(first, sensible(given.since, "since") or first)
    resources = {one.pk: one for one in queries.resources_for(type_)}
    until = min(last, since + timedelta(days=given.days))
    found = [] if type_.archived_at or since > last else slots.free(type_, list(resources.values()), since, until)
    rows: list[dict[str, Any]] = [
        {"starts_at": moment(slot.starts_at), "resource": resources[slot.resource_id].public_id} for slot in found
    ]
    return answer({"data": selected(rows, VisitSlotShown, given.fields)})


@router.get("/visits", response=VisitPage)
@reads()
def index(request: ApiRequest, filters: Query[Filters]) -> HttpResponse:
    """What was booked, the newest first; between two moments, the latest of them first."""
    rows = _loaded(request)
    if filters.brand:
        rows = rows.filter(brand__public_id=filters.brand)
    if filters.customer:
        rows = rows.filter(customer__public_id=filters.customer)
    since, until = sensible(filters.since, "since"), sensible(filters.until, "until")
    if since:
        rows = rows.filter(starts_at__gte=since)
    if until:
        rows = rows.filter(starts_at__lt=until)
    order = "-starts_at" if since or until else "-pk"
    return page(
        request, rows, paged=filters, order=order, shapes=lambda found: list(map(shape, found)), kind=VisitShown
    )


@router.get("/visits/{id}", response=VisitShown)
@reads()
def show(request: ApiRequest, id: UUID, chosen: Query[Chosen]) -> HttpResponse:
    row = get_object_or_404(_loaded(request), public_id=id)
    return one(request, shape(row), VisitShown, fields=chosen.fields)


@router.post("/visits", response={201: VisitShown})
@writes(Verb.PROMISE)
def book(request: ApiRequest, given: Booking) -> HttpResponse:
    """Book a visit. It is promised; the customer gets a letter with an entry for their calendar. 409 when the time is
    not free: of several who want it, one has it."""
    type_ = references.named(queries.types_visible_to(request.by), given.type, "type")
    party = references.party(request, given.conversation, given.customer)
    if party.customer.brand_id != type_.brand_id:
        raise WrongField("type", _("This customer belongs to another brand than the visit."))
    visit = booking.book(
        type_id=type_.pk,
        starts_at=_needed(given.starts_at),
        resource_id=_resource_id(request, given.resource),
        customer=party.customer,
        about=party.about,
        by=request.by,
        at=request.at,
    )
    return _shown(request, visit.pk, status=201)


@router.post("/visits/{id}/moves", response={201: VisitShown})
@writes(Verb.PROMISE)
def move(request: ApiRequest, id: UUID, given: Moved) -> HttpResponse:
    """To another time. Its promise moves when the customer has agreed, or when their letter has left."""
    row = _visit(request, id)
    booking.move(
        visit_id=row.pk,
        starts_at=_needed(given.starts_at),
        resource_id=_resource_id(request, given.resource),
        reason=given.reason,
        agreed=given.agreed or "",
        by=request.by,
        at=request.at,
    )
    return _shown(request, row.pk, status=201)


@router.post("/visits/{id}/confirmation", response=VisitShown)
@writes(Verb.PROMISE)
def confirm(request: ApiRequest, id: UUID) -> HttpResponse:
    """The customer said that they come."""
    row = _visit(request, id)
    booking.confirm(visit_id=row.pk, by=request.by, at=request.at)
    return _shown(request, row.pk)


@router.post("/visits/{id}/cancellation", response=VisitShown)
@writes(Verb.PROMISE)
def cancel(request: ApiRequest, id: UUID, given: VisitCancellation) -> HttpResponse:
    row = _visit(request, id)
    booking.cancel(visit_id=row.pk, by=request.by, at=request.at, **given.model_dump())
    return _shown(request, row.pk)


@router.post("/visits/{id}/outcome", response=VisitShown)
@writes(Verb.PROMISE)
def outcome(request: ApiRequest, id: UUID, given: Outcome) -> HttpResponse:
    """They came, and the promise is kept; or they did not, and nothing is owed."""
    row = _visit(request, id)
    mark = coming.came if given.came else coming.did_not_come
    mark(visit_id=row.pk, by=request.by, at=request.at)
    return _shown(request, row.pk)


def _visit(request: ApiRequest, shown: UUID) -> Visit:
    row: Visit = get_object_or_404(queries.visible_to(request.by), public_id=shown)
    return row


def _resource_id(request: ApiRequest, shown: UUID | None) -> int | None:
    rows: QuerySet[Resource] = queries.resources_visible_to(request.by)
    return references.named(rows, shown, "resource").pk if shown else None


def sensible(given: datetime | None, field: str) -> datetime | None:
    """One that calendars reach."""
    if given and not YEARS[0] <= given.year < YEARS[1]:
        raise WrongField(field, _("This moment is too far away."))
    return given


def _needed(given: datetime) -> datetime:
    found = sensible(given, "starts_at")
    assert found
    return found


def _shown(request: ApiRequest, pk: int, *, status: int = 200) -> HttpResponse:
    return one(request, shape(_loaded(request).get(pk=pk)), VisitShown, status=status)
