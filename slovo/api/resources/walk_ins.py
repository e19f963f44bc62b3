"""The queues of walk-ins: how many wait, tickets taken, called, and what became of them."""

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

from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, moment, one, page, shown_once
from slovo.api.kinds import Chosen, Flag, Given, Paged, Shown, Text
from slovo.core.secrets import sealed, unsealed
from slovo.people.rights import Verb
from slovo.visits import waiting, walk_in, walk_in_queries
from slovo.visits.walk_in_models import STEP_CHARACTERS_MAX, VISITOR_CHARACTERS_MAX, Ticket, WalkInQueue

router = Router(tags=["queues"])


class QueueShown(Shown):
    """`code`: of its public page, /q/<code>. `waiting`: how many wait now."""

    id: UUID
    brand: UUID
    name: str
    code: str
    length_max: int
    waiting: int
    closed_at: datetime | None


class QueuePage(Shown):
    data: list[QueueShown]
    next: str | None


class TicketWaitShown(Shown):
    """In minutes, by the last `count` visitors."""

    low: int
    high: int
    count: int


class TicketStepShown(Shown):
    """`ended_at`: null while it goes on."""

    name: str
    began_at: datetime
    ended_at: datetime | None


class TicketShown(Shown):
    """`ahead`: how many waited when it was taken. `said_until`: by when they were told to be called; null: nobody could
    say. `wait`: from now, while it waits and that is known."""

    id: UUID
    queue: UUID
    number: str
    name: str
    state: Literal["waits", "called", "served", "left", "did_not_come"]
    ahead: int
    wait: TicketWaitShown | None
    taken_at: datetime
    said_until: datetime | None
    overrun_at: datetime | None
    called_at: datetime | None
    served_at: datetime | None
    missed_at: datetime | None
    left_at: datetime | None
    steps: list[TicketStepShown]


class NewTicket(TicketShown):
    """`url`: where the visitor sees how the queue moves. It cannot be asked for again."""

    url: str


class TicketWish(Given):
    name: Annotated[Text, Field(max_length=VISITOR_CHARACTERS_MAX)] = ""


class StepBegun(Given):
    name: Annotated[Text, Field(min_length=1, max_length=STEP_CHARACTERS_MAX)]


class TicketOutcome(Given):
    served: Flag


MOMENTS = ("taken_at", "said_until", "overrun_at", "called_at", "served_at", "missed_at", "left_at")


def _shape(row: Ticket, at: datetime) -> Shape:
    ahead = walk_in_queries.ahead_of(row, at) if row.state == "waits" else None
    wait = waiting.expected(row.queue, ahead) if ahead is not None else None
    return {
        "id": row.public_id,
        "queue": sealed("queue", row.queue_id),
        "number": row.shown,
        "name": row.name,
        "state": row.state.value,
        "ahead": row.ahead,
        "wait": {"low": wait.low, "high": wait.high, "count": wait.count} if wait else None,
        **{name: moment(getattr(row, name)) for name in MOMENTS},
        "steps": [
            {"name": step.name, "began_at": moment(step.began_at), "ended_at": moment(step.ended_at)}
            for step in row.steps.all()
        ],
    }


@router.get("/queues", response=QueuePage)
@reads()
def index(request: ApiRequest, filters: Query[Paged]) -> HttpResponse:
    def shapes(rows: Sequence[WalkInQueue]) -> list[Shape]:
        numbers = walk_in_queries.waiting_numbers(rows, request.at)
        return [
            {
                "id": sealed("queue", row.pk),
                "brand": row.brand.public_id,
                "name": row.name,
                "code": row.code,
                "length_max": row.length_max,
                "waiting": numbers.get(row.pk, 0),
                "closed_at": moment(row.closed_at),
            }
            for row in rows
        ]

    rows = walk_in_queries.visible_to(request.by)
    return page(request, rows, paged=filters, order="pk", shapes=shapes, kind=QueueShown)


@router.post("/queues/{id}/tickets", response={201: NewTicket})
@writes(Verb.PROMISE)
def take(request: ApiRequest, id: UUID, given: TicketWish) -> HttpResponse:
    """Take a number. 409, `queue-is-full`, when as many wait as may: book a visit instead."""
    ticket = walk_in.take(queue_id=_queue(request, id).pk, name=given.name, by=request.by, at=request.at)
    row = walk_in_queries.tickets_visible_to(request.by).get(pk=ticket.pk)
    url = settings.PUBLIC_URL.rstrip("/") + reverse("queue_ticket", args=[row.token])
    address = reverse("api:ticket", args=[row.public_id])
    return shown_once(_shape(row, request.at) | {"url": url}, headers={"Location": address})


@router.post("/queues/{id}/calls", response={201: TicketShown})
@writes(Verb.PROMISE)
def call(request: ApiRequest, id: UUID) -> HttpResponse:
    """Call whoever is next."""
    ticket = walk_in.call_next(queue_id=_queue(request, id).pk, by=request.by, at=request.at)
    return _shown(request, ticket, status=201)


@router.get("/tickets/{id}", response=TicketShown, url_name="ticket")
@reads()
def show(request: ApiRequest, id: UUID, chosen: Query[Chosen]) -> HttpResponse:
    return one(request, _shape(_ticket(request, id), request.at), TicketShown, fields=chosen.fields)


@router.post("/tickets/{id}/steps", response={201: TicketShown})
@writes(Verb.PROMISE)
def begin_step(request: ApiRequest, id: UUID, given: StepBegun) -> HttpResponse:
    """The next step of paperwork, while they are at the counter; the one before ends with it."""
    ticket = _ticket(request, id)
    walk_in.begin_step(ticket_id=ticket.pk, name=given.name, by=request.by, at=request.at)
    return _shown(request, ticket, status=201)


@router.post("/tickets/{id}/outcome", response=TicketShown)
@writes(Verb.PROMISE)
def outcome(request: ApiRequest, id: UUID, given: TicketOutcome) -> HttpResponse:
    """Served, or called and nobody came."""
    ticket = _ticket(request, id)
    end = walk_in.serve if given.served else walk_in.miss
    end(ticket_id=ticket.pk, by=request.by, at=request.at)
    return _shown(request, ticket)


@router.post("/tickets/{id}/departure", response=TicketShown)
@writes(Verb.PROMISE)
def leave(request: ApiRequest, id: UUID) -> HttpResponse:
    """They said that they wait no longer: their place is free, and nothing is owed to them."""
    ticket = _ticket(request, id)
    walk_in.note_left(ticket_id=ticket.pk, by=request.by, at=request.at)
    return _shown(request, ticket)


def _queue(request: ApiRequest, shown: UUID) -> WalkInQueue:
    row: WalkInQueue = get_object_or_404(walk_in_queries.visible_to(request.by), pk=unsealed("queue", shown) or 0)
    return row


def _ticket(request: ApiRequest, shown: UUID) -> Ticket:
    row: Ticket = get_object_or_404(walk_in_queries.tickets_visible_to(request.by), public_id=shown)
    return row


def _shown(request: ApiRequest, ticket: Ticket, *, status: int = 200) -> HttpResponse:
    row = walk_in_queries.tickets_visible_to(request.by).get(pk=ticket.pk)
    return one(request, _shape(row, request.at), TicketShown, status=status)
