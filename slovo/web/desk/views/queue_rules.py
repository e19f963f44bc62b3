"""The rules of a queue of walk-ins: how many may wait, who answers for it, which paperwork is usual, and what whoever
waits longer than was said is given."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from slovo.core.errors import UnableTo
from slovo.people import queries as people
from slovo.people.rights import Verb
from slovo.promises import queries as promises
from slovo.promises.kinds import Kind
from slovo.recovery import queries as recovery
from slovo.visits import queue_setting, walk_in_queries
from slovo.visits.walk_in_models import WalkInQueue
from slovo.web.desk.overruns import sentences
from slovo.web.desk.requests import StaffRequest, refusals, whole_number
from slovo.web.desk.words.pledges import KindNames

EMPTY_ROWS = 2


@login_required
@require_http_methods(["GET", "POST"])
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """`name`, `prefix`, `length`, `staff`, `team`."""
    queue = _queue(request, pk)
    if request.method == "GET":
        return _page(request, queue)
    with refusals() as heard:
        queue_setting.set_queue(
            brand=queue.brand,
            queue_id=pk,
            name=request.POST.get("name", ""),
            prefix=request.POST.get("prefix", ""),
            length_max=whole_number(request.POST.get("length", "")) or 0,
            staff_id=whole_number(request.POST.get("staff", "")),
            team_id=whole_number(request.POST.get("team", "")),
            calendar_id=queue.calendar_id,
            by=request.user,
            at=timezone.now(),
        )
    return _answered(request, queue, heard.refusal)


@login_required
@require_POST
def paperwork(request: StaffRequest, pk: int) -> HttpResponse:
    """`step` and `minutes`, once for each; a row without a name is no step."""
    queue = _queue(request, pk)
    steps = _steps(request.POST)
    with refusals() as heard:
        queue_setting.set_paperwork(queue_id=pk, steps=steps, by=request.user, at=timezone.now())
    return _answered(request, queue, heard.refusal, steps=steps)


def _steps(given: QueryDict) -> list[tuple[str, int]]:
    rows = zip(given.getlist("step"), given.getlist("minutes"), strict=False)
    return [(name, whole_number(minutes) or 0) for name, minutes in rows if name.strip()]


def _answered(
    request: StaffRequest,
    queue: WalkInQueue,
    problem: UnableTo | None,
    *,
    steps: list[tuple[str, int]] | None = None,
) -> HttpResponse:
    if problem:
        return _page(request, queue, problem, steps=steps)
    messages.success(request, _("Saved."))
    return redirect("queue_rules", queue.pk)


def _page(
    request: StaffRequest,
    queue: WalkInQueue,
    problem: UnableTo | None = None,
    *,
    steps: list[tuple[str, int]] | None = None,
) -> HttpResponse:
    held = list(recovery.terms_in_force([queue.brand_id]))
    own = [terms for terms in held if terms.rule.kind == Kind.WALK_IN]
    names = KindNames(promises.own_kinds([queue.brand_id]))
    context = {
        "queue": queue,
        "colleagues": people.colleague_names_at(queue.brand_id),
        "teams": people.teams_at(queue.brand_id),
        "rows": [*(queue.paperwork if steps is None else steps), *([("", "")] * EMPTY_ROWS)],
        "overruns": sentences(own or [terms for terms in held if not terms.rule.kind], names),
        "may_edit_overruns": request.user.may(Verb.EDIT_OVERRUN_RULES, queue),
        "length_max": queue_setting.LENGTH_MAX,
        "minutes_max": queue_setting.STEP_MINUTES_MAX,
        "problem": problem,
    }
    return render(request, "desk/queue_rules.html", context, status=422 if problem else 200)


def _queue(request: StaffRequest, pk: int) -> WalkInQueue:
    queue: WalkInQueue = get_object_or_404(walk_in_queries.visible_to(request.user), pk=pk)
    request.user.must(Verb.MANAGE_BRAND, queue)
    return queue
