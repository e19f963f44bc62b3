"""The write gate: writers wait in a queue, and a nested change is one change. What is written at one moment is written
together, and the log of it is brought into the file beside the writers."""

import threading
from functools import partial
from pathlib import Path

import pytest
from django.db import connection

from slovo.core.db import in_transaction, transaction
from slovo.core.live.actions import nudge
from slovo.core.live.models import Nudge
from slovo.core.sqlite.checkpoints import LOG_PAGES, Checkpoints
from slovo.core.together import Together
from tests.databases import on_sqlite_alone
from tests.house import until
from tests.together import at_once

pytestmark = pytest.mark.slow

WRITERS = 8
PAGE_BYTES = 4_096
CHANGES_EACH = 25


def change() -> None:
    nudge("test:1", brand_id=1)


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_all_get_their_turn() -> None:
    def write() -> None:
        for _ in range(CHANGES_EACH):
            with transaction(durable=True):
                change()
        connection.close()

    writers = [threading.Thread(target=write) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert Nudge.objects.count() == WRITERS * CHANGES_EACH


@pytest.mark.django_db(transaction=True)
def test_a_change_inside_a_change_is_undone_with_it() -> None:
    @transaction()
    def inner() -> None:
        change()

    @transaction()
    def outer() -> None:
        inner()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        outer()

    assert Nudge.objects.count() == 0
    assert not in_transaction()


@pytest.mark.django_db(transaction=True)
def test_what_threads_write_together_is_all_there_and_each_hears_of_its_own() -> None:
    together, heard = Together(), {}

    def write(number: int) -> None:
        def one() -> int:
            nudge(f"test:{number}", brand_id=1)
            return number

        heard[number] = together(one)

    assert at_once([partial(write, number) for number in range(WRITERS)]) == []

    assert heard == {number: number for number in range(WRITERS)}
    assert Nudge.objects.count() == WRITERS


@pytest.mark.django_db(transaction=True)
def test_whose_write_fails_spoils_nobody_elses() -> None:
    together = Together(durable=True)

    def write(number: int) -> None:
        def one() -> None:
            nudge(f"test:{number}", brand_id=1)
            if number % 2:
                raise ZeroDivisionError(number)

        together(one)

    problems = at_once([partial(write, number) for number in range(WRITERS)])

    assert sorted(str(one) for one in problems) == ["1", "3", "5", "7"]
    assert set(Nudge.objects.values_list("key", flat=True)) == {"test:0", "test:2", "test:4", "test:6"}


@on_sqlite_alone("PostgreSQL writes its log back by itself")
@pytest.mark.django_db(transaction=True)
def test_the_log_is_written_back_beside_the_writers_and_begins_anew() -> None:
    written_down = 0
    while written_down <= 2 * LOG_PAGES * PAGE_BYTES:
        with transaction():
            nudge(f"test:{'long' * 2_000}", brand_id=1)
        written_down = log().stat().st_size
    before = beginning_of_the_log()
    background = Checkpoints()
    background.start()
    try:
        until(lambda: begins_anew_after_a_change(before), "the log to begin anew")
    finally:
        background.stop()
        background.join()


def begins_anew_after_a_change(before: bytes) -> bool:
    with transaction():
        change()
    return beginning_of_the_log() != before


def log() -> Path:
    return Path(f"{connection.settings_dict['NAME']}-wal")


def beginning_of_the_log() -> bytes:
    """Its salt, which is another each time (https://sqlite.org/walformat.html)."""
    with log().open("rb") as file:
        return file.read(24)[16:]
