"""The form of a request: built, tried in three languages, published."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from slovo.core.errors import UnableTo
from slovo.people.rights import Verb
from slovo.requests import form_queries, forms, queries
from slovo.requests.form_fields import Field
from slovo.requests.models import RequestType
from slovo.web.desk import forming
from slovo.web.desk.requests import StaffRequest, refusals
from slovo.web.portal.asking import asked
from slovo.web.portal.asking.form import Told
from slovo.web.portal.asking.page import Shown, page
from slovo.web.portal.frame import LANGUAGES, spoken

SENT_SHOWN_MAX = 20
FRAME = """<iframe src="{}" title="{}" width="100%" height="900"></iframe>
<script async src="{}"></script>"""


@login_required
@require_http_methods(["GET", "POST"])
def build(request: StaffRequest, pk: int) -> HttpResponse:
    """`was`: the field that is changed, "" for a new one; the rest as `forming.field_in`. GET `moved`: the field whose
    buttons were pressed."""
    request_type = _managed(request, pk)
    fields = form_queries.worked_on(request_type)
    if request.method != "POST":
        return _page(request, request_type, fields)
    was, typed = request.POST.get("was", ""), None
    with refusals() as heard:
        typed = forming.field_in(request.POST, fields, was)
        forms.put_field(type_id=pk, field=typed, was=was, by=request.user, at=timezone.now())
        return redirect(f"{reverse('request_form', args=[pk])}#field-{typed.key}")
    return _page(request, request_type, fields, edited=typed, was=was, problem=heard.refusal)


@login_required
@require_POST
def move(request: StaffRequest, pk: int) -> HttpResponse:
    """`key`; `to`: up or down. The button that was pressed is at hand again."""
    request_type, key, to = _managed(request, pk), request.POST.get("key", ""), request.POST.get("to", "")
    with refusals() as heard:
        forms.move_field(type_id=pk, key=key, down=to == "down", by=request.user, at=timezone.now())
        # Without a fragment: where an address has one, browsers give no field the focus.
        return redirect(f"{reverse('request_form', args=[pk])}?moved={key}-{'down' if to == 'down' else 'up'}")
    return _page(request, request_type, form_queries.worked_on(request_type), problem=heard.refusal)


@login_required
@require_POST
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    request_type = _managed(request, pk)
    with refusals() as heard:
        key = request.POST.get("key", "")
        forms.remove_field(type_id=pk, key=key, by=request.user, at=timezone.now())
        return redirect("request_form", pk)
    return _page(request, request_type, form_queries.worked_on(request_type), problem=heard.refusal)


@login_required
@require_POST
def publish(request: StaffRequest, pk: int) -> HttpResponse:
    request_type = _managed(request, pk)
    with refusals() as heard:
        forms.publish(type_id=pk, by=request.user, at=timezone.now())
        messages.success(request, _("Customers fill in this form from now on."))
        return redirect("request_form", pk)
    return _page(request, request_type, form_queries.worked_on(request_type), problem=heard.refusal)


@login_required
@require_POST
def drop(request: StaffRequest, pk: int) -> HttpResponse:
    _managed(request, pk)
    forms.drop_draft(type_id=pk, by=request.user, at=timezone.now())
    return redirect("request_form", pk)


@login_required
@require_http_methods(["GET", "POST"])
def trial(request: StaffRequest, pk: int) -> HttpResponse:
    """The page as customers would see it, in the language `lang`. Nothing is sent from here."""
    request_type = _managed(request, pk)
    fields, brand = form_queries.worked_on(request_type), request_type.brand
    with spoken(request, brand.language), timezone.override(brand.tz):
        language = translation.get_language()
        problem, tried = None, None
        if request.method == "POST":
            with refusals() as heard:
                tried = asked.answers(request, fields, asked.reader(brand, language, timezone.now()))
            problem = heard.refusal
        csrf = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
        told = Told.of(request.POST) if request.method == "POST" else None
        shown = Shown(request_type, language, fields, "", told, problem, trying=True, tried=tried, csrf=csrf)
        return HttpResponse(page(request, shown), status=422 if problem else 200)


def _page(
    request: StaffRequest,
    request_type: RequestType,
    fields: Sequence[Field],
    *,
    edited: Field | None = None,
    was: str = "",
    problem: UnableTo | None = None,
) -> HttpResponse:
    brand, today = request_type.brand, _today(request_type)
    language = translation.get_language() or "en"
    sent = form_queries.submissions_visible_to(request.user).filter(request_type=request_type)
    framed = request.build_absolute_uri(reverse("ask_framed", args=[brand.slug, request_type.slug]))
    script = request.build_absolute_uri(reverse("widget_frame", "slovo.web.widget.urls"))
    context: dict[str, Any] = {
        "type": request_type,
        "name": request_type.name(language),
        "lines": forming.lines(fields, today, edited=edited, was=was),
        "new": forming.empty(fields, today, edited=None if was else edited),
        "adding": problem is not None and not was and edited is not None,
        "was": was,
        "problem": problem,
        "moved": request.GET.get("moved", ""),
        "kinds": forming.KINDS.items(),
        "purposes": forming.PURPOSES.items(),
        "draft": form_queries.draft_of(request_type),
        "version": form_queries.form_of(request_type),
        "frame": FRAME.format(escape(framed), escape(request_type.name(brand.language)), escape(script)),
        "trials": LANGUAGES.items(),
        "sent": sent.count(),
        "at": timezone.now(),
    }
    return render(request, "desk/form.html", context, status=422 if problem else 200)


def _today(request_type: RequestType) -> date:
    return timezone.now().astimezone(request_type.brand.tz).date()


def _managed(request: StaffRequest, pk: int) -> RequestType:
    rows = queries.types_visible_to(request.user).select_related("brand").filter(archived_at=None)
    found: RequestType = get_object_or_404(rows, pk=pk)
    request.user.must(Verb.MANAGE_BRAND, found)
    return found
