"""What many desks ask for at each news is read once, and never shown to whom it does not belong."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from slovo.conversations import shared_pages
from slovo.conversations.models import Conversation
from tests.cast import Cast, arrives, letter, the_conversation

OPEN = "/conversations/?part=block&view=open"


def lines(browser: Client, address: str = OPEN) -> str:
    answer = browser.get(address, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def questions_about_lines(browser: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        lines(browser)
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
