"""What Irina does on her page with an order, a visit or a reservation is seen where she talks with Anna."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.callbacks.models import Callback
from slovo.conversations.models import Conversation
from slovo.core import limits
from slovo.core.journal.models import JournalEntry
from slovo.core.live.models import Nudge
from slovo.customers.models import Customer
from slovo.orders.models import OrderLine
from slovo.people.models import Staff
from slovo.promises import ledger, moving
from slovo.promises.models import Promise
from tests.callbacks.stories import ruled
from tests.cast import Cast, arrives, letter, the_conversation, work
from tests.orders.stories import an_order, reserve_for
from tests.promises.stories import now_of
from tests.web.portal.pages import DAY, FORM, HIDDEN, Phone, opens, text_of
from tests.web.portal.test_beside import booked, sends, times_of

KETTLE = "«Чайник «Лето»»"
STOP = "Клиент это отменил: остановите то, что уже делается."


@pytest.fixture(autouse=True)
def asked(cast: Cast) -> None:
    limits.forget()
    arrives(letter(), cast.chainik_mail)


def part(cast: Cast, name: str, *, of: Conversation | None = None) -> str:
    conversation = of or the_conversation()
    page = cast.browser_of(cast.anna).get(f"/conversations/{conversation.public_id}/?part={name}")
    assert page.status_code == 200
    return text_of(page.content.decode())


def reminded(cast: Cast, of: Staff) -> str:
    return text_of(cast.browser_of(of).get("/promises/reminders/?part=rows").content.decode())


def ordered(cast: Cast) -> tuple[Promise, Phone]:
    """Maria's shop promised her the kettle in two days; her page is about that order alone."""
    order = an_order(cast)
    return Promise.objects.get(about=order.key), opens(cast, about=order.key)


def does(phone: Phone, noun: str, **words: str) -> None:
    """Twice: a phone on a slow line is tapped again. The open pages hear of it."""
    address, fields = phone.fills(noun, **words)
    Nudge.objects.all().delete()
    for _tap in range(2):
        assert phone.client.post(address, fields).status_code == 303
    work()
    assert Nudge.objects.filter(key=the_conversation().key).exists()


def test_an_order_that_she_cancels_is_cancelled_before_anna_and_before_whoever_owes_it(cast: Cast) -> None:
    promise, phone = ordered(cast)
    does(phone, "cancellation", text="Купила сама")

    assert part(cast, "thread").count(f"Cancelled by the customer: {KETTLE}. «Купила сама»") == 1
    assert JournalEntry.objects.get(kind="DoneOnTheirPage").actor_kind == "customer"
    assert promise.owner == cast.maria
    assert STOP in reminded(cast, cast.maria)
    cast.browser_of(cast.maria).post(f"/promises/{promise.shown_id}/reminder")
    assert STOP not in reminded(cast, cast.maria)


def test_that_it_has_come_is_her_word_in_the_thread(cast: Cast) -> None:
    _promise, phone = ordered(cast)
    does(phone, "confirmation")

    assert part(cast, "thread").count(f"The customer says that it is done: {KETTLE}") == 1


def test_her_mark_for_an_order_stands_in_the_thread_with_her_words(cast: Cast) -> None:
    promise, phone = ordered(cast)
    OrderLine.objects.update(delivery="delivered")
    ledger.keep(promise_id=promise.pk, by=cast.maria, at=timezone.now())
    does(phone, "rating", score="2", text="Крышка разбита")

    assert part(cast, "thread").count(f"The customer’s mark for {KETTLE}: 2 of 5. «Крышка разбита»") == 1


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("wait", f"The customer agreed to the new time: {KETTLE}"),
        ("alternative", f"The customer did not agree to the new time: {KETTLE}"),
        ("cancel", f"Cancelled by the customer: {KETTLE}"),
    ],
)
def test_what_she_chooses_about_a_late_order_stands_in_the_thread(cast: Cast, choice: str, words: str) -> None:
    promise, phone = ordered(cast)
    assert promise.due_at
    later = promise.due_at + DAY
    moving.move(promise_id=promise.pk, due_at=later, reason="Снегопад", told="phone", by=cast.maria, at=timezone.now())
    does(phone, "choice", choice=choice, text="Заберу сама")

    thread = part(cast, "thread")
    assert thread.count(words) == 1
    assert thread.count("They would like something else: «Заберу сама»") == (choice == "alternative")
    if choice != "wait":
        assert str(promise.shown_id) in cast.browser_of(cast.maria).get("/promises/reminders/").content.decode()


def test_that_she_comes_to_her_visit_stands_in_the_thread_and_beside_it(cast: Cast) -> None:
    booked(cast)
    phone = opens(cast)
    assert "Confirmed" not in part(cast, "beside")
    does(phone, "visit-confirmation")

    assert part(cast, "thread").count("The customer says that they come: «Визит: Чайная проба»") == 1
    assert "Confirmed" in part(cast, "beside")


def test_a_reservation_that_she_lets_go_stands_in_the_thread(cast: Cast) -> None:
    reserve_for(cast)
    phone = opens(cast, about="")
    does_once(phone, "reservation-release")

    assert part(cast, "thread").count("The customer does not want it any more: «Чайник «Зима»»") == 1


def does_once(phone: Phone, noun: str) -> None:
    """What is let go stands on her page no more."""
    Nudge.objects.all().delete()
    phone.sends(noun)
    assert Nudge.objects.filter(key=the_conversation().key).exists()


def test_it_is_told_where_she_talked_with_us_last_and_stays_there(cast: Cast) -> None:
    first = the_conversation()
    promise, phone = ordered(cast)
    address, fields = phone.fills("cancellation", text="Не нужно")
    arrives(letter("Другое дело", subject="Другое", message_id="<2@irina.example.com>"), cast.chainik_mail)
    second = Conversation.objects.exclude(pk=first.pk).get()
    phone.client.post(address, fields)
    work()
    arrives(letter("Третье", subject="Третье", message_id="<3@irina.example.com>"), cast.chainik_mail)

    assert now_of(promise).released_at
    shown = [KETTLE in part(cast, "thread", of=one) for one in Conversation.objects.order_by("pk")]
    assert (shown, Conversation.objects.order_by("pk")[1]) == ([False, True, False], second)


def test_who_never_talked_with_us_has_no_thread_and_whoever_owes_it_is_reminded(cast: Cast) -> None:
    promise, phone = ordered(cast)
    address, fields = phone.fills("cancellation", text="Не нужно")
    other = Customer.objects.create(brand=cast.chainik, name="Олег", created_at=timezone.now(), language="ru")
    Conversation.objects.update(customer=other)
    phone.client.post(address, fields)
    work()

    assert not JournalEntry.objects.filter(kind="DoneOnTheirPage").exists()
    assert str(promise.shown_id) in cast.browser_of(cast.maria).get("/promises/reminders/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_many_deeds_are_read_by_one_question_more(cast: Cast, number: int) -> None:
    part(cast, "thread")
    without = questions(cast)
    promises = [ordered(cast)[0]]
    for one in range(1, number):
        promises.append(promised_too(cast, promises[0], f"Чайник {one}"))
    phone = opens(cast, about="")
    for _one in promises:
        phone.sends("cancellation", text="Не нужно")

    assert part(cast, "thread").count("Cancelled by the customer") == number
    assert questions(cast) == without + 1


def questions(cast: Cast) -> int:
    """That the thread asks of the database."""
    with CaptureQueriesContext(connection) as asked:
        part(cast, "thread")
        return len(asked)


def promised_too(cast: Cast, like: Promise, what: str) -> Promise:
    at = timezone.now()
    given = {"customer_id": like.customer_id, "about": like.about, "kind": "delivery", "what": what}
    return ledger.make(brand=cast.chainik, due_at=at + timedelta(days=2), by=cast.maria, at=at, **given)


def test_that_she_waits_for_a_call_and_when_stands_in_the_thread(cast: Cast) -> None:
    ruled(cast, at=timezone.now())
    phone = opens(cast, about="")
    _free, address, fields = times_of(phone, "call")
    sends(phone, address, **fields, phone="+7 900 000-00-12", slot="")
    assert part(cast, "thread").count("The customer asked to be called as soon as possible") == 1

    free, address, fields = times_of(phone, f"calls/{Callback.objects.get().public_id}/times")
    sends(phone, address, **fields, slot=free[2])

    assert part(cast, "thread").count("The customer chose another time for the call") == 1


def test_a_call_at_a_time_of_hers_stands_there_with_its_time(cast: Cast) -> None:
    ruled(cast, at=timezone.now())
    phone = opens(cast, about="")
    free, address, fields = times_of(phone, "call")
    sends(phone, address, **fields, phone="+7 900 000-00-12", slot=free[1])

    assert part(cast, "thread").count("The customer asked to be called: ") == 1


def test_that_she_wants_no_letters_by_rules_and_wants_them_again_stands_in_the_thread(cast: Cast) -> None:
    phone = opens(cast, about="")
    for wanted in ("no", "no", "yes"):
        page = phone.client.get(f"/s/{phone.token}/letters").content.decode()
        address, form = next(found for found in FORM.findall(page) if "/notices" in found[0])
        sends(phone, unescape(address), **dict(HIDDEN.findall(form)) | {"wanted": wanted})

    thread = part(cast, "thread")
    assert thread.count("The customer wants no automatic letters") == 1
    assert thread.count("The customer wants automatic letters again") == 1


def test_that_she_reads_by_another_clock_stands_in_the_thread_and_the_clock_beside_it(cast: Cast) -> None:
    phone = opens(cast, about="")
    for zone in ("Asia/Tbilisi", "Asia/Tbilisi"):
        page = phone.client.get(f"/s/{phone.token}/times").content.decode()
        address, form = next(found for found in FORM.findall(page) if "/zone" in found[0])
        sends(phone, unescape(address), **dict(HIDDEN.findall(form)) | {"zone": zone})

    assert part(cast, "thread").count("The customer chose another time zone") == 1
    assert "Tbilisi" in part(cast, "beside")


def test_what_a_colleague_says_of_her_clock_is_no_deed_of_hers(cast: Cast) -> None:
    customer = the_conversation().customer
    cast.browser_of(cast.anna).post(f"/customers/{customer.public_id}/zone", {"zone": "Asia/Tbilisi"})
    work()

    assert "The customer chose another time zone" not in part(cast, "thread")
