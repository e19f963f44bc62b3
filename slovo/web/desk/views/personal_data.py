"""What is held of a customer: to see, to give as a copy, to erase. For administrators."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from slovo.brands.models import Brand
from slovo.core.errors import UnableTo
from slovo.core.files import storage
from slovo.customers import consent_queries, consents
from slovo.customers import queries as customers
from slovo.customers.models import Customer
from slovo.people import queries as people
from slovo.people.rights import Verb
from slovo.privacy import asking, copying, erasing, keeping, kept, queries
from slovo.privacy.models import DAYS_MAX, CopyPart, Erasure
from slovo.web.desk.requests import StaffRequest, refusals, whole_number
from slovo.web.desk.words.personal_data import WHYS

ERASURES_MAX = 50


@login_required
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """Who has asked, who was erased, and within which time each brand answers."""
    request.user.must_somewhere(Verb.MANAGE_PERSONAL_DATA)
    brands = people.brands_managed_by(request.user, Verb.MANAGE_PERSONAL_DATA)
    context = {
        "wishes": list(queries.wishes(request.user)),
        "erasures": list(queries.erasures(request.user)[:ERASURES_MAX]),
        "terms": [(brand, queries.term_of(brand)) for brand in brands],
        "unproven": [(brand, count) for brand in brands if (count := consent_queries.to_ask(brand.pk).count())],
        "days_max": DAYS_MAX,
        "at": timezone.now(),
    }
    return render(request, "desk/personal_data.html", context)


@login_required
@require_POST
def set_term(request: StaffRequest, pk: int) -> HttpResponse:
    """`days`, `working`."""
    brand: Brand = get_object_or_404(people.brands_managed_by(request.user, Verb.MANAGE_PERSONAL_DATA), pk=pk)
    asking.set_term(
        brand=brand,
        days=whole_number(request.POST.get("days", "")) or 0,
        working=request.POST.get("working") == "yes",
        by=request.user,
        at=timezone.now(),
    )
    return redirect("personal_data")


@login_required
@require_POST
def ask_consents(request: StaffRequest, pk: int) -> HttpResponse:
    """By letter: everybody who ticked advertising on a form before letters asked."""
    brand: Brand = get_object_or_404(people.brands_managed_by(request.user, Verb.MANAGE_PERSONAL_DATA), pk=pk)
    count = consents.ask_about_forms(brand=brand, by=request.user, at=timezone.now())
    said = ngettext("%(count)d letter is on its way.", "%(count)d letters are on their way.", count)
    messages.success(request, said % {"count": count})
    return redirect("personal_data")


@login_required
@require_http_methods(["GET", "POST"])
def kept_days(request: StaffRequest, pk: int) -> HttpResponse:
    """A number of days by kind. With `preview`: only how many rows would go tonight, by what stands in the fields."""
    brand: Brand = get_object_or_404(people.brands_managed_by(request.user, Verb.MANAGE_PERSONAL_DATA), pk=pk)
    at, days, problem = timezone.now(), kept.days_of(brand), ""
    if request.method == "POST":
        days = {kind: whole_number(request.POST.get(kind, "")) or 0 for kind in days}
        preview = "preview" in request.POST
        with refusals() as heard:
            if preview:
                keeping.check(days=days)
            else:
                keeping.set_days(brand=brand, days=days, by=request.user, at=at)
        if not preview and not heard.refusal:
            return redirect("kept_days", brand.pk)
        problem = str(heard.refusal or "")
    lines = kept.lines_of(brand, at, days) if not problem else kept.uncounted(days)
    context = {"brand": brand, "lines": lines, "problem": problem, "changed": days != kept.days_of(brand)}
    return render(request, "desk/kept_days.html", context, status=422 if problem else 200)


@login_required
@require_GET
def of_customer(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The preview of an erasure as well: what goes, what stays and why."""
    return _page(request, _customer(request, public_id))


@login_required
@require_POST
def erase(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`why`, and `sure`: it cannot be undone."""
    customer, at = _customer(request, public_id), timezone.now()
    if request.POST.get("sure") != "yes":
        return _page(request, customer, problem=_("Say that you have read what goes: it cannot be undone."))
    try:
        erasing.begin(customer_id=customer.pk, why=request.POST.get("why", ""), by=request.user, at=at)
    except erasing.UnableToErase as problem:
        return _page(request, customer, problem=str(problem))
    return redirect("customer_data", customer.public_id)


@login_required
@require_POST
def copy(request: StaffRequest, public_id: UUID) -> HttpResponse:
    customer = _customer(request, public_id)
    try:
        copying.ask(customer_id=customer.pk, by=request.user, at=timezone.now())
    except UnableTo as problem:
        return _page(request, customer, problem=str(problem))
    return redirect("customer_data", customer.public_id)


@login_required
@require_GET
def copy_part(request: StaffRequest, public_id: UUID, pk: int) -> HttpResponse:
    customer, at = _customer(request, public_id), timezone.now()
    parts = CopyPart.objects.filter(copy__in=queries.copies(request.user), copy__expires_at__gt=at)
    rows = parts.filter(copy__customer_id__in=customers.family_ids(customer)).select_related("copy", "file")
    part: CopyPart = get_object_or_404(rows, pk=pk)
    copying.note_taken(part_id=part.pk, actor=request.user.actor, at=at)
    return zip_of(part, f"{customer.brand.slug}-{part.number}.zip")


def zip_of(part: CopyPart, name: str) -> HttpResponse:
    response = HttpResponse(storage.read(part.file), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _customer(request: StaffRequest, public_id: UUID) -> Customer:
    """As whom they stand now."""
    rows = customers.visible_to(request.user).select_related("brand", "root__brand")
    found: Customer = get_object_or_404(rows, public_id=public_id)
    customer: Customer = found.root or found
    if customer.brand_id not in request.user.brand_ids:
        raise Http404
    request.user.must(Verb.MANAGE_PERSONAL_DATA, customer)
    return customer


def _page(request: StaffRequest, customer: Customer, *, problem: str = "") -> HttpResponse:
    at = timezone.now()
    erasure = Erasure.objects.filter(customer=customer).first()
    context: dict[str, Any] = {"customer": customer, "erasure": erasure, "problem": problem, "at": at, "whys": WHYS}
    if erasure is None:
        person = queries.person_of(customer)
        context |= {
            "lines": queries.held(person),
            "obstacles": list(queries.obstacles(person.ids)),
            "asked": queries.asked(person.ids),
            "tellable": bool(person.of_kind("email")),
            "copies": queries.copies_of(customer, by_themselves=False, at=at),
            "given": request.POST,
        }
    return render(request, "desk/customer_data.html", context, status=422 if problem else 200)
