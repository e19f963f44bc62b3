"""Several clocks at the same moment: each step is taken once. On PostgreSQL they really are, on SQLite they queue."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.utils import timezone

from slovo.conversations.models import Conversation
from slovo.core.db import transaction
from slovo.core.journal.models import JournalEntry
from slovo.core.tasks.worker import Worker
from slovo.promises import forecast, jobs, stepping
from slovo.promises.forecast_rows import PromiseForecast
from slovo.promises.ladder_models import CustomerNotice, NoticeLine
from slovo.promises.models import Promise
from tests.cast import Cast, arrives, letter
from tests.journeys.test_a_letter_is_answered import outgoing
from tests.promises.ladders import at_any_hour, ladder, owner, tell
from tests.promises.stories import promised
from tests.together import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
NOON = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
CLOCKS, PROMISES, LETTERS = 4, 120, 30


def test_four_clocks_take_each_step_once(cast: Cast) -> None:
    ladder(cast, owner(20), tell(20), at=NOON)
    due = NOON + timedelta(minutes=60)
    for number in range(PROMISES):
        promised(cast, at=NOON, due_at=due + timedelta(seconds=number), about=f"conversation:{number + 1}")
    at = due - timedelta(minutes=15)

    def strike() -> None:
        while stepping.take_steps(at=at):
            pass
        stepping.take_steps(at=at)

    assert at_once([strike] * CLOCKS) == []
    taken = JournalEntry.objects.filter(kind="PromiseStepTaken").values_list("data__promise_id", "data__deed")
    expected = [(pk, deed) for pk in Promise.objects.values_list("pk", flat=True) for deed in DEEDS]
    assert sorted(taken) == sorted(expected)
    told = NoticeLine.objects.values_list("move__promise_id", flat=True)
    assert sorted(told) == sorted(Promise.objects.values_list("pk", flat=True))


DEEDS = ("nudge_owner", "tell_customer")


def test_two_workers_who_foretell_the_same_promises_say_it_once(cast: Cast) -> None:
    promises = [promised(cast, at=NOON, due_at=NOON + timedelta(hours=hours)) for hours in range(1, 21)]
    foretold = [
        forecast.foretold(promise_ids=[one.pk for one in promises], at=NOON + timedelta(minutes=minutes))
        for minutes in range(CLOCKS)
    ]

    assert at_once([partial(forecast.write_down, rows) for rows in foretold]) == []

    assert PromiseForecast.objects.filter(latest=True).count() == len(promises)


def test_four_workers_write_each_letter_once(cast: Cast) -> None:
    """And each customer hears of it: what one worker holds keeps no letter of another's back for good."""
    now = timezone.now()
    at_any_hour(cast)
    ladder(cast, owner(20), tell(20), at=now)
    told = [_promised_to(cast, number, at=now - timedelta(hours=1)) for number in range(LETTERS)]
    with transaction():
        jobs.take_steps.enqueue()

    def work() -> None:
        for _again in range(LETTERS):
            Worker().drain()

    assert at_once([work] * CLOCKS) == []
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
