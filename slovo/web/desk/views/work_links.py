"""Links for whoever does the work without a login: made beside a promise or for many, shown once, revoked."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from slovo.brands.models import Brand
from slovo.people import queries as people
from slovo.people.rights import Verb
from slovo.promises import queries, work_links, worked
from slovo.promises.kinds import Kind
from slovo.promises.models import Promise
from slovo.promises.work_models import WorkLink
from slovo.web.desk.qr import code_of
from slovo.web.desk.requests import StaffRequest, refusals, whole_number
from slovo.web.desk.views.promises import promise_of
from slovo.web.desk.words.pledges import KindNames

ROWS_MAX = 100


@login_required
@require_http_methods(["GET", "POST"])
def of_promise(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`label`: whose it is; `names_customer`."""
    promise = promise_of(request, public_id)
    return _page(request, promise.brand, promise)


@login_required
@require_http_methods(["GET", "POST"])
def of_brand(request: StaffRequest, pk: int) -> HttpResponse:
    """As above, and `team` (an id), `kind`: of what is owed, one or both."""
    brand = next((row for row in people.brands_where(request.user, Verb.PROMISE) if row.pk == pk), None)
    if brand is None:
        raise Http404
    return _page(request, brand, None)


@login_required
@require_POST
def revoke(request: StaffRequest, public_id: UUID) -> HttpResponse:
    link: WorkLink = get_object_or_404(worked.links_visible_to(request.user), public_id=public_id)
    work_links.revoke_work_link(link_id=link.pk, by=request.user, at=timezone.now())
    if link.promise:
        return redirect("promise_work_links", link.promise.shown_id)
    return redirect("brand_work_links", link.brand_id)


def _page(request: StaffRequest, brand: Brand, promise: Promise | None) -> HttpResponse:
    request.user.must(Verb.PROMISE, brand)
    problem = None
    if request.method == "POST":
        with refusals() as heard:
            link, token = _made(request, brand, promise)
            return _once(request, link, token)
        problem = heard.refusal
    context = _list(request, brand, promise) | {"problem": problem, "label": request.POST.get("label", "")}
    return render(request, "desk/work_links.html", context, status=409 if problem else 200)


def _made(request: StaffRequest, brand: Brand, promise: Promise | None) -> tuple[WorkLink, str]:
    return work_links.make_work_link(
        brand=brand,
        label=request.POST.get("label", ""),
        promise=promise,
        team_id=None if promise else whole_number(request.POST.get("team", "")),
        kind="" if promise else request.POST.get("kind", ""),
        names_customer="names_customer" in request.POST,
        by=request.user,
        at=timezone.now(),
    )


def _once(request: StaffRequest, link: WorkLink, token: str) -> HttpResponse:
    address = settings.PUBLIC_URL + reverse("work_page", args=[token])
    context = {"link": link, "promise": link.promise, "brand": link.brand, "address": address, "qr": code_of(address)}
    response = render(request, "desk/work_link.html", context)
    response["Cache-Control"] = "no-store"  # shown once: only its digest is stored
    return response


def _list(request: StaffRequest, brand: Brand, promise: Promise | None) -> dict[str, Any]:
    """Those of the brand, or of that promise; with what was reported of it."""
    names = KindNames(queries.own_kinds([brand.pk]))
    rows = worked.links_visible_to(request.user).filter(brand=brand)
    if promise:
        rows = rows.filter(promise=promise)
    found = rows[:ROWS_MAX]
    kinds = [] if promise else [kind for kind in queries.kinds_at(brand.pk) if kind != Kind.ANSWER]
    return {
        "brand": brand,
        "promise": promise,
        "may_make": promise is None or (promise.owed and not promise.is_answer),
        "rows": [(link, names.of(link.kind, brand.pk) if link.kind else "") for link in found],
        "reports": worked.reports_of(promise.pk) if promise else (),
        "kinds": [(kind, names.of(kind, brand.pk)) for kind in kinds],
        "teams": people.teams_at(brand.pk) if promise is None else (),
        "at": timezone.now(),
    }
