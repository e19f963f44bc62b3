"""Every list asks the database as often for three rows as for one."""

import re
from datetime import datetime, timedelta
from unittest import mock

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.conversations import lists, shared_pages
from slovo.conversations.models import Conversation
from slovo.customers.models import Customer
from tests.cast import Cast, arrives, letter
from tests.pictures import PNG
from tests.web.lists import anew, link, subjects

QUERIES = {"/conversations/": 11, "/conversations/?view=all": 11, "/audit/": 13}
QUERIES_OF_A_CONVERSATION = 24
QUERIES_OF_A_PLAIN_CONVERSATION = 23  # without files, drafts, choices and gifts
QUERIES_OF_A_CUSTOMER = 16
PICTURE = ("чек.png", "image/png", PNG)


def brings(cast: Cast, number: int, *, answering: str = "") -> None:
    headers = [("In-Reply-To", answering)] if answering else []
    sender = "irina@example.com" if answering else f"u{number}@example.com"
    raw = letter(
        f"Письмо {number}.", sender=sender, message_id=f"<{number}@example.com>", headers=headers, files=[PICTURE]
    )
    arrives(raw, cast.chainik_mail)


def asked(cast: Cast, address: str) -> int:
    browser = cast.browser_of(cast.maria)
    browser.get(address)
    shared_pages.forget()  # as for the first one who asks
    with CaptureQueriesContext(connection) as asking:
        assert browser.get(address).status_code == 200
    return len(asking)


@pytest.mark.parametrize("address", QUERIES)
def test_a_list_of_one_and_of_three(cast: Cast, address: str) -> None:
    brings(cast, 1)
    one = asked(cast, address)
    brings(cast, 2)
    brings(cast, 3)

    assert (one, asked(cast, address)) == (QUERIES[address], QUERIES[address])


def test_a_conversation_that_has_nothing_special_asks_for_nothing_special(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    assert asked(cast, f"/conversations/{Conversation.objects.get().public_id}/") == QUERIES_OF_A_PLAIN_CONVERSATION


def test_a_conversation_of_one_letter_and_of_three(cast: Cast) -> None:
    arrives(letter(files=[PICTURE]), cast.chainik_mail)
    address = f"/conversations/{Conversation.objects.get().public_id}/"
    one = asked(cast, address)
    for number in (2, 3):
        brings(cast, number, answering="<1@irina.example.com>")

    assert Conversation.objects.get().messages.count() == 3
    assert (one, asked(cast, address)) == (QUERIES_OF_A_CONVERSATION, QUERIES_OF_A_CONVERSATION)


def test_a_customer_of_one_conversation_and_of_three(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)
    address = f"/customers/{Customer.objects.get().public_id}/"
    one = asked(cast, address)
    for number in (2, 3):
        arrives(letter(subject=f"Другое {number}", message_id=f"<{number}@irina.example.com>"), cast.chainik_mail)

    assert Conversation.objects.count() == 3
    assert (one, asked(cast, address)) == (QUERIES_OF_A_CUSTOMER, QUERIES_OF_A_CUSTOMER)


def test_a_long_list_is_turned_page_by_page_and_back(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "LINES_MAX", 3)
    noon = timezone.now() - timedelta(hours=1)
    for number in range(8):
        raw = letter(subject=f"Вопрос {number}", sender=f"u{number}@example.com", message_id=f"<{number}@example.com>")
        mailbox = cast.honey_mail if number % 3 == 0 else cast.chainik_mail
        arrives(raw, mailbox, at=noon + timedelta(minutes=number))
    browser = cast.browser_of(cast.orlov)

    pages = [browser.get("/conversations/").content.decode()]
    while further := link(pages[-1], "next"):
        pages.append(browser.get(further).content.decode())

    assert [subjects(page) for page in pages] == [
        ["Вопрос 0", "Вопрос 1", "Вопрос 2"],
        ["Вопрос 3", "Вопрос 4", "Вопрос 5"],
        ["Вопрос 6", "Вопрос 7"],
    ]
    assert link(pages[0], "prev") == ""
    back = browser.get(link(pages[2], "prev")).content.decode()
    assert subjects(back) == subjects(pages[1])
    first = browser.get(link(back, "prev")).content.decode()
    assert subjects(first) == subjects(pages[0])
    assert link(first, "prev") == ""


@pytest.mark.parametrize("order", ["due", "newest"])
def test_the_first_part_of_a_long_list_keeps_its_top_when_it_comes_anew(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    """It has more lines then than a part has at first: whoever came last stands at the top of both orders."""
    monkeypatch.setattr(lists, "LINES_MAX", 3)
    noon = timezone.now() - timedelta(hours=1)

    def comes(number: int) -> None:
        raw = letter(subject=f"Вопрос {number}", sender=f"u{number}@example.com", message_id=f"<{number}@example.com>")
        arrives(raw, cast.chainik_mail, at=noon + timedelta(minutes=-number if order == "due" else number))

    for number in range(4):
        comes(number)
    browser = cast.browser_of(cast.maria)
    part = browser.get("/conversations/", {"order": order}).content.decode()
    assert subjects(part) == ["Вопрос 3", "Вопрос 2", "Вопрос 1"]
    for number in (4, 5):
        comes(number)
        part = browser.get(anew(part)).content.decode()

    assert subjects(part) == [f"Вопрос {number}" for number in (5, 4, 3, 2, 1)]


@pytest.mark.parametrize("place", ["", "x", "1", "1.", ".1", "9" * 30 + ".1", "-1.2", "1.2.3", "²1.1"])
def test_a_made_up_place_in_the_list_is_the_beginning(cast: Cast, place: str) -> None:
    arrives(letter(), cast.chainik_mail)
    page = cast.browser_of(cast.maria).get("/conversations/", {"after": place}).content.decode()

    assert subjects(page) == ["Чайник не пришёл"]


def test_what_awaits_an_answer_stands_before_what_awaits_none_and_that_with_the_newest_first(cast: Cast) -> None:
    noon = timezone.now() - timedelta(hours=1)
    for number in range(4):
        raw = letter(subject=f"Вопрос {number}", sender=f"u{number}@example.com", message_id=f"<{number}@example.com>")
        arrives(raw, cast.chainik_mail, at=noon + timedelta(minutes=number))
    browser = cast.browser_of(cast.maria)
    for conversation in Conversation.objects.filter(subject__in=["Вопрос 0", "Вопрос 1"]):
        browser.post(f"/conversations/{conversation.public_id}/closure", {"answer_not_needed": "yes"})

    page = browser.get("/conversations/?view=all").content.decode()
    assert subjects(page) == ["Вопрос 2", "Вопрос 3", "Вопрос 1", "Вопрос 0"]


def test_each_reads_the_same_line_in_their_own_language(cast: Cast) -> None:
    arrives(letter(subject=""), cast.chainik_mail)
    words = {"en": "No subject", "ru": "Без темы"}

    for who in (cast.anna, cast.maria, cast.anna, cast.maria):
        (subject,) = subjects(cast.browser_of(who).get("/conversations/").content.decode())
        assert subject == words[who.language]


def test_a_line_says_that_its_time_is_over_within_the_very_minute(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail, at=timezone.now().replace(second=30) - timedelta(minutes=1))
    due_at = Conversation.objects.get().next_promise.due_at
    Session.objects.update(expire_date=due_at + timedelta(days=1))

    def state(at: datetime) -> str:
        with mock.patch.object(timezone, "now", return_value=at):
            page = cast.browser_of(cast.anna).get("/conversations/").content.decode()
        return re.search(r'data-state="(\w+)" title=', page)[1]

    assert state(due_at - timedelta(seconds=5)) == "soon"
    assert state(due_at + timedelta(seconds=5)) == "late"
