"""The queues of walk-ins at the desk: who waits, who is at the counter, how long it takes; the poster with the code."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from slovo.brands.models import Brand
from slovo.people import queries as people
from slovo.people.rights import Verb
from slovo.visits import queue_setting, waiting, walk_in, walk_in_queries
from slovo.visits.walk_in_models import Ticket, TicketStep, WalkInQueue
from slovo.web.desk.qr import picture_of
from slovo.web.desk.requests import StaffRequest, refusals, whole_number

SVG = "image/svg+xml"


@login_required
@require_http_methods(["GET", "POST"])
def index(request: StaffRequest) -> HttpResponse:
    """All queues with how many wait; `part=queues`: only these, for the live page. Posted: a new one, `brand`, `name`,
    `prefix`, `length`, `staff`, `team`."""
    problem = None
    if request.method == "POST":
        brand = get_object_or_404(
            people.brands_managed_by(request.user, Verb.MANAGE_BRAND), pk=whole_number(request.POST.get("brand", ""))
        )
        with refusals() as heard:
            return redirect("queue", _set(request, brand).pk)
        problem = heard.refusal
    rows = list(walk_in_queries.visible_to(request.user))
    numbers = walk_in_queries.waiting_numbers(rows, timezone.now())
    counted = {"rows": [(row, numbers.get(row.pk, 0)) for row in rows]}
    if request.GET.get("part") == "queues":
        return render(request, "desk/_queues.html", counted)
    managed = list(people.brands_managed_by(request.user, Verb.MANAGE_BRAND))
    context = {
        **counted,
        "managed": managed,
        "colleagues": people.colleagues_of([one.pk for one in managed]),
        "teams": people.teams_of([one.pk for one in managed]),
        "problem": problem,
    }
    return render(request, "desk/queues.html", context, status=422 if problem else 200)


@login_required
@require_GET
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """`part=queue`: who waits and who is at the counter, for the live page."""
    at, queue = timezone.now(), _queue(request, pk)
    waits = list(walk_in_queries.waiting(queue, at))
    times = waiting.step_times(walk_in_queries.steps_timed(queue))
    context = {
        "queue": queue,
        "waits": [(ticket, place) for place, ticket in enumerate(waits, start=1)],
        "called": [(ticket, _timed(queue, ticket, at)) for ticket in walk_in_queries.at_the_counter(queue, at)],
        "wait": waiting.expected(queue, len(waits)),
        "steps": [(step, queue.minutes_of(step.name)) for step in times],
        "step_names": dict.fromkeys([*(name for name, _minutes in queue.paperwork), *(step.name for step in times)]),
        "may": request.user.may(Verb.PROMISE, queue),
        "may_set": request.user.may(Verb.MANAGE_BRAND, queue),
        "at": at,
    }
    return render(request, "desk/_queue.html" if request.GET.get("part") == "queue" else "desk/queue.html", context)


@login_required
@require_POST
def take(request: StaffRequest, pk: int) -> HttpResponse:
    queue = _queue(request, pk)
    name = request.POST.get("name", "")
    ticket = walk_in.take(queue_id=queue.pk, name=name, by=request.user, at=timezone.now())
    return redirect("ticket_slip", ticket.public_id)


@login_required
@require_GET
def slip(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """On paper, for the visitor and in the language of their brand: the number, and what leads to its page."""
    ticket = _ticket_to_give(request, public_id)
    brand = ticket.queue.brand
    with translation.override(brand.language), timezone.override(brand.tz):
        paper = render_to_string("desk/_ticket_slip.html", {"ticket": ticket, "address": _address_of(ticket)})
    return render(request, "desk/ticket_slip.html", {"ticket": ticket, "language": brand.language, "paper": paper})


@login_required
@require_GET
def ticket_code(request: StaffRequest, public_id: UUID) -> HttpResponse:
    return _picture(_address_of(_ticket_to_give(request, public_id)))


@login_required
@require_POST
def call(request: StaffRequest, pk: int) -> HttpResponse:
    walk_in.call_next(queue_id=_queue(request, pk).pk, by=request.user, at=timezone.now())
    return redirect("queue", pk)


@login_required
@require_POST
def close(request: StaffRequest, pk: int) -> HttpResponse:
    """The button "open": tickets are given again."""
    queue = _queue(request, pk)
    queue_setting.close_queue(queue_id=queue.pk, closed="open" not in request.POST, by=request.user, at=timezone.now())
    return redirect("queue", pk)


@login_required
@require_GET
def poster(request: StaffRequest, pk: int) -> HttpResponse:
    """On paper, for the door: what leads to the queue's public page."""
    queue = _queue(request, pk)
    return render(request, "desk/queue_poster.html", {"queue": queue, "address": _address(queue)})


@login_required
@require_GET
def code(request: StaffRequest, pk: int) -> HttpResponse:
    return _picture(_address(_queue(request, pk)))


@login_required
@require_POST
def step(request: StaffRequest, public_id: UUID) -> HttpResponse:
    ticket = _ticket(request, public_id)
    walk_in.begin_step(ticket_id=ticket.pk, name=request.POST.get("name", ""), by=request.user, at=timezone.now())
    return redirect("queue", ticket.queue_id)


@login_required
@require_POST
def outcome(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The button "served" or "missed"."""
    ticket = _ticket(request, public_id)
    end = walk_in.serve if "served" in request.POST else walk_in.miss
    end(ticket_id=ticket.pk, by=request.user, at=timezone.now())
    return redirect("queue", ticket.queue_id)


def _timed(queue: WalkInQueue, ticket: Ticket, at: datetime) -> Iterator[tuple[TicketStep, int | None, bool]]:
    """Each step of paperwork, how long it may take, and whether it took longer."""
    for one in ticket.steps.all():
        permitted = queue.minutes_of(one.name)
        took = (one.ended_at or at) - one.began_at
        yield one, permitted, permitted is not None and took > timedelta(minutes=permitted)


def _queue(request: StaffRequest, pk: int) -> WalkInQueue:
    queue: WalkInQueue = get_object_or_404(walk_in_queries.visible_to(request.user), pk=pk)
    return queue


def _ticket(request: StaffRequest, public_id: UUID) -> Ticket:
    ticket: Ticket = get_object_or_404(walk_in_queries.tickets_visible_to(request.user), public_id=public_id)
    return ticket


def _ticket_to_give(request: StaffRequest, public_id: UUID) -> Ticket:
    """Only to whoever may take one for a visitor: by its address the place can be given back."""
    ticket = _ticket(request, public_id)
    if not request.user.may(Verb.PROMISE, ticket.queue):
        raise Http404
    return ticket


def _set(request: StaffRequest, brand: Brand) -> WalkInQueue:
    return queue_setting.set_queue(
        brand=brand,
        name=request.POST.get("name", ""),
        prefix=request.POST.get("prefix", ""),
        length_max=whole_number(request.POST.get("length", "")) or 0,
        staff_id=whole_number(request.POST.get("staff", "")),
        team_id=whole_number(request.POST.get("team", "")),
        by=request.user,
        at=timezone.now(),
    )


def _picture(address: str) -> HttpResponse:
    return HttpResponse(picture_of(address), content_type=SVG)


def _address_of(ticket: Ticket) -> str:
    return settings.PUBLIC_URL.rstrip("/") + reverse("queue_ticket", args=[ticket.token])


def _address(queue: WalkInQueue) -> str:
    return settings.PUBLIC_URL.rstrip("/") + reverse("queue_entrance", args=[queue.code])
