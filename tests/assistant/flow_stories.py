"""What the tests of flows say all the time."""

from typing import Any

from django.utils import timezone

from slovo.assistant import setting
from slovo.assistant.flow_models import Flow
from slovo.assistant.flows import setting as flows
from slovo.channels.chat.models import Chat
from tests.cast import Cast, work
from tests.channels.chat.visitors import Browser, a_chat

HELLO = "Я бот и помогу с этим."
OVER = "Я бот, а дальше вам ответит человек."


def a_running(cast: Cast, template: str) -> Flow:
    """Orlov takes it over as it is shipped, publishes it and switches it on."""
    flow = flows.adopt(brand=cast.chainik, template=template, by=cast.orlov, at=timezone.now())
    flows.publish(flow_id=flow.pk, by=cast.orlov, at=timezone.now())
    flows.switch(flow_id=flow.pk, on=True, by=cast.orlov, at=timezone.now())
    return flow


def a_chat_with_the_bot(cast: Cast) -> Chat:
    setting.set_rule(brand=cast.chainik, on=True, by=cast.orlov, at=timezone.now())
    return a_chat(cast)


def asks(browser: Browser, *texts: str) -> Browser:
    """One after the other, each once the one before has been answered."""
    for text in texts:
        assert browser.says(text).status_code == 200
        work()
    return browser


def heard(browser: Browser) -> dict[str, Any]:
    """The last of what the bot said, not of what a rule told after it."""
    lines = [line for line in browser.get("news").json()["lines"] if line["bot"]]
    return dict(lines[-1])


def words(browser: Browser) -> str:
    return str(heard(browser)["text"])


def options(browser: Browser) -> list[str]:
    return [one["text"] for one in heard(browser)["options"]]
