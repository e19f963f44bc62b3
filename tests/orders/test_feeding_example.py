"""The examples of docs/orders.md, as a shop would run it, word for word."""

import re
import urllib.request
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from slovo.orders.models import Order, Stock
from slovo.people import actions as people
from slovo.people.rights import Verb
from slovo.promises.models import Promise, State
from tests.api.programs import Program, shop
from tests.cast import Cast
from tests.orders.stories import a_hook

ADDRESS = "https://slovo.example/api/v1/"
PAGE = Path(__file__).parents[2] / "docs" / "orders.md"
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)


@pytest.fixture
def example(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Its functions, on a line that leads to us."""
    people.join_team(staff=cast.pavel, brand=cast.chainik, name="Доставка")
    program = shop(cast, scopes={Verb.FEED_ORDERS})

    def opened(request: urllib.request.Request, timeout: float) -> Any:
        assert request.get_header("Authorization") == "Bearer …"
        return led(program, request)

    monkeypatch.setattr(urllib.request, "urlopen", opened)
    names: dict[str, Any] = {}
    exec(EXAMPLES[0], names)
    return names


def led(program: Program, request: urllib.request.Request) -> Any:
    answer = program.ask(request.get_method(), request.full_url.removeprefix(ADDRESS), request.data)
    assert answer.status_code in {200, 201}, answer.content.decode()
    answer.close = lambda: None
    return answer


def test_the_shops_example_brings_in_an_order_and_what_came(example: dict[str, Any]) -> None:
    at = timezone.now()
    due = (at + timedelta(days=2)).isoformat()
    line = {"sku": "K-1", "title": "Чайник", "quantity": 2, "price_minor": 100, "promised_at": due}
    order = {
        "id": "A-1",
        "number": "1",
        "buyer": "Ирина",
        "email": "irina@example.com",
        "placed_at": at.isoformat(),
        "changed_at": at.isoformat(),
        "payment": "paid",
        "delivery": "ordered",
        "lines": [line],
    }
    example["tell"](order)
    example["tell"](order | {"delivery": "delivered", "changed_at": timezone.now().isoformat()})
    example["came"]("K-1", 3)

    assert (Order.objects.get().total_minor, Order.objects.get().delivery) == (200, "delivered")
    assert Promise.objects.get(kind="delivery").state is State.KEPT
    assert Stock.objects.get().free == 3


def test_the_example_of_a_sender_is_signed_as_we_read_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _hook, token, secret = a_hook(cast)
    names: dict[str, Any] = {}
    exec(EXAMPLES[1], names)
    names["SECRET"] = secret

    def opened(request: urllib.request.Request, timeout: float) -> Any:
        signature = {"Slovo-Signature": str(request.get_header("Slovo-signature"))}
        path = request.full_url.removeprefix("https://slovo.example").replace("…", token)
        answer: Any = Client().generic("POST", path, request.data, "application/json", headers=signature)
        assert answer.status_code == 200, answer.content.decode()
        answer.close = lambda: None
        return answer

    monkeypatch.setattr(urllib.request, "urlopen", opened)
    at = timezone.now().isoformat()
    told = {"external_id": "A-1", "number": "1", "placed_at": at, "as_of": at, "currency": "RUB", "total_minor": 100}
    names["send"]([told | {"customer": {"email": "irina@example.com"}, "lines": [{"title": "Чайник"}]}])

    assert Order.objects.get().external_id == "A-1"
