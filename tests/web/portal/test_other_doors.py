"""Into /my/chainik/ without a letter: a code in the chat, one tap from there, a code that is read out by phone."""

import re
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from slovo.channels.chat.models import Chat, VisitorKey
from slovo.core import limits
from slovo.core.journal.models import JournalEntry
from slovo.customers import actions
from slovo.customers.models import Customer, Identity
from slovo.web.portal.account.actions import ATTEMPTS_MAX, CODE_MINUTES, LINK_MINUTES, SPOKEN_TO_ONE_MAX
from slovo.web.portal.models import PortalSession
from tests.cast import Cast, work
from tests.channels.chat.visitors import Browser as Visitor
from tests.channels.chat.visitors import a_chat, token_for
from tests.web.portal.pages import text_of
from tests.web.portal.test_account import HOME, WRONG, Browser, letters

PHONE = "+79000000001"


@pytest.fixture(autouse=True)
def nothing_used() -> None:
    limits.forget()


@pytest.fixture
def chat(cast: Cast) -> Chat:
    return a_chat(cast)


def vouched(chat: Chat, **claims: Any) -> Visitor:
    """Irina, signed in on the shop's site, with the widget in its corner."""
    visitor = Visitor(chat).comes()
    answer = visitor.is_identified(token_for(chat, id="7", name="Ирина", **claims))
    assert answer.status_code == 200
    visitor.key = answer.json()["key"]
    return visitor


def with_phone(cast: Cast) -> Customer:
    """What she said to a colleague."""
    customer = Customer.objects.get()
    at = timezone.now()
    actions.add_identity(customer_id=customer.pk, kind=Identity.PHONE, value=PHONE, by=cast.maria, at=at)
    return customer


def by_phone_alone(cast: Cast) -> Customer:
    return actions.add_customer(
        brand_id=cast.chainik.pk,
        name="Ирина",
        language="ru",
        identities=[(Identity.PHONE, PHONE)],
        by=cast.maria,
        at=timezone.now(),
    )


def lines(visitor: Visitor) -> list[str]:
    return [one["text"] for one in visitor.get("news").json()["lines"]]


def code_in(text: str) -> str:
    found = re.search(r"\b\d{6}\b", text)
    assert found
    return found[0]


def reads_out(cast: Cast, customer: Customer) -> Any:
    return cast.browser_of(cast.maria).post(f"/customers/{customer.public_id}/sign-in-code", follow=True)


def code_read_out(cast: Cast, customer: Customer) -> str:
    found = re.search(r"<code>(\d{6})</code>", reads_out(cast, customer).content.decode())
    assert found
    return found[1]


def test_whom_the_site_vouches_for_gets_the_code_in_the_chat(cast: Cast, chat: Chat) -> None:
    visitor = vouched(chat)
    with_phone(cast)

    browser = Browser(cast)
    page = browser.asks(PHONE)
    [line] = lines(visitor)

    assert browser.tries(page, code_in(line)) == 303
    assert PHONE in text_of(browser.sees())
    assert letters(cast) == []


def test_with_an_address_known_the_code_goes_by_letter_and_not_into_the_chat(cast: Cast, chat: Chat) -> None:
    visitor = vouched(chat, email="irina@example.com")
    with_phone(cast)

    Browser(cast).asks(PHONE)

    assert [one["to"].addresses[0].addr_spec for one in letters(cast)] == ["irina@example.com"]
    assert lines(visitor) == []


def test_a_browser_that_nobody_vouches_for_gets_no_code(cast: Cast, chat: Chat) -> None:
    visitor = Visitor(chat).comes(contact=PHONE)
    visitor.says("Здравствуйте!")
    work()
    by_phone_alone(cast)
    before = lines(visitor)

    Browser(cast).asks(PHONE)

    assert (lines(visitor), letters(cast)) == (before, [])


def test_nobody_is_told_whether_a_number_is_known(cast: Cast, chat: Chat) -> None:
    vouched(chat)
    with_phone(cast)
    known, unknown = (Browser(cast).asks(number) for number in (PHONE, "+79000000009"))

    plain = [re.sub(r'name="asked" value="[^"]+"', "", page) for page in (known, unknown)]
    assert plain[0] == plain[1]


def test_from_the_chat_one_tap_leads_to_what_is_hers_once(cast: Cast, chat: Chat) -> None:
    visitor = vouched(chat)
    with_phone(cast)

    url = visitor.post("room").json()["url"]
    first, second = Client(), Client()

    assert first.get(url)["Location"] == second.get(url)["Location"] == HOME
    assert PHONE in text_of(first.get(HOME).content.decode())
    assert PHONE not in text_of(second.get(HOME).content.decode())
    assert PortalSession.objects.count() == 1


def test_the_link_from_the_chat_holds_for_two_minutes_and_is_not_used_up_ahead(cast: Cast, chat: Chat) -> None:
    visitor = vouched(chat)
    late, ahead = visitor.post("room").json()["url"], visitor.post("room").json()["url"]

    Client().get(ahead, headers={"sec-purpose": "prefetch;prerender"})
    assert PortalSession.objects.count() == 0
    Client().get(ahead)
    assert PortalSession.objects.count() == 1
    with mock.patch.object(timezone, "now", return_value=timezone.now() + timedelta(minutes=LINK_MINUTES)):
        Client().get(late)
    assert PortalSession.objects.count() == 1


def test_another_brands_door_is_not_opened_by_it(cast: Cast, chat: Chat) -> None:
    url = vouched(chat).post("room").json()["url"].replace("/chainik/", f"/{cast.honey.slug}/")

    Client().get(url)

    assert PortalSession.objects.count() == 0


def test_a_browser_that_nobody_vouches_for_is_led_nowhere(cast: Cast, chat: Chat) -> None:
    answer = Visitor(chat).comes(name="Ирина", contact="irina@example.com").post("room")

    assert (answer.status_code, "url" in answer.json()) == (422, False)


def test_the_key_of_a_browser_alone_is_not_enough_a_day_after_the_site_vouched(cast: Cast, chat: Chat) -> None:
    visitor = vouched(chat)
    VisitorKey.objects.update(created_at=timezone.now() - timedelta(days=1, minutes=1))

    assert visitor.post("room").status_code == 422
    assert visitor.get("news").status_code == 200


def test_who_is_let_in_no_more_is_led_nowhere(cast: Cast, chat: Chat) -> None:
    visitor = vouched(chat)
    chat.visitors.update(blocked_at=timezone.now(), blocked_by=cast.maria)

    assert visitor.post("room").status_code in {403, 422}


def test_on_the_phone_a_colleague_reads_out_a_code(cast: Cast) -> None:
    customer = by_phone_alone(cast)
    browser = Browser(cast)
    page = browser.asks(PHONE)

    code = code_read_out(cast, customer)

    assert browser.tries(page, code) == 303
    assert PHONE in text_of(browser.sees())
    told = JournalEntry.objects.get(kind="SignInCodeSpoken")
    assert (told.actor_kind, told.actor_id, told.about) == ("staff", str(cast.maria.pk), f"customer:{customer.pk}")
    assert code not in str(told.data)


def test_a_code_that_was_read_out_opens_once_and_for_ten_minutes(cast: Cast) -> None:
    customer = by_phone_alone(cast)
    code = code_read_out(cast, customer)
    pages = [(one := Browser(cast), one.asks(PHONE)) for _time in range(2)]

    assert [one.tries(page, code) for one, page in pages] == [303, 422]

    later = code_read_out(cast, customer)
    with mock.patch.object(timezone, "now", return_value=timezone.now() + timedelta(minutes=CODE_MINUTES)):
        browser = Browser(cast)
        assert browser.tries(browser.asks(PHONE), later) == 422


def test_a_code_that_was_read_out_is_not_guessed_on_several_pages(cast: Cast) -> None:
    code = code_read_out(cast, by_phone_alone(cast))
    browser = Browser(cast)
    first, second = browser.asks(PHONE), browser.asks(PHONE)

    assert [browser.tries(first, WRONG) for _time in range(ATTEMPTS_MAX)] == [422] * ATTEMPTS_MAX
    assert browser.tries(second, code) == 422


def test_it_opens_nobody_elses_page(cast: Cast) -> None:
    code = code_read_out(cast, by_phone_alone(cast))
    actions.add_customer(
        brand_id=cast.chainik.pk,
        name="Богдан",
        language="uk",
        identities=[(Identity.PHONE, "+380500000001")],
        by=cast.maria,
        at=timezone.now(),
    )
    browser = Browser(cast)

    assert browser.tries(browser.asks("+380500000001"), code) == 422


def test_codes_are_not_read_out_without_end(cast: Cast) -> None:
    customer = by_phone_alone(cast)
    for _time in range(SPOKEN_TO_ONE_MAX):
        code_read_out(cast, customer)

    assert "За час было слишком много кодов" in reads_out(cast, customer).content.decode()


def test_of_another_brand_nobody_reads_out_a_code(cast: Cast) -> None:
    customer = by_phone_alone(cast)

    answer = cast.browser_of(cast.taras).post(f"/customers/{customer.public_id}/sign-in-code")

    assert answer.status_code == 404
    assert not JournalEntry.objects.filter(kind="SignInCodeSpoken").exists()
