"""What can be booked, and by whom it is done: for administrators."""

from typing import TypeVar

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from slovo.brands.models import Brand
from slovo.core.errors import UnableTo
from slovo.people import queries as people
from slovo.people.rights import Verb
from slovo.visits import page, queries, setting
from slovo.visits.models import Resource, VisitType
from slovo.web.desk.requests import StaffRequest, refusals, whole_number, whole_numbers

RowT = TypeVar("RowT", Resource, VisitType)


@login_required
@require_http_methods(["GET", "POST"])
def show(request: StaffRequest) -> HttpResponse:
    """A new resource, or another shape for `resource`: `name`, `staff`, `team`, `brand`."""
    request.user.must_somewhere(Verb.MANAGE_BRAND)
    if request.method == "GET":
        return _page(request)
    row = _one(queries.resources_visible_to(request.user), request, "resource")
    brand = row.brand if isinstance(row, Resource) else _brand(request)
    with refusals() as heard:
        setting.set_resource(
            brand=brand,
            resource_id=row.pk if row else None,
            name=request.POST.get("name", ""),
            staff_id=whole_number(request.POST.get("staff", "")),
            team_id=whole_number(request.POST.get("team", "")),
            calendar_id=row.calendar_id if isinstance(row, Resource) else None,
            by=request.user,
            at=timezone.now(),
        )
    if heard.refusal:
        return _page(request, problem=heard.refusal)
    return redirect("visit_settings")


@login_required
@require_POST
def set_type(request: StaffRequest) -> HttpResponse:
    """As `show`, for `type`: `name`, `place`, the lengths by name, `resources` (ids)."""
    request.user.must_somewhere(Verb.MANAGE_BRAND)
    row = _one(queries.types_visible_to(request.user), request, "type")
    brand = row.brand if isinstance(row, VisitType) else _brand(request)
    given = {name: whole_number(request.POST.get(name, "")) for name in setting.LENGTHS}
    with refusals() as heard:
        setting.set_type(
            brand=brand,
            type_id=row.pk if row else None,
            name=request.POST.get("name", ""),
            place=request.POST.get("place", ""),
            lengths={name: min(value, 10**6) for name, value in given.items() if value is not None},
            resource_ids=whole_numbers(request, "resources"),
            by=request.user,
            at=timezone.now(),
        )
    if heard.refusal:
        return _page(request, problem=heard.refusal)
    return redirect("visit_settings")


@login_required
@require_POST
def archive(request: StaffRequest) -> HttpResponse:
    """`resource` or `type`: an id. The button "back": it is offered again."""
    request.user.must_somewhere(Verb.MANAGE_BRAND)
    at, archived = timezone.now(), "back" not in request.POST
    if row := _one(queries.resources_visible_to(request.user), request, "resource"):
        setting.archive_resource(resource_id=row.pk, archived=archived, by=request.user, at=at)
    elif type_ := _one(queries.types_visible_to(request.user), request, "type"):
        setting.archive_type(type_id=type_.pk, archived=archived, by=request.user, at=at)
    return redirect("visit_settings")


@login_required
@require_POST
def set_page(request: StaffRequest) -> HttpResponse:
    """`brand`; `open`: whether its customers book by themselves."""
    request.user.must_somewhere(Verb.MANAGE_BRAND)
    brand = _brand(request)
    page.set_page(brand=brand, is_open="open" in request.POST, by=request.user, at=timezone.now())
    return redirect(f"{reverse('visit_settings')}?brand={brand.pk}")


def _one(rows: QuerySet[RowT], request: StaffRequest, name: str) -> RowT | None:
    """The row that a form names; None when it names none."""
    pk = whole_number(request.POST.get(name, ""))
    return get_object_or_404(rows, pk=pk) if pk else None


def _brand(request: StaffRequest) -> Brand:
    """The one that is named, else the first that the person administers."""
    rows = people.brands_managed_by(request.user, Verb.MANAGE_BRAND)
    wanted = whole_number(request.POST.get("brand", "") or request.GET.get("brand", ""))
    return get_object_or_404(rows, pk=wanted) if wanted else rows[0]


def _page(request: StaffRequest, *, problem: UnableTo | None = None) -> HttpResponse:
    brand = _brand(request)
    types = queries.types_visible_to(request.user).filter(brand=brand).prefetch_related("resources")
    context = {
        "brand": brand,
        "brands": people.brands_managed_by(request.user, Verb.MANAGE_BRAND),
        "resources": list(queries.resources_visible_to(request.user).filter(brand=brand)),
        "types": [(one, {each.pk for each in one.resources.all()}) for one in types],
        "colleagues": people.colleague_names_at(brand.pk),
        "teams": people.teams_at(brand.pk),
        "new_type": VisitType(minutes=60),
        "page_open": queries.is_page_open(brand),
        "problem": problem,
    }
    return render(request, "desk/visit_settings.html", context, status=422 if problem else 200)
