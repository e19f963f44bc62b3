"""Several clocks at the same moment: each step is taken once. On PostgreSQL they really are, on SQLite they queue."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from slovo.core.journal.models import JournalEntry
from slovo.promises import stepping
from slovo.promises.ladder_models import NoticeLine
from slovo.promises.models import Promise
from tests.cast import Cast
from tests.promises.ladders import ladder, owner, tell
from tests.promises.stories import promised

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
NOON = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
CLOCKS, PROMISES = 4, 120


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
