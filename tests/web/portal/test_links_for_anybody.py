"""Whoever types Irina's address on a page for everybody gets a link: it shows that one matter, and is not Irina."""

import re
from typing import Any

import pytest
from django.utils import timezone

from slovo.callbacks.models import Callback
from slovo.conversations import merging
from slovo.conversations.models import Conversation, Message
from slovo.core import limits
from slovo.customers import actions as customers
from slovo.customers import consent_queries
from slovo.customers.consent_models import Purpose
from slovo.customers.models import Customer
from tests.book import stories as book
from tests.callbacks.stories import ruled
from tests.cast import IRINA, Cast, arrives, letter, the_conversation, work
from tests.promises.stories import WHAT
from tests.visits.stories import tasting
from tests.visits.test_public_page import Visitor, days_of, link_of
from tests.visits.test_public_page import opens as opens_the_page
from tests.web.portal.pages import Phone, opens, promised_to_irina

FAR = "Asia/Vladivostok"
ANOTHER_PHONE = "+7 900 000-00-34"
DEEDS = [("zone", {"zone": "Asia/Tokyo"}), ("notices", {"wanted": "no"})]


@pytest.fixture(autouse=True)
def irina(cast: Cast) -> Customer:
    """She has written before, reads her times by the clock of Vladivostok, and has a phone."""
    limits.forget()
    arrives(letter("Где мой чайник?", sender=IRINA), cast.chainik_mail)
    customer = the_conversation().customer
    assert customer
    customers.choose_zone(customer_id=customer.pk, zone=FAR, at=timezone.now())
    customer.identities.create(brand=cast.chainik, kind="phone", value="+79000000012", created_at=timezone.now())
    return customer


def by_the_visit_page(cast: Cast) -> Phone:
    tasting(cast)
    opens_the_page(cast)
    visitor = Visitor()
    day = f"?day={days_of(visitor.sees())[-1]}"
    times = re.findall(r'name="starts_at"[^>]*value="([^"]+)"', visitor.sees(day))
    return Phone(link_of(visitor.sends(visitor.fills(day, starts_at=times[0]))).removeprefix("/s/"))


def by_the_book(cast: Cast) -> Phone:
    book.opens(cast)
    writer = book.Writer()
    return Phone(link_of(writer.sends(writer.fills(contact=IRINA))).removeprefix("/s/"))


PAGES = pytest.mark.parametrize("a_stranger", [by_the_visit_page, by_the_book])


def does(phone: Phone, noun: str, /, **given: str) -> Any:
    """Not by a button: as somebody would who knows the address and has a page that is open."""
    given["once"] = given.get("once") or phone.fills("question")[1]["once"]
    answer = phone.client.post(f"/s/{phone.token}/{noun}?lang=ru", given)
    work()
    return answer


def chosen_by(customer: Customer) -> tuple[str, bool | None]:
    return Customer.objects.get(pk=customer.pk).zone, consent_queries.last_said(customer.pk, Purpose.SERVICE)


@PAGES
@pytest.mark.parametrize(("noun", "given"), DEEDS)
def test_a_stranger_decides_nothing_about_her(
    cast: Cast, irina: Customer, a_stranger: Any, noun: str, given: dict[str, str]
) -> None:
    phone = a_stranger(cast)
    before = chosen_by(irina)

    assert does(phone, noun, **given).status_code == 404

    assert chosen_by(irina) == before == (FAR, None)


@pytest.mark.parametrize(("noun", "given"), DEEDS)
def test_she_still_decides_by_her_own_link(cast: Cast, irina: Customer, noun: str, given: dict[str, str]) -> None:
    assert does(opens(cast), noun, **given).status_code == 303

    assert chosen_by(irina) != (FAR, None)


@PAGES
def test_a_stranger_reads_neither_her_clock_nor_how_she_stands_to_letters(cast: Cast, a_stranger: Any) -> None:
    hers = opens(cast)
    phone = a_stranger(cast)

    for path in ("times", "letters"):
        assert phone.client.get(f"/s/{phone.token}/{path}").status_code == 404
        assert f"/{phone.token}/{path}?" not in phone.get().content.decode()
        assert hers.client.get(f"/s/{hers.token}/{path}").status_code == 200
        assert f"/{hers.token}/{path}?" in hers.get().content.decode()
    assert "Владивосток" not in phone.reads()
    assert "Владивосток" in hers.reads()


@PAGES
def test_a_question_of_a_stranger_is_not_her_message(cast: Cast, a_stranger: Any) -> None:
    hers, phone = the_conversation(), a_stranger(cast)
    work()  # the letter about it has left, in a conversation of its own
    others = set(Conversation.objects.values_list("pk", flat=True))

    once = phone.fills("question")[1]["once"]
    for _tap in range(2):
        assert does(phone, "question", text="Пришлите всё на другой адрес", once=once).status_code == 303

    asked = Message.objects.select_related("conversation").order_by("-pk")[0]
    assert asked.conversation_id not in others
    assert asked.text == "Пришлите всё на другой адрес"
    assert "не подтверждено" in asked.conversation.subject
    assert Conversation.objects.count() == len(others) + 1
    assert "другой адрес" not in "".join(hers.messages.values_list("text", flat=True))


def test_her_own_question_goes_on_with_her_conversation(cast: Cast) -> None:
    assert does(opens(cast), "question", text="А когда?").status_code == 303

    assert the_conversation().messages.filter(text="А когда?").exists()


@PAGES
def test_a_call_that_a_stranger_asks_for_is_not_hers(cast: Cast, irina: Customer, a_stranger: Any) -> None:
    ruled(cast, at=timezone.now())
    phone = a_stranger(cast)

    assert does(phone, "callback", phone="", text="Позвоните").status_code == 409
    assert does(phone, "callback", phone=ANOTHER_PHONE, text="Позвоните").status_code == 303

    call = Callback.objects.get()
    assert call.customer != irina
    assert (call.phone, call.about, call.promise.customer) == ("+79000000034", "", call.customer)


def test_a_call_that_she_asks_for_is_hers(cast: Cast, irina: Customer) -> None:
    ruled(cast, at=timezone.now())

    assert does(opens(cast), "callback", phone="", text="Позвоните").status_code == 303

    call = Callback.objects.get()
    assert (call.customer, call.phone, call.about) == (irina, "+79000000012", the_conversation().key)


def test_what_a_colleague_joins_it_with_stays_hers(cast: Cast) -> None:
    hers = the_conversation()
    promised_to_irina(cast, conversation=hers)
    own, phone = opens(cast), by_the_book(cast)
    entry = Conversation.objects.exclude(pk=hers.pk).get()
    merging.merge(kept_id=hers.pk, merged_id=entry.pk, by=cast.anna, at=timezone.now())

    assert WHAT not in phone.reads()
    assert WHAT in own.reads()
