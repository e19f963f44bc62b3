"""Visits at the desk: a day by resource, one visit with all that is done with it, and booking beside a conversation."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from slovo.core.errors import UnableTo
from slovo.people import queries as people
from slovo.people.rights import Verb
from slovo.promises.ledger import HOW
from slovo.visits import booking, coming, queries
from slovo.visits.models import Visit
from slovo.web.desk import listing, visiting
from slovo.web.desk.requests import StaffRequest, refusals, whole_number
from slovo.web.desk.things import things_of
from slovo.web.desk.views.conversations import visible
from slovo.web.desk.words.pledges import how_words

PARTS = {"visit": "desk/_visit.html", "deeds": "desk/_visit_deeds.html"}


@login_required
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """`day` (ISO), `brand`. `part=day`: who comes, for the live page."""
    staff, day = request.user, visiting.day_of(request)
    brands = list(people.brands(staff))
    wanted = whole_number(request.GET.get("brand", ""))
    brand_ids = [one.pk for one in brands if wanted in (None, one.pk)]
    visits = queries.between(queries.visible_to(staff).filter(brand_id__in=brand_ids), *visiting.bounds(day))
    resources = queries.resources_visible_to(staff).filter(brand_id__in=brand_ids)
    context = {
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "today": timezone.localdate(),
        "brands": brands,
        "brand_id": wanted,
        "columns": visiting.columns(list(resources), list(visits)),
        "may_set": staff.may_anywhere(Verb.MANAGE_BRAND),
    }
    return render(request, "desk/_visits.html" if request.GET.get("part") == "day" else "desk/visits.html", context)


@login_required
@require_GET
def show(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`day`: from which on other slots are offered. `part`: one of PARTS, for the live page."""
    return _page(request, _visit(request, public_id))


@login_required
@require_http_methods(["GET", "POST"])
def book(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """For the customer of a conversation. `type`, `day`; pressed: `slot`."""
    conversation = visible(request, public_id)
    request.user.must(Verb.PROMISE, conversation)
    types = list(queries.types_visible_to(request.user).filter(brand_id=conversation.brand_id, archived_at=None))
    wanted = whole_number((request.POST or request.GET).get("type", ""))
    type_ = next((one for one in types if one.pk == wanted), types[0] if types else None)
    problem = None
    if request.method == "POST" and type_:
        with refusals() as heard:
            starts_at, resource_id = visiting.chosen(request)
            visit = booking.book(
                type_id=type_.pk,
                starts_at=starts_at,
                resource_id=resource_id,
                customer=conversation.customer,
                about=conversation.key,
                by=request.user,
                at=timezone.now(),
            )
            return redirect("visit", visit.public_id)
        problem = heard.refusal
    day = visiting.day_of(request)
    context = {
        "conversation": conversation,
        "types": types,
        "type": type_,
        "day": day,
        "after": day + timedelta(days=visiting.DAYS_OFFERED),
        "days": visiting.offers(type_, day, at=timezone.now()) if type_ else [],
        "problem": problem,
        "query": listing.query(request),
        "may_set": request.user.may(Verb.MANAGE_BRAND, conversation),
    }
    return render(request, "desk/visit_new.html", context, status=422 if problem else 200)


@login_required
@require_POST
def move(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Pressed: `slot`. `reason`: for the customer; `agreed`: how they said yes, empty: they get a letter."""
    visit = _visit(request, public_id)
    with refusals() as heard:
        starts_at, resource_id = visiting.chosen(request)
        booking.move(
            visit_id=visit.pk,
            starts_at=starts_at,
            resource_id=resource_id,
            reason=request.POST.get("reason", ""),
            agreed=request.POST.get("agreed", ""),
            by=request.user,
            at=timezone.now(),
        )
    if heard.refusal:
        return _page(request, visit, problem=heard.refusal)
    return redirect("visit", public_id)


@login_required
@require_POST
def confirm(request: StaffRequest, public_id: UUID) -> HttpResponse:
    visit = _visit(request, public_id)
    booking.confirm(visit_id=visit.pk, by=request.user, at=timezone.now())
    return redirect("visit", public_id)


@login_required
@require_POST
def outcome(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The button "came" or "missed"."""
    visit = _visit(request, public_id)
    mark = coming.came if "came" in request.POST else coming.did_not_come
    mark(visit_id=visit.pk, by=request.user, at=timezone.now())
    return redirect("visit", public_id)


@login_required
@require_POST
def cancel(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`wished`: "customer", who said so in `words` by `how`, or "company"; nothing is chosen beforehand."""
    visit = _visit(request, public_id)
    booking.cancel(
        visit_id=visit.pk,
        wished_by_customer={"customer": True, "company": False}.get(request.POST.get("wished", "")),
        words=request.POST.get("words", ""),
        how=request.POST.get("how", ""),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("The visit is cancelled, and the customer gets a letter."))
    return redirect("visit", public_id)


def _visit(request: StaffRequest, public_id: UUID) -> Visit:
    visit: Visit = get_object_or_404(
        queries.visible_to(request.user).select_related(*queries.WHOLE, "resource__staff"), public_id=public_id
    )
    return visit


def _page(request: StaffRequest, visit: Visit, *, problem: UnableTo | None = None) -> HttpResponse:
    at, day = timezone.now(), visiting.day_of(request)
    movable = request.user.may(Verb.PROMISE, visit) and visit.promise.owed and at < visit.ends_at
    type_ = queries.types_visible_to(request.user).get(pk=visit.type_id) if movable else None
    things = things_of(request.user, {visit.about, f"customer:{visit.customer_id}"})
    context: dict[str, Any] = {
        "visit": visit,
        "state": visiting.STATES[visit.state],
        "customer": things.get(f"customer:{visit.customer_id}"),
        "about": things.get(visit.about) if visit.about.startswith("conversation:") else None,
        "letters": list(visit.letters.order_by("-pk")[:1]),
        "days": visiting.offers(type_, day, at=at, without=visit.pk) if type_ else [],
        "day": day,
        "after": day + timedelta(days=visiting.DAYS_OFFERED),
        "how": [(how, how_words(how)) for how in HOW],
        "may": request.user.may(Verb.PROMISE, visit),
        "may_give": request.user.may(Verb.REPLY, visit),
        "has_begun": at >= visit.starts_at,
        "movable": movable,
        "problem": problem,
    }
    page = PARTS.get(request.GET.get("part", ""), "desk/visit.html")
    return render(request, page, context, status=422 if problem else 200)
