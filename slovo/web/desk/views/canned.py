"""Ready replies: keeping them, and offering them while somebody writes."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from slovo.brands.models import Brand
from slovo.conversations import canned, canned_words, queries
from slovo.conversations.desk_models import CannedReply
from slovo.people import queries as people
from slovo.people.rights import Verb
from slovo.web.desk.fields import offer, team_choices
from slovo.web.desk.requests import StaffRequest, refusals
from slovo.web.desk.views.conversations import visible

TEXT = forms.Textarea(attrs={"rows": 5})


class CannedForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120)
    shortcut = forms.CharField(
        label=_("Shortcut"), max_length=40, required=False, help_text=_("Typed after / while answering.")
    )
    team = forms.ChoiceField(label=_("Team"), required=False, help_text=_("Empty: for everybody of the brand."))
    text_ru = forms.CharField(label=_("Words in Russian"), widget=TEXT, required=False)
    text_uk = forms.CharField(label=_("Words in Ukrainian"), widget=TEXT, required=False)
    text_en = forms.CharField(label=_("Words in English"), widget=TEXT, required=False)

    def __init__(self, *arguments: Any, brand: Brand, **options: Any) -> None:
        super().__init__(*arguments, **options)
        offer(self, team=team_choices(brand))

    def fields_of_reply(self) -> dict[str, Any]:
        given = self.cleaned_data
        texts = {language: given[f"text_{language}"] for language, _name in settings.LANGUAGES}
        team_id = int(given["team"]) if given["team"] else None
        return {"title": given["title"], "shortcut": given["shortcut"], "team_id": team_id, "texts": texts}


@login_required
@require_http_methods(["GET", "POST"])
def index(request: StaffRequest) -> HttpResponse:
    """A form for each brand; `brand` says which was sent."""
    request.user.must_somewhere(Verb.MANAGE_CANNED)
    shown = []
    for brand in people.brands_managed_by(request.user, Verb.MANAGE_CANNED):
        mine = request.method == "POST" and request.POST.get("brand") == str(brand.pk)
        form = CannedForm(request.POST if mine else None, brand=brand, auto_id=f"b{brand.pk}_%s")
        if mine and _kept(form, partial(canned.add, brand=brand, by=request.user, at=timezone.now())):
            messages.success(request, gettext("Saved."))
            return redirect("canned_replies")
        shown.append((brand, queries.canned_replies(brand.pk), form))
    return render(request, "desk/canned_replies.html", {"shown": shown, "variables": canned_words.VARIABLES})


@login_required
@require_http_methods(["GET", "POST"])
def show(request: StaffRequest, pk: int) -> HttpResponse:
    reply = _managed(request, pk)
    form = CannedForm(request.POST or None, brand=reply.brand, initial=_initial(reply))
    keep = partial(canned.change, canned_id=pk, by=request.user, at=timezone.now())
    if request.method == "POST" and _kept(form, keep):
        messages.success(request, gettext("Saved."))
        return redirect("canned_replies")
    return render(
        request, "desk/canned_reply.html", {"reply": reply, "form": form, "variables": canned_words.VARIABLES}
    )


@login_required
@require_POST
def archive(request: StaffRequest, pk: int) -> HttpResponse:
    canned.archive(canned_id=_managed(request, pk).pk, by=request.user, at=timezone.now())
    return redirect("canned_replies")


@login_required
@require_GET
def offered(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The options of the list that `/` opens."""
    conversation = visible(request, public_id)
    found = canned_words.offered(conversation, request.user)
    return render(request, "desk/_canned_options.html", {"offered": found})


def _kept(form: CannedForm, keep: Callable[..., object]) -> bool:
    if not form.is_valid():
        return False
    with refusals() as heard:
        keep(**form.fields_of_reply())
    if heard.refusal:
        form.add_error(None, str(heard.refusal))
        return False
    return True


def _managed(request: StaffRequest, pk: int) -> CannedReply:
    managed = people.brands_managed_by(request.user, Verb.MANAGE_CANNED)
    rows = CannedReply.objects.select_related("brand").filter(brand__in=managed, archived_at=None)
    found: CannedReply = get_object_or_404(rows, pk=pk)
    return found


def _initial(reply: CannedReply) -> dict[str, object]:
    texts = {f"text_{text.language}": text.text for text in reply.texts.all()}
    return {"title": reply.title, "shortcut": reply.shortcut, "team": reply.team_id or "", **texts}
