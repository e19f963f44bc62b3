"""Periodic work: one slot, one run, however many tickers there are."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from slovo.core.tasks import drain, every
from slovo.core.tasks.models import Task
from slovo.core.tasks.ticker import Ticker
from tests.core import sample_tasks as samples
from tests.core.sample_tasks import effects

AT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
JOBS = (every(samples.tick_often, seconds=10), every(samples.tick_rarely, seconds=60))


def after(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


@pytest.mark.django_db
def test_every_job_has_its_slots() -> None:
    ticker = Ticker(JOBS)
    taken = [ticker.tick(after(second)) for second in range(0, 121, 5)]
    assert taken == [2, 0, *[1, 0] * 5, 2, 0, *[1, 0] * 5, 2]


@pytest.mark.django_db
def test_a_tick_enqueues_and_a_worker_runs() -> None:
    assert Ticker(JOBS).tick(AT) == 2
    assert effects() == []
    assert drain(raise_errors=True) == 2
    assert effects() == ["often", "rarely"]


@pytest.mark.django_db
def test_slots_missed_while_everything_was_down_are_one() -> None:
    Ticker(JOBS).tick(AT)
    drain(raise_errors=True)
    assert Ticker(JOBS).tick(after(100_000)) == 2
    assert Ticker(JOBS).tick(after(100_001)) == 0


@pytest.mark.django_db
def test_a_slow_worker_does_not_find_a_heap_of_the_same() -> None:
    ticker = Ticker(JOBS)
    assert [ticker.tick(after(10 * turn)) for turn in range(6)] == [2, 1, 1, 1, 1, 1]
    assert Task.objects.count() == 2


@pytest.mark.django_db
def test_a_clock_set_back_does_not_stop_the_jobs() -> None:
    ticker = Ticker(JOBS)
    ticker.tick(AT)
    assert ticker.tick(after(-86_400)) == 2
    assert ticker.tick(after(-86_400 + 5)) == 0


@pytest.mark.django_db(transaction=True)
def test_two_tickers_take_each_slot_once() -> None:
    together = threading.Barrier(2, timeout=60)  # a clock that lags by minutes would be one that was set back

    def ticks(ticker: Ticker) -> int:
        try:
            return sum(ticker.tick(after(second)) for second in range(0, 301, 5) if together.wait() >= 0)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        taken = sum(threads.map(ticks, [Ticker(JOBS), Ticker(JOBS)]))
    assert taken == 31 + 6


@pytest.mark.django_db(transaction=True)
def test_a_running_ticker_ticks_until_it_is_told_to_stop() -> None:
    ticker = Ticker(JOBS)
    ticker.start()
    while Task.objects.count() < 2:
        time.sleep(0.02)
    ticker.stop()
    ticker.join()
    assert sorted(Task.objects.values_list("name", flat=True)) == ["samples.tick_often@1", "samples.tick_rarely@1"]
