"""Answers to choose from under a message: an agent or a rule offers them, the visitor says one by one tap."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from slovo.channels.adapter import Option
from slovo.conversations import by_rule
from slovo.conversations.families import locked_root
from slovo.conversations.models import Message
from slovo.conversations.outgoing import UnableToReply
from slovo.core.db import transaction
from slovo.core.journal.actor import Actor
from tests.cast import Cast, arrives, letter, the_conversation, work
from tests.channels.chat.visitors import Browser, a_chat

DELIVERY = [("Курьером", "Завтра, 300 ₽"), ("Сам заберу", "")]


@pytest.fixture
def irina(cast: Cast) -> Browser:
    irina = Browser(a_chat(cast)).comes(name="Ирина")
    irina.says("Как получить чайник?")
    work()
    return irina


def replies(browser: Client, text: str, options: list[tuple[str, str]]) -> Any:
    given = {
        "text": text,
        "option": [one for one, _words in options],
        "option_words": [words for _one, words in options],
    }
    response = browser.post(f"/conversations/{the_conversation().public_id}/replies", given)
    work()
    return response


def offered(visitor: Browser) -> list[tuple[str, str]]:
    return [(one["text"], one["words"]) for one in visitor.get("news").json()["lines"][-1]["options"]]


def test_an_agent_offers_answers_and_the_one_that_is_chosen_is_the_visitors_message(cast: Cast, irina: Browser) -> None:
    anna = cast.browser_of(cast.anna)
    assert replies(anna, "Как вам удобнее?", [*DELIVERY, ("", "")]).status_code == 302
    assert offered(irina) == DELIVERY
    page = anna.get(f"/conversations/{the_conversation().public_id}/").content.decode()
    assert "Курьером (Завтра, 300 ₽) · Сам заберу" in " ".join(page.split())

    irina.says("Сам заберу")
    work()

    said = list(Message.objects.order_by("pk").values_list("direction", "text"))
    assert said == [("in", "Как получить чайник?"), ("out", "Как вам удобнее?"), ("in", "Сам заберу")]


@pytest.mark.parametrize(
    "options",
    [
        [(str(number), "") for number in range(5)],
        [("Да", ""), ("Да", "")],
        [("", "Без слов")],
        [("а" * 61, "")],
        [("Да", "а" * 201)],
    ],
    ids=["five", "twice the same", "no words of its own", "long", "much said of it"],
)
def test_more_than_can_be_chosen_from_is_not_sent_and_not_lost(
    cast: Cast, irina: Browser, options: list[tuple[str, str]]
) -> None:
    refused = replies(cast.browser_of(cast.anna), "Как вам удобнее?", options)

    page = refused.content.decode()
    assert refused.status_code == 422
    assert all(f'value="{words}"' in page for one, more in options[:4] for words in (one, more) if words)
    assert irina.reads() == ["Как получить чайник?"]


def test_a_letter_offers_nothing_to_tap_on(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)

    assert replies(cast.browser_of(cast.anna), "Как вам удобнее?", DELIVERY).status_code == 422
    assert Message.objects.count() == 1


def test_a_rule_offers_them_too(irina: Browser) -> None:
    options = [Option("Да"), Option("Нет", "Позову человека")]
    with transaction():
        conversation = locked_root(the_conversation().pk)
        by_rule.say(conversation, "Это помогло?", actor=Actor("rule", "test"), at=timezone.now(), options=options)
    work()
    assert offered(irina) == [("Да", ""), ("Нет", "Позову человека")]

    many = [Option(str(number)) for number in range(5)]
    with pytest.raises(UnableToReply), transaction():
        by_rule.say(conversation, "Это помогло?", actor=Actor("rule", "test"), at=timezone.now(), options=many)
