"""What a brand's customers can have sooner, where they would wait: for administrators."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from slovo.brands.models import Brand
from slovo.core.errors import UnableTo
from slovo.promises import queries, sooner
from slovo.web.desk import pledges
from slovo.web.desk.requests import StaffRequest, refusals, whole_number
from slovo.web.desk.views.brands import brand_of
from slovo.web.desk.words.pledges import KindNames


@login_required
@require_http_methods(["GET", "POST"])
def index(request: StaffRequest, pk: int) -> HttpResponse:
    """Added: `kind`, `minutes`, `name_ru`…"""
    brand = brand_of(request, pk)
    if request.method == "GET":
        return _page(request, brand)
    with refusals() as heard:
        sooner.offer_sooner(
            brand=brand,
            kind=request.POST.get("kind", ""),
            names=_names(request.POST),
            minutes=_minutes(request.POST),
            by=request.user,
            at=timezone.now(),
        )
    return _answered(request, brand, heard.refusal)


@login_required
@require_POST
def change(request: StaffRequest, pk: int, offer: int) -> HttpResponse:
    """`minutes`, `name_ru`…"""
    brand = brand_of(request, pk)
    with refusals() as heard:
        sooner.change_sooner(
            brand=brand,
            offer_id=offer,
            names=_names(request.POST),
            minutes=_minutes(request.POST),
            by=request.user,
            at=timezone.now(),
        )
    return _answered(request, brand, heard.refusal, changed=offer)


@login_required
@require_POST
def withdraw(request: StaffRequest, pk: int, offer: int) -> HttpResponse:
    brand = brand_of(request, pk)
    with refusals() as heard:
        sooner.withdraw_sooner(brand=brand, offer_id=offer, by=request.user, at=timezone.now())
    return _answered(request, brand, heard.refusal)


def _answered(
    request: StaffRequest, brand: Brand, problem: UnableTo | None, *, changed: int | None = None
) -> HttpResponse:
    if problem:
        return _page(request, brand, problem, changed=changed)
    messages.success(request, _("Saved."))
    return redirect("sooner_offers", brand.pk)


def _page(
    request: StaffRequest, brand: Brand, problem: UnableTo | None = None, *, changed: int | None = None
) -> HttpResponse:
    """`changed`: the row whose form was refused; what was typed stands in the form that was sent."""
    typed = request.POST if problem else None
    kinds = KindNames(queries.own_kinds([brand.pk]))
    rows = [
        {
            "offer": row,
            "name": row.name(brand.language),
            "kind": kinds.of(row.kind, brand.pk),
            "words": ngettext("in %(count)d minute", "in %(count)d minutes", row.minutes) % {"count": row.minutes},
            "names": _fields(row.names, typed if row.pk == changed else None),
            "minutes": _typed(typed, "minutes", row.minutes) if row.pk == changed else row.minutes,
            "open": row.pk == changed,
        }
        for row in queries.sooner_offers(brand.pk)
    ]
    fresh = typed if changed is None else None
    context = {
        "brand": brand,
        "rows": rows,
        "kinds": pledges.kind_choices(list(queries.own_kinds([brand.pk]))),
        "new": {
            "kind": _typed(fresh, "kind", ""),
            "names": _fields({}, fresh),
            "minutes": _typed(fresh, "minutes", ""),
            "open": fresh is not None or not rows,
        },
        "minutes_max": sooner.MINUTES_MAX,
        "problem": problem,
    }
    return render(request, "desk/sooner.html", context, status=422 if problem else 200)


def _names(given: QueryDict) -> dict[str, str]:
    return {code: given.get(f"name_{code}", "") for code, _language in settings.LANGUAGES}


def _minutes(given: QueryDict) -> int:
    """0, which takes no time, of anything else."""
    return whole_number(given.get("minutes", "")) or 0


def _fields(names: dict[str, str], typed: QueryDict | None) -> list[tuple[str, str, object]]:
    return [
        (code, str(language), _typed(typed, f"name_{code}", names.get(code, "")))
        for code, language in settings.LANGUAGES
    ]


def _typed(given: QueryDict | None, name: str, otherwise: object) -> object:
    return otherwise if given is None else given.get(name, "")
