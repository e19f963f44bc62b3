"""A visitor takes a number, and sees how the queue moves.

The only public page that sets a cookie: whoever scans the code again finds their own ticket, and takes no second one.
"""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from slovo.core import limits
from slovo.core.errors import UnableTo
from slovo.recovery import queries as recovery
from slovo.visits import waiting, walk_in, walk_in_queries
from slovo.visits.walk_in_models import Ticket, TicketState, WalkInQueue
from slovo.web.portal import told_beside
from slovo.web.portal.frame import differing, frame, spoken, whence

COOKIE = "slovo_ticket"
COOKIE_SECONDS = 12 * 3600
HOUR_SECONDS = 3600
OF_AN_ADDRESS_MAX = 60  # an hour: a whole shop may share one
OF_A_QUEUE_MAX = 200


@require_http_methods(["GET", "POST"])
def entrance(request: HttpRequest, code: str) -> HttpResponse:
    """Posted: `name`, if they give one."""
    at, queue = timezone.now(), walk_in_queries.by_code(code)
    if queue is None:
        raise Http404
    with spoken(request, queue.brand.language), timezone.override(queue.brand.tz):
        return _entered(request, queue, at=at)


def _entered(request: HttpRequest, queue: WalkInQueue, *, at: datetime) -> HttpResponse:
    own = _own_ticket(request, queue, at)
    if request.method == "GET":
        return _entrance(request, queue, own, at=at)
    if own:
        return _to(own)
    if not _allowed(request, queue, at):
        problem = UnableTo(_("Too many tickets were taken from here. Ask at the desk, please."))
        return _entrance(request, queue, own, at=at, problem=problem, status=429)
    try:
        taken = walk_in.take_by_visitor(queue_id=queue.pk, name=request.POST.get("name", ""), at=at)
    except UnableTo as refused:
        return _entrance(request, queue, own, at=at, problem=refused, status=409)
    answer = _to(taken)
    answer.set_cookie(
        COOKIE,
        taken.token,
        max_age=COOKIE_SECONDS,
        path="/q/",
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return answer


@require_GET
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    """`lang`; `part`: what changes, for the script."""
    return _ticket(request, _known(token))


@require_POST
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """The place goes to whoever is next."""
    known = _known(token)
    with spoken(request, known.queue.brand.language):
        try:
            walk_in.leave(ticket_id=known.pk, at=timezone.now())
        except UnableTo as refused:
            return _ticket(request, known, problem=refused, status=409)
        return _to(known)


def _entrance(
    request: HttpRequest,
    queue: WalkInQueue,
    own: Ticket | None,
    *,
    at: datetime,
    problem: UnableTo | None = None,
    status: int = 200,
) -> HttpResponse:
    number = walk_in_queries.waiting(queue, at).count()
    context = {
        "number": number,
        "wait": waiting.expected(queue, number),
        "own": own,
        "problem": problem,
    }
    return _drawn(request, "portal/queue/entrance.html", queue, context, status=status)


def _ticket(request: HttpRequest, known: Ticket, *, problem: UnableTo | None = None, status: int = 200) -> HttpResponse:
    at, waits = timezone.now(), known.state == TicketState.WAITS
    found = walk_in_queries.ahead_of(known, at) if waits else 0
    over, ahead = found is None, found or 0
    context = {
        "ticket": known,
        "state": "over" if over else known.state.value,
        "ahead": ahead,
        "place": ahead + 1,
        "wait": waiting.expected(known.queue, ahead) if waits else None,
        "late": known.said_until is not None and at > known.said_until,
        "amends": _amends(request, known),
        "live": known.state in {TicketState.WAITS, TicketState.CALLED} and not over,
        "address": reverse("queue_ticket", args=[known.token]),
        "at": at,
        "problem": problem,
    }
    if request.GET.get("part") == "sections":
        return differing(request, _words(request, "portal/queue/_ticket.html", known.queue, context))
    return _drawn(request, "portal/queue/ticket.html", known.queue, context, status=status)


def _amends(request: HttpRequest, known: Ticket) -> list[told_beside.Line]:
    """What they get for waiting longer than was said: nobody knows where to write to them, so this page tells it."""
    if known.promise_id is None or known.customer_id is None:
        return []
    with spoken(request, known.queue.brand.language), timezone.override(known.queue.brand.tz):
        given = recovery.given_for(known.queue.brand_id, [known.customer_id], [known.key])
        return told_beside.amends_of([row for row in given if not row.is_unheard])


def _drawn(
    request: HttpRequest, template: str, queue: WalkInQueue, context: dict[str, Any], *, status: int
) -> HttpResponse:
    return HttpResponse(_words(request, template, queue, context), status=status)


def _words(request: HttpRequest, template: str, queue: WalkInQueue, context: dict[str, Any]) -> str:
    with spoken(request, queue.brand.language), timezone.override(queue.brand.tz):
        whole = frame(queue.brand.colour) | {"brand": queue.brand, "title": queue.name, "queue": queue} | context
        return render_to_string(template, whole)


def _to(ticket: Ticket) -> HttpResponse:
    address = reverse("queue_ticket", args=[ticket.token])
    return HttpResponseRedirect(f"{address}?lang={translation.get_language()}")


def _known(token: str) -> Ticket:
    found = walk_in_queries.by_token(token)
    if found is None:
        raise Http404
    return found


def _own_ticket(request: HttpRequest, queue: WalkInQueue, at: datetime) -> Ticket | None:
    """The one that this browser took here and that still waits."""
    found = walk_in_queries.by_token(request.COOKIES.get(COOKIE, ""))
    here = found and found.queue_id == queue.pk and walk_in_queries.is_there(found, at)
    return found if found and here and found.state == TicketState.WAITS else None


def _allowed(request: HttpRequest, queue: WalkInQueue, at: datetime) -> bool:
    counted = ((f"queue-address:{whence(request)}", OF_AN_ADDRESS_MAX), (f"queue:{queue.pk}", OF_A_QUEUE_MAX))
    return all(limits.take(name, limit=limit, seconds=HOUR_SECONDS, at=at).allowed for name, limit in counted)
