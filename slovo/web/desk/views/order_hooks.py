"""Addresses at which a shop tells of its orders by itself: settings of a brand."""

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
from django.views.decorators.http import require_http_methods, require_POST

from slovo.brands.models import Brand
from slovo.orders import hooking, queries
from slovo.orders.hook_models import Form, OrderHook
from slovo.orders.models import SOURCE_CHARACTERS_MAX, Delivery
from slovo.web.desk.requests import StaffRequest, refusals
from slovo.web.desk.views.brands import brand_of

FORMS = {Form.WOOCOMMERCE.value: _("As WooCommerce does"), Form.SLOVO.value: _("In Slovo’s own format")}
MEANS = {Delivery.SHIPPED.value: _("sent"), Delivery.DELIVERED.value: _("with the customer")}


class OrderHookForm(forms.Form):
    source = forms.CharField(
        label=_("Name of the shop"),
        max_length=SOURCE_CHARACTERS_MAX,
        help_text=_("Small Latin letters, digits, hyphens and underscores. Under it its orders are known."),
    )
    form = forms.ChoiceField(label=_("How it tells"), choices=list(FORMS.items()))
    completed_means = forms.ChoiceField(
        label=_("An order that WooCommerce calls completed is"),
        choices=list(MEANS.items()),
        help_text=_("What is with the customer is followed by the question whether all is well, if you ask it."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def index(request: StaffRequest, pk: int) -> HttpResponse:
    brand, refusal = brand_of(request, pk), None
    form = OrderHookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals() as heard:
            return _made(request, brand, form)
        refusal = heard.refusal
    rows = [(row, FORMS[row.form]) for row in queries.hooks_visible_to(request.user).filter(brand=brand).order_by("pk")]
    values = {"brand": brand, "form": form, "rows": rows, "problem": refusal}
    return render(request, "desk/order_hooks.html", values, status=422 if refusal or form.errors else 200)


@login_required
@require_POST
def revoke(request: StaffRequest, public_id: UUID) -> HttpResponse:
    hook: OrderHook = get_object_or_404(queries.hooks_visible_to(request.user), public_id=public_id)
    hooking.revoke_hook(hook_id=hook.pk, by=request.user, at=timezone.now())
    messages.success(request, gettext("Nothing is taken at this address any more."))
    return redirect("order_hooks", hook.brand_id)


def _made(request: StaffRequest, brand: Brand, form: OrderHookForm) -> HttpResponse:
    """Shown once."""
    hook, token, secret = hooking.make_hook(
        brand=brand,
        source=form.cleaned_data["source"],
        form=Form(form.cleaned_data["form"]),
        completed_means=Delivery(form.cleaned_data["completed_means"]),
        by=request.user,
        at=timezone.now(),
    )
    values = {"brand": brand, "hook": hook, "address": settings.ORDER_HOOKS + token, "secret": secret}
    response = render(request, "desk/order_hook.html", values)
    response["Cache-Control"] = "no-store"
    return response
