"""A kettle that is out: Irina reserves one, and is offered it when it comes, before everybody who asked later."""

import threading
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.utils import timezone

from slovo.brands.models import Brand
from slovo.conversations.models import Message
from slovo.core.journal.actor import SYSTEM
from slovo.customers import actions as customers
from slovo.customers import consents
from slovo.customers.consent_models import Purpose
from slovo.customers.models import Customer, Identity
from slovo.orders import jobs, reserving
from slovo.orders.models import Held, Reservation
from slovo.people.models import Staff
from slovo.promises.ladder_models import Reminder
from slovo.promises.models import Promise
from slovo.promises.models import State as Stands
from tests.api.programs import Program, program_of, shop
from tests.cast import BOHDAN, IRINA, Cast, arrives, letter, the_last_message, work, work_at
from tests.promises.ladders import at_any_hour
from tests.promises.stories import now_of

KETTLE = {"sku": "K-1", "title": "Чайник «Лето»"}


@pytest.fixture
def program(cast: Cast) -> Program:
    at_any_hour(cast)
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
    assert now_of(promise).state is Stands.OPEN  # nobody has told her yet

    work()

    told = the_last_message()
    assert (told.conversation.customer.name, told.sent_at) == ("Ирина Соколова", now_of(promise).done_at)
    assert now_of(promise).state is Stands.KEPT


def of_a_number(cast: Cast) -> Customer:
    """Irina's neighbour has no address, only a telephone."""
    given = {"kind": Identity.PHONE, "value": "+79000000001", "name": "Ольга", "language": "ru"}
    return customers.find_or_create(brand_id=cast.chainik.pk, actor=SYSTEM, at=timezone.now(), **given)


def reminders(staff: Staff) -> list[tuple[int, str]]:
    return list(Reminder.objects.filter(staff=staff, seen_at=None).values_list("promise_id", "why"))


def test_whoever_reserved_it_is_reminded_to_tell_somebody_who_has_only_a_number(cast: Cast, program: Program) -> None:
    of_a_number(cast)
    reserved(program, "+79000000001", expected_at=(timezone.now() + timedelta(days=20)).isoformat())
    promise = Promise.objects.get(kind="follow_up")
    comes(cast, 1)
    work()

    assert (now_of(promise).state, reminders(cast.anna)) == (Stands.OPEN, [(promise.pk, "tell")])
    page = cast.browser_of(cast.anna).get("/promises/reminders/").content.decode()
    assert "The customer should hear of it now, and no rule could tell them: write or call." in page
    cast.browser_of(cast.anna).post(f"/promises/{promise.shown_id}/fulfilment")
    assert now_of(promise).state is Stands.KEPT
    assert str(promise.shown_id) not in cast.browser_of(cast.anna).get("/promises/reminders/").content.decode()


def test_where_nothing_was_promised_telling_them_is_promised_for_as_long_as_it_is_kept(
    cast: Cast, program: Program
) -> None:
    customer = of_a_number(cast)
    shown = reserved(program, "+79000000001")
    comes(cast, 1)
    work()

    row = Reservation.objects.get()
    promise = Promise.objects.get(kind="follow_up")
    assert (row.promise, promise.customer, promise.due_at) == (promise, customer, row.hold_until)
    assert reminders(cast.maria) == [(promise.pk, "tell")]
    program.post(f"reservations/{shown['id']}/taking")
    assert now_of(promise).state is Stands.KEPT


def test_who_lets_it_go_before_they_are_told_is_owed_no_word(cast: Cast, program: Program) -> None:
    of_a_number(cast)
    shown = reserved(program, "+79000000001", expected_at=(timezone.now() + timedelta(days=20)).isoformat())
    comes(cast, 1)
    work()
    program.post(f"reservations/{shown['id']}/release")

    assert Promise.objects.get(kind="follow_up").state is Stands.RELEASED


def test_a_letter_that_it_is_here_but_does_not_leave_keeps_nothing(cast: Cast, program: Program) -> None:
    reserved(program, IRINA, expected_at=(timezone.now() + timedelta(days=20)).isoformat())
    promise = Promise.objects.get(kind="follow_up")
    comes(cast, 1)
    customer = Customer.objects.get(identities__value=IRINA)
    consents.say_by_customer(customer_id=customer.pk, purpose=Purpose.SERVICE, given=False, at=timezone.now())
    work()

    assert (now_of(promise).state, reminders(cast.anna)) == (Stands.OPEN, [(promise.pk, "tell")])


def test_after_two_days_of_standstill_a_person_tells_what_would_be_no_news(cast: Cast, program: Program) -> None:
    reserved(program, IRINA, expected_at=(timezone.now() + timedelta(days=20)).isoformat())
    promise = Promise.objects.get(kind="follow_up")
    comes(cast, 1)
    said = Message.objects.filter(direction="out").count()
    work_at(timezone.now() + timedelta(hours=49))

    assert Message.objects.filter(direction="out").count() == said
    assert (now_of(promise).state, reminders(cast.anna)) == (Stands.OPEN, [(promise.pk, "tell")])


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
