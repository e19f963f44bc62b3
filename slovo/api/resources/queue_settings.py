"""The queues of walk-ins, set by programs: how many may wait, when tickets are given, which paperwork is usual."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from pydantic import Field

from slovo.api import references
from slovo.api.access import ApiRequest, writes
from slovo.api.answers import Shape, moment, one
from slovo.api.kinds import Flag, Given, Shown, Text
from slovo.api.resources.overrun_rules import of_seal
from slovo.api.resources.visit_settings import Hours
from slovo.api.resources.walk_ins import QueueShown, router
from slovo.core.secrets import sealed
from slovo.people.rights import Verb
from slovo.visits import queue_setting, walk_in_queries
from slovo.visits.walk_in_models import QUEUE_NAME_CHARACTERS_MAX, STEP_CHARACTERS_MAX, WalkInQueue


class PaperworkShown(Shown):
    name: str
    minutes: int


class QueueSetShown(QueueShown):
    """`prefix`: the letter of its tickets. `hours`: of its own; null where it is open when the brand is. `paperwork`:
    the usual steps in their order, with the minutes that each may take."""

    prefix: str
    staff: UUID | None
    team: UUID | None
    hours: dict[str, Any] | None
    paperwork: list[PaperworkShown]


class QueueGiven(Given):
    """`staff`, else `team`, answers for it."""

    name: Annotated[Text, Field(min_length=1, max_length=QUEUE_NAME_CHARACTERS_MAX)]
    prefix: Annotated[Text, Field(min_length=1, max_length=1)] = "A"
    length_max: Annotated[int, Field(ge=1, le=queue_setting.LENGTH_MAX, description="So many may wait.")]
    staff: UUID | None = None
    team: UUID | None = None


class NewQueue(QueueGiven):
    brand: UUID | None = None


class HoursGiven(Given):
    hours: Hours


class Step(Given):
    name: Annotated[Text, Field(min_length=1, max_length=STEP_CHARACTERS_MAX)]
    minutes: Annotated[int, Field(ge=1, le=queue_setting.STEP_MINUTES_MAX)]


class PaperworkGiven(Given):
    steps: Annotated[list[Step], Field(max_length=queue_setting.STEPS_MAX)]


class ClosureGiven(Given):
    closed: Flag


@router.post("/queues", response={201: QueueSetShown})
@writes(Verb.MANAGE_BRAND)
def add(request: ApiRequest, given: NewQueue) -> HttpResponse:
    brand = references.brand(request, given.brand, Verb.MANAGE_BRAND)
    row = queue_setting.set_queue(brand=brand, by=request.by, at=request.at, **_plain(request, given))
    return _shown(request, row.pk, status=201)


@router.put("/queues/{id}", response=QueueSetShown)
@writes(Verb.MANAGE_BRAND)
def change(request: ApiRequest, id: UUID, given: QueueGiven) -> HttpResponse:
    """Other rules, for whoever comes from now on."""
    row = _queue(request, id)
    queue_setting.set_queue(
        brand=row.brand,
        queue_id=row.pk,
        calendar_id=row.calendar_id,
        by=request.by,
        at=request.at,
        **_plain(request, given),
    )
    return _shown(request, row.pk)


@router.put("/queues/{id}/hours", response=QueueSetShown)
@writes(Verb.MANAGE_BRAND)
def set_hours(request: ApiRequest, id: UUID, given: HoursGiven) -> HttpResponse:
    """When tickets are given."""
    row = _queue(request, id)
    queue_setting.set_hours(queue_id=row.pk, calendar=given.hours, by=request.by, at=request.at)
    return _shown(request, row.pk)


@router.put("/queues/{id}/paperwork", response=QueueSetShown)
@writes(Verb.MANAGE_BRAND)
def set_paperwork(request: ApiRequest, id: UUID, given: PaperworkGiven) -> HttpResponse:
    """All its usual steps anew."""
    row = _queue(request, id)
    steps = [(step.name, step.minutes) for step in given.steps]
    queue_setting.set_paperwork(queue_id=row.pk, steps=steps, by=request.by, at=request.at)
    return _shown(request, row.pk)


@router.put("/queues/{id}/closure", response=QueueSetShown)
@writes(Verb.MANAGE_BRAND)
def close(request: ApiRequest, id: UUID, given: ClosureGiven) -> HttpResponse:
    """No tickets any more, or again; whoever waits is still called."""
    row = _queue(request, id)
    queue_setting.close_queue(queue_id=row.pk, closed=given.closed, by=request.by, at=request.at)
    return _shown(request, row.pk)


def _plain(request: ApiRequest, given: QueueGiven) -> dict[str, Any]:
    return {
        "name": given.name,
        "prefix": given.prefix,
        "length_max": given.length_max,
        "staff_id": references.colleague(request, given.staff, "staff").pk if given.staff else None,
        "team_id": references.team(request, given.team, "team").pk if given.team else None,
    }


def _queue(request: ApiRequest, shown: UUID) -> WalkInQueue:
    return of_seal(walk_in_queries.visible_to(request.by), "queue", shown)


def _shown(request: ApiRequest, pk: int, *, status: int = 200) -> HttpResponse:
    row = walk_in_queries.visible_to(request.by).get(pk=pk)
    waits = walk_in_queries.waiting_numbers([row], request.at).get(row.pk, 0)
    return one(request, _shape(row, waits), QueueSetShown, status=status)


def _shape(row: WalkInQueue, waits: int) -> Shape:
    return {
        "id": sealed("queue", row.pk),
        "brand": row.brand.public_id,
        "name": row.name,
        "code": row.code,
        "prefix": row.prefix,
        "length_max": row.length_max,
        "waiting": waits,
        "closed_at": moment(row.closed_at),
        "staff": row.staff.public_id if row.staff else None,
        "team": sealed("team", row.team_id) if row.team_id else None,
        "hours": row.calendar.document if row.calendar else None,
        "paperwork": [{"name": name, "minutes": minutes} for name, minutes in row.paperwork],
    }
