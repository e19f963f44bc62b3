"""Two hands on one thing at once: on PostgreSQL they really are, on SQLite they stand in line."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from slovo.conversations import jobs
from slovo.conversations.models import Conversation
from slovo.core.db import locked, transaction
from slovo.core.live.models import Nudge
from slovo.core.tasks import drain
from slovo.core.tasks.models import Task
from slovo.customers import actions as customers
from slovo.customers.actions import UnableToMerge
from slovo.customers.models import Customer
from slovo.promises import actions as promises
from slovo.promises.models import Promise, State
from tests.cast import Cast, arrives, letter, work_at
from tests.customers.test_merging import irina_twice
from tests.databases import on_postgresql_alone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
BOTH_ARE_THERE_SECONDS = 0.5
PATIENCE_SECONDS = 20


def both(first: Callable[[], object], second: Callable[[], object]) -> list[Exception]:
    """The second begins while the first has done its work and not committed it. What went wrong with the second."""
    problems: list[Exception] = []

    def other_hand() -> None:
        try:
            second()
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    hand = threading.Thread(target=other_hand)
    with transaction():
        first()
        hand.start()
        hand.join(BOTH_ARE_THERE_SECONDS)
    hand.join()
    return problems


def test_the_clock_strikes_while_a_timely_answer_is_noted(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail, at=timezone.now() - timedelta(hours=3))
    promise = Promise.objects.get()
    in_time = promise.due_at - timedelta(seconds=1)

    problems = both(
        lambda: promises.fulfil_answer(about=promise.about, done_at=in_time, actor=cast.anna.actor),
        lambda: promises.break_overdue(at=timezone.now()),
    )

    assert (problems, Promise.objects.get().state) == ([], State.KEPT)


def test_the_clock_strikes_while_the_promise_is_paused(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail, at=timezone.now() - timedelta(hours=3))
    promise = Promise.objects.get()
    in_time = promise.due_at - timedelta(seconds=1)

    problems = both(
        lambda: promises.pause_answer(about=promise.about, actor=cast.anna.actor, at=in_time),
        lambda: promises.break_overdue(at=timezone.now()),
    )

    assert (problems, Promise.objects.get().state) == ([], State.PAUSED)


def test_two_supervisors_merge_the_same_two_each_their_own_way(cast: Cast) -> None:
    at_home, at_work = irina_twice(cast)
    at = timezone.now()

    problems = both(
        lambda: customers.merge(kept_id=at_home.pk, merged_id=at_work.pk, by=cast.maria, at=at),
        lambda: customers.merge(kept_id=at_work.pk, merged_id=at_home.pk, by=cast.orlov, at=at),
    )

    assert [type(problem) for problem in problems] == [UnableToMerge]
    assert dict(Customer.objects.values_list("pk", "root_id")) == {at_home.pk: None, at_work.pk: at_home.pk}


@on_postgresql_alone("SQLite has one writer at a time")
def test_what_somebody_writes_in_is_shown_again_a_moment_later_and_the_rest_at_once(cast: Cast) -> None:
    """A worker that waited for it would hold the others meanwhile, and two such workers could wait for each other."""
    arrives(letter(message_id="<1@example.com>"), cast.chainik_mail)
    arrives(letter("А сахарница?", subject="Другое", message_id="<2@example.com>"), cast.chainik_mail)
    busy, free = Conversation.objects.order_by("pk")
    Nudge.objects.all().delete()
    with transaction():
        for one in (busy, free):
            jobs.show_again.enqueue(one.key)

    def hand() -> None:
        try:
            drain()
        finally:
            connection.close()

    worker = threading.Thread(target=hand)
    with transaction():
        locked(Conversation, busy.pk)
        worker.start()
        worker.join(PATIENCE_SECONDS)
        waits = worker.is_alive()
        shown = list(Nudge.objects.values_list("key", flat=True))
    worker.join()

    assert (waits, shown) == (False, [free.key])
    work_at(timezone.now() + 2 * jobs.SHOWN_AGAIN)
    assert sorted(Nudge.objects.values_list("key", flat=True)) == sorted([busy.key, free.key])
    assert not Task.objects.exists()
