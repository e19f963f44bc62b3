"""Keys to the API: one's own, and those of the programs that work for a brand."""

from datetime import timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from slovo.brands.models import Brand
from slovo.people import queries, tokens
from slovo.people.models import Token
from slovo.people.rights import Verb
from slovo.web.desk.requests import StaffRequest
from slovo.web.desk.words.scopes import SCOPES, words_of

LIVES = [("30", _("30 days")), ("90", _("90 days")), ("365", _("A year")), ("", _("Until it is revoked"))]


class TokenForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=tokens.NAME_CHARACTERS_MAX)
    life = forms.ChoiceField(label=_("It holds for"), choices=LIVES, initial="90", required=False)
    scopes = forms.MultipleChoiceField(label=_("What it may do"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, verbs: frozenset[Verb], *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        choices = [(verb.value, words) for verb, words in SCOPES.items() if verb in verbs]
        self.fields["scopes"].choices = choices  # type: ignore[attr-defined]


@login_required
@require_http_methods(["GET", "POST"])
def own(request: StaffRequest) -> HttpResponse:
    """What the person's own programs do in their name."""
    verbs = frozenset[Verb]().union(*request.user.verbs.values())
    return _page(request, verbs=verbs, brand=None)


@login_required
@require_http_methods(["GET", "POST"])
def of_brand(request: StaffRequest, pk: int) -> HttpResponse:
    brand = get_object_or_404(queries.brands_managed_by(request.user, Verb.MANAGE_BRAND), pk=pk)
    return _page(request, verbs=request.user.verbs[brand.pk], brand=brand)


@login_required
@require_POST
def revoke(request: StaffRequest, public_id: UUID) -> HttpResponse:
    token: Token = get_object_or_404(queries.tokens_revocable_by(request.user), public_id=public_id)
    tokens.revoke_token(token=token, by=request.user, at=timezone.now())
    messages.success(request, gettext("The token «%(name)s» opens nothing any more.") % {"name": token.name})
    brand_id = token.staff.integration_at_id
    return redirect("brand_tokens", brand_id) if brand_id else redirect("tokens")


def _page(request: StaffRequest, *, verbs: frozenset[Verb], brand: Brand | None) -> HttpResponse:
    form = TokenForm(verbs, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _issued(request, form, brand)
    held = queries.tokens_of_integrations(brand) if brand else queries.tokens_of(request.user)
    rows = [(token, ", ".join(map(words_of, token.scopes)), token.holds(timezone.now())) for token in held]
    return render(request, "desk/tokens.html", {"rows": rows, "form": form, "brand": brand})


def _issued(request: StaffRequest, form: TokenForm, brand: Brand | None) -> HttpResponse:
    """Shown once: only its digest is stored."""
    at, life = timezone.now(), form.cleaned_data["life"]
    token, text = tokens.issue_token(
        by=request.user,
        brand=brand,
        name=form.cleaned_data["name"],
        scopes=[Verb(scope) for scope in form.cleaned_data["scopes"]],
        expires_at=at + timedelta(days=int(life)) if life else None,
        at=at,
    )
    response = render(request, "desk/token.html", {"token": token, "text": text, "brand": brand})
    response["Cache-Control"] = "no-store"
    return response
