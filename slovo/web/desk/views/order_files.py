"""Orders from a file: what it would bring, and how far it is stored."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from slovo.brands.models import Brand
from slovo.orders import importing, queries, reading
from slovo.orders.import_models import OrderImport
from slovo.people import queries as people
from slovo.people.rights import Verb
from slovo.web.desk.requests import StaffRequest, moment, refusals, whole_number

ROWS_MAX = 20
REFUSED_MAX = 50


@login_required
@require_http_methods(["GET", "POST"])
def index(request: StaffRequest) -> HttpResponse:
    """Sent: `file`, `source`, `brand`, and `as_of`, the moment at which the shop wrote it."""
    request.user.must_somewhere(Verb.FEED_ORDERS)
    if request.method == "GET":
        return _page(request, [])
    file, at = request.FILES.get("file"), timezone.now()
    if not isinstance(file, UploadedFile):
        return _page(request, [_("Choose a file first.")])
    with refusals() as heard:
        row = importing.look_through(
            brand=_brand(request),
            source=request.POST.get("source", ""),
            name=file.name or "",
            content=file.read(reading.BYTES_MAX + 1),
            as_of=moment(request.POST.get("as_of", "")) or at,
            by=request.user,
            at=at,
        )
    if isinstance(heard.refusal, reading.UnableToReadOrders):
        return _page(request, heard.refusal.problems)
    if heard.refusal:
        return _page(request, [str(heard.refusal)])
    return redirect("order_import", row.public_id)


@login_required
@require_GET
def show(request: StaffRequest, public_id: UUID) -> HttpResponse:
    row = _import(request, public_id)
    context = {
        "row": row,
        "stored": queries.stored(row),
        "refused": list(queries.refused(row)[:REFUSED_MAX]),
        "at": timezone.now(),
    }
    part = request.GET.get("part") == "state"
    return render(request, "desk/_order_import.html" if part else "desk/order_import.html", context)


@login_required
@require_POST
def begin(request: StaffRequest, public_id: UUID) -> HttpResponse:
    row = _import(request, public_id)
    importing.begin(import_id=row.pk, by=request.user, at=timezone.now())
    return redirect("order_import", public_id)


@login_required
@require_POST
def discard(request: StaffRequest, public_id: UUID) -> HttpResponse:
    importing.discard(import_id=_import(request, public_id).pk, by=request.user)
    return redirect("order_files")


def _import(request: StaffRequest, public_id: UUID) -> OrderImport:
    rows = queries.imports_visible_to(request.user).select_related("brand")
    row: OrderImport = get_object_or_404(rows, public_id=public_id)
    return row


def _brand(request: StaffRequest) -> Brand:
    """The one that is named, else the first of theirs."""
    rows = people.brands_managed_by(request.user, Verb.FEED_ORDERS)
    wanted = whole_number(request.POST.get("brand", ""))
    brand: Brand = get_object_or_404(rows, pk=wanted) if wanted else rows[0]
    return brand


def _page(request: StaffRequest, problems: list[str]) -> HttpResponse:
    rows = queries.imports_visible_to(request.user).select_related("by").order_by("-at", "-pk")
    others = [name for name in reading.KNOWN if name not in reading.NEEDED]
    context: dict[str, Any] = {
        "rows": list(rows[:ROWS_MAX]),
        "problems": problems,
        "given": request.POST,
        "brands": people.brands_managed_by(request.user, Verb.FEED_ORDERS),
        "needed": ", ".join(reading.NEEDED),
        "others": ", ".join(others),
        "at": timezone.now(),
    }
    return render(request, "desk/order_files.html", context, status=422 if problems else 200)
