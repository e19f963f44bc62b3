"""An endpoint that may say in other words what the assistant quotes: settings, a trial, what has left for it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from slovo.assistant import voice_queries
from slovo.assistant.voice_models import MODEL_CHARACTERS_MAX, SECONDS_MAX, Voice, VoiceCall
from slovo.assistant.voice_setting import KEY_CHARACTERS_MAX, Terms, set_voice, try_voice
from slovo.brands.models import Brand
from slovo.core.errors import UnableTo
from slovo.core.outgoing import URL_CHARACTERS_MAX
from slovo.web.desk.requests import StaffRequest, refusals
from slovo.web.desk.views.brands import brand_of
from slovo.web.desk.words.voices import OUTCOMES, tried

CALLS_MAX = 30


class VoiceForm(forms.Form):
    on = forms.BooleanField(label=_("It says what the bot would quote"), required=False)
    address = forms.CharField(
        label=_("Address of the endpoint"),
        help_text=_("It is OpenAI-compatible, and its address ends in /v1 as a rule."),
        max_length=URL_CHARACTERS_MAX,
        required=False,
        widget=forms.TextInput(attrs={"type": "url"}),
    )
    model = forms.CharField(label=_("Name of the model"), max_length=MODEL_CHARACTERS_MAX, required=False)
    key = forms.CharField(
        label=_("Key"),
        required=False,
        max_length=KEY_CHARACTERS_MAX,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    seconds = forms.IntegerField(
        label=_("Wait for it so many seconds"),
        min_value=1,
        max_value=SECONDS_MAX,
        help_text=_("Then the article is quoted: a visitor is waiting."),
    )

    def terms(self) -> Terms:
        return Terms(**{name: value for name, value in self.cleaned_data.items() if name != "on"})


@dataclass(frozen=True, slots=True)
class Left:
    call: VoiceCall
    outcome: str | Promise


@login_required
@require_http_methods(["GET", "POST"])
def voice(request: StaffRequest, pk: int) -> HttpResponse:
    brand = brand_of(request, pk)
    known = voice_queries.voice_of(brand.pk)
    form, problem = VoiceForm(request.POST or None, initial=_initial(known)), None
    if request.method == "POST" and form.is_valid():
        with refusals() as heard:
            on = form.cleaned_data["on"]
            set_voice(brand=brand, terms=form.terms(), on=on, by=request.user, at=timezone.now())
            messages.success(request, gettext("Saved."))
            return redirect("brand_voice", brand.pk)
        problem = heard.refusal
    return _no_store(render(request, "desk/brand_voice.html", _page(request, brand, known, form, problem)))


@login_required
@require_POST
def trial(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask what stands in the form, without keeping it. By htmx a part, else the page with the form as it was."""
    brand = brand_of(request, pk)
    form = VoiceForm(request.POST)
    page = _page(request, brand, voice_queries.voice_of(brand.pk), form, None)
    if form.is_valid():
        with refusals() as heard:
            page["trial"] = tried(try_voice(brand=brand, terms=form.terms(), by=request.user))
        page["problem"] = heard.refusal
    template = "desk/_voice_trial.html" if request.htmx else "desk/brand_voice.html"
    return _no_store(render(request, template, page))


def _no_store(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


def _page(
    request: StaffRequest, brand: Brand, known: Voice, form: VoiceForm, problem: UnableTo | None
) -> dict[str, Any]:
    rows = voice_queries.calls_visible_to(request.user).filter(brand=brand)[:CALLS_MAX]
    left = [Left(call, OUTCOMES[call.outcome]) for call in rows]
    spared = known.spared_until if known.spared_until and known.spared_until > timezone.now() else None
    return {"brand": brand, "voice": known, "form": form, "problem": problem, "left": left, "spared_until": spared}


def _initial(known: Voice) -> dict[str, object]:
    """All but the key, which nobody is shown."""
    own = {name: getattr(known, name) for name in ("address", "model", "seconds")}
    return {**own, "on": known.on_since is not None}
