"""The shop of «Чайник и Ко» feeds its orders; what it says of dates is promised, what comes back is refunded."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone

from slovo.core.journal.models import JournalEntry
from slovo.orders import queries
from slovo.orders.models import Order, Return
from slovo.people import actions as people
from slovo.people.rights import Verb
from slovo.promises import actions as promises
from slovo.promises.models import Promise
from slovo.promises.models import State as Stands
from slovo.recovery import rules
from slovo.recovery.models import Compensation
from slovo.recovery.terms import Terms
from tests.api.programs import Program, shop
from tests.cast import IRINA, Cast, work, work_at
from tests.promises.ladders import at_any_hour, reminded

NOW = timezone.now()
SOON, LATER = (NOW + timedelta(days=days) for days in (2, 5))
KETTLE = {"sku": "K-1", "title": "Чайник «Лето»", "quantity": 1, "price_minor": 450_000}


@pytest.fixture
def program(cast: Cast) -> Program:
    people.join_team(staff=cast.pavel, brand=cast.chainik, name="Доставка")
    return shop(cast)


@contextmanager
def passes(*, days: int) -> Iterator[None]:
    moment = NOW + timedelta(days=days)
    with mock.patch.object(timezone, "now", return_value=moment):
        promises.break_overdue(at=moment)
        work()
        yield


def order(**more: Any) -> dict[str, Any]:
    return {
        "customer": {"name": "Ирина Соколова", "email": "Irina@Example.com"},
        "number": "1512",
        "placed_at": NOW.isoformat(),
        "as_of": NOW.isoformat(),
        "currency": "RUB",
        "total_minor": 450_000,
        "payment": "paid",
        "lines": [KETTLE | {"promised_at": SOON.isoformat()}],
        **more,
    }


def fed(program: Program, status: int = 200, **more: Any) -> dict[str, Any]:
    answer = program.ask("PUT", "orders/shop/A-1512", order(**more))
    assert answer.status_code == status, answer.content.decode()
    shown: dict[str, Any] = answer.json()
    return shown


def the_promise() -> Promise:
    return Promise.objects.get(kind="delivery")


def test_an_order_and_its_date_become_a_promise_of_the_team(program: Program) -> None:
    shown = fed(program, 201)

    promise = the_promise()
    assert (promise.what, promise.due_at, promise.team.name) == ("Чайник «Лето»", SOON, "Доставка")  # type: ignore[union-attr]
    assert promise.customer.identities.get().value == IRINA
    assert shown["lines"][0]["promise"] == str(promise.shown_id)
    assert program.get(f"promises/{promise.shown_id}").json()["about"] == {"type": "order", "id": shown["id"]}


def test_the_same_state_twice_is_one_order_and_one_promise(program: Program) -> None:
    first = fed(program, 201)
    again = fed(program)

    assert again == first
    assert Order.objects.count() == 1
    assert Promise.objects.count() == 1


def test_an_older_state_that_comes_later_changes_nothing(program: Program) -> None:
    fed(program, 201, delivery="shipped", as_of=(NOW + timedelta(minutes=5)).isoformat())
    late = fed(program, delivery="packed")

    assert late["delivery"] == "shipped"


def test_what_is_delivered_is_kept(program: Program) -> None:
    fed(program, 201)
    fed(program, delivery="delivered", as_of=(NOW + timedelta(minutes=1)).isoformat())

    assert the_promise().state is Stands.KEPT


def test_what_the_customer_cancels_they_have_released(program: Program) -> None:
    fed(program, 201, payment="unpaid")
    later = (NOW + timedelta(minutes=1)).isoformat()
    fed(program, payment="unpaid", delivery="cancelled", cancelled_by="customer", as_of=later)

    promise = the_promise()
    assert (promise.state, promise.release_reason) == (Stands.RELEASED, "called_off")


def test_who_cancelled_is_not_guessed_where_something_is_promised(program: Program) -> None:
    fed(program, 201, payment="unpaid")
    cancelled = order(payment="unpaid", delivery="cancelled", as_of=(NOW + timedelta(minutes=1)).isoformat())

    answer = program.ask("PUT", "orders/shop/A-1512", cancelled)

    assert (answer.status_code, answer.json()["rule"]) == (409, "who-cancels-is-said")
    assert the_promise().owed
    assert Order.objects.get().delivery == "ordered"


def test_what_the_company_cancels_stays_promised_until_somebody_has_spoken_with_them(program: Program) -> None:
    fed(program, 201, payment="unpaid")
    later = (NOW + timedelta(minutes=1)).isoformat()
    fed(program, payment="unpaid", delivery="cancelled", cancelled_by="company", as_of=later)

    assert the_promise().owed
    assert reminded() == [("Павел Громов", "ours")]


def test_another_date_is_a_move_that_holds_when_the_customer_knows(cast: Cast, program: Program) -> None:
    """It was left untold for ever once, and this test said that this was right: the promise broke in silence though the
    shop had told us in time. Until the letter leaves the first date holds; then the other one does."""
    at_any_hour(cast)
    fed(program, 201)
    line = KETTLE | {"promised_at": LATER.isoformat()}
    fed(program, lines=[line], reason="Машина сломалась.", as_of=(NOW + timedelta(minutes=1)).isoformat())

    promise = the_promise()
    assert (promise.due_at, promise.expected_at) == (SOON, LATER)
    assert [(move.reason, move.notice_sent_at) for move in promise.moves.all()] == [("Машина сломалась.", None)]

    work_at(timezone.now() + timedelta(minutes=3))
    promise = the_promise()
    assert (promise.due_at, promise.expected_at) == (LATER, None)


def test_a_line_that_is_not_named_any_more_was_cancelled(program: Program) -> None:
    cup = {"title": "Чашка", "quantity": 2, "price_minor": 50_000, "promised_at": SOON.isoformat()}
    fed(program, 201, lines=[KETTLE, cup])
    fed(program, lines=[KETTLE], cancelled_by="customer", as_of=(NOW + timedelta(minutes=1)).isoformat())

    promise = Promise.objects.get(what="Чашка × 2")
    assert promise.state is Stands.RELEASED


def test_a_paid_order_that_is_cancelled_is_refunded_by_a_promise(program: Program) -> None:
    fed(program, 201)
    later = (NOW + timedelta(minutes=1)).isoformat()
    shown = fed(program, delivery="cancelled", cancelled_by="customer", as_of=later)

    (row,) = shown["returns"]
    assert (row["amount_minor"], row["state"], row["owed_since"]) == (450_000, "agreed", None)
    refund = Promise.objects.get(kind="refund")
    assert refund.what == "Возврат 4\xa0500\xa0₽ за заказ 1512"
    paid = program.post(f"returns/{row['id']}/refund", {"reference": "П-77"}).json()
    assert paid["returns"][0]["state"] == "refunded"
    refund.refresh_from_db()
    assert refund.state is Stands.KEPT


def test_what_the_shop_has_paid_back_is_paid_back_here(program: Program) -> None:
    shown = fed(program, 201, total_minor=450_000)
    for amount in (100_000, 50_000):
        given = {"order": shown["id"], "lines": [], "amount_minor": amount, "reason": "Царапина"}
        assert program.post("returns", given).status_code == 201
    later = {"as_of": (NOW + timedelta(minutes=1)).isoformat()}
    after = fed(program, payment="refunded", **later)

    assert [row["state"] for row in after["returns"]] == ["refunded", "refunded"]
    assert {promise.state for promise in Promise.objects.filter(kind="refund")} == {Stands.KEPT}
    again = fed(program, payment="refunded", **later)
    assert again["returns"] == after["returns"]
    assert JournalEntry.objects.filter(kind="ReturnRefunded").count() == 2


def test_a_return_of_part_is_bounded_by_what_was_bought_and_paid(program: Program) -> None:
    shown = fed(program, 201)
    line = shown["lines"][0]["id"]
    given = {
        "order": shown["id"],
        "lines": [{"line": line, "quantity": 1}],
        "amount_minor": 450_000,
        "reason": "Не подошёл цвет",
    }

    assert program.post("returns", given).status_code == 201
    too_many = program.post("returns", given | {"amount_minor": 0})
    too_much = program.post("returns", given | {"lines": [], "amount_minor": 1})

    assert [answer.status_code for answer in (too_many, too_much)] == [409, 409]
    assert Return.objects.count() == 1


def test_a_refund_that_slipped_is_an_obligation_that_nobody_withdraws(program: Program) -> None:
    shown = fed(program, 201, lines=[KETTLE])
    given = {"order": shown["id"], "lines": [], "amount_minor": 100_000, "reason": "Царапина"}
    (row,) = program.post("returns", given).json()["returns"]
    with passes(days=11):
        after = program.get(f"orders/{shown['id']}").json()["returns"][0]
        assert after["owed_since"] is not None
        assert after["owed_because"] == "Опоздали: Возврат 1\xa0000\xa0₽ за заказ 1512."
        refused = program.post(f"returns/{row['id']}/withdrawal", {"words": "Передумала"})
    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:slovo:problem:unable-to-return"


def test_after_a_late_delivery_every_refund_of_the_order_is_owed_at_once(program: Program) -> None:
    shown = fed(program, 201)
    with passes(days=3):
        given = {"order": shown["id"], "lines": [], "amount_minor": 100_000, "reason": "Опоздали к празднику"}
        answer = program.post("returns", given).json()

    assert answer["returns"][0]["owed_because"] == "Опоздали: Чайник «Лето»."


def test_a_percentage_back_for_a_late_delivery_is_of_what_the_shop_has_said_that_it_costs(
    cast: Cast, program: Program
) -> None:
    back = {"after_minutes": 10, "gives": "refund", "percent": 20, "refund_days": 5}
    rules.set_rule(
        brand=cast.chainik,
        kind="delivery",
        terms=Terms(**back, team_id=queries.responsible_team(cast.chainik.pk)),  # type: ignore[arg-type]  # of a dict
        by=cast.orlov,
        at=NOW,
    )
    fed(program, 201, total_minor=900_000, lines=[KETTLE | {"quantity": 2, "promised_at": SOON.isoformat()}])
    with passes(days=3):
        (row,) = Compensation.objects.all()

    assert (row.state, row.amount_minor, row.currency) == ("given", 180_000, "RUB")


def test_a_late_order_that_is_cancelled_is_refunded_by_an_obligation(program: Program) -> None:
    fed(program, 201)
    with passes(days=3):
        cancelled = {"delivery": "cancelled", "cancelled_by": "customer"}
        (row,) = fed(program, **cancelled, as_of=(NOW + timedelta(days=3)).isoformat())["returns"]
        refused = program.post(f"returns/{row['id']}/withdrawal", {"words": "Передумала"})

    assert the_promise().state is Stands.RELEASED
    assert row["owed_because"] == "Опоздали: Чайник «Лето»."
    assert refused.status_code == 409


def test_a_customer_who_keeps_it_after_all_withdraws_the_return(program: Program) -> None:
    shown = fed(program, 201)
    given = {"order": shown["id"], "lines": [], "amount_minor": 100, "reason": "Передумала"}
    (row,) = program.post("returns", given).json()["returns"]
    answer = program.post(f"returns/{row['id']}/withdrawal", {"words": "Оставлю себе"}).json()

    assert answer["returns"][0]["state"] == "withdrawn"
    assert Promise.objects.get(kind="refund").state is Stands.RELEASED


def test_another_brands_program_sees_and_touches_nothing(cast: Cast, program: Program) -> None:
    shown = fed(program, 201)
    honey = shop(cast, brand=cast.honey)

    assert honey.get("orders").json()["data"] == []
    assert honey.get(f"orders/{shown['id']}").status_code == 404
    assert honey.post("returns", {"order": shown["id"], "amount_minor": 1, "reason": "-"}).status_code == 422


def test_whoever_may_only_read_feeds_no_orders(cast: Cast, program: Program) -> None:
    answer = shop(cast, scopes={Verb.READ}).ask("PUT", "orders/shop/A-1", order())

    assert answer.status_code == 403
