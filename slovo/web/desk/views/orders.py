"""Orders at the desk: found, looked at, and what comes back of them."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from slovo.core import money
from slovo.core.errors import UnableTo
from slovo.customers import queries as customers
from slovo.orders import pages, queries, reserving, returning
from slovo.orders.models import Delivery, Held, Order, OrderLine, Payment, Reservation, Return
from slovo.people.rights import Verb
from slovo.promises.pages import Place
from slovo.web.desk.requests import StaffRequest, moment, whole_number
from slovo.web.desk.views.conversations import visible
from slovo.web.desk.words.orders import DELIVERIES, HELD, PAYMENTS

ROWS_MAX = 50


@login_required
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """`q`: a number, an sku, or whoever ordered; `after` and `pk`: where the page before ended."""
    wanted = request.GET.get("q", "")
    found = queries.found(request.user, wanted)
    rows, place = pages.page(found, request.user.brand_ids, after=_after(request), rows_max=ROWS_MAX)
    prefetch_related_objects(rows, "customer", "lines")
    context = {
        "rows": [_line(order) for order in rows],
        "wanted": wanted,
        "next": _next(place, q=wanted),
        "may_feed": request.user.may_anywhere(Verb.FEED_ORDERS),
        "at": timezone.now(),
    }
    return render(request, "desk/orders.html", context)


@login_required
@require_GET
def show(request: StaffRequest, public_id: UUID) -> HttpResponse:
    order = get_object_or_404(queries.whole(queries.visible_to(request.user)), public_id=public_id)
    lines = [(line, DELIVERIES[Delivery(line.delivery)], _sum(line.price_minor, order)) for line in order.lines.all()]
    context = {
        **_line(order),
        "lines": lines,
        "differing": [line for line, *_words in lines if _differs(line)],
        "returns": [(row, _sum(row.amount_minor, order)) for row in order.returns.all()],
        "may_work": request.user.may(Verb.WORK_ORDERS, order),
        "may_give": request.user.may(Verb.REPLY, order),
        "at": timezone.now(),
    }
    return render(request, "desk/order.html", context)


@login_required
@require_POST
def agree(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`line_<id>`: how many of it come back; `amount`, `reason`."""
    order = _order(request, public_id)
    counts = {pk: whole_number(request.POST.get(f"line_{pk}", "")) for pk in order.lines.values_list("pk", flat=True)}
    amount = money.minor(request.POST.get("amount", ""), order.currency)
    if amount is None:
        raise UnableTo(_("Write how much is given back, like 1250.50."))
    returning.agree(
        order_id=order.pk,
        quantities={pk: count for pk, count in counts.items() if count},
        amount_minor=amount,
        reason=request.POST.get("reason", ""),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("The return is agreed, and the refund is promised."))
    return redirect("order", order.public_id)


@login_required
@require_POST
def receive(request: StaffRequest, public_id: UUID) -> HttpResponse:
    row = _return(request, public_id)
    returning.note_received(return_id=row.pk, by=request.user, at=timezone.now())
    return redirect("order", row.order.public_id)


@login_required
@require_POST
def refund(request: StaffRequest, public_id: UUID) -> HttpResponse:
    row = _return(request, public_id)
    given = request.POST.get("reference", "")
    returning.refund(return_id=row.pk, reference=given, by=request.user, at=timezone.now())
    return redirect("order", row.order.public_id)


@login_required
@require_POST
def withdraw(request: StaffRequest, public_id: UUID) -> HttpResponse:
    row = _return(request, public_id)
    returning.withdraw(return_id=row.pk, words=request.POST.get("words", ""), by=request.user, at=timezone.now())
    return redirect("order", row.order.public_id)


@login_required
@require_GET
def of_conversation(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """What whoever wrote has ordered and waits for."""
    conversation = visible(request, public_id)
    customer = conversation.customer
    context = {
        "conversation": conversation,
        "customer": customer,
        "orders": [_line(order) for order in queries.of_customer(customer, request.user)],
        "reservations": [_held(row) for row in queries.reservations_of(customer, request.user)],
        "may_work": request.user.may(Verb.WORK_ORDERS, conversation),
        "at": timezone.now(),
    }
    return render(request, "desk/conversation_orders.html", context)


@login_required
@require_POST
def reserve(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`sku`, `title`, `quantity`; `expected`: when it should come, if anybody knows."""
    conversation = visible(request, public_id)
    reserving.reserve(
        customer=customers.visible_to(request.user).select_related("brand").get(pk=conversation.customer_id),
        sku=request.POST.get("sku", ""),
        title=request.POST.get("title", ""),
        quantity=whole_number(request.POST.get("quantity", "")) or 0,
        about=conversation.key,
        expected_at=moment(request.POST.get("expected", "")),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("Reserved. They are written to when it comes."))
    return redirect("conversation_orders", conversation.public_id)


@login_required
@require_GET
def reservations(request: StaffRequest) -> HttpResponse:
    """The newest first; `after` and `pk` as above."""
    found = queries.reservations_visible_to(request.user)
    rows, place = pages.page(found, request.user.brand_ids, after=_after(request), rows_max=ROWS_MAX)
    prefetch_related_objects(rows, "customer")
    context = {
        "rows": [_held(row) for row in rows],
        "next": _next(place),
        "may_work": request.user.may_anywhere(Verb.WORK_ORDERS),
        "at": timezone.now(),
    }
    return render(request, "desk/reservations.html", context)


@login_required
@require_POST
def settle(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`outcome`: taken or let_go."""
    row = get_object_or_404(queries.reservations_visible_to(request.user), public_id=public_id)
    act = reserving.take if request.POST.get("outcome") == "taken" else reserving.let_go
    act(reservation_id=row.pk, by=request.user, at=timezone.now())
    return redirect("reservations")


def _after(request: StaffRequest) -> Place | None:
    pk, value = whole_number(request.GET.get("pk", "")), request.GET.get("after", "")
    return Place(value, pk) if pk and moment(value) else None


def _next(place: Place | None, **given: str) -> str:
    return urlencode({**given, "after": place.value, "pk": place.pk}) if place else ""


def _line(order: Order) -> dict[str, Any]:
    return {
        "order": order,
        "payment": PAYMENTS[Payment(order.payment)],
        "delivery": DELIVERIES[Delivery(order.delivery)],
        "total": _sum(order.total_minor, order),
        "what": ", ".join(line.title for line in order.lines.all()),
    }


def _held(row: Reservation) -> dict[str, Any]:
    return {"row": row, "state": HELD[Held(row.state)]}


def _differs(line: OrderLine) -> bool:
    """The shop names another date than the customer was promised."""
    promise = line.promise
    if not (promise and promise.owed and line.is_open and line.promised_at):
        return False
    return line.promised_at not in {promise.due_at, promise.expected_at}


def _sum(amount_minor: int, order: Order) -> str:
    return money.money_words(amount_minor, order.currency, get_language() or "en")


def _order(request: StaffRequest, public_id: UUID) -> Order:
    order: Order = get_object_or_404(queries.visible_to(request.user), public_id=public_id)
    return order


def _return(request: StaffRequest, public_id: UUID) -> Return:
    rows = queries.returns_visible_to(request.user).select_related("order")
    row: Return = get_object_or_404(rows, public_id=public_id)
    return row
