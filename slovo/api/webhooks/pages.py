"""Webhooks for those who administer a brand: pages in the desk's frame, which knows nothing of the API."""

from itertools import islice
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from slovo.api.webhooks import actions, queries
from slovo.api.webhooks.models import Webhook
from slovo.core import outgoing
from slovo.core.outgoing import URL_CHARACTERS_MAX, UnableToReach
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.rights import Verb

DELIVERIES_MAX = 50


class StaffRequest(HttpRequest):
    """A request behind `login_required`: its user is staff."""

    user: Staff


class WebhookForm(forms.Form):
    url = forms.CharField(
        label=_("Address"),
        help_text=_("It begins with https:// and is called by POST."),
        max_length=URL_CHARACTERS_MAX,
        widget=forms.TextInput(attrs={"type": "url"}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("What it is told"),
        choices=[(title, [(kind, kind) for kind in kinds]) for title, kinds in queries.KINDS_BY_GROUP],
        widget=forms.CheckboxSelectMultiple,
    )

    def groups(self) -> list[tuple[str, list[forms.boundfield.BoundWidget], bool]]:
        """(title, boxes, whether one of them is ticked) for the page."""
        boxes = iter(self["kinds"])
        found = [(str(title), list(islice(boxes, len(kinds)))) for title, kinds in queries.KINDS_BY_GROUP]
        return [(title, own, any(box.data["selected"] for box in own)) for title, own in found]

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        try:
            outgoing.check(url)
        except UnableToReach as wrong:
            raise forms.ValidationError(str(wrong)) from None
        return url


@login_required
@require_http_methods(["GET", "POST"])
def index(request: StaffRequest, pk: int) -> HttpResponse:
    brand = get_object_or_404(people.brands_managed_by(request.user, Verb.MANAGE_BRAND), pk=pk)
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        webhook, secret = actions.add_webhook(brand=brand, by=request.user, at=timezone.now(), **form.cleaned_data)
        return _with_secret(request, webhook, secret)
    rows = queries.visible_to(request.user).filter(brand=brand)
    return render(request, "webhooks/webhooks.html", {"webhooks": rows, "form": form, "brand": brand})


@login_required
@require_http_methods(["GET", "POST"])
def show(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Its settings and its log."""
    webhook = _webhook(request, public_id)
    form = WebhookForm(request.POST or None, initial={"url": webhook.url, "kinds": webhook.kinds})
    if request.method == "POST" and form.is_valid():
        actions.change_webhook(webhook=webhook, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, gettext("Saved."))
        return redirect("webhook", public_id)
    log = webhook.deliveries.prefetch_related("attempts").order_by("-pk")[:DELIVERIES_MAX]
    return render(request, "webhooks/webhook.html", {"webhook": webhook, "form": form, "log": log})


@login_required
@require_POST
def rotate(request: StaffRequest, public_id: UUID) -> HttpResponse:
    webhook = _webhook(request, public_id)
    return _with_secret(request, webhook, actions.rotate_secret(webhook=webhook, by=request.user, at=timezone.now()))


@login_required
@require_POST
def remove(request: StaffRequest, public_id: UUID) -> HttpResponse:
    webhook = _webhook(request, public_id)
    actions.remove_webhook(webhook=webhook, by=request.user, at=timezone.now())
    messages.success(request, gettext("The webhook is removed."))
    return redirect("webhooks", webhook.brand_id)


@login_required
@require_POST
def replay(request: StaffRequest, public_id: UUID) -> HttpResponse:
    delivery = get_object_or_404(queries.deliveries_visible_to(request.user), public_id=public_id)
    actions.replay(delivery=delivery, by=request.user, at=timezone.now())
    messages.success(request, gettext("It will be told once more in a moment."))
    return redirect("webhook", delivery.webhook.public_id)


def _webhook(request: StaffRequest, public_id: UUID) -> Webhook:
    row: Webhook = get_object_or_404(queries.visible_to(request.user), public_id=public_id)
    return row


def _with_secret(request: StaffRequest, webhook: Webhook, secret: str) -> HttpResponse:
    """Shown once."""
    response = render(request, "webhooks/secret.html", {"webhook": webhook, "secret": secret})
    response["Cache-Control"] = "no-store"
    return response
