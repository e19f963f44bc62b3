from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from slovo.conversations import queries as conversations
from slovo.conversations.lines import lines_of
from slovo.customers import actions, queries
from slovo.customers.identity import normal_email, normal_phone
from slovo.customers.models import Customer, Identity
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.web.desk.requests import StaffRequest, public_id_in

COUNTRY_OF_ZONE = {"Europe/Kyiv": "UA", "Europe/Kiev": "UA"}
CONVERSATIONS_MAX = 50
CANDIDATES_MAX = 10


@login_required
@require_GET
def show(request: StaffRequest, public_id: UUID) -> HttpResponse:
    customer = _visible(request, public_id)
    wanted = request.GET.get("q", "").strip()
    context = {
        "customer": customer,
        "identities": queries.identities(customer),
        "merged": queries.merged_into(customer),
        "conversations": lines_of(_latest(customer, request.user)),
        "may_merge": request.user.may(Verb.MERGE_CUSTOMERS, customer),
        "wanted": wanted,
        "candidates": queries.candidates(request.user, customer, wanted)[:CANDIDATES_MAX] if wanted else [],
        "at": timezone.now(),
    }
    return render(request, "desk/customer.html", context)


def _latest(customer: Customer, staff: Staff) -> list[int]:
    return list(conversations.of_customer(customer, staff).values_list("pk", flat=True)[:CONVERSATIONS_MAX])


@login_required
@require_POST
def rename(request: StaffRequest, public_id: UUID) -> HttpResponse:
    customer = _visible(request, public_id)
    actions.rename(customer_id=customer.pk, name=request.POST.get("name", ""), by=request.user, at=timezone.now())
    return redirect("customer", customer.public_id)


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
