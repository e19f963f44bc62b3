"""Readers that go on from where they were, of news and of facts, look at what is new, however much is old."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from types import SimpleNamespace

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.core.db import transaction
from slovo.core.journal import queries as journal
from slovo.core.journal.models import JournalEntry
from slovo.core.journal.queries import Cursor
from slovo.core.live import queries as live
from slovo.core.live.actions import nudge
from slovo.core.live.models import Nudge
from slovo.core.live.queries import Place
from tests.databases import on_postgresql_alone, on_sqlite_alone

pytestmark = pytest.mark.django_db(transaction=True)
OLD, MANY = 3_000, 60
STEPS_OF_ONE_LOOK = 1_000


@pytest.fixture
def a_long_past() -> None:
    at = timezone.now()
    with transaction():
        Nudge.objects.bulk_create(Nudge(brand_id=1, key=f"test:{number}", at=at) for number in range(OLD))
        JournalEntry.objects.bulk_create(
            JournalEntry(kind="Test", about=f"test:{number}", brand_id=1, data={}, at=at) for number in range(OLD)
        )


def newest(rows: type[models.Model]) -> tuple[int, int]:
    found: tuple[int, int] = rows._default_manager.order_by("pk").values_list("transaction_id", "pk").last()
    return found


def news() -> int:
    return len(live.after(Place(*newest(Nudge))))


def facts() -> int:
    return len(journal.after(Cursor(*newest(JournalEntry))))


@contextmanager
def counted_steps() -> Iterator[list[int]]:
    """Of SQLite's machine, by hundreds."""
    steps = [0]

    def hundred() -> None:
        steps[0] += 100

    connection.ensure_connection()
    connection.connection.set_progress_handler(hundred, 100)
    try:
        yield steps
    finally:
        connection.connection.set_progress_handler(None, 0)


@on_sqlite_alone("its machine counts its steps")
@pytest.mark.parametrize("look", [news, facts])
def test_who_has_read_all_passes_over_nothing_old(look: Callable[[], int], a_long_past: None) -> None:
    with counted_steps() as steps:
        assert look() == 0

    assert steps[0] < STEPS_OF_ONE_LOOK


@on_postgresql_alone("it says where an index is begun from")
@pytest.mark.parametrize("look", [news, facts])
def test_who_has_read_all_begins_where_they_were(look: Callable[[], int], a_long_past: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert look() == 0
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        cursor.execute(f"EXPLAIN {asked.captured_queries[-1]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
        cursor.execute("RESET enable_seqscan")

    assert "Index Cond: ((transaction_id >= " in plan, plan


@on_postgresql_alone("SQLite notifies nobody")
def test_what_is_told_in_one_moment_is_one_look(monkeypatch: pytest.MonkeyPatch) -> None:
    from slovo.core.live import listening  # with psycopg

    rests: list[float] = []
    with closing(listening.Listening()) as own:
        for number in range(MANY):
            with transaction():  # PostgreSQL tells once of each
                nudge(f"test:{number}", brand_id=1)
        monkeypatch.setattr(listening, "time", SimpleNamespace(sleep=rests.append))
        own.wait()

    assert 1 <= len(rests) < MANY / 10
