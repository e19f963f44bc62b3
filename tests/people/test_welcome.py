"""The one-time link: the first administrator names the company and can take the first letter."""

import pytest
from django.test import Client
from django.utils import timezone

from slovo.brands.models import Brand
from slovo.core.journal.actor import SYSTEM
from slovo.people import actions as people
from slovo.people.models import Staff
from slovo.people.rights import Role
from tests.cast import Cast, arrives, letter, the_conversation

pytestmark = pytest.mark.django_db
FORM = {
    "name": "Дмитрий Орлов",
    "email": "orlov@chainik.example",
    "password": "один-два-три-чайник",
    "company": "Чайник и Ко",
    "address": "Help@chainik.example",
    "language": "ru",
    "zone": "Europe/Moscow",
}


def first_link() -> str:
    at = timezone.now()
    nobody = people.add_staff(email="first@localhost.localdomain", name="?", actor=SYSTEM, at=at)
    return f"/welcome/{people.invite(staff=nobody, at=at)}/"


def test_the_first_administrator_founds_the_company_and_is_in() -> None:
    browser = Client()

    assert browser.post(first_link(), FORM).status_code == 302

    assert browser.get("/mailboxes/").status_code == 200
    assert Staff.objects.get().roles == {Brand.objects.get().pk: Role.ADMINISTRATOR}


def test_the_new_company_takes_its_first_letter_and_promises_an_answer() -> None:
    Client().post(first_link(), FORM)

    arrives(letter(), Brand.objects.get().mailboxes.get())

    assert the_conversation().next_promise is not None


def test_the_link_works_once() -> None:
    link = first_link()
    Client().post(link, FORM)

    assert Client().get(link).status_code == 410
    assert Client().post(link, FORM).status_code == 410
    assert Brand.objects.count() == 1


def test_a_made_up_link_opens_nothing() -> None:
    assert Client().get("/welcome/made-up/").status_code == 410


def test_an_invited_colleague_only_chooses_a_password(cast: Cast) -> None:
    link = f"/welcome/{people.invite(staff=cast.pavel, at=timezone.now())}/"
    browser = Client()

    assert browser.post(link, {"password": "совсем-другой-пароль"}).status_code == 302

    assert browser.get("/conversations/").status_code == 200


def test_a_link_that_was_used_or_made_anew_ends_all_older_ones(cast: Cast) -> None:
    """A link found later in a mailbox or a chat opens nothing."""
    oldest, older, newest = (f"/welcome/{people.invite(staff=cast.pavel, at=timezone.now())}/" for _ in range(3))

    assert [Client().get(link).status_code for link in (oldest, older, newest)] == [410, 410, 200]


def test_a_link_of_somebody_who_has_left_opens_nothing(cast: Cast) -> None:
    link = f"/welcome/{people.invite(staff=cast.pavel, at=timezone.now())}/"
    people.dismiss(staff=cast.pavel, by=cast.orlov, at=timezone.now())

    assert Client().get(link).status_code == 410
    assert Client().post(link, {"password": "совсем-другой-пароль"}).status_code == 410
