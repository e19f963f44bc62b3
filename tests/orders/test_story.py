"""A kettle that is out, from the question to the day on which it is delivered."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from slovo.conversations.models import Conversation
from slovo.orders.models import Order, Reservation
from slovo.people import actions as people
from slovo.promises.models import Promise, State
from tests.api.programs import Program, shop
from tests.cast import BOHDAN, IRINA, Cast, arrives, letter, work
from tests.journeys.test_a_letter_is_answered import outgoing
from tests.promises.ladders import at_any_hour

KETTLE = {"sku": "K-1", "title": "Чайник «Лето»", "quantity": "1"}


@pytest.fixture
def program(cast: Cast) -> Program:
    at_any_hour(cast)
    people.join_team(staff=cast.pavel, brand=cast.chainik, name="Доставка")
    arrives(letter("Когда снова будет «Лето»?"), cast.chainik_mail)
    arrives(letter("И мне!", sender=f"Богдан <{BOHDAN}>", message_id="<2@b.example.org>"), cast.chainik_mail)
    return shop(cast)


def reserves(cast: Cast, whose: str) -> Reservation:
    """Anna does, beside the conversation in which they asked."""
    conversation = Conversation.objects.get(customer__identities__value=whose)
    answer = cast.browser_of(cast.anna).post(f"/conversations/{conversation.public_id}/reservations", KETTLE)
    assert answer.status_code == 302
    return Reservation.objects.get(customer=conversation.customer)


def comes(program: Program) -> None:
    assert program.post("stock", {"sku": "K-1", "quantity": 1}).status_code == 200
    work()


def settles(cast: Cast, reservation: Reservation, outcome: str) -> None:
    address = f"/reservations/{reservation.public_id}/outcome"
    assert cast.browser_of(cast.anna).post(address, {"outcome": outcome}).status_code == 302
    work()


def letters_to(cast: Cast, whom: str) -> list[str]:
    told = [sent for sent in outgoing(cast) if whom in sent["To"]]
    bodies: list[Any] = [sent.get_body(("plain",)) for sent in told]
    return [re.sub(r"\s+", " ", body.get_content()) for body in bodies]


def test_irina_is_written_to_when_it_comes_takes_it_and_has_it_in_time(cast: Cast, program: Program) -> None:
    reservation = reserves(cast, IRINA)
    comes(program)

    (told,) = letters_to(cast, IRINA)
    assert "Лето»» уже у нас" in told
    assert [
        message.automatic for message in Conversation.objects.get(customer=reservation.customer).messages.all()
    ] == [
        False,
        True,
    ]

    settles(cast, reservation, "taken")
    at = timezone.now()
    line = {"sku": "K-1", "title": "Чайник «Лето»", "price_minor": 450_000}
    order = {
        "customer": {"email": IRINA},
        "number": "1512",
        "placed_at": at.isoformat(),
        "as_of": at.isoformat(),
        "currency": "RUB",
        "total_minor": 450_000,
        "payment": "paid",
        "lines": [line | {"promised_at": (at + timedelta(days=2)).isoformat()}],
    }
    assert program.ask("PUT", "orders/shop/A-1512", order).status_code == 201
    delivered = order | {"delivery": "delivered", "as_of": timezone.now().isoformat()}
    assert program.ask("PUT", "orders/shop/A-1512", delivered).status_code == 200

    assert Order.objects.get().customer == reservation.customer
    assert Promise.objects.get(kind="delivery").state is State.KEPT


def test_who_stands_behind_her_is_written_to_when_she_lets_go(cast: Cast, program: Program) -> None:
    irinas = reserves(cast, IRINA)
    reserves(cast, BOHDAN)
    comes(program)
    assert letters_to(cast, BOHDAN) == []

    settles(cast, irinas, "let_go")

    (told,) = letters_to(cast, BOHDAN)
    assert "Чайник «Лето»" in told
    assert len(letters_to(cast, IRINA)) == 1


def test_what_is_said_to_her_answers_nothing_that_she_asked(cast: Cast, program: Program) -> None:
    reserves(cast, IRINA)
    comes(program)

    assert Promise.objects.get(kind="answer", customer__identities__value=IRINA).state is State.OPEN
