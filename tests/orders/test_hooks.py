"""A shop without code of its own tells of its orders by its webhooks."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from slovo.api.door import JSON_BYTES_MAX
from slovo.api.hooks import orders as receiving
from slovo.core import limits
from slovo.core.journal.models import JournalEntry
from slovo.customers.models import Identity
from slovo.orders.hook_models import Form, OrderHook
from slovo.orders.models import Delivery, Order
from slovo.people import actions as people
from slovo.people.models import Staff
from slovo.promises.models import Promise
from tests.api.programs import program_of, shop
from tests.cast import Cast
from tests.orders.stories import a_hook

NOW = timezone.now().replace(microsecond=0)
LATER = NOW + timedelta(minutes=1)
ADDRESS = "/api/hooks/orders/"


@pytest.fixture(autouse=True)
def nothing_used() -> None:
    limits.forget()


def order(**more: Any) -> dict[str, Any]:
    return {
        "external_id": "A-1512",
        "customer": {"name": "Ирина Соколова", "email": "Irina@Example.com"},
        "number": "1512",
        "placed_at": NOW.isoformat(),
        "as_of": NOW.isoformat(),
        "currency": "RUB",
        "total_minor": 450_000,
        "payment": "paid",
        "lines": [{"sku": "K-1", "title": "Чайник «Лето»", "price_minor": 450_000}],
        **more,
    }


def of_woocommerce(**more: Any) -> dict[str, Any]:
    """Shortened: the names of its fields are those of its REST API, what stands in them is our own."""
    return {
        "id": 727,
        "parent_id": 0,
        "number": "№727",
        "status": "processing",
        "currency": "UAH",
        "date_created_gmt": gmt(NOW - timedelta(minutes=5)),
        "date_modified_gmt": gmt(NOW),
        "date_paid_gmt": gmt(NOW),
        "date_completed_gmt": None,
        "discount_total": "0.00",
        "total": "1250.50",
        "billing": {
            "first_name": "Ірина",
            "last_name": "Соколова",
            "city": "Київ",
            "email": "irina@example.com",
            "phone": "+7 900 000-00-12",
        },
        "line_items": [
            {"id": 315, "name": "Чайник «Літо»", "product_id": 93, "quantity": 3, "sku": "K-1", "price": 416.8333333},
            {"id": 316, "name": "Листівка", "product_id": 94, "quantity": 1, "sku": None, "price": 0},
        ],
        "_links": {"self": [{"href": "https://shop.example.com/wp-json/wc/v3/orders/727"}]},
        **more,
    }


def gmt(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


def as_slovo(secret: str, body: bytes, *, at: datetime | None = None) -> dict[str, str]:
    seconds = str(int((at or timezone.now()).timestamp()))
    made = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return {"Slovo-Signature": f"t={seconds},v1={made}"}


def as_woocommerce(secret: str, body: bytes, *, topic: str = "order.updated") -> dict[str, str]:
    made = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
    return {"X-WC-Webhook-Signature": made, "X-WC-Webhook-Topic": topic}


def sends(token: str, body: bytes, headers: dict[str, str], *, kind: str = "application/json") -> Any:
    return Client(enforce_csrf_checks=True).post(ADDRESS + token, body, content_type=kind, headers=headers)


Tells = Callable[..., Any]


@pytest.fixture
def tells(cast: Cast) -> Tells:
    """The shop, in Slovo's own words."""
    _hook, token, secret = a_hook(cast)

    def told(what: Any) -> Any:
        body = json.dumps(what).encode()
        return sends(token, body, as_slovo(secret, body))

    return told


@pytest.fixture
def woo(cast: Cast) -> Tells:
    people.join_team(staff=cast.pavel, brand=cast.chainik, name="Доставка")
    _hook, token, secret = a_hook(cast, form=Form.WOOCOMMERCE)

    def told(what: Any, topic: str = "order.updated") -> Any:
        body = json.dumps(what).encode()
        return sends(token, body, as_woocommerce(secret, body, topic=topic))

    return told


def wrong(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.content.decode()
    assert answer.headers["Content-Type"] == "application/problem+json"
    return [error["field"] for error in answer.json()["errors"]]


def test_an_order_that_the_shop_tells_of_is_there_and_promised(cast: Cast, tells: Tells) -> None:
    people.join_team(staff=cast.pavel, brand=cast.chainik, name="Доставка")
    line = {"title": "Чайник", "promised_at": (NOW + timedelta(days=2)).isoformat()}

    answer = tells(order(lines=[line]))

    row = Order.objects.get()
    assert (answer.status_code, answer.json()["orders"][0]["id"]) == (200, str(row.public_id))
    assert "Set-Cookie" not in answer.headers
    assert (row.brand, row.source, row.external_id) == (cast.chainik, "shop", "A-1512")
    assert Promise.objects.get(kind="delivery").due_at == NOW + timedelta(days=2)
    taken = JournalEntry.objects.get(kind="OrderTaken")
    assert taken.actor_kind == "integration"
    assert Staff.objects.get(pk=taken.actor_id).integration_at == cast.chainik


def test_the_same_again_and_an_older_state_change_nothing(tells: Tells) -> None:
    for state in (order(as_of=LATER.isoformat(), delivery="packed"),) * 2 + (order(),):
        assert tells(state).status_code == 200

    assert Order.objects.get().delivery == "packed"
    assert JournalEntry.objects.filter(kind__in=["OrderTaken", "OrderChanged"]).count() == 1


def test_what_the_api_told_is_the_same_order(cast: Cast, tells: Tells) -> None:
    said = order()
    assert shop(cast).ask("PUT", f"orders/shop/{said.pop('external_id')}", said).status_code == 201

    tells(order(as_of=LATER.isoformat(), delivery="shipped"))

    assert Order.objects.get().delivery == "shipped"


def test_a_list_is_taken_whole_or_not_at_all(tells: Tells, settings: Settings) -> None:
    settings.ZEAL_ALLOWLIST = [{"model": "*"}]  # each is stored by itself, under its own lock, as if they came singly
    two = [order(), order(external_id="A-1513", number="1513")]

    assert wrong(tells([*two, order(external_id="?", currency="RUB")])) == ["2.external_id"]
    assert wrong(tells([*two, order(external_id="A-1514", currency="XXZ")])) == ["2.currency"]
    assert wrong(tells([order()] * 11)) == ["orders"]
    assert Order.objects.count() == 0
    assert [one["external_id"] for one in tells(two).json()["orders"]] == ["A-1512", "A-1513"]


def test_what_is_not_signed_by_the_shop_is_not_read(cast: Cast) -> None:
    hook, token, secret = a_hook(cast)
    body = json.dumps(order()).encode()
    good = as_slovo(secret, body)
    old = as_slovo(secret, body, at=NOW - timedelta(minutes=6))
    forged: list[dict[str, str]] = [{}, as_slovo("whsec_x", body), old, as_woocommerce(secret, body)]
    forged += [
        {"Slovo-Signature": text} for text in ("", "t=1", "t=²,v1=x", "t=,v1=", "v1=ё", good["Slovo-Signature"][:-1])
    ]

    answers = [sends(token, body, headers) for headers in forged]
    answers.append(sends(token, body + b" ", good))

    assert {answer.status_code for answer in answers} == {401}
    assert answers[0].json()["type"] == "urn:slovo:problem:signature-wrong"
    assert Order.objects.count() == 0
    hook.refresh_from_db()
    assert (hook.received_at, "Slovo-Signature" in hook.refusal) == (None, True)
    assert sends(token, body, good).status_code == 200


def test_an_address_that_is_unknown_or_revoked_is_nowhere(cast: Cast) -> None:
    hook, token, secret = a_hook(cast)
    body = json.dumps(order()).encode()
    revoked = cast.browser_of(cast.orlov).post(reverse("order_hook_revocation", args=[hook.public_id]))

    assert revoked.status_code == 302
    for end in (token, "x" * 43):
        assert sends(end, body, as_slovo(secret, body)).status_code == 404
    assert Order.objects.count() == 0
    assert Client().get(ADDRESS + token).status_code == 405


def test_one_who_tells_of_another_brand_or_source_is_refused(cast: Cast, tells: Tells) -> None:
    assert wrong(tells(order(brand=str(cast.honey.public_id)))) == ["brand"]
    assert wrong(tells(order(source="other"))) == ["source"]
    assert tells(order(brand=str(cast.chainik.public_id))).status_code == 200


def test_a_body_that_cannot_be_read_or_is_too_large(cast: Cast) -> None:
    _hook, token, secret = a_hook(cast)
    for body, status in (
        (b"{", 400),
        (b'"A-1512"', 400),
        (b"[" * 100_000, 400),
        (b"[]", 422),
        (b"[1]", 400),
        (b" " * (JSON_BYTES_MAX + 1), 413),
    ):
        assert sends(token, body, as_slovo(secret, body)).status_code == status, body[:20]
    form = Client().post(ADDRESS + token, {"a": "b"})
    assert (form.status_code, form.headers["Content-Type"]) == (400, "application/problem+json")


def test_who_comes_too_often_waits(cast: Cast, monkeypatch: pytest.MonkeyPatch, tells: Tells) -> None:
    monkeypatch.setattr(receiving, "REQUESTS_A_MINUTE", 1)
    with mock.patch.object(timezone, "now", return_value=NOW):
        assert tells(order()).status_code == 200
        late = tells(order())

    assert (late.status_code, int(late.headers["Retry-After"]) > 0) == (429, True)


def test_what_was_received_and_what_was_not_taken_stands_beside_the_address(cast: Cast, tells: Tells) -> None:
    tells(order())
    tells(order(lines=[]))

    page = cast.browser_of(cast.orlov).get(f"/brands/{cast.chainik.pk}/orders/hooks").content.decode()

    hook = OrderHook.objects.get()
    assert hook.received_at
    assert hook.refusal == "lines: Этот список слишком короткий."
    assert hook.refusal in page


def test_what_a_rule_refuses_is_told_as_by_the_api(tells: Tells) -> None:
    answer = tells(order(as_of=(NOW + timedelta(days=1)).isoformat()))

    assert (answer.status_code, answer.json()["rule"]) == (409, "state-is-not-of-the-future")


def test_an_order_of_woocommerce(cast: Cast, woo: Tells) -> None:
    assert woo(of_woocommerce(), topic="order.created").status_code == 200

    row = Order.objects.get()
    assert (row.external_id, row.number, row.currency, row.total_minor) == ("727", "№727", "UAH", 125_050)
    assert (row.payment, row.delivery, row.as_of) == ("paid", "ordered", NOW)
    assert row.placed_at == NOW - timedelta(minutes=5)
    assert list(row.lines.values_list("sku", "title", "quantity", "price_minor", "promised_at")) == [
        ("K-1", "Чайник «Літо»", 3, 41_683, None),
        ("", "Листівка", 1, 0, None),
    ]
    assert row.customer.name == "Ірина Соколова"
    assert list(Identity.objects.filter(customer=row.customer).values_list("value", flat=True)) == ["irina@example.com"]


@pytest.mark.parametrize(
    ("said", "payment", "delivery"),
    [
        ({"status": "pending", "date_paid_gmt": None}, "unpaid", "ordered"),
        ({"status": "on-hold", "date_paid_gmt": None}, "unpaid", "ordered"),
        ({"status": "failed", "date_paid_gmt": None}, "unpaid", "ordered"),
        ({"status": "processing", "date_paid_gmt": None}, "unpaid", "ordered"),
        ({"status": "completed", "date_completed_gmt": gmt(NOW)}, "paid", "shipped"),
        ({"status": "cancelled"}, "paid", "cancelled"),
        ({"status": "refunded"}, "refunded", "cancelled"),
        ({"status": "refunded", "date_completed_gmt": gmt(NOW)}, "refunded", "shipped"),
    ],
)
def test_how_it_stands_in_woocommerce(woo: Tells, said: dict[str, Any], payment: str, delivery: str) -> None:
    assert woo(of_woocommerce(**said)).status_code == 200

    row = Order.objects.get()
    assert (row.payment, row.delivery) == (payment, delivery)


def test_completed_may_mean_that_it_is_with_the_customer(cast: Cast) -> None:
    _hook, token, secret = a_hook(cast, form=Form.WOOCOMMERCE, completed_means=Delivery.DELIVERED)
    body = json.dumps(of_woocommerce(status="completed")).encode()

    sends(token, body, as_woocommerce(secret, body))

    assert Order.objects.get().delivery == "delivered"


def test_what_is_cancelled_in_woocommerce_stays_promised_until_somebody_speaks(cast: Cast, woo: Tells) -> None:
    promised = order(lines=[{"title": "Чайник", "promised_at": (NOW + timedelta(days=2)).isoformat()}])
    del promised["external_id"]
    assert shop(cast).ask("PUT", "orders/shop/727", promised).status_code == 201

    assert woo(of_woocommerce(status="cancelled", date_modified_gmt=gmt(LATER))).status_code == 200

    promise = Promise.objects.get(kind="delivery")
    assert (promise.released_at, promise.called_off_at is not None) == (None, True)


@pytest.mark.parametrize(
    ("currency", "total", "minor"), [("JPY", "1250", 1250), ("KWD", "1.234", 1234), ("UAH", "0.00", 0)]
)
def test_sums_are_exact_in_every_currency(woo: Tells, currency: str, total: str, minor: int) -> None:
    assert woo(of_woocommerce(currency=currency, total=total)).status_code == 200

    assert Order.objects.get().total_minor == minor


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"status": "wc-invented"}, "status"),
        ({"total": "12.505"}, "total"),
        ({"total": "NaN"}, "total"),
        ({"currency": "XXZ"}, "currency"),
        ({"date_modified_gmt": "today"}, "date_modified_gmt"),
        ({"billing": {}}, "customer"),
        ({"line_items": [{"name": "Чайник", "quantity": 0}]}, "line_items.0.quantity"),
        ({"line_items": []}, "lines"),
    ],
)
def test_what_is_not_understood_of_woocommerce_is_named(woo: Tells, said: dict[str, Any], field: str) -> None:
    assert wrong(woo(of_woocommerce(**said))) == [field]
    assert Order.objects.count() == 0


def test_woocommerce_may_ask_whether_somebody_is_there(cast: Cast) -> None:
    _hook, token, _secret = a_hook(cast, form=Form.WOOCOMMERCE)

    asked = sends(token, b"webhook_id=12", {}, kind="application/x-www-form-urlencoded")

    assert asked.status_code == 200
    assert sends(token, b"webhook_id=12&status=x", {}).status_code == 401
    assert OrderHook.objects.get().received_at is None


def test_what_is_thrown_away_in_woocommerce_and_a_draft_change_nothing(woo: Tells) -> None:
    woo(of_woocommerce())

    assert woo({"id": 727}, topic="order.deleted").status_code == 200
    assert woo(of_woocommerce(status="trash")).status_code == 200
    assert woo(of_woocommerce(id=728, status="checkout-draft")).status_code == 200
    assert wrong(woo({"id": 93, "name": "Чайник"}, topic="product.updated")) == ["X-WC-Webhook-Topic"]
    assert [(row.external_id, row.delivery) for row in Order.objects.all()] == [("727", "ordered")]


def test_a_body_of_woocommerce_that_was_changed_is_not_read(cast: Cast) -> None:
    _hook, token, secret = a_hook(cast, form=Form.WOOCOMMERCE)
    body = json.dumps(of_woocommerce()).encode()

    for headers in (as_woocommerce(secret, body), as_slovo(secret, body), {}, {"X-WC-Webhook-Signature": "ё"}):
        assert sends(token, body.replace(b"1250.50", b"1.00"), headers).status_code == 401
    assert Order.objects.count() == 0


def test_an_administrator_makes_one_that_is_shown_once_and_revokes_it(cast: Cast) -> None:
    browser, address = cast.browser_of(cast.orlov), f"/brands/{cast.chainik.pk}/orders/hooks"

    made = browser.post(address, {"source": "shop", "form": "woocommerce", "completed_means": "shipped"})

    hook = OrderHook.objects.get()
    told = made.context["address"]
    assert made.headers["Cache-Control"] == "no-store"
    assert hook.token_sha256 == OrderHook.digest_of(told.rpartition("/")[2])
    assert hook.secret == made.context["secret"]
    page = browser.get(address).content.decode()
    assert told not in page
    assert hook.secret not in page
    assert (
        browser.post(address, {"source": "Мой магазин", "form": "slovo", "completed_means": "shipped"}).status_code
        == 422
    )
    browser.post(reverse("order_hook_revocation", args=[hook.public_id]))
    kinds = JournalEntry.objects.filter(about=hook.key).order_by("pk").values_list("kind", "actor_id")
    assert list(kinds) == [("OrderHookMade", str(cast.orlov.pk)), ("OrderHookRevoked", str(cast.orlov.pk))]
    audit = browser.get("/audit/").content.decode()
    assert "Адрес для заказов" in audit


def test_only_who_administers_the_brand_makes_and_sees_them(cast: Cast) -> None:
    address = f"/brands/{cast.chainik.pk}/orders/hooks"
    hook, _token, _secret = a_hook(cast)

    for person in (cast.anna, cast.maria, cast.taras):
        browser = cast.browser_of(person)
        assert browser.get(address).status_code == 404
        assert browser.post(address, {"source": "x", "form": "slovo", "completed_means": "shipped"}).status_code == 404
        assert browser.post(reverse("order_hook_revocation", args=[hook.public_id])).status_code == 404
    assert OrderHook.objects.get().revoked_at is None


def test_a_program_makes_and_revokes_them(cast: Cast) -> None:
    program = program_of(cast.orlov)
    made = program.post(
        "order-hooks", {"brand": str(cast.chainik.public_id), "source": "shop", "format": "woocommerce"}
    )

    assert made.status_code == 201, made.content.decode()
    shown = made.json()
    assert shown["url"].partition(ADDRESS)[1]
    assert shown["secret"].startswith("whsec_")
    listed = program.get("order-hooks").json()["data"]
    assert [(one["id"], one["format"], "url" in one, "secret" in one) for one in listed] == [
        (shown["id"], "woocommerce", False, False)
    ]
    assert program_of(cast.maria).get("order-hooks").json()["data"] == []
    assert program.ask("DELETE", f"order-hooks/{shown['id']}").status_code == 204
    assert program.get(f"order-hooks/{shown['id']}").status_code == 404
