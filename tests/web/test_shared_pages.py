"""What many desks ask for at each news is read once, and never shown to whom it does not belong."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from slovo.conversations import shared_pages
from slovo.conversations.models import Conversation
from tests.cast import Cast, arrives, letter, the_conversation
from tests.news import all_told

OPEN = "/conversations/?part=block&view=open"


def lines(browser: Client, address: str = OPEN) -> str:
    answer = browser.get(address, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def counted(browser: Client, address: str, view: str = "open") -> int:
    """How many stand in a view, by the frame that comes with the lines."""
    said = re.search(rf'\?view={view}".*?</a>', lines(browser, address), re.DOTALL)
    assert said
    number = re.search(r'class="count">(\d+)', said[0])
    return int(number[1]) if number else 0


def questions_about_lines(browser: Client, address: str = OPEN) -> int:
    with CaptureQueriesContext(connection) as asked:
        lines(browser, address)
    return sum(Conversation._meta.db_table in question["sql"] for question in asked.captured_queries)


def test_the_second_desk_asks_nothing_that_the_first_has_just_asked(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_pages, "KEPT_SECONDS", 600)
    arrives(letter(subject="Где чайник?"), cast.chainik_mail)
    first, second = cast.browser_of(cast.pavel), cast.browser_of(cast.anna)

    assert questions_about_lines(first) > 0
    assert questions_about_lines(second) == 0
    assert "Где чайник?" in lines(second)


def test_a_fact_in_between_is_there_at_once(cast: Cast) -> None:
    arrives(letter(subject="Где чайник?"), cast.chainik_mail)
    browser = cast.browser_of(cast.maria)
    before = lines(browser)
    arrives(letter(subject="А где крышка?", message_id="<lid@example.com>"), cast.chainik_mail)

    assert "А где крышка?" not in before
    assert "А где крышка?" in lines(browser)


@pytest.mark.django_db(transaction=True)  # what is not committed is no news
def test_a_screen_that_has_heard_no_more_is_given_what_was_just_read_for_another(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_pages, "FRESH_SECONDS", 600)
    arrives(letter(subject="Где чайник?"), cast.chainik_mail)
    heard = f"{OPEN}&counts=1&heard={all_told()}"
    maria, anna = cast.browser_of(cast.maria), cast.browser_of(cast.anna)
    lines(maria, heard)
    arrives(letter(subject="А где крышка?", message_id="<lid@example.com>"), cast.chainik_mail)

    assert "А где крышка?" not in lines(anna, heard)  # she will hear of it
    assert questions_about_lines(anna, f"{OPEN}&heard={all_told()}") > 0
    assert "А где крышка?" in lines(anna, f"{OPEN}&heard={all_told()}")
    assert counted(anna, f"{OPEN}&counts=1&heard={all_told()}") == 2


@pytest.mark.django_db(transaction=True)
def test_what_counts_for_one_person_is_counted_for_that_person(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_pages, "FRESH_SECONDS", 600)
    arrives(letter(subject="Где чайник?"), cast.chainik_mail)
    maria, anna = cast.browser_of(cast.maria), cast.browser_of(cast.anna)
    maria.post(f"/conversations/{the_conversation().public_id}/taking")
    heard = f"{OPEN}&counts=1&heard={all_told()}"

    assert (counted(maria, heard), counted(anna, heard)) == (1, 1)
    assert (counted(maria, heard, "mine"), counted(anna, heard, "mine")) == (1, 0)


def test_another_brands_lines_are_nobody_elses(cast: Cast) -> None:
    arrives(letter(subject="Где чайник?"), cast.chainik_mail)
    assert "Где чайник?" in lines(cast.browser_of(cast.anna))

    assert "Где чайник?" not in lines(cast.browser_of(cast.taras))


def test_what_is_ones_own_is_shared_with_nobody(cast: Cast) -> None:
    arrives(letter(subject="Где чайник?"), cast.chainik_mail)
    maria, anna = cast.browser_of(cast.maria), cast.browser_of(cast.anna)
    talk = f"/conversations/{the_conversation().public_id}"
    maria.post(f"{talk}/taking")
    maria.post(f"{talk}/following")

    for view in ("mine", "followed"):
        address = f"/conversations/?part=block&view={view}"
        assert "Где чайник?" in lines(maria, address)
        assert "Где чайник?" not in lines(anna, address)


@pytest.mark.django_db(transaction=True)
def test_who_is_before_a_conversation_is_asked_once_for_all_who_heard_the_same(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_pages, "FRESH_SECONDS", 600)
    arrives(letter(subject="Где чайник?"), cast.chainik_mail)
    maria, anna, taras = (cast.browser_of(who) for who in (cast.maria, cast.anna, cast.taras))
    talk = f"/conversations/{the_conversation().public_id}/presence"
    maria.post(talk, {"kind": "viewing"})
    heard = f"{OPEN}&heard={all_told()}"

    assert "Мария Ветрова is reading" not in lines(maria, heard)
    assert "Мария Ветрова is reading" in lines(anna, heard)
    assert "Мария Ветрова is reading" not in lines(taras, heard)
    maria.post(talk, {"kind": "gone"})
    assert "Мария Ветрова is reading" in lines(anna, heard)  # she will hear that Maria has left
    assert "Мария Ветрова is reading" not in lines(anna, f"{OPEN}&heard={all_told()}")
