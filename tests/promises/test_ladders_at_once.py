"""Several clocks at the same moment: each step is taken once. On PostgreSQL they really are, on SQLite they queue."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from slovo.conversations.models import Conversation
from slovo.core.db import transaction
from slovo.core.journal.models import JournalEntry
from slovo.core.tasks.worker import Worker
from slovo.promises import jobs, stepping
from slovo.promises.ladder_models import CustomerNotice, NoticeLine
from slovo.promises.models import Promise
from tests.cast import Cast, arrives, letter
from tests.journeys.test_a_letter_is_answered import outgoing
from tests.promises.ladders import at_any_hour, ladder, owner, tell
from tests.promises.stories import promised

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
NOON = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
CLOCKS, PROMISES, LETTERS = 4, 120, 30


def test_four_clocks_take_each_step_once(cast: Cast) -> None:
    ladder(cast, owner(20), tell(20), at=NOON)
    due = NOON + timedelta(minutes=60)
    for number in range(PROMISES):
        promised(cast, at=NOON, due_at=due + timedelta(seconds=number), about=f"conversation:{number + 1}")
    at, problems = due - timedelta(minutes=15), []
    together = threading.Barrier(CLOCKS)

    def strike() -> None:
        try:
            together.wait()
            while stepping.take_steps(at=at):
                pass
            stepping.take_steps(at=at)
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    clocks = [threading.Thread(target=strike) for _clock in range(CLOCKS)]
    for one in clocks:
        one.start()
    for one in clocks:
        one.join()

    assert problems == []
    taken = JournalEntry.objects.filter(kind="PromiseStepTaken").values_list("data__promise_id", "data__deed")
    expected = [(pk, deed) for pk in Promise.objects.values_list("pk", flat=True) for deed in DEEDS]
    assert sorted(taken) == sorted(expected)
    told = NoticeLine.objects.values_list("move__promise_id", flat=True)
    assert sorted(told) == sorted(Promise.objects.values_list("pk", flat=True))


DEEDS = ("nudge_owner", "tell_customer")


def test_four_workers_write_each_letter_once(cast: Cast) -> None:
    """And each customer hears of it: what one worker holds keeps no letter of another's back for good."""
    now = timezone.now()
    at_any_hour(cast)
    ladder(cast, owner(20), tell(20), at=now)
    told = [_promised_to(cast, number, at=now - timedelta(hours=1)) for number in range(LETTERS)]
    with transaction():
        jobs.take_steps.enqueue()
    together, problems = threading.Barrier(CLOCKS), []

    def work() -> None:
        try:
            together.wait()
            for _again in range(LETTERS):
                Worker().drain()
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _worker in range(CLOCKS)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()

    assert problems == []
    assert sorted(str(letter["To"]) for letter in outgoing(cast)) == sorted(told)
    assert list(CustomerNotice.objects.values_list("sent_at", flat=True).filter(sent_at=None)) == []
    assert CustomerNotice.objects.count() == LETTERS


def _promised_to(cast: Cast, number: int, *, at: datetime) -> str:
    """Their address. They have written, and are owed something within minutes."""
    address = f"u{number}@example.com"
    arrives(letter("Где заказ?", sender=address, message_id=f"<{number}@example.com>"), cast.chainik_mail)
    talk = Conversation.objects.order_by("-pk")[0]
    due_at = timezone.now() + timedelta(minutes=10)
    promised(cast, at=at, due_at=due_at, about=talk.key, customer=talk.customer)
    return address
