"""What a promise stands for is settled first, where it stands: the ledger says of no refund, visit, place in a queue,
reservation or delivery that it is done while it is not."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from slovo.customers.models import Customer
from slovo.orders import returning
from slovo.orders.models import Order, Reservation, Return
from slovo.people import actions as people
from slovo.promises.models import Promise, State
from slovo.recovery.models import Compensation
from slovo.visits import walk_in
from slovo.visits.models import Visit
from tests.api.programs import Program, files, program_of, shop
from tests.cast import IRINA, Cast
from tests.orders.stories import an_order
from tests.promises.stories import now_of
from tests.recovery.stories import HOUR, late, refund_rule
from tests.visits.test_desk import booked
from tests.visits.test_walk_in import five_were_called, repair, take

GAVE_UP = {"words": "Ирина передумала", "how": "phone"}


@pytest.fixture
def program(cast: Cast) -> Program:
    return program_of(cast.maria)


def refused(program: Program, promise: Promise, deed: str, data: Any = None) -> tuple[str, str]:
    """By which rule, and in which words. Nothing has changed."""
    was = now_of(promise).state
    answer = program.post(f"promises/{promise.shown_id}/{deed}", data)
    assert answer.status_code == 409, answer.content.decode()
    assert now_of(promise).state == was
    said = answer.json()
    return said["rule"], said["detail"]


def at_the_desk(cast: Cast, promise: Promise, deed: str, **given: str) -> Any:
    return cast.browser_of(cast.maria).post(f"/promises/{promise.shown_id}/{deed}", given)


def ok(answer: Any) -> Any:
    assert answer.status_code < 300, answer.content.decode()
    return answer.json()


@pytest.fixture
def delivery_team(cast: Cast) -> None:
    people.join_team(staff=cast.pavel, brand=cast.chainik, name="Доставка")


def test_a_refund_for_a_delay_is_done_when_it_is_paid_and_not_before(cast: Cast, program: Program) -> None:
    at = timezone.now() - HOUR
    refund_rule(cast, at=at - 5 * HOUR)
    late(cast, at=at, minutes=40)
    refund = Compensation.objects.get().refund
    assert refund

    rule, words = refused(program, refund, "fulfilment")
    assert rule == "refund-is-done-by-paying"
    assert words.startswith("This refund is done when the money is paid back. Say so in “Making good”")
    assert refused(program, refund, "release", GAVE_UP)[0] == "refund-is-done-by-paying"
    page = at_the_desk(cast, refund, "fulfilment")
    assert (page.status_code, now_of(refund).owed) == (409, True)

    (task,) = [one for one in ok(program.get("recovery-tasks"))["data"] if one["what"] == "refund"]
    paid = {"amount": 50_000, "currency": "RUB", "reference": "п. 7"}
    ok(program.post(f"recovery-tasks/{task['id']}/payment", paid))
    assert now_of(refund).state is State.KEPT


def test_a_refund_of_an_order_is_done_by_paying_it_or_called_off_with_the_return(
    cast: Cast, program: Program, delivery_team: None
) -> None:
    files(program)
    refunds = [_returned(cast, an_order(cast)) for _time in range(2)]
    for row in refunds:
        assert row.refund
        assert refused(program, row.refund, "fulfilment")[0] == "refund-is-done-by-paying"
        assert refused(program, row.refund, "release", GAVE_UP)[0] == "refund-is-done-by-paying"

    ok(program.post(f"returns/{refunds[0].public_id}/refund", {"reference": "п. 8"}))
    ok(program.post(f"returns/{refunds[1].public_id}/withdrawal", {"words": "Оставила себе"}))
    assert [now_of(row.refund).state for row in refunds if row.refund] == [State.KEPT, State.RELEASED]


def _returned(cast: Cast, order: Order) -> Return:
    at = timezone.now()
    return returning.agree(
        order_id=order.pk, quantities={}, amount_minor=100_000, reason="Царапина", by=cast.maria, at=at
    )


def test_a_visit_is_done_when_they_have_come_and_released_when_it_is_cancelled(cast: Cast, program: Program) -> None:
    visit = booked(cast)
    promise = visit.promise

    rule, words = refused(program, promise, "fulfilment")
    assert rule == "settled-where-it-stands"
    assert words == "This visit is booked. Say on its own page that they came."
    words = refused(program, promise, "release", GAVE_UP)[1]
    assert words == "This visit is booked. Cancel or move it on its own page."

    ok(program.post(f"visits/{visit.public_id}/cancellation", {"wished_by_customer": True, **GAVE_UP}))
    assert (now_of(promise).state, Visit.objects.get().cancelled_for) == (State.RELEASED, "customer")


def test_who_waits_in_a_queue_is_called_or_has_left(cast: Cast, program: Program) -> None:
    queue = repair(cast)
    five_were_called(cast, queue)
    ticket, other = take(queue, 60), take(queue, 61)
    assert ticket.promise
    assert other.promise

    assert refused(program, ticket.promise, "fulfilment")[1] == "This visitor still waits. Call them in the queue."
    words = refused(program, ticket.promise, "release", GAVE_UP)[1]
    assert words == "This visitor still waits. Say in the queue that they have left."

    at = ticket.taken_at + timedelta(minutes=2)
    walk_in.call_next(queue_id=queue.pk, by=cast.maria, at=at)
    walk_in.note_left(ticket_id=other.pk, by=cast.maria, at=at)
    assert [now_of(ticket.promise).state, now_of(other.promise).state] == [State.KEPT, State.RELEASED]


def test_a_reservation_is_told_of_when_it_has_come(cast: Cast, program: Program, delivery_team: None) -> None:
    files(program)
    expected = (timezone.now() + timedelta(days=20)).isoformat()
    customer = str(Customer.objects.get(identities__value=IRINA).public_id)
    given = {"customer": customer, "sku": "K-1", "title": "Чайник «Лето»", "quantity": 1, "expected_at": expected}
    shown = ok(program.post("reservations", given))
    promise = Reservation.objects.get().promise
    assert promise

    rule, words = refused(program, promise, "fulfilment")
    assert (rule, words) == ("settled-where-it-stands", "This has not come yet. They are told of it when it is here.")
    words = refused(program, promise, "release", GAVE_UP)[1]
    assert words == "This is still reserved. Say among the reservations that they want it no more."

    ok(program.post(f"reservations/{shown['id']}/release"))
    assert now_of(promise).state is State.RELEASED


def test_what_the_shop_has_not_delivered_is_done_by_nobody_at_the_desk(
    cast: Cast, program: Program, delivery_team: None
) -> None:
    files(program)
    order = an_order(cast)
    promise = order.lines.get().promise
    assert promise
    assert promise.due_at

    rule, words = refused(program, promise, "fulfilment")
    assert rule == "settled-where-it-stands"
    assert words == "The shop has not said that this is delivered. It is done when the shop says so."

    delivered = {"sku": "K-1", "title": "Чайник «Лето»", "price_minor": 450_000}
    state = {
        "customer": {"email": IRINA},
        "number": "1512",
        "placed_at": order.placed_at.isoformat(),
        "as_of": timezone.now().isoformat(),
        "currency": "RUB",
        "total_minor": 450_000,
        "payment": "paid",
        "delivery": "delivered",
        "lines": [delivered | {"promised_at": promise.due_at.isoformat()}],
    }
    ok(shop(cast).ask("PUT", "orders/shop/A-1512", state))
    assert now_of(promise).state is State.KEPT


def test_only_the_customer_gives_up_a_delivery_and_then_they_have(
    cast: Cast, program: Program, delivery_team: None
) -> None:
    """The shop has the order, and may not know yet."""
    files(program)
    promise = an_order(cast).lines.get().promise
    assert promise

    ok(program.post(f"promises/{promise.shown_id}/release", GAVE_UP))
    assert now_of(promise).state is State.RELEASED


def test_whoever_carries_an_order_says_by_their_link_that_it_is_delivered(
    cast: Cast, program: Program, delivery_team: None
) -> None:
    files(program)
    promise = an_order(cast).lines.get().promise
    assert promise
    made = ok(program.post("work-links", {"label": "Курьер", "promise": str(promise.shown_id)}))

    path, courier = urlsplit(made["url"]).path, Client()
    once = re.search(r'name="once" value="([^"]+)"', courier.get(path).content.decode())
    assert once
    answer = courier.post(f"{path}/done", {"promise": str(promise.shown_id), "once": once[1]})
    assert answer.status_code == 303, answer.content.decode()
    assert now_of(promise).state is State.KEPT
