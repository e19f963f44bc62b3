"""Orders at the desk: found, looked at; what comes back; what is reserved; a brand's rules for them."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.orders.models import Order, OrderRules, Reservation, Return
from slovo.people import actions as people
from slovo.people.models import Staff
from slovo.promises.models import Promise, State
from slovo.web.desk.views import orders as views
from tests.api.programs import program_of, shop
from tests.cast import Cast, arrives, letter, the_conversation

NOW = timezone.now()
QUERIES_OF_THE_LIST = 6
QUERIES_OF_AN_ORDER = 9
QUERIES_OF_RESERVATIONS = 5
QUERIES_BESIDE_A_CONVERSATION = 10


@pytest.fixture(autouse=True)
def delivery(cast: Cast) -> None:
    people.join_team(staff=cast.pavel, brand=cast.chainik, name="Доставка")


def feed(cast: Cast, number: str = "1512", *, count: int = 1, name: str = "Ирина Соколова", **more: Any) -> Order:
    promised_at = (NOW + timedelta(days=2)).isoformat()
    line = {"title": "Чайник «Лето»", "sku": "K-1", "quantity": 1, "price_minor": 450_000, "promised_at": promised_at}
    given = {
        "customer": {"name": name, "email": f"{number}@example.com"},
        "number": number,
        "placed_at": NOW.isoformat(),
        "as_of": NOW.isoformat(),
        "currency": "RUB",
        "total_minor": 450_000 * count,
        "payment": "paid",
        "lines": [line] * count,
        **more,
    }
    answer = shop(cast).ask("PUT", f"orders/shop/{number}", given)
    assert answer.status_code in {200, 201}, answer.content.decode()
    return Order.objects.get(number=number)


def reserved(cast: Cast, number: int) -> None:
    form = {"sku": f"K-{number}", "title": "Чайник «Лето»", "quantity": "1"}
    conversation = the_conversation()
    answer = cast.browser_of(cast.anna).post(f"/conversations/{conversation.public_id}/reservations", form)
    assert answer.status_code == 302


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def page(cast: Cast, address: str, *, who: Staff | None = None, **query: str) -> str:
    answer = cast.browser_of(who or cast.anna).get(address, query)
    assert answer.status_code == 200
    return text_of(answer.content.decode())


def posts(cast: Cast, address: str, *, who: Staff | None = None, status: int = 302, **form: str) -> str:
    answer = cast.browser_of(who or cast.anna).post(address, form)
    assert answer.status_code == status, text_of(answer.content.decode())
    return text_of(answer.content.decode())


def asked(cast: Cast, address: str) -> int:
    page(cast, address)
    with CaptureQueriesContext(connection) as queries:
        page(cast, address)
    return len(queries)


def numbers(cast: Cast, wanted: str = "") -> list[str]:
    answer = cast.browser_of(cast.anna).get("/orders/", {"q": wanted})
    return [row["order"].number for row in answer.context["rows"]]


def test_without_orders_the_list_says_where_they_come_from(cast: Cast) -> None:
    assert "No orders have come yet. A shop brings them in through the API" in page(cast, "/orders/")
    assert "No order is like this." in page(cast, "/orders/", q="1512")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("1512", ["1512"]),
        ("№ 1513", ["1513"]),
        ("K-1", ["1513", "1512"]),
        ("пётр", ["1513"]),
        ("1512@example.com", ["1512"]),
        ("", ["1513", "1512"]),
        ("самовар", []),
    ],
)
def test_an_order_is_found_by_number_article_and_customer(cast: Cast, wanted: str, found: list[str]) -> None:
    feed(cast)
    feed(cast, "1513", name="Пётр Ильин", placed_at=(NOW + timedelta(minutes=1)).isoformat())

    assert numbers(cast, wanted) == found


def test_the_list_goes_on_behind_its_last_row_whatever_comes_in_meanwhile(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "ROWS_MAX", 2)
    for number in range(4):
        feed(cast, str(1510 + number), placed_at=(NOW + timedelta(minutes=number // 2)).isoformat())
    browser = cast.browser_of(cast.anna)
    first = browser.get("/orders/", {"q": "K-1"})
    feed(cast, "1520", placed_at=(NOW + timedelta(minutes=5)).isoformat())
    (further,) = re.findall(r'rel="next" href="([^"]+)"', first.content.decode())
    second = browser.get("/orders/" + unescape(further))

    shown = [row["order"].number for one in (first, second) for row in one.context["rows"]]
    assert shown == ["1513", "1512", "1511", "1510"]
    assert 'rel="next"' not in second.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many_there_are(cast: Cast, count: int) -> None:
    for number in range(count):
        feed(cast, str(1510 + number))

    assert asked(cast, "/orders/") == QUERIES_OF_THE_LIST


@pytest.mark.parametrize("count", [1, 3])
def test_an_order_costs_the_same_however_much_is_in_it(cast: Cast, count: int) -> None:
    order = feed(cast, count=count)
    for _time in range(count):
        posts(cast, f"/orders/{order.public_id}/returns", amount="100", reason="Царапина")

    assert asked(cast, f"/orders/{order.public_id}/") == QUERIES_OF_AN_ORDER


@pytest.mark.parametrize("count", [1, 3])
def test_reservations_cost_the_same_however_many_there_are(cast: Cast, count: int) -> None:
    arrives(letter("Когда будет «Лето»?"), cast.chainik_mail)
    for number in range(count):
        reserved(cast, number)

    assert asked(cast, "/reservations/") == QUERIES_OF_RESERVATIONS


@pytest.mark.parametrize("count", [1, 3])
def test_beside_a_conversation_it_costs_the_same_too(cast: Cast, count: int) -> None:
    arrives(letter("Когда будет «Лето»?", sender="Ирина <1510@example.com>"), cast.chainik_mail)
    for number in range(count):
        reserved(cast, number)
        feed(cast, str(1510 + number), customer={"email": "1510@example.com"})

    address = f"/conversations/{the_conversation().public_id}/orders"
    assert asked(cast, address) == QUERIES_BESIDE_A_CONVERSATION


def test_a_return_is_agreed_received_and_paid(cast: Cast) -> None:
    order = feed(cast)
    line = order.lines.get()
    posts(cast, f"/orders/{order.public_id}/returns", **{f"line_{line.pk}": "1"}, amount="4500", reason="Не тот цвет")
    row = Return.objects.get()
    posts(cast, f"/returns/{row.public_id}/receipt")
    posts(cast, f"/returns/{row.public_id}/refund", reference="П-77")

    shown = page(cast, f"/orders/{order.public_id}/")
    assert "Не тот цвет" in shown
    assert "money sent" in shown
    assert "П-77" in shown
    assert Promise.objects.get(kind="refund").state is State.KEPT


def test_an_amount_that_is_none_is_asked_for_again(cast: Cast) -> None:
    order = feed(cast)

    assert "like 1250.50" in posts(
        cast, f"/orders/{order.public_id}/returns", amount="много", reason="Цвет", status=409
    )


def test_a_customer_who_keeps_it_withdraws_the_return(cast: Cast) -> None:
    order = feed(cast)
    posts(cast, f"/orders/{order.public_id}/returns", amount="100", reason="Царапина")
    posts(cast, f"/returns/{Return.objects.get().public_id}/withdrawal", words="Оставлю себе")

    assert "the customer keeps it: Оставлю себе" in page(cast, f"/orders/{order.public_id}/")


def test_another_date_that_the_customer_has_not_agreed_to_is_said_on_the_orders_page(cast: Cast) -> None:
    consent = {"names": {}, "moves_without_consent_max": 0, "silence_minutes": None, "brand": cast.chainik.public_id}
    assert program_of(cast.orlov).ask("PUT", "promise-kinds/delivery", consent).status_code == 200
    order = feed(cast)
    another = (NOW + timedelta(days=3)).isoformat()
    line = {"title": "Чайник", "quantity": 1, "price_minor": 1, "promised_at": another}
    feed(cast, lines=[line], as_of=(NOW + timedelta(minutes=3)).isoformat())

    assert "the customer has not agreed to it. Speak with them." in page(cast, f"/orders/{order.public_id}/")


def test_beside_a_conversation_stand_orders_and_one_reserves(cast: Cast) -> None:
    arrives(letter("Когда будет «Лето»?", sender="Ирина <1512@example.com>"), cast.chainik_mail)
    feed(cast)
    address = f"/conversations/{the_conversation().public_id}/"
    assert f"{address}orders" in cast.browser_of(cast.anna).get(address).content.decode()
    reserved(cast, 1)

    shown = page(cast, f"{address}orders")
    assert "1512" in shown
    assert "waits until it comes" in shown
    assert Reservation.objects.get().about == the_conversation().key


def test_what_they_took_or_do_not_want_any_more_is_settled(cast: Cast) -> None:
    arrives(letter("Когда будет «Лето»?"), cast.chainik_mail)
    assert "Nobody waits for anything." in page(cast, "/reservations/")
    for number in (1, 2):
        reserved(cast, number)
    shop(cast).post("stock", {"sku": "K-1", "quantity": 1})
    first, second = Reservation.objects.order_by("pk")
    posts(cast, f"/reservations/{first.public_id}/outcome", outcome="taken")
    posts(cast, f"/reservations/{second.public_id}/outcome", outcome="let_go")

    assert list(Reservation.objects.order_by("pk").values_list("state", flat=True)) == ["taken", "let_go"]


def test_older_reservations_are_behind_the_last_row(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "ROWS_MAX", 1)
    arrives(letter("Когда будет «Лето»?"), cast.chainik_mail)
    for number in (1, 2):
        reserved(cast, number)
    browser = cast.browser_of(cast.anna)
    first = browser.get("/reservations/")
    (further,) = re.findall(r'rel="next" href="([^"]+)"', first.content.decode())
    second = browser.get("/reservations/" + unescape(further))

    assert [one.context["rows"][0]["row"].sku for one in (first, second)] == ["K-2", "K-1"]


def test_the_journal_leads_to_orders_returns_and_reservations(cast: Cast) -> None:
    order = feed(cast)
    arrives(letter("Когда будет «Лето»?"), cast.chainik_mail)
    reserved(cast, 1)
    posts(cast, f"/orders/{order.public_id}/returns", amount="100", reason="Царапина")

    audit = cast.browser_of(cast.maria).get("/audit/").content.decode()
    assert f'href="/orders/{order.public_id}/"' in audit
    assert 'href="/reservations/"' in audit


def test_an_administrator_sets_the_rules_for_orders(cast: Cast) -> None:
    address = f"/brands/{cast.chainik.pk}/orders"
    team = cast.chainik.teams.get()
    assert address in cast.browser_of(cast.orlov).get(f"/brands/{cast.chainik.pk}/").content.decode()
    posts(cast, address, who=cast.orlov, team=str(team.pk), hold_hours="24", refund_days="3")

    rules = OrderRules.objects.get()
    assert (rules.team, rules.hold_hours, rules.refund_days) == (team, 24, 3)
    order = feed(cast)
    posts(cast, f"/orders/{order.public_id}/returns", amount="100", reason="Царапина")
    refund = Promise.objects.get(kind="refund")
    assert refund.due_at
    assert refund.due_at - refund.made_at == timedelta(days=3)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"hold_hours": "9999", "refund_days": "3"}, "от часа до шестидесяти дней"),
        ({"hold_hours": "24", "refund_days": "999"}, "от одного дня до года"),
    ],
)
def test_rules_that_make_no_sense_are_refused(cast: Cast, form: dict[str, str], words: str) -> None:
    assert words in posts(cast, f"/brands/{cast.chainik.pk}/orders", who=cast.orlov, status=422, **form)
    assert not OrderRules.objects.exists()


def test_who_does_not_administer_a_brand_sets_no_rules_for_it(cast: Cast) -> None:
    form = {"hold_hours": "24", "refund_days": "3"}
    posts(cast, f"/brands/{cast.chainik.pk}/orders", who=cast.maria, status=404, **form)
    refused = program_of(cast.maria).ask("PUT", "order-rules", form)

    assert refused.status_code in {403, 422}


def test_programs_set_the_rules_too(cast: Cast) -> None:
    program = shop(cast)
    assert program.get("order-rules").json()["hold_hours"] == 48
    team = program.get("teams").json()["data"][0]["id"]
    given = {"hold_hours": 24, "refund_days": 3, "team": team}
    answer = program.ask("PUT", "order-rules", given)

    assert answer.status_code == 200, answer.content.decode()
    assert program.get("order-rules").json() == given | {"brand": str(cast.chainik.public_id)}
