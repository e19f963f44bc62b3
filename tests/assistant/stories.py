"""What the tests of the bot say all the time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.test import Client
from django.utils import timezone

from slovo.assistant import answering, setting
from slovo.assistant.flow_models import Flow
from slovo.assistant.flows import setting as flows
from slovo.channels.chat.models import Chat
from tests.cast import Cast, the_conversation, work
from tests.channels.chat.visitors import Browser, a_chat
from tests.knowledge.stories import published

HELLO = "Я бот и помогу с этим."
OVER = "Я бот, а дальше вам ответит человек."
RETURN = "Чайник можно вернуть в течение 14 дней после покупки, если им не пользовались."
DELIVERY = "Доставляем по Москве за один день, по России за пять дней."
MAY_I_RETURN = "Можно ли вернуть чайник после покупки?"


def a_running(cast: Cast, template: str) -> Flow:
    """Orlov takes it over as it is shipped, publishes it and switches it on."""
    flow = flows.adopt(brand=cast.chainik, template=template, by=cast.orlov, at=timezone.now())
    flows.publish(flow_id=flow.pk, by=cast.orlov, at=timezone.now())
    flows.switch(flow_id=flow.pk, on=True, by=cast.orlov, at=timezone.now())
    return flow


def a_chat_with_the_bot(cast: Cast) -> Chat:
    setting.set_rule(brand=cast.chainik, on=True, by=cast.orlov, at=timezone.now())
    return a_chat(cast)


def a_chat_where_it_knows_two_things(cast: Cast) -> Chat:
    published(cast, "Как вернуть чайник", RETURN)
    published(cast, "Сроки доставки", DELIVERY)
    return a_chat_with_the_bot(cast)


def asks(browser: Browser, *texts: str) -> Browser:
    """One after the other, each once the one before has been answered."""
    for text in texts:
        assert browser.says(text).status_code == 200
        work()
    return browser


def the_last(browser: Browser) -> dict[str, Any]:
    """Of all that was said, by whomever."""
    line: dict[str, Any] = browser.get("news").json()["lines"][-1]
    return line


def page_of(client: Client) -> str:
    return client.get(f"/conversations/{the_conversation().public_id}/").content.decode()


def said_to(browser: Browser) -> list[str]:
    """By us: the first sentence of each."""
    lines = browser.get("news").json()["lines"]
    return [line["text"].split("\n")[0].split(":")[0] for line in lines if line["ours"]]


@contextmanager
def waiting_to_speak() -> Iterator[Callable[[], None]]:
    """All has been taken in, and it has thought; it speaks when it is called."""
    with mock.patch.object(answering, "speak") as held:
        work()
    thought = held.call_args.kwargs["thought"]
    yield lambda: answering.speak(thought=thought, at=timezone.now())


def heard(browser: Browser) -> dict[str, Any]:
    """The last of what the bot said, not of what a rule told after it."""
    lines = [line for line in browser.get("news").json()["lines"] if line["bot"]]
    return dict(lines[-1])


def words(browser: Browser) -> str:
    return str(heard(browser)["text"])


def options(browser: Browser) -> list[str]:
    return [one["text"] for one in heard(browser)["options"]]
