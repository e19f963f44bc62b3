"""Hours of its own for somebody or something that is visited, for a queue, and for a colleague's shifts: a week and
holidays as a brand has."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from slovo.core.errors import UnableTo
from slovo.people import queries as people
from slovo.people import shifts
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.visits import queries, queue_setting, setting, walk_in_queries
from slovo.visits.models import Resource
from slovo.visits.walk_in_models import WalkInQueue
from slovo.web.desk.hours import HoursForm
from slovo.web.desk.requests import StaffRequest, refusals
from slovo.web.desk.words import weeks


@login_required
@require_http_methods(["GET", "POST"])
def of_resource(request: StaffRequest, pk: int) -> HttpResponse:
    """The week; or the button "brands": it is open when the brand is."""
    resource = get_object_or_404(queries.resources_visible_to(request.user), pk=pk)

    def keep(calendar: dict[str, Any] | None) -> None:
        setting.set_hours(resource_id=pk, calendar=calendar, by=request.user, at=timezone.now())

    return _answered(request, resource, keep, back="visit_settings", here="resource_hours")


@login_required
@require_http_methods(["GET", "POST"])
def of_queue(request: StaffRequest, pk: int) -> HttpResponse:
    """As `of_resource`."""
    queue = get_object_or_404(walk_in_queries.visible_to(request.user), pk=pk)

    def keep(calendar: dict[str, Any] | None) -> None:
        queue_setting.set_hours(queue_id=pk, calendar=calendar, by=request.user, at=timezone.now())

    return _answered(request, queue, keep, back="queue_rules", here="queue_hours")


@login_required
@require_http_methods(["GET", "POST"])
def of_colleague(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Their shifts; or the button "none": nobody says when they work."""
    person: Staff = get_object_or_404(people.colleagues_of(request.user.brand_ids), public_id=public_id)
    request.user.must_say_for(Verb.SET_AWAY, person)
    document = person.shift_hours or person.places[0].brand.main_calendar.document
    none = "none" in request.POST
    form = HoursForm(document, request.POST if request.method == "POST" and not none else None)
    problem: UnableTo | None = None
    if none or (request.method == "POST" and form.is_valid()):
        with refusals() as heard:
            calendar = None if none else form.document()
            shifts.set_shifts(staff=person, calendar=calendar, by=request.user, at=timezone.now())
            messages.success(request, _("Saved."))
            return redirect("shifts", public_id)
        problem = heard.refusal
    context = {
        "person": person,
        "hours": form,
        "week": weeks.usual(document),
        "days": weeks.coming(document, at=timezone.now()),
        "at": timezone.now(),
        "problem": problem,
    }
    return render(request, "desk/shifts.html", context, status=422 if problem or form.errors else 200)


def _answered(
    request: StaffRequest,
    it: Resource | WalkInQueue,
    keep: Callable[[dict[str, Any] | None], None],
    *,
    back: str,
    here: str,
) -> HttpResponse:
    request.user.must(Verb.MANAGE_BRAND, it)
    document = (it.calendar or it.brand.main_calendar).document
    sent = request.method == "POST"
    form = HoursForm(document, request.POST if sent and "brands" not in request.POST else None)
    problem: UnableTo | None = None
    if sent and ("brands" in request.POST or form.is_valid()):
        with refusals() as heard:
            keep(None if "brands" in request.POST else form.document())
            messages.success(request, _("Saved."))
            return redirect(here, it.pk)
        problem = heard.refusal
    context = {
        "it": it,
        "back": back,
        "hours": form,
        "week": weeks.usual(document),
        "days": weeks.coming(document, at=timezone.now()),
        "problem": problem,
    }
    return render(request, "desk/own_hours.html", context, status=422 if problem or form.errors else 200)
