"""A kettle that is out: Irina reserves one, and is offered it when it comes, before everybody who asked later."""

import threading
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.utils import timezone

from slovo.brands.models import Brand
from slovo.customers.models import Customer
from slovo.orders import jobs, reserving
from slovo.orders.models import Held, Reservation
from slovo.people.models import Staff
from slovo.promises.models import Promise
from slovo.promises.models import State as Stands
from tests.api.programs import Program, program_of, shop
from tests.cast import BOHDAN, IRINA, Cast, arrives, letter

KETTLE = {"sku": "K-1", "title": "Чайник «Лето»"}


@pytest.fixture
def program(cast: Cast) -> Program:
    arrives(letter("Когда будет «Лето»?"), cast.chainik_mail)
    arrives(letter("И мне!", sender=f"Богдан <{BOHDAN}>", message_id="<2@b.example.org>"), cast.chainik_mail)
    return program_of(cast.anna)


def reserved(program: Program, who: str, **more: Any) -> dict[str, Any]:
    customer = Customer.objects.get(identities__value=who)
    answer = program.post("reservations", {"customer": str(customer.public_id), **KETTLE, **more})
    assert answer.status_code == 201, answer.content.decode()
    shown: dict[str, Any] = answer.json()
    return shown


def comes(cast: Cast, quantity: int) -> int:
    answer = shop(cast).post("stock", {"sku": "K-1", "quantity": quantity})
    assert answer.status_code == 200, answer.content.decode()
    free: int = answer.json()["free"]
    return free


def states() -> list[str]:
    return list(Reservation.objects.order_by("made_at").values_list("state", flat=True))


def test_whoever_asked_first_is_offered_it_first_and_it_is_kept_for_them(cast: Cast, program: Program) -> None:
    reserved(program, IRINA)
    reserved(program, BOHDAN)

    assert comes(cast, 1) == 0
    assert states() == ["offered", "waits"]
    first = Reservation.objects.earliest("made_at")
    assert first.offered_at
    assert first.hold_until == first.offered_at + timedelta(hours=48)


def test_when_it_comes_the_promise_to_tell_them_is_kept(cast: Cast, program: Program) -> None:
    shown = reserved(program, IRINA, expected_at=(timezone.now() + timedelta(days=20)).isoformat())
    promise = Promise.objects.get(kind="follow_up")
    assert shown["promise"] == str(promise.shown_id)
    comes(cast, 1)

    promise.refresh_from_db()
    assert promise.state is Stands.KEPT


def test_the_next_one_gets_it_when_the_first_lets_go(cast: Cast, program: Program) -> None:
    first = reserved(program, IRINA)
    reserved(program, BOHDAN)
    comes(cast, 1)
    program.post(f"reservations/{first['id']}/release")

    assert states() == ["let_go", "offered"]
    again = program.post(f"reservations/{first['id']}/release")
    assert (again.status_code, again.json()["type"]) == (409, "urn:slovo:problem:unable-to-reserve")


def test_what_nobody_fetches_in_time_goes_to_the_next_one(cast: Cast, program: Program) -> None:
    reserved(program, IRINA)
    reserved(program, BOHDAN)
    comes(cast, 1)
    with mock.patch.object(timezone, "now", return_value=timezone.now() + timedelta(hours=49)):
        expire = jobs.expire_reservations.func()
        assert expire
        expire()

    assert states() == ["expired", "offered"]


def test_what_is_taken_is_nobody_elses(cast: Cast, program: Program) -> None:
    first = reserved(program, IRINA)
    comes(cast, 1)
    assert program.post(f"reservations/{first['id']}/taking").json()["state"] == "taken"
    reserved(program, BOHDAN)

    assert states() == ["taken", "waits"]


def test_what_is_left_over_is_offered_to_whoever_asks_next(cast: Cast, program: Program) -> None:
    assert comes(cast, 2) == 2
    assert reserved(program, IRINA)["state"] == "offered"
    assert comes(cast, 1) == 2


def test_another_brands_program_reserves_and_sees_nothing(cast: Cast, program: Program) -> None:
    shown = reserved(program, IRINA)
    honey = shop(cast, brand=cast.honey)

    assert honey.get("reservations").json()["data"] == []
    assert honey.post(f"reservations/{shown['id']}/taking").status_code == 404
    honey.post("stock", {"sku": "K-1", "quantity": 5})
    assert states() == ["waits"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_many_arrivals_at_once_offer_each_thing_once(cast: Cast) -> None:
    at = timezone.now()
    for number in range(12):
        customer = Customer.objects.create(brand=cast.chainik, name=f"Покупатель {number}", created_at=at)
        reserving.reserve(
            customer=customer, sku="K-1", title="Чайник", quantity=1, by=Staff.objects.get(pk=cast.maria.pk), at=at
        )
    problems: list[Exception] = []

    def arrival() -> None:
        try:
            brand, by = Brand.objects.get(pk=cast.chainik.pk), Staff.objects.get(pk=cast.maria.pk)
            reserving.stock_came(brand=brand, sku="K-1", quantity=2, by=by, at=timezone.now())
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=arrival) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert problems == []
    offered = Reservation.objects.filter(state=Held.OFFERED.value).order_by("pk").values_list("pk", flat=True)
    first_eight = Reservation.objects.order_by("pk").values_list("pk", flat=True)[:8]
    assert list(offered) == list(first_eight)
