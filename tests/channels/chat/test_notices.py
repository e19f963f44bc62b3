"""A rule tells a visitor of a chat that we shall be late: they have heard it when a page or a letter has brought it."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone

from slovo.channels.chat.models import Chat
from slovo.channels.models import State
from slovo.promises import ledger, replay
from slovo.promises.ladder_models import CustomerNotice
from slovo.promises.models import Promise
from slovo.promises.models import State as Promised
from tests.cast import Cast, the_conversation, work_at
from tests.channels.chat.test_absent import LETTER, asks, letters, minutes_pass
from tests.channels.chat.visitors import TALK, Browser, a_chat
from tests.promises.ladders import at_any_hour, clock_strikes, ladder, reminded, tell
from tests.promises.stories import now_of

IRINA = "irina@example.com"
DELAY = "мы обещали"


@pytest.fixture
def chat(cast: Cast) -> Chat:
    at_any_hour(cast)
    ladder(cast, tell(20), at=timezone.now())
    return a_chat(cast, consents={"talk": TALK, "letter": LETTER})


def irina(chat: Chat, **more: Any) -> Browser:
    """She asks, and Anna promises her something in the chat."""
    browser = Browser(chat).comes(name="Ирина", **more)
    asks(browser)
    return browser


def kettle_in_an_hour(cast: Cast) -> Promise:
    conversation, at = the_conversation(), timezone.now()
    return ledger.make(
        brand=cast.chainik,
        customer_id=conversation.customer_id,
        about=conversation.key,
        kind="delivery",
        what="Чайник",
        due_at=at + timedelta(hours=1),
        by=cast.anna,
        at=at,
    )


def has_all(browser: Browser, *, minutes: float) -> None:
    """After so many minutes her page says that it has every line."""
    moment = timezone.now() + timedelta(minutes=minutes)
    with mock.patch.object(timezone, "now", return_value=moment):
        last = browser.get("news").json()["lines"][-1]["id"]
        assert browser.post("marks", {"delivered": last}).status_code == 200
    work_at(moment)


def test_it_counts_when_her_page_has_it_and_not_before(cast: Cast, chat: Chat) -> None:
    browser = irina(chat)
    promise = kettle_in_an_hour(cast)
    clock_strikes(timezone.now() + timedelta(minutes=40))
    assert [DELAY in text for text in browser.reads()] == [False, True]
    assert (now_of(promise).state, CustomerNotice.objects.get().sent_at) == (Promised.OPEN, None)

    has_all(browser, minutes=41)

    assert now_of(promise).state == Promised.MOVED
    assert CustomerNotice.objects.get().sent_at
    assert replay.compare().agrees


def test_who_has_left_has_it_by_letter_and_that_counts(cast: Cast, chat: Chat) -> None:
    irina(chat, contact=IRINA, consents={"talk": 1, "letter": 1})
    promise = kettle_in_an_hour(cast)
    clock_strikes(timezone.now() + timedelta(minutes=40))

    minutes_pass(44)

    (sent,) = letters()
    assert (sent.state, [one["value"] for one in sent.posting["to"]]) == (State.SENT, [IRINA])
    assert DELAY in sent.posting["text"]
    assert sent.posting["from_name"] == cast.chainik.name
    assert now_of(promise).state == Promised.MOVED


def test_who_has_left_no_address_is_told_by_a_person_and_nothing_is_moved(cast: Cast, chat: Chat) -> None:
    irina(chat)
    promise = kettle_in_an_hour(cast)
    assert promise.due_at
    clock_strikes(timezone.now() + timedelta(minutes=40))
    minutes_pass(41)
    assert reminded() == []

    minutes_pass(44)
    minutes_pass(45)

    assert {why for _name, why in reminded()} == {"untold"}
    assert letters() == []
    assert now_of(promise).state == Promised.OPEN
    work_at(promise.due_at + timedelta(minutes=1))
    clock_strikes(promise.due_at + timedelta(minutes=1))
    assert now_of(promise).due_at == promise.due_at


def test_if_she_comes_back_in_time_it_counts_though_a_person_was_asked(cast: Cast, chat: Chat) -> None:
    browser = irina(chat)
    promise = kettle_in_an_hour(cast)
    clock_strikes(timezone.now() + timedelta(minutes=40))
    minutes_pass(44)
    assert reminded()

    has_all(browser, minutes=50)

    assert now_of(promise).state == Promised.MOVED
