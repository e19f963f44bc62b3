"""The portraits of the brands that one looks after, and who is described by which."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from slovo.core.errors import UnableTo
from slovo.customers import portrait_queries, portraits
from slovo.customers import queries as customers
from slovo.customers.identity import home_country, normal_email, normal_phone
from slovo.customers.portrait_models import Portrait
from slovo.people import queries as people
from slovo.people.rights import Verb
from slovo.web.desk.requests import StaffRequest, refusals, whole_number


@login_required
@require_http_methods(["GET", "POST"])
def index(request: StaffRequest) -> HttpResponse:
    """A new one: `brand`, `name`, `description`, `position`."""
    request.user.must_somewhere(Verb.MANAGE_BRAND)
    problem = None
    if request.method == "POST":
        managed = people.brands_managed_by(request.user, Verb.MANAGE_BRAND)
        brand = get_object_or_404(managed, pk=whole_number(request.POST.get("brand", "")))
        with refusals() as heard:
            portraits.set_portrait(brand=brand, by=request.user, at=timezone.now(), **_given(request))
            return redirect("portraits")
        problem = heard.refusal
    return _page(request, problem)


@login_required
@require_POST
def change(request: StaffRequest, pk: int) -> HttpResponse:
    row = _managed(request, pk)
    with refusals() as heard:
        portraits.set_portrait(
            brand=row.brand, portrait_id=row.pk, by=request.user, at=timezone.now(), **_given(request)
        )
        return redirect("portraits")
    return _page(request, heard.refusal)


@login_required
@require_POST
def archive(request: StaffRequest, pk: int) -> HttpResponse:
    portraits.archive_portrait(portrait_id=_managed(request, pk).pk, by=request.user, at=timezone.now())
    return redirect("portraits")


@login_required
@require_POST
def portray(request: StaffRequest, pk: int) -> HttpResponse:
    """`list`: an address or a number in each line. Who is not known is named, and all others are of this portrait."""
    row = _managed(request, pk)
    country = home_country(row.brand.language)
    lines = [line.strip() for line in request.POST.get("list", "").splitlines() if line.strip()]
    values = {line: normal_email(line) or normal_phone(line, country=country) for line in lines}
    known = portrait_queries.reached_by(row.brand_id, [value for value in values.values() if value])
    with refusals() as heard:
        ids = sorted({known[value] for value in values.values() if value in known})
        number = portraits.portray(customer_ids=ids, portrait_id=row.pk, by=request.user, at=timezone.now())
        said = ngettext("%(count)d customer was put here.", "%(count)d customers were put here.", number)
        messages.success(request, said % {"count": number})
        if strangers := [line for line, value in values.items() if value not in known]:
            messages.warning(request, _("Nobody is known by: %(lines)s") % {"lines": ", ".join(strangers[:20])})
        return redirect("portraits")
    return _page(request, heard.refusal)


@login_required
@require_POST
def describe(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Of one customer: `portrait`, "" for none."""
    customer = get_object_or_404(customers.visible_to(request.user), public_id=public_id)
    portrait_id = whole_number(request.POST.get("portrait", ""))
    if portrait_id:
        portrait_id = get_object_or_404(portrait_queries.usable_at(customer.brand_id), pk=portrait_id).pk
    portraits.portray(
        customer_ids=[customer.root_id or customer.pk], portrait_id=portrait_id, by=request.user, at=timezone.now()
    )
    return redirect("customer", customer.public_id)


def _given(request: StaffRequest) -> dict[str, Any]:
    return {
        "name": request.POST.get("name", ""),
        "description": request.POST.get("description", ""),
        "position": min(whole_number(request.POST.get("position", "")) or 0, 1_000),
    }


def _managed(request: StaffRequest, pk: int) -> Portrait:
    rows = portrait_queries.visible_to(request.user).select_related("brand")
    row: Portrait = get_object_or_404(rows, pk=pk)
    request.user.must(Verb.MANAGE_BRAND, row)
    return row


def _page(request: StaffRequest, problem: UnableTo | None = None) -> HttpResponse:
    brands = list(people.brands_managed_by(request.user, Verb.MANAGE_BRAND))
    rows = list(portrait_queries.visible_to(request.user).filter(archived_at=None))
    here = [(brand, [row for row in rows if row.brand_id == brand.pk]) for brand in brands]
    context = {"brands": here, "problem": problem}
    return render(request, "desk/portraits.html", context, status=422 if problem else 200)
