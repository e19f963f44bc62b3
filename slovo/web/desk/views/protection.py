"""When a browser works for a moment before a brand takes what it brings: in the chat, and on pages with a form."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from slovo.brands.models import Brand
from slovo.channels.proof_models import Asked, Face
from slovo.channels.proof_setting import A_MINUTE_MAX, set_proof_rule
from slovo.channels.proving import WAITED_AN_HOUR_MAX, WAITING_SECONDS, rule_of
from slovo.core.errors import UnableTo
from slovo.web.desk.requests import StaffRequest, refusals
from slovo.web.desk.views.brands import brand_of

ASKED = {
    Asked.NEVER: _("Never"),
    Asked.BUSY: _("When it is busy"),
    Asked.ALWAYS: _("Always"),
}
FACES = {
    Face.CHAT: _("The chat on the site, its questions and calls"),
    Face.FORMS: _("Pages with a form: requests, the book, calls back, visits"),
}


class ProofForm(forms.Form):
    asked = forms.ChoiceField(
        label=_("Work is asked for"), choices=[(one.value, words) for one, words in ASKED.items()]
    )
    of_network_max = forms.IntegerField(
        label=_("It is busy after so many in a minute from one network"), min_value=1, max_value=A_MINUTE_MAX
    )
    of_all_max = forms.IntegerField(
        label=_("It is busy after so many in a minute from all together"), min_value=1, max_value=A_MINUTE_MAX
    )


@login_required
@require_GET
def show(request: StaffRequest, pk: int) -> HttpResponse:
    return _page(request, brand_of(request, pk))


@login_required
@require_POST
def change(request: StaffRequest, pk: int, face: str) -> HttpResponse:
    brand = brand_of(request, pk)
    if face not in set(Face):
        raise Http404
    form, problem = _form(brand, Face(face), request.POST), None
    if form.is_valid():
        given = form.cleaned_data | {"asked": Asked(form.cleaned_data["asked"])}
        with refusals() as heard:
            set_proof_rule(brand=brand, face=Face(face), **given, by=request.user, at=timezone.now())
            messages.success(request, gettext("Saved."))
            return redirect("brand_protection", brand.pk)
        problem = heard.refusal
    return _page(request, brand, {Face(face): form}, problem=problem, status=422)


def _form(brand: Brand, face: Face, given: Any = None) -> ProofForm:
    return ProofForm(given, auto_id=f"id_{face.value}_%s", initial=vars(rule_of(brand, face)))


def _page(
    request: StaffRequest,
    brand: Brand,
    sent: dict[Face, ProofForm] | None = None,
    *,
    problem: UnableTo | None = None,
    status: int = 200,
) -> HttpResponse:
    sent = sent or {}
    context = {
        "brand": brand,
        "faces": [(face, words, sent.get(face) or _form(brand, face), face in sent) for face, words in FACES.items()],
        "problem": problem,
        "seconds": WAITING_SECONDS,
        "waited_max": WAITED_AN_HOUR_MAX,
    }
    return render(request, "desk/brand_protection.html", context, status=status)
