"""Scripted talks of the bot: taken over, worked on, tried, published, switched on and off."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from slovo.assistant.flow_models import Flow
from slovo.assistant.flows import queries, setting
from slovo.assistant.flows.checks import complaints
from slovo.assistant.flows.document import STEPS_MAX
from slovo.assistant.flows.templates import TEMPLATES
from slovo.assistant.flows.trying import tried
from slovo.brands.models import Brand
from slovo.web.desk import flowing
from slovo.web.desk.requests import StaffRequest, refusals, whole_number
from slovo.web.desk.views.brands import brand_of

SAID_MAX, SAID_CHARACTERS_MAX = 40, 1_000


@login_required
@require_POST
def adopt(request: StaffRequest, pk: int) -> HttpResponse:
    """`template`: of those that are shipped."""
    brand = brand_of(request, pk)
    with refusals() as heard:
        template = request.POST.get("template", "")
        flow = setting.adopt(brand=brand, template=template, by=request.user, at=timezone.now())
        return redirect("flow", brand.pk, flow.pk)
    messages.error(request, str(heard.refusal))
    return redirect("brand_assistant", brand.pk)


@login_required
@require_http_methods(["GET", "POST"])
def show(request: StaffRequest, pk: int, flow: int) -> HttpResponse:
    """POST keeps the draft: see `flowing.document_in`."""
    row = _flow(request, pk, flow)
    if request.method != "POST":
        return _page(request, row)
    with refusals() as heard:
        document = flowing.document_in(request.POST)
        setting.draft(flow_id=row.pk, document=document, by=request.user, at=timezone.now())
        messages.success(request, _("Saved as a draft."))
        return redirect(reverse("flow", args=[pk, row.pk]))
    return _page(request, row, problem=heard.refusal)


@login_required
@require_POST
def publish(request: StaffRequest, pk: int, flow: int) -> HttpResponse:
    row = _flow(request, pk, flow)
    with refusals() as heard:
        version = setting.publish(flow_id=row.pk, by=request.user, at=timezone.now())
        messages.success(request, _("Version %(number)d is published.") % {"number": version.number})
        return redirect("flow", pk, row.pk)
    return _page(request, row, problem=heard.refusal)


@login_required
@require_POST
def switch(request: StaffRequest, pk: int, flow: int) -> HttpResponse:
    """`on`: "yes", or nothing."""
    row = _flow(request, pk, flow)
    with refusals() as heard:
        setting.switch(flow_id=row.pk, on=request.POST.get("on") == "yes", by=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("flow", pk, row.pk)
    return _page(request, row, problem=heard.refusal)


@login_required
@require_POST
def remove(request: StaffRequest, pk: int, flow: int) -> HttpResponse:
    row = _flow(request, pk, flow)
    with refusals() as heard:
        setting.remove(flow_id=row.pk, by=request.user, at=timezone.now())
        return redirect("brand_assistant", pk)
    return _page(request, row, problem=heard.refusal)


@login_required
@require_http_methods(["GET", "POST"])
def trial(request: StaffRequest, pk: int) -> HttpResponse:
    """`flow`: which; `lang`: the visitor's; `said`: what was typed before, in its order; `text`: what is typed now;
    `anew`: from the beginning; `fixed`: on the page of that flow. Nothing is booked, sent or kept."""
    brand = brand_of(request, pk)
    given = request.POST if request.method == "POST" else request.GET
    context = {"brand": brand, "fixed": "fixed" in given, **panel(request, brand, whole_number(given.get("flow", "")))}
    template = "desk/_flow_trial.html" if request.htmx else "desk/flow_trial.html"
    return render(request, template, context)


def panel(request: StaffRequest, brand: Brand, flow_id: int | None) -> dict[str, Any]:
    """What the tester shows. One of another brand is none."""
    flows = list(queries.visible_to(request.user).filter(brand=brand).order_by("pk"))
    flow = next((one for one in flows if flow_id in (None, one.pk)), None)
    if flow_id is not None and flow is None:
        raise Http404
    languages = queries.languages_of(brand)
    given = request.POST
    chosen = given.get("lang", "")
    language = chosen if chosen in languages else languages[0]
    said = [] if "anew" in given else [*given.getlist("said"), given.get("text", "")]
    texts = [one.strip()[:SAID_CHARACTERS_MAX] for one in said if one.strip()][:SAID_MAX]
    document = flow.worked_on if flow else None
    talk = tried(document, texts, brand=brand, language=language, at=timezone.now()) if document else []
    return {
        "flows": [(one, flowing.named(one.worked_on)) for one in flows],
        "tried": flow,
        "talk": talk,
        "over": bool(talk and talk[-1].ended),
        "options": talk[-1].options if talk else _first(document.menu.get(language, "") if document else ""),
        "phrases": document.starts.get(language, ()) if document else (),
        "language": language,
        "languages": languages,
    }


def rows(request: StaffRequest, brand: Brand) -> list[dict[str, Any]]:
    """The brand's flows as a list shows them."""
    speaks, books = queries.languages_of(brand), queries.visit_types_of(brand)
    found = queries.visible_to(request.user).filter(brand=brand).order_by("pk")
    return [_row(one, speaks, books) for one in found]


def templates() -> list[tuple[str, str]]:
    return [(slug, flowing.named(document)) for slug, document in TEMPLATES.items()]


def _row(flow: Flow, speaks: Collection[str], books: Collection[str]) -> dict[str, Any]:
    document = flow.worked_on
    wrong = complaints(document, languages=speaks, visit_types=books)
    return {"flow": flow, "name": flowing.named(document), "version": flow.published, "wrong": len(wrong)}


def _first(words: str) -> tuple[str, ...]:
    return (words,) if words else ()


def _page(request: StaffRequest, flow: Flow, *, problem: object = None) -> HttpResponse:
    document = flow.worked_on
    wrong = queries.wrong_with(document, flow.brand)
    context = {
        "brand": flow.brand,
        "flow": flow,
        "document": document,
        "name": flowing.named(document),
        "version": flow.published,
        "lines": flowing.lines(document, wrong),
        "of_the_whole": [one.words for one in wrong if not one.step],
        "complaints": len(wrong),
        "starts": flowing.starts_typed(document).items(),
        "kinds": flowing.KINDS.items(),
        "steps_left": len(document.steps) < STEPS_MAX,
        "visit_types": queries.visit_types_of(flow.brand).items(),
        "problem": problem,
        "fixed": True,
        **panel(request, flow.brand, flow.pk),
    }
    return render(request, "desk/flow.html", context, status=422 if problem else 200)


def _flow(request: StaffRequest, pk: int, flow: int) -> Flow:
    brand = brand_of(request, pk)
    found: Flow = get_object_or_404(queries.visible_to(request.user), brand=brand, pk=flow)
    return found
