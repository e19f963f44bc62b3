"""What a shop says of an order, taken as the truth of its moment. Actions, as in `actions.py` of other domains.

A state may come twice, late or in the wrong order: an older one changes nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.transaction import atomic
from django.utils import translation
from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rules import Rule
from slovo.facts.orders import OrderChanged, OrderTaken
from slovo.orders import queries, returning
from slovo.orders.models import CALLED_OFF, Delivery, Order, OrderLine, Payment
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import ledger, moving, notifying
from slovo.promises.models import Kind, Promise

LINES_MAX = 200
AHEAD_MINUTES_MAX = 10  # so far a shop's clock may be ahead of ours
ORDER_FIELDS = ("number", "placed_at", "currency", "total_minor", "payment", "delivery", "as_of")
LINE_FIELDS = ("sku", "title", "quantity", "price_minor", "delivery", "promised_at", "delivered_at")


class UnableToTakeOrder(UnableTo):
    pass


@dataclass(frozen=True, slots=True)
class LineGiven:
    """`delivery`: None for that of the whole order. `delivered_at`: as the shop says; it tells afterwards, maybe."""

    title: str
    quantity: int
    price_minor: int
    sku: str = ""
    delivery: Delivery | None = None
    promised_at: datetime | None = None
    delivered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OrderGiven:
    """`reason`: why another date is promised, for the customer to read. `by_customer`: it is they who cancelled; None:
    it does not say who did."""

    number: str
    placed_at: datetime
    currency: str
    total_minor: int
    payment: Payment
    delivery: Delivery
    as_of: datetime
    lines: Sequence[LineGiven]
    reason: str = ""
    by_customer: bool | None = None


@transaction()
def take_order(
    *, brand: Brand, customer_id: int, source: str, external_id: str, given: OrderGiven, by: Staff, at: datetime
) -> tuple[Order, bool]:
    """And whether it said anything new: an older state than the one that we have does not."""
    by.must(Verb.FEED_ORDERS, brand)
    _check(given, at=at)
    terms = {name: getattr(given, name) for name in ORDER_FIELDS}
    order, is_new = Order.objects.get_or_create(
        brand=brand, source=source, external_id=external_id, defaults={**terms, "customer_id": customer_id}
    )
    order = locked(Order, order.pk)
    if given.as_of < order.as_of:
        return order, False
    was_paid = order.payment
    changed = [name for name in ORDER_FIELDS if getattr(order, name) != terms[name]]
    for name in changed:
        setattr(order, name, terms[name])
    order.save()
    changed += _take_lines(order, given, by=by, at=at)
    if is_new:
        fact = OrderTaken(brand_id=brand.pk, order_id=order.pk, customer_id=order.customer_id, source=source)
        record(fact, actor=by.actor, at=at)
    elif set(changed) - {"as_of"}:
        _record_change(order, changed, by=by, at=at)
    if order.delivery == Delivery.CANCELLED and was_paid == Payment.PAID and order.payment == Payment.PAID:
        returning.owe_for_cancelled(order=order, by=by, at=at)
    if order.payment == Payment.REFUNDED != was_paid:
        returning.settle_refunded(order=order, by=by, at=at)
    return order, True


def _check(given: OrderGiven, *, at: datetime) -> None:
    if not given.lines or len(given.lines) > LINES_MAX:
        raise UnableToTakeOrder(
            _("An order has between 1 and %(count)d lines.") % {"count": LINES_MAX}, rule=Rule.ORDER_WITHIN_LIMITS
        )
    ahead = at + timedelta(minutes=AHEAD_MINUTES_MAX)
    if given.as_of > ahead or any(line.delivered_at and line.delivered_at > ahead for line in given.lines):
        raise UnableToTakeOrder(
            _("This state is of a moment that is still to come. Check the shop’s clock."),
            rule=Rule.STATE_IS_NOT_OF_THE_FUTURE,
        )


def _record_change(order: Order, changed: Sequence[str], *, by: Staff, at: datetime) -> None:
    fact = OrderChanged(
        brand_id=order.brand_id,
        order_id=order.pk,
        payment=order.payment,
        delivery=order.delivery,
        fields=tuple(sorted({name for name in changed if name != "as_of"})),
        customer_id=order.customer_id,
    )
    record(fact, actor=by.actor, at=at)


def _take_lines(order: Order, given: OrderGiven, *, by: Staff, at: datetime) -> list[str]:
    """By their places. What is not named any more has been cancelled."""
    known = {line.position: line for line in order.lines.select_related("promise")}
    changed: set[str] = set()
    for position, told in enumerate(given.lines, start=1):
        line = known.pop(position, None) or OrderLine(order=order, position=position)
        terms = {name: getattr(told, name) for name in LINE_FIELDS}
        terms["delivery"] = (told.delivery or given.delivery).value
        news = {name for name, value in terms.items() if getattr(line, name) != value}
        changed |= {"lines"} if news else set()
        for name, value in terms.items():
            setattr(line, name, value)
        line.save()
        _keep_word(order, line, given, news, by=by, at=at)
    for line in known.values():
        if line.is_open:
            line.delivery = Delivery.CANCELLED.value
            line.save()
            _keep_word(order, line, given, {"delivery"}, by=by, at=at)
            changed.add("lines")
    return sorted(changed)


def _keep_word(
    order: Order, line: OrderLine, given: OrderGiven, news: Collection[str], *, by: Staff, at: datetime
) -> None:
    """What was promised of a line: made, moved, kept, or given back by the customer who cancelled. What we cancel
    ourselves stays promised, until somebody has spoken with them. `news`: what of the line is otherwise now; what is
    told again reminds nobody again, and changes no date that a person has agreed upon meanwhile."""
    promise = line.promise
    if promise is None:
        if line.is_open and line.promised_at and line.promised_at > at:
            line.promise = _promised(order, line, by=by, at=at)
            line.save(update_fields=["promise"])
        return
    if not promise.owed:
        return
    if line.is_open and promise.called_off_at:
        notifying.take_up_again(promise_id=promise.pk, at=at)
    if line.delivery == Delivery.DELIVERED:
        ledger.keep_by_rule(promise_id=promise.pk, done_at=at, said_at=line.delivered_at, actor=by.actor)
    elif line.delivery == Delivery.CANCELLED:
        _called_off(promise, by_customer=given.by_customer, new="delivery" in news, by=by, at=at)
    elif "promised_at" in news and line.is_open and line.promised_at and line.promised_at != promise.honest_at:
        _move(order, line, given.reason, actor=by.actor, at=at)


def _called_off(promise: Promise, *, by_customer: bool | None, new: bool, by: Staff, at: datetime) -> None:
    """Nobody guesses who did: it may be the customer's wish, or our own failure."""
    if by_customer is None:
        raise UnableToTakeOrder(
            _("Say who cancelled (cancelled_by): “customer” or “company”. What was promised hangs on it."),
            rule=Rule.WHO_CANCELS_IS_SAID,
        )
    if by_customer:
        ledger.release_by_rule(promise_id=promise.pk, reason=CALLED_OFF, actor=by.actor, at=at)
    elif new:
        notifying.leave_cancelled_to_people(promise_id=promise.pk, actor=by.actor, at=at)


def _promised(order: Order, line: OrderLine, *, by: Staff, at: datetime) -> Promise:
    assert line.promised_at
    team_id = queries.responsible_team(order.brand_id)
    owner_id = by.pk if team_id is None and by.as_colleague else None
    if team_id is None and owner_id is None:
        raise UnableToTakeOrder(
            _("Nobody would owe this date. Make a team for the brand, or choose one for orders."),
            rule=Rule.DATE_HAS_SOMEBODY_WHO_OWES_IT,
        )
    return ledger.make_by_rule(
        brand=order.brand,
        customer_id=order.customer_id,
        about=order.key,
        kind=Kind.DELIVERY,
        what=line.title if line.quantity == 1 else f"{line.title} × {line.quantity}",
        due_at=line.promised_at,
        actor=by.actor,
        at=at,
        owner_id=owner_id,
        team_id=team_id,
    )


def _move(order: Order, line: OrderLine, reason: str, *, actor: Actor, at: datetime) -> None:
    """And the customer is told. A date of which nobody has told them yet makes way for this one. Where the ledger does
    not let it move, the page shows both dates, and somebody is reminded to speak with the customer."""
    assert line.promise and line.promised_at  # one condition of the caller
    promise_id = line.promise.pk
    untold = moving.take_back_untold(promise_id=promise_id, actor=actor, at=at)
    if untold and line.promised_at == locked(Promise, promise_id).honest_at:
        return  # it is as they know it
    with translation.override(order.customer.language or order.brand.language):
        words = reason.strip() or _("The shop has named another date.")
    try:
        with atomic():  # so that a refusal takes back nothing else
            moved = moving.move_by_rule(
                promise_id=promise_id, due_at=line.promised_at, reason=words, actor=actor, at=at
            )
    except moving.UnableToMovePromise:
        notifying.leave_delay_to_people(promise_id=promise_id, at=at)
        return
    notifying.tell_move(move_id=moved.pk, actor=actor, at=at)
