"""What the clock does about chats. Most of the time there is nothing, and no transaction is begun."""

from collections.abc import Callable

from django.utils import timezone

from slovo.channels.chat import duty
from slovo.channels.chat import queries as chats
from slovo.conversations import chat_clock, chat_people
from slovo.core.tasks import task


@task("conversations.give_chats_out@1", queue="clock")
def give_chats_out() -> Callable[[], None] | None:
    return _give_out if chat_people.waiting_to_be_given(timezone.now()).exists() else None


def _give_out() -> None:
    chat_clock.give_out(at=timezone.now())


@task("conversations.call_to_chats@1", queue="clock")
def call_to_chats() -> Callable[[], None] | None:
    return _call if chat_people.unanswered(timezone.now()).exists() else None


def _call() -> None:
    chat_clock.call_to_unanswered(at=timezone.now())


@task("conversations.send_silent_away@1", queue="clock")
def send_silent_away() -> Callable[[], None] | None:
    return _send_away if chats.silent(timezone.now()).exists() else None


def _send_away() -> None:
    duty.send_away(at=timezone.now())
