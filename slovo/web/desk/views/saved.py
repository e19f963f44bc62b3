"""Views that people keep: a filter is put together, looked at, and given a name."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from slovo.conversations import counting, filters, lists, queries, saved_view_actions, saved_views
from slovo.conversations.filters import Read
from slovo.conversations.list_models import SavedView
from slovo.conversations.saved_view_actions import Shape, UnableToKeepView, Whose
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.web.desk import filter_form, listing
from slovo.web.desk.filter_form import FilterForm
from slovo.web.desk.requests import StaffRequest, whole_number
from slovo.web.desk.words import wanted as words

PREVIEW_LINES_MAX = 8


@login_required
@require_http_methods(["GET", "POST"])
def index(request: StaffRequest) -> HttpResponse:
    """All views that one may open. A posted one is kept."""
    if request.method == "POST":
        return _keep(request, None)
    views = list(saved_views.visible_to(request.user).select_related("brand", "owner", "team__brand"))
    rows = [(view, filters.read(view.filter), saved_views.may_change(view, request.user)) for view in views]
    names = filter_form.names(request.user)
    told = [(view, words.sentence(found.filter, names), found.notes, may) for view, found, may in rows]
    return render(request, "desk/views.html", {"views": told} | _beside(request))


@login_required
@require_GET
def new(request: StaffRequest) -> HttpResponse:
    """A filter as a form. With the form's own fields, or `filter` as in a list's address."""
    return _built(request, None)


@login_required
@require_http_methods(["GET", "POST"])
def show(request: StaffRequest, public_id: UUID) -> HttpResponse:
    view = _visible(request, public_id)
    return _keep(request, view) if request.method == "POST" else _built(request, view)


@login_required
@require_POST
def move(request: StaffRequest, public_id: UUID) -> HttpResponse:
    view = _visible(request, public_id)
    up = request.POST.get("direction") == "up"
    saved_view_actions.move_view(view_id=view.pk, up=up, by=request.user, at=timezone.now())
    return redirect("views")


@login_required
@require_POST
def remove(request: StaffRequest, public_id: UUID) -> HttpResponse:
    view = _visible(request, public_id)
    saved_view_actions.remove_view(view_id=view.pk, by=request.user, at=timezone.now())
    messages.success(request, gettext("The view “%(name)s” is removed. Its conversations stay.") % {"name": view})
    return redirect("views")


@login_required
@require_POST
def look(request: StaffRequest) -> HttpResponse:
    """Columns and density of one list, for oneself."""
    saved_view_actions.choose_look(
        view=request.POST.get("view", "")[:36],
        columns=request.POST.getlist("columns"),
        density=request.POST.get("density", ""),
        by=request.user,
    )
    return redirect(f"{reverse('conversations')}?{listing.query(request)}")


def _keep(request: StaffRequest, view: SavedView | None) -> HttpResponse:
    shape = Shape(
        name=request.POST.get("name", ""),
        document=_document(request.POST.get("filter", "")),
        icon=request.POST.get("icon", ""),
        columns=request.POST.getlist("columns"),
        density=request.POST.get("density", ""),
        order=request.POST.get("order", ""),
    )
    try:
        if view:
            saved_view_actions.change_view(view_id=view.pk, shape=shape, by=request.user, at=timezone.now())
        else:
            view = saved_view_actions.keep_view(
                shape=shape, whose=_whose(request.POST.get("whose", "")), by=request.user, at=timezone.now()
            )
    except UnableToKeepView as problem:
        return _built(request, view, problem=problem, document=shape.document)
    return redirect(f"{reverse('conversations')}?view={view.public_id}")


def _built(
    request: StaffRequest,
    view: SavedView | None,
    *,
    problem: UnableToKeepView | None = None,
    document: dict[str, Any] | None = None,
) -> HttpResponse:
    form, found = _form(request, view, document)
    context = _preview(request.user, form, found)
    if request.GET.get("part") == "preview":
        return render(request, "desk/_view_preview.html", context)
    page = context | _beside(request) | {"view": view, "form": form, "problem": problem, "given": request.POST}
    page |= {"whose": _choices_of_whose(request.user), "icons": saved_views.ICONS}
    page |= {"may_change": view is None or saved_views.may_change(view, request.user)}
    return render(request, "desk/view.html", page, status=422 if problem else 200)


def _form(request: StaffRequest, view: SavedView | None, document: dict[str, Any] | None) -> tuple[FilterForm, Read]:
    if document is None and "state" in request.GET:
        form = FilterForm(request.user, request.GET)
        form.is_valid()
        return form, filters.read(form.document())
    if document is None and "filter" in request.GET:
        document = _document(request.GET["filter"])
    found = filters.read(document if document is not None else view.filter if view else {"state": "unclosed"})
    return FilterForm(request.user, initial=filter_form.initial(found.filter, request.user)), found


def _preview(staff: Staff, form: FilterForm, found: Read) -> dict[str, Any]:
    """What the filter finds now: how many, and the first lines."""
    at = timezone.now()
    rows = queries.matching(staff, found.filter, at=at)
    page = lists.page(rows, brand_ids=staff.brand_ids, state=found.filter.state)
    customer = filter_form.customer_of(found.filter, staff)
    names = words.Names(**{**_fields(form.names), "customer": str(customer or "")})
    document = json.dumps(found.filter.document(), ensure_ascii=False, separators=(",", ":"))
    return {
        "sentence": words.sentence(found.filter, names),
        "notes": found.notes,
        "errors": [error for errors in form.errors.values() for error in errors] if form.is_bound else [],
        "number": counting.counts([rows])[0],
        "lines": page.lines[:PREVIEW_LINES_MAX],
        "document": document,
        "at": at,
    }


def _fields(names: words.Names) -> dict[str, Any]:
    return {"people": names.people, "teams": names.teams, "tags": names.tags, "brands": names.brands}


def _beside(request: StaffRequest) -> dict[str, Any]:
    """The views in the frame of the page, as beside a list."""
    wanted = listing.asked(request)
    return {"list": {"saved_views": wanted.views, "counts": listing.counts(request.user, wanted, at=timezone.now())}}


def _choices_of_whose(staff: Staff) -> list[tuple[str, str]]:
    """For whom one may keep a view: for oneself, a team, a brand."""
    brands = list(people.brands_managed_by(staff, Verb.SHARE_VIEWS))
    choices = [("", gettext("Only for me"))]
    choices += [(f"team:{team.pk}", str(team)) for team in people.teams_of([brand.pk for brand in brands])]
    return choices + [(f"brand:{brand.pk}", gettext("Everybody of %(brand)s") % {"brand": brand}) for brand in brands]


def _whose(text: str) -> Whose:
    kind, _colon, number = text.partition(":")
    pk = whole_number(number)
    return Whose(team_id=pk if kind == "team" else None, brand_id=pk if kind == "brand" else None)


def _document(text: str) -> Any:
    document = listing.read_json(text)
    return document if isinstance(document, dict) else {}


def _visible(request: StaffRequest, public_id: UUID) -> SavedView:
    view: SavedView = get_object_or_404(saved_views.visible_to(request.user), public_id=public_id)
    return view
