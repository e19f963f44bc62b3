"""What the clock does about chats. Most of the time there is nothing, and no transaction is begun."""

from collections.abc import Callable
from functools import partial

from django.utils import timezone

from slovo.channels.chat import duty
from slovo.channels.chat import queries as chats
from slovo.conversations import chat_clock, chat_letters, chat_people, chat_queries
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


@task("conversations.write_to_absent@1", queue="clock")
def write_to_absent() -> Callable[[], None] | None:
    found = chats.left_before(
        timezone.now(), absent=chat_letters.ABSENT, together_max=chat_letters.TOGETHER_MAX, within=chat_letters.WITHIN
    )
    ids = [visitor.pk for visitor in found[: chat_letters.VISITORS_MAX]]
    return partial(_write_to_absent, ids) if ids else None


def _write_to_absent(visitor_ids: list[int]) -> None:
    at = timezone.now()
    for visitor_id in visitor_ids:
        chat_letters.write(visitor_id=visitor_id, at=at)


@task("conversations.tell_unseen@1", queue="clock")
def tell_unseen() -> Callable[[], None] | None:
    ids = chat_queries.unseen_notices(timezone.now(), absent=chat_letters.ABSENT, within=chat_letters.WITHIN)
    return partial(_tell_unseen, ids) if ids else None


def _tell_unseen(message_ids: list[int]) -> None:
    chat_letters.give_up(message_ids=message_ids, at=timezone.now())
