"""What customers may ask for: types of requests and their options."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from slovo.brands.models import Brand
from slovo.people import queries as people
from slovo.people.rights import Verb
from slovo.promises import queries as promises
from slovo.promises.models import Kind
from slovo.requests import actions, queries
from slovo.requests.models import OptionVersion, RequestType
from slovo.web.desk import offering
from slovo.web.desk.requests import StaffRequest, whole_number
from slovo.web.desk.words.pledges import KindNames

CHOICES_MAX = 30


@login_required
@require_http_methods(["GET", "POST"])
def index(request: StaffRequest) -> HttpResponse:
    """A new type: `brand` (an id), `slug`, `names_…`, `demands_choice`, `owner`, `team`."""
    if request.method == "POST":
        made = _set(request, _managed_brand(request), request.POST.get("slug", ""))
        return redirect("request_type", made.pk)
    types = list(queries.types_visible_to(request.user).filter(archived_at=None).select_related("brand"))
    brands = list(people.brands(request.user))
    managed = {brand.pk for brand in people.brands_where(request.user, Verb.MANAGE_BRAND)}
    shown = [
        {
            "brand": brand,
            "lines": offering.lines([one for one in types if one.brand_id == brand.pk], brand),
            "managed": brand.pk in managed,
            **(_responsible(brand) if brand.pk in managed else {}),
        }
        for brand in brands
    ]
    made_choices = queries.choices_visible_to(request.user).select_related("customer", "request_type")
    context = {"shown": shown, "choices": list(made_choices.order_by("-pk")[:CHOICES_MAX]), "at": timezone.now()}
    return render(request, "desk/request_types.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def show(request: StaffRequest, pk: int) -> HttpResponse:
    request_type = _managed(request, pk)
    if request.method == "POST":
        _set(request, request_type.brand, request_type.slug)
        return redirect("request_type", pk)
    brand = request_type.brand
    names = KindNames(promises.own_kinds([brand.pk]))
    kinds = [(kind, names.of(kind, brand.pk)) for kind in promises.kinds_at(brand.pk) if kind != Kind.ANSWER]
    [line] = offering.lines([request_type], brand)
    context = {"type": request_type, "line": line, "kinds": kinds, **_responsible(brand)}
    return render(request, "desk/request_type.html", context)


@login_required
@require_POST
def archive(request: StaffRequest, pk: int) -> HttpResponse:
    actions.archive_type(type_id=_managed(request, pk).pk, by=request.user, at=timezone.now())
    return redirect("request_types")


@login_required
@require_POST
def add_option(request: StaffRequest, pk: int) -> HttpResponse:
    _set_option(request, _managed(request, pk).pk, None)
    return redirect("request_type", pk)


@login_required
@require_POST
def change_option(request: StaffRequest, pk: int) -> HttpResponse:
    version = _version(request, pk)
    _set_option(request, version.option.request_type_id, pk)
    return redirect("request_type", version.option.request_type_id)


@login_required
@require_POST
def archive_option(request: StaffRequest, pk: int) -> HttpResponse:
    version = _version(request, pk)
    actions.archive_option(option_id=pk, by=request.user, at=timezone.now())
    return redirect("request_type", version.option.request_type_id)


def _set(request: StaffRequest, brand: Brand, slug: str) -> RequestType:
    return actions.set_type(
        brand=brand,
        slug=slug.strip(),
        names=offering.texts_in(request.POST, "names"),
        demands_choice="demands_choice" in request.POST,
        owner_id=whole_number(request.POST.get("owner", "")),
        team_id=whole_number(request.POST.get("team", "")),
        by=request.user,
        at=timezone.now(),
    )


def _set_option(request: StaffRequest, type_id: int, option_id: int | None) -> None:
    offer = offering.offer_in(request.POST)
    actions.set_option(type_id=type_id, option_id=option_id, offer=offer, by=request.user, at=timezone.now())


def _responsible(brand: Brand) -> dict[str, Any]:
    return {"colleagues": people.colleague_names_at(brand.pk), "teams": people.teams_at(brand.pk)}


def _managed_brand(request: StaffRequest) -> Brand:
    request.user.must_somewhere(Verb.MANAGE_BRAND)
    managed = people.brands_managed_by(request.user, Verb.MANAGE_BRAND)
    brand: Brand = get_object_or_404(managed, pk=whole_number(request.POST.get("brand", "")))
    return brand


def _managed(request: StaffRequest, pk: int) -> RequestType:
    rows = queries.types_visible_to(request.user).select_related("brand")
    found: RequestType = get_object_or_404(rows, pk=pk)
    request.user.must(Verb.MANAGE_BRAND, found)
    return found


def _version(request: StaffRequest, option_id: int) -> OptionVersion:
    rows = queries.versions_visible_to(request.user).select_related("option").filter(option_id=option_id)
    found: OptionVersion = get_object_or_404(rows.order_by("-number")[:1])
    return found
