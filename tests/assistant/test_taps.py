"""Under what the bot says stands what can be tapped: a person, always, and of two articles the one that is meant."""

from typing import Any

import pytest
from django.utils import translation

from slovo.assistant import hearing, talking
from slovo.assistant.flows import queries as flow_queries
from slovo.assistant.models import Turn
from slovo.channels.chat.models import Chat
from slovo.conversations import chat_waiting
from slovo.conversations.models import Direction, Message
from slovo.core import limits
from tests.assistant.stories import (
    MAY_I_RETURN,
    OVER,
    a_chat_where_it_knows_two_things,
    a_running,
    asks,
    options,
    the_last,
)
from tests.cast import Cast
from tests.channels.chat.visitors import Browser
from tests.knowledge.stories import published

PERSON = "Позовите человека"
KETTLE, THERMOS = "Гарантия на чайник", "Гарантия на термос"
WHICH = "Какая гарантия со дня покупки с чеком?"


@pytest.fixture(autouse=True)
def nobody_asked_before() -> None:
    limits.forget()
    chat_waiting.forget()


@pytest.fixture
def chat(cast: Cast) -> Chat:
    return a_chat_where_it_knows_two_things(cast)


def two_warranties(cast: Cast, one: str = KETTLE, other: str = THERMOS) -> None:
    published(cast, one, "Гарантия на чайник два года со дня покупки, с чеком.")
    published(cast, other, "Гарантия на термос пять лет со дня покупки, с чеком.")


def why() -> str:
    return Message.objects.get(direction=Direction.NOTE).text.splitlines()[0]


@pytest.mark.parametrize(
    ("greeting", "person"),
    [("Здравствуйте!", PERSON), ("Вітаю!", "Покличте людину"), ("Hello!", "A person please")],
)
def test_under_the_greeting_a_person_is_one_tap_away(cast: Cast, chat: Chat, greeting: str, person: str) -> None:
    irina = asks(Browser(chat).comes(), greeting)
    assert options(irina) == [person]

    asks(irina, person)
    assert (Turn.objects.last().reason, why()) == ("wanted", "Попросили позвать человека.")


def test_beside_the_flows_there_is_always_room_for_a_person(
    cast: Cast, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    for template in ("order", "callback"):
        a_running(cast, template)
    assert options(asks(Browser(chat).comes(), "Здравствуйте!")) == ["Где мой заказ?", "Перезвоните мне", PERSON]

    monkeypatch.setattr(flow_queries, "menu", lambda _brand, _language: ["Один", "Два", "Три", "Четыре"])
    assert options(asks(Browser(chat).comes(), "Здравствуйте!")) == ["Один", "Два", "Три", PERSON]


def test_under_a_quotation_a_person_is_one_tap_away(cast: Cast, chat: Chat) -> None:
    irina = asks(Browser(chat).comes(), MAY_I_RETURN)
    assert options(irina) == [PERSON]

    asks(irina, PERSON)
    assert (the_last(irina)["text"].startswith(OVER), options(irina)) == (True, [])
    assert why() == "Попросили позвать человека."


def test_of_two_articles_the_one_is_quoted_whose_title_is_tapped(cast: Cast, chat: Chat) -> None:
    two_warranties(cast)
    irina = asks(Browser(chat).comes(), WHICH)
    assert (sorted(options(irina)[:2]), options(irina)[2]) == ([THERMOS, KETTLE], PERSON)

    asks(irina, THERMOS)
    assert "Гарантия на термос пять лет" in the_last(irina)["text"]


def test_instead_of_choosing_a_person_can_be_tapped(cast: Cast, chat: Chat) -> None:
    two_warranties(cast)
    irina = asks(Browser(chat).comes(), WHICH, PERSON)

    assert (the_last(irina)["text"].startswith(OVER), why()) == (True, "Попросили позвать человека.")


def test_a_title_that_names_a_person_is_chosen_and_calls_none(cast: Cast, chat: Chat) -> None:
    title = "Гарантия на термос: позовите оператора"
    two_warranties(cast, other=title)
    irina = asks(Browser(chat).comes(), WHICH)
    assert title in options(irina)

    asks(irina, title)
    assert "Гарантия на термос пять лет" in the_last(irina)["text"]


@pytest.mark.parametrize("other", [KETTLE, "Гарантия на термос, если его покупали у наших друзей в другом городе"])
def test_titles_that_cannot_be_tapped_are_tapped_by_their_numbers(cast: Cast, chat: Chat, other: str) -> None:
    two_warranties(cast, KETTLE, other)
    irina = asks(Browser(chat).comes(), WHICH)
    shown: list[dict[str, Any]] = the_last(irina)["options"]
    assert [one["text"] for one in shown] == ["1", "2", PERSON]
    assert sorted(one["words"] for one in shown[:2]) == sorted([KETTLE, other])

    asks(irina, "2")
    assert "лет" in the_last(irina)["text"] or "года" in the_last(irina)["text"]


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
def test_what_is_tapped_for_a_person_is_heard_as_asking_for_one(language: str) -> None:
    with translation.override(language):
        assert hearing.wants_person(talking.a_person().text)
