"""What is not there yet: reserved, offered when it comes, kept for a while, and then offered to the next. Actions.

Whoever has waited longest is first. A thing is given away under its stock's lock, so that none is offered twice.
"""

from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import SYSTEM, Actor
from slovo.core.journal.recording import record
from slovo.core.rules import Rule
from slovo.customers.models import Customer
from slovo.facts.orders import ReservationMade, ReservationOffered, ReservationSettled, StockCame
from slovo.orders import queries
from slovo.orders.models import CALLED_OFF, Held, Reservation, Stock
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import ledger, notifying
from slovo.promises.models import Kind, Promise

QUANTITY_MAX = 1_000_000
EXPIRE_BATCH_MAX = 100
RESERVATION = Actor("rule", "reservation")


class UnableToReserve(UnableTo):
    pass


@transaction()
def reserve(
    *,
    customer: Customer,
    sku: str,
    title: str,
    quantity: int,
    by: Staff,
    at: datetime,
    about: str = "",
    expected_at: datetime | None = None,
) -> Reservation:
    """`about`: the conversation in which they asked. `expected_at`: we promise to tell them by then."""
    brand = customer.brand
    by.must(Verb.WORK_ORDERS, brand)
    sku, title = sku.strip(), title.strip()
    if not sku or not title or not 1 <= quantity <= QUANTITY_MAX:
        raise UnableToReserve(_("Say what is to be reserved, and how many."), rule=Rule.QUANTITY_WITHIN_LIMITS)
    row = Reservation(
        brand=brand,
        customer=customer,
        about=about,
        sku=sku,
        title=title,
        quantity=quantity,
        made_at=at,
        expected_at=expected_at,
    )
    if expected_at:
        owner_id = by.pk if by.as_colleague else None
        row.promise = _promised(row, expected_at, owner_id=owner_id, actor=by.actor, at=at)
    row.save()
    fact = ReservationMade(
        brand_id=brand.pk, reservation_id=row.pk, customer_id=customer.pk, sku=sku, quantity=quantity
    )
    record(fact, actor=by.actor, at=at)
    _offer(_stock(brand.pk, sku), at=at)
    row.refresh_from_db()
    return row


@transaction()
def stock_came(*, brand: Brand, sku: str, quantity: int, by: Staff, at: datetime) -> int:
    """Returns how many are left when all who wait have been offered theirs."""
    by.must(Verb.FEED_ORDERS, brand)
    if not 1 <= quantity <= QUANTITY_MAX:
        raise UnableToReserve(_("Say how many have come."), rule=Rule.QUANTITY_WITHIN_LIMITS)
    stock = _stock(brand.pk, sku.strip())
    stock.free = min(stock.free + quantity, QUANTITY_MAX)
    record(StockCame(brand_id=brand.pk, sku=stock.sku, quantity=quantity), actor=by.actor, at=at)
    _offer(stock, at=at)
    return stock.free


@transaction()
def take(*, reservation_id: int, by: Staff, at: datetime) -> None:
    """The customer has it, or has ordered it: whoever told them, they know."""
    stock, row = _locked(reservation_id)
    by.must(Verb.WORK_ORDERS, row.brand)
    if row.state != Held.OFFERED:
        raise UnableToReserve(
            _("Nothing is kept for them now: it has not come yet, or is settled."), rule=Rule.RESERVATION_IS_OFFERED
        )
    _settled(row, Held.TAKEN, actor=by.actor, at=at)
    if row.promise_id:
        ledger.keep_by_rule(promise_id=row.promise_id, done_at=at, actor=by.actor)
    stock.save()


@transaction()
def let_go(*, reservation_id: int, by: Staff, at: datetime) -> None:
    """They do not want it any more: the next in the line is offered it."""
    stock, row = _locked(reservation_id)
    by.must(Verb.WORK_ORDERS, row.brand)
    _let_go(stock, row, actor=by.actor, at=at)


@transaction()
def let_go_by_customer(*, reservation_id: int, at: datetime) -> None:
    """They say so themselves, on a page of their own."""
    stock, row = _locked(reservation_id)
    _let_go(stock, row, actor=Actor("customer", str(row.customer_id)), at=at)


@transaction()
def expire(*, reservation_id: int, at: datetime) -> None:
    """Kept as long as was said: the next one is offered it."""
    stock, row = _locked(reservation_id)
    if row.state == Held.OFFERED and row.hold_until and row.hold_until <= at:
        _settled(row, Held.EXPIRED, actor=SYSTEM, at=at)
        stock.free += row.quantity
        _offer(stock, at=at)


@transaction()
def leave_to_people(*, reservation_id: int, at: datetime) -> None:
    """It came, and no rule can tell them: a person is reminded to. Where nothing was promised of it, that is promised
    now: as long as it is kept for them, somebody owes them a word."""
    _stock_of_it, row = _locked(reservation_id)
    if row.promise_id is None and row.state == Held.OFFERED and row.hold_until and row.hold_until > at:
        row.promise = _promised(row, row.hold_until, owner_id=None, actor=RESERVATION, at=at)
        row.save(update_fields=["promise"])
    if row.promise_id:
        notifying.leave_to_people(promise_id=row.promise_id, at=at)


def _let_go(stock: Stock, row: Reservation, *, actor: Actor, at: datetime) -> None:
    if row.settled_at:
        raise UnableToReserve(_("This reservation is settled already."), rule=Rule.RESERVATION_IS_OPEN)
    was_offered = row.state == Held.OFFERED
    _settled(row, Held.LET_GO, actor=actor, at=at)
    if row.promise_id:  # where they know of the offer, it is kept
        ledger.release_by_rule(promise_id=row.promise_id, reason=CALLED_OFF, actor=actor, at=at)
    if was_offered:
        stock.free += row.quantity
    _offer(stock, at=at)  # whoever stood behind them may fit now


def _offer(stock: Stock, *, at: datetime) -> None:
    """To those who wait, in their order, as long as there is enough for the first of them."""
    waiting = Reservation.objects.filter(brand_id=stock.brand_id, sku=stock.sku, state=Held.WAITS.value)
    for row in waiting.order_by("made_at", "pk").iterator():
        if row.quantity > stock.free:
            break
        stock.free -= row.quantity
        hold = timedelta(hours=queries.rules_of(stock.brand_id).hold_hours)
        row.state, row.offered_at, row.hold_until = Held.OFFERED.value, at, at + hold
        row.save(update_fields=["state", "offered_at", "hold_until"])
        fact = ReservationOffered(
            brand_id=row.brand_id,
            reservation_id=row.pk,
            customer_id=row.customer_id,
            regarding=row.about,
            title=row.title,
            quantity=row.quantity,
            hold_until=row.hold_until.isoformat(),
            promise_id=row.promise_id,
        )
        record(fact, actor=SYSTEM, at=at)
    stock.save()


def _settled(row: Reservation, outcome: Held, *, actor: Actor, at: datetime) -> None:
    row.state, row.settled_at = outcome.value, at
    row.save(update_fields=["state", "settled_at"])
    fact = ReservationSettled(
        brand_id=row.brand_id,
        reservation_id=row.pk,
        customer_id=row.customer_id,
        outcome=outcome.value,
        regarding=row.about,
        title=row.title,
        by_customer=actor.kind == "customer",
    )
    record(fact, actor=actor, at=at)


def _promised(row: Reservation, due_at: datetime, *, owner_id: int | None, actor: Actor, at: datetime) -> Promise:
    with translation.override(row.customer.language or row.brand.language):
        what = _("We tell you when «%(title)s» is here") % {"title": row.title}
    team_id = queries.responsible_team(row.brand_id)
    return ledger.make_by_rule(
        brand=row.brand,
        customer_id=row.customer_id,
        about=row.about or f"customer:{row.customer_id}",
        kind=Kind.FOLLOW_UP,
        what=what,
        due_at=due_at,
        actor=actor,
        at=at,
        owner_id=owner_id,
        team_id=team_id,
        everybodys=actor == RESERVATION,
    )


def _stock(brand_id: int, sku: str) -> Stock:
    row, _new = Stock.objects.get_or_create(brand_id=brand_id, sku=sku)
    return locked(Stock, row.pk)


def _locked(reservation_id: int) -> tuple[Stock, Reservation]:
    """Its stock first: whoever offers holds that one."""
    brand_id, sku = Reservation.objects.values_list("brand_id", "sku").get(pk=reservation_id)
    return _stock(brand_id, sku), locked(Reservation, reservation_id)
