"""The supervisor's room: queues, risks, who is on what, and giving work to somebody else."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from slovo.callbacks import queries as callbacks
from slovo.conversations import actions, queries
from slovo.conversations.room import Queue, room
from slovo.people import queries as people
from slovo.people.rights import Verb
from slovo.promises import queries as promises
from slovo.web.desk.requests import StaffRequest, public_id_in, whole_number

UNANSWERED_MAX = 20


@login_required
@require_GET
def show(request: StaffRequest) -> HttpResponse:
    request.user.must_somewhere(Verb.SEE_ROOM)
    template = "desk/_room.html" if request.GET.get("part") == "room" else "desk/room.html"
    return render(request, template, _context(request))


@login_required
@require_POST
def assign(request: StaffRequest) -> HttpResponse:
    """`conversation`: its public id; `staff`: an id, empty for nobody. The team stays."""
    request.user.must_somewhere(Verb.SEE_ROOM)
    rows = queries.visible_to(request.user).filter(brand_id__in=_brand_ids(request))
    conversation = get_object_or_404(rows, public_id=public_id_in(request.POST.get("conversation", "")))
    actions.assign(
        conversation_id=conversation.pk,
        staff_id=whole_number(request.POST.get("staff", "")),
        team_id=conversation.team_id,
        by=request.user,
        at=timezone.now(),
    )
    return redirect("room")


def _context(request: StaffRequest) -> dict[str, Any]:
    at = timezone.now()
    brand_ids = _brand_ids(request)
    day_began_at = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    seen = room(brand_ids, at=at, day_began_at=day_began_at)
    brands = {brand.pk: brand for brand in people.brands_managed_by(request.user, Verb.SEE_ROOM)}
    teams = {team.pk: team for team in people.teams_of(brand_ids)}
    queues = [(queue, brands[queue.brand_id], teams.get(queue.team_id or 0)) for queue in seen.queues]
    quiet = [brand for brand in brands.values() if brand.pk not in {queue.brand_id for queue in seen.queues}]
    empty = [(Queue(brand.pk, None, 0, 0, 0, 0, 0, None), brand, None) for brand in quiet]
    broken = [(brand, seen.broken_today.get(brand.pk, 0)) for brand in brands.values()]
    lists = [("overdue", seen.overdue), ("soon", seen.soon), ("nobodys", seen.nobodys)]
    totals = {code: sum(getattr(queue, code) for queue in seen.queues) for code, _lines in lists}
    return {
        "queues": [*queues, *empty],
        "broken": broken,
        "unanswered": promises.unanswered(brand_ids)[:UNANSWERED_MAX],
        "calls": [(one, brands[one.brand_id]) for one in callbacks.waiting(brand_ids, at)],
        "loads": seen.loads,
        "lists": [(code, totals[code], lines) for code, lines in lists],
        "at": at,
    }


def _brand_ids(request: StaffRequest) -> list[int]:
    return [one for one in request.user.brand_ids if request.user.may_at(Verb.SEE_ROOM, one)]
