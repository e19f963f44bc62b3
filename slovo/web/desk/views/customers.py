from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from slovo.callbacks import queries as callbacks
from slovo.conversations import queries as conversations
from slovo.conversations.lines import lines_of
from slovo.customers import actions, consent_queries, consents, portrait_queries, queries
from slovo.customers.consent_models import How, Purpose
from slovo.customers.identity import normal_email, normal_phone
from slovo.customers.models import Customer, Identity
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.web.desk.fields import ZoneField
from slovo.web.desk.requests import StaffRequest, public_id_in
from slovo.web.desk.words.callbacks import OF_ATTEMPTS
from slovo.web.portal.account import actions as account

COUNTRY_OF_ZONE = {"Europe/Kyiv": "UA", "Europe/Kiev": "UA"}
CONVERSATIONS_MAX = 50
CANDIDATES_MAX = 10
CONSENTS_MAX = 20
CALLS_MAX = 10


class ZoneForm(forms.Form):
    zone = ZoneField(required=False, empty=gettext_lazy("Empty: as the brand."))


@login_required
@require_GET
def show(request: StaffRequest, public_id: UUID) -> HttpResponse:
    customer = _visible(request, public_id)
    wanted = request.GET.get("q", "").strip()
    said = list(consent_queries.said_by(customer)[:CONSENTS_MAX])
    identities = queries.identities(customer)
    context = {
        "customer": customer,
        "identities": identities,
        "merged": queries.merged_into(customer),
        "conversations": lines_of(_latest(customer, request.user)),
        "calls": list(callbacks.attempts_with(queries.family_ids(customer), request.user)[:CALLS_MAX]),
        "of_attempts": OF_ATTEMPTS,
        "zone_form": ZoneForm(initial={"zone": customer.zone}),
        "has_phone": any(one.kind == Identity.PHONE for one in identities),
        "portraits": list(portrait_queries.usable_at(customer.brand_id)),
        "portrait_id": (customer.root or customer).portrait_id,
        "wants_notices": consent_queries.last_said(customer.pk, Purpose.SERVICE) is not False,
        "to_confirm": any(not one.is_proven for one in said) and _to_ask(customer),
        "consents": said,
        "may_merge": request.user.may(Verb.MERGE_CUSTOMERS, customer),
        "may_erase": request.user.may(Verb.MANAGE_PERSONAL_DATA, customer),
        "wanted": wanted,
        "candidates": queries.candidates(request.user, customer, wanted)[:CANDIDATES_MAX] if wanted else [],
        "at": timezone.now(),
    }
    return render(request, "desk/customer.html", context)


def _to_ask(customer: Customer) -> bool:
    return consent_queries.to_ask(customer.brand_id, queries.family_ids(customer)).exists()


def _latest(customer: Customer, staff: Staff) -> list[int]:
    return list(conversations.of_customer(customer, staff).values_list("pk", flat=True)[:CONVERSATIONS_MAX])


@login_required
@require_POST
def rename(request: StaffRequest, public_id: UUID) -> HttpResponse:
    customer = _visible(request, public_id)
    actions.change(customer_id=customer.pk, name=request.POST.get("name", ""), by=request.user, at=timezone.now())
    return redirect("customer", customer.public_id)


@login_required
@require_POST
def set_zone(request: StaffRequest, public_id: UUID) -> HttpResponse:
    customer, form = _visible(request, public_id), ZoneForm(request.POST)
    if not form.is_valid():
        raise actions.UnableToSetZone(form.errors["zone"][0])
    zone = form.cleaned_data["zone"]
    actions.change(customer_id=customer.pk, zone=zone, by=request.user, at=timezone.now())
    return redirect("customer", customer.public_id)


@login_required
@require_POST
def say_consent(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """What they said to a colleague of notices about their own matters: `given`, "yes" or "no"."""
    customer = _visible(request, public_id)
    consents.say(
        customer_id=customer.pk,
        purpose=Purpose.SERVICE,
        given=request.POST.get("given") == "yes",
        how=How.DESK,
        by=request.user,
        at=timezone.now(),
    )
    return redirect("customer", customer.public_id)


@login_required
@require_POST
def ask_consent(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """By letter: whether it was they who ticked advertising on a form."""
    customer = _visible(request, public_id)
    consents.ask_about_form(customer_id=customer.pk, by=request.user, at=timezone.now())
    return redirect("customer", customer.public_id)


@login_required
@require_POST
def speak_code(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """A code with which they sign in on the portal, to be read out to them on the phone. It is shown this once."""
    customer = _visible(request, public_id)
    code = account.speak_code(customer_id=customer.pk, by=request.user, at=timezone.now())
    context = {
        "customer": customer,
        "code": code,
        "minutes": account.CODE_MINUTES,
        "door": request.build_absolute_uri(reverse("my", args=[customer.brand.slug])),
    }
    response = render(request, "desk/spoken_code.html", context)
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def add_identity(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """An address or a phone number, in one field: whichever it is."""
    customer = _visible(request, public_id)
    text = request.POST.get("value", "")
    kind = Identity.EMAIL if "@" in text else Identity.PHONE
    country = COUNTRY_OF_ZONE.get(customer.brand.zone, "RU")
    value = normal_email(text) if kind == Identity.EMAIL else normal_phone(text, country=country)
    actions.add_identity(customer_id=customer.pk, kind=kind, value=value, by=request.user, at=timezone.now())
    return redirect("customer", customer.public_id)


@login_required
@require_POST
def merge(request: StaffRequest, public_id: UUID) -> HttpResponse:
    kept = _visible(request, public_id)
    merged_id = public_id_in(request.POST.get("merged", ""))
    merged = get_object_or_404(queries.visible_to(request.user), public_id=merged_id)
    actions.merge(kept_id=kept.pk, merged_id=merged.pk, by=request.user, at=timezone.now())
    return redirect("customer", kept.public_id)


@login_required
@require_POST
def unmerge(request: StaffRequest, public_id: UUID) -> HttpResponse:
    customer = _visible(request, public_id)
    actions.unmerge(customer_id=customer.pk, by=request.user, at=timezone.now())
    return redirect("customer", customer.public_id)


def _visible(request: StaffRequest, public_id: UUID) -> Customer:
    rows = queries.visible_to(request.user).select_related("brand", "root", "merged_into")
    return get_object_or_404(rows, public_id=public_id)
