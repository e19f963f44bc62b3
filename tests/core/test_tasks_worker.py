"""Workers with threads, and worker processes that are killed."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from django.db import DatabaseError, connection, connections

from slovo.core.db import transaction
from slovo.core.live.models import Nudge
from slovo.core.tasks import enqueue_once, leases, queries
from slovo.core.tasks import worker as at_the_tasks
from slovo.core.tasks.models import Task
from slovo.core.tasks.trouble import will_pass
from slovo.core.tasks.worker import Worker
from tests.core import sample_tasks as samples
from tests.core.sample_tasks import effects
from tests.databases import on_postgresql_alone, on_sqlite_alone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PATIENCE_SECONDS = 60
KILLS = 6
PROGRAM = """
import sys, django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from slovo.core.tasks.worker import Worker
from tests.core.sample_tasks import QUEUES
Worker(3, QUEUES, lease_seconds=float(sys.argv[2])).run()
"""


@pytest.fixture(autouse=True)
def nothing_begun() -> Iterator[None]:
    yield
    samples.begun.clear()


@contextmanager
def at_work(*workers: Worker) -> Iterator[None]:
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        for worker in workers:
            worker.stop()
        for worker in workers:
            worker.join()


def process(lease_seconds: float = 1) -> "subprocess.Popen[bytes]":
    name = str(connection.settings_dict["NAME"])
    return subprocess.Popen([sys.executable, "-c", PROGRAM, name, str(lease_seconds)], env=os.environ)


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.02)


def is_more_done_than(effects_before: int) -> bool:
    return Nudge.objects.count() > effects_before


def done() -> bool:
    return not Task.objects.filter(parked_at=None).exists()


@contextmanager
def locked_database() -> Iterator[None]:
    """Somebody else's program writes, and knows nothing of our gate."""
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@pytest.fixture
def impatient_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    options = connections.settings["default"]["OPTIONS"]
    monkeypatch.setitem(options, "timeout", 0.05)


def test_two_workers_never_have_one_task_at_the_same_time() -> None:
    keys = [f"{number:02}" for number in range(40)]
    with transaction():
        for key in keys:
            samples.write_slowly.enqueue(key, seconds=0.02)
    with at_work(Worker(2, samples.QUEUES), Worker(2, samples.QUEUES)):
        until(done)
    assert sorted(samples.begun) == keys
    assert effects() == keys


def test_the_lease_of_long_work_is_extended() -> None:
    with transaction():
        samples.write_slowly.enqueue("long", seconds=4.5)
    with at_work(Worker(1, samples.QUEUES, lease_seconds=3), Worker(1, samples.QUEUES, lease_seconds=3)):
        until(done)
    assert samples.begun == ["long"]
    assert effects() == ["long"]


def test_a_slow_task_holds_up_neither_its_neighbours_nor_another_queue() -> None:
    with transaction():
        samples.write_slowly.enqueue("slow", seconds=3)
        samples.write_slowly.enqueue("beside it", seconds=0)
        samples.write.enqueue("quick")
    with at_work(Worker(2, samples.QUEUES)):
        until(lambda: effects() == ["beside it", "quick"])
        until(done)


def test_a_worker_that_is_told_to_stop_finishes_what_is_begun_and_gives_the_rest_back() -> None:
    with transaction():
        samples.write_slowly.enqueue("first", seconds=0)
        for _ in range(5):
            samples.write_slowly.enqueue("then", seconds=0.5)
    with at_work(Worker(1, samples.QUEUES)):
        until(lambda: samples.begun == ["first", "then"])
        assert Task.objects.filter(leased_until__isnull=False).count() == 5
    assert effects() == ["first", "then"]
    assert list(Task.objects.values_list("attempts", "leased_until", "leased_by")) == [(0, None, "")] * 4


def test_work_longer_than_the_grace_is_left_to_its_lease() -> None:
    with transaction():
        samples.write_slowly.enqueue("long", seconds=1)
    with at_work(Worker(1, samples.QUEUES, grace_seconds=0.1)):
        until(lambda: bool(samples.begun))
    assert effects() == []
    assert Task.objects.get().leased_until is not None
    until(lambda: effects() == ["long"])


def test_sigterm_ends_a_worker_process_in_good_order() -> None:
    worker = process()
    with transaction():
        samples.write.enqueue("a")
    until(done)
    worker.terminate()
    assert worker.wait(timeout=PATIENCE_SECONDS) == 0
    assert effects() == ["a"]


def test_who_asks_once_more_before_the_task_began_is_seen_by_it() -> None:
    with transaction():
        enqueue_once(samples.need, "look", "the change")
    worker = Worker(1, samples.QUEUES)
    with at_work(worker):
        with transaction():  # the worker polls several times meanwhile
            samples.leave("the change")
            enqueue_once(samples.need, "look", "the change")
            time.sleep(0.5)
        until(done)
    assert [key for key in effects() if key.endswith("there")] == ["the change was there"]


@on_sqlite_alone("a lock of the whole database")
def test_a_worker_survives_a_locked_database(impatient_sqlite: None, caplog: pytest.LogCaptureFixture) -> None:
    with transaction():
        samples.write.enqueue("a")
    with locked_database():
        worker = Worker(2, samples.QUEUES)
        worker.start()
        until(lambda: caplog.text.count("cannot take tasks") >= 3)
    until(done)
    worker.stop()
    worker.join()
    assert effects() == ["a"]


@on_sqlite_alone("a lock of the whole database")
def test_what_is_prepared_waits_for_a_locked_database(impatient_sqlite: None, caplog: pytest.LogCaptureFixture) -> None:
    with transaction():
        samples.write_slowly.enqueue("a", seconds=0.5)
    with at_work(Worker(1, samples.QUEUES)):
        until(lambda: bool(samples.begun))
        with locked_database():
            until(lambda: "The database cannot write (database is locked)" in caplog.text)
        until(done)
    assert samples.begun == effects() == ["a"]


@on_postgresql_alone("SQLite has no connections to lose")
def test_a_worker_survives_the_loss_of_its_connections() -> None:
    with at_work(Worker(2, samples.QUEUES)):
        for key in ("a", "b", "c"):
            with transaction():
                samples.write.enqueue(key)
            until(done)
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
    assert effects() == ["a", "b", "c"]


@on_sqlite_alone("the codes are its own")
def test_a_full_disk_passes_and_a_missing_column_does_not() -> None:
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count={pages}")
        with pytest.raises(DatabaseError) as full, transaction():
            Nudge.objects.bulk_create([Nudge(brand_id=1, key="x" * 60, at="2027-03-01T09:00Z")] * 5_000)
        cursor.execute("PRAGMA max_page_count=1073741823")
        with pytest.raises(DatabaseError) as missing:
            cursor.execute("SELECT no_such_column FROM tasks_task")
    assert (will_pass(full.value), will_pass(missing.value)) == (True, False)


def test_every_effect_is_there_once_when_workers_are_killed_at_any_moment() -> None:
    with transaction():
        for number in range(100):
            samples.write.enqueue(f"{number:03}")
            samples.write_grouped.enqueue(f"{number:03} grouped")
            samples.ask_for_more.enqueue(f"{number:03} more")
            for part in range(4):  # keeps three threads busy for three seconds at least, whatever the machine
                samples.write_slowly.enqueue(f"{number:03} slow {part}", seconds=0.0225)
    wanted = {task.arguments["args"][0] for task in Task.objects.all()}
    wanted |= {f"{number:03} more again" for number in range(100)}
    worker = process()
    for _ in range(KILLS):
        until(partial(is_more_done_than, Nudge.objects.count()))
        time.sleep(random.uniform(0, 0.1))
        worker.kill()
        worker.wait()
        worker = process()
    assert not done()
    until(done)
    worker.terminate()
    worker.wait()
    assert effects() == sorted(wanted)
    assert not Task.objects.exists()


def test_a_task_that_kills_its_worker_is_parked_and_its_neighbours_are_done() -> None:
    with transaction():
        for number in range(10):
            samples.write.enqueue(f"{number}")
            if number == 4:
                samples.kill_the_worker.enqueue()
    killed = [process().wait(timeout=PATIENCE_SECONDS) for _ in range(2)]
    assert killed == [-signal.SIGKILL, -signal.SIGKILL]
    worker = process()
    until(done)
    worker.terminate()
    worker.wait()
    assert queries.parked().get().name == "samples.kill_the_worker@1"
    assert effects() == [f"{number}" for number in range(10)]


@on_sqlite_alone("a lock of the whole database")
def test_a_group_that_takes_long_lets_others_write_between_and_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_the_tasks, "HOLD_SECONDS", 0.0)
    held: list[int] = []
    finish = leases.finish
    monkeypatch.setattr(leases, "finish", lambda done: (held.append(len(done)), finish(done)))
    with transaction():
        for number in range(5):
            samples.write_grouped.enqueue(f"{number}")

    ended = Worker(queues=samples.QUEUES).drain()

    assert (ended, held) == (5, [1, 1, 1, 1, 1])
    assert effects() == ["0", "1", "2", "3", "4"]
    assert done()
