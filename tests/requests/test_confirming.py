"""Whoever types an address and ticks «news» agrees to nothing: that takes a letter, and a word of its reader."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from slovo.core import limits
from slovo.core.journal.models import JournalEntry
from slovo.customers import consent_links, consents
from slovo.customers.consent_models import Consent
from slovo.customers.consent_queries import may_be_written
from slovo.customers.models import Customer
from slovo.requests.models import RequestType
from tests.cast import IRINA, Cast
from tests.requests.form_stories import FILLED, letters_to_confirm, link_to_confirm, opened, repairs, sends
from tests.web.portal.pages import text_of

TICKED = {**FILLED, "f_news": "yes"}


@pytest.fixture(autouse=True)
def nothing_used() -> None:
    limits.forget()


@pytest.fixture
def repair(cast: Cast) -> RequestType:
    return repairs(cast)


def wants_news() -> bool:
    return may_be_written(Customer.objects.get().pk, "marketing", "email")


def says(given: bool, cast: Cast) -> None:
    consents.say(
        customer_id=Customer.objects.get().pk,
        purpose="marketing",
        given=given,
        how="desk",
        words="2026-11" if given else "",
        by=cast.maria,
        at=timezone.now(),
    )


def read(answer: Any) -> str:
    return text_of(answer.content.decode())


def about_news(page: str) -> str:
    """Up to what they wrote."""
    return page[page.index("Вы согласились на новости") :].partition("Что вы написали")[0]


def test_until_it_is_confirmed_it_counts_for_nothing(cast: Cast, repair: RequestType) -> None:
    sends(TICKED)

    assert len(letters_to_confirm(cast)) == 1
    assert (Consent.objects.count(), wants_news()) == (0, False)


def test_the_thank_you_tells_of_the_letter_that_asks_for_a_word(cast: Cast, repair: RequestType) -> None:
    told = "Вы согласились на новости и предложения. Если вы не говорили нам об этом раньше, письмо на"

    assert f"{told} {IRINA} спросит" in read(sends(TICKED))
    assert told not in read(sends(FILLED))


def test_the_thank_you_is_the_same_whether_or_not_the_address_is_known(cast: Cast, repair: RequestType) -> None:
    first = sends(TICKED)
    says(True, cast)
    second = sends(TICKED)

    assert len(letters_to_confirm(cast)) == 1
    assert about_news(read(first)) == about_news(read(second))


def test_who_left_a_phone_alone_is_told_that_no_letter_can_ask_them(cast: Cast, repair: RequestType) -> None:
    said = read(sends({**TICKED, "contact": "+7 900 000-00-01"}))

    assert "у нас нет электронного адреса, на который можно написать" in about_news(said)
    assert letters_to_confirm(cast) == []


@pytest.mark.parametrize(
    ("language", "words"),
    [("ru", "Вы согласились на новости"), ("uk", "Ви погодилися на новини"), ("en", "You agreed to news")],
)
def test_the_thank_you_speaks_the_readers_language(cast: Cast, repair: RequestType, language: str, words: str) -> None:
    path = f"/ask/chainik/repair/?lang={language}"
    assert words in read(sends(TICKED, opened(path), path))


def test_the_letter_repeats_nothing_that_was_typed(cast: Cast, repair: RequestType) -> None:
    sends({**TICKED, "name": "Выиграйте миллион"})

    [text] = letters_to_confirm(cast)
    assert "Это были вы?" in text
    assert "миллион" not in text


def test_opening_the_link_confirms_nothing_and_pressing_the_button_does(cast: Cast, repair: RequestType) -> None:
    sends(TICKED)
    link = link_to_confirm(cast)

    assert "Вы хотите получать новости" in read(Client().get(link))
    assert "Присылайте мне новости" in read(Client().get(link))  # what was ticked
    assert not wants_news()
    assert "Спасибо" in read(Client(enforce_csrf_checks=True).post(link))

    assert wants_news()
    said = Consent.objects.get()
    assert (said.how, said.by_kind, said.by_id) == ("page", "customer", str(said.customer_id))


def test_confirmed_twice_it_is_said_once(cast: Cast, repair: RequestType) -> None:
    sends(TICKED)
    link = link_to_confirm(cast)

    assert {Client().post(link).status_code, Client().post(link).status_code} == {200}

    assert Consent.objects.count() == 1


def test_a_no_of_after_it_holds_against_an_old_letter(cast: Cast, repair: RequestType) -> None:
    sends(TICKED)
    link = link_to_confirm(cast)
    Client().post(link)
    says(False, cast)

    answer = Client().post(link)

    assert answer.status_code == 422
    assert "так и останется" in read(answer)
    assert not wants_news()


@pytest.mark.parametrize(("days", "status"), [(29, 200), (30, 404)])
def test_after_thirty_days_the_link_opens_nothing(cast: Cast, repair: RequestType, days: int, status: int) -> None:
    sends(TICKED)
    link = link_to_confirm(cast)

    with mock.patch.object(timezone, "now", return_value=timezone.now() + timedelta(days=days)):
        assert Client().post(link).status_code == status

    assert Consent.objects.count() == (status == 200)


def test_a_link_that_we_have_not_made_opens_nothing(cast: Cast, repair: RequestType) -> None:
    sends(TICKED)
    link = link_to_confirm(cast)

    assert [Client().post(one).status_code for one in (link + "x", "/agree/anything")] == [404, 404]
    assert not Consent.objects.exists()


def test_nobodys_letter_box_is_filled_by_strangers(cast: Cast, repair: RequestType) -> None:
    for _time in range(3):
        sends(TICKED)

    assert len(letters_to_confirm(cast)) == 1
    assert JournalEntry.objects.filter(kind="ConsentUnconfirmed").count() == 3


def test_who_has_agreed_before_is_not_asked_again(cast: Cast, repair: RequestType) -> None:
    sends(FILLED)
    says(True, cast)
    sends(TICKED)

    assert letters_to_confirm(cast) == []
    assert wants_news()


@pytest.mark.parametrize(
    ("language", "words"),
    [("ru", "Да, присылайте"), ("uk", "Так, надсилайте"), ("en", "Yes, send them to me")],
)
def test_it_speaks_the_readers_language(cast: Cast, repair: RequestType, language: str, words: str) -> None:
    sends(TICKED)
    assert words in read(Client().get(f"{link_to_confirm(cast)}?lang={language}"))


def test_an_erased_customer_is_not_there_any_more(cast: Cast, repair: RequestType) -> None:
    sends(FILLED)
    customer = Customer.objects.get()
    asked = consent_links.Asked(customer.public_id, "marketing", "form-1/news", timezone.now())
    link = f"/agree/{consent_links.token_of(asked)}"
    assert Client().get(link).status_code == 200
    Customer.objects.update(erased_at=timezone.now(), name="")

    assert Client().post(link).status_code == 404
    assert not Consent.objects.exists()
