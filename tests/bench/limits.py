"""What the machine itself can do, in the same minutes: everything else is told beside it."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

from slovo.core.db import is_sqlite

SECONDS = 2.0
_turn = threading.Lock()  # SQLite has one writer; waiting for it otherwise is a polling sleep


def commits(count: int) -> None:
    """Durable commits of one row, past our code and the framework's: the database and its disk alone."""
    from django.db import connection

    with connection.cursor() as cursor:
        _prepare(cursor)
        for number in range(count):
            cursor.execute("INSERT INTO bench VALUES (%s)", [number])
        if is_sqlite():
            cursor.execute("PRAGMA synchronous=NORMAL")


def commits_a_second(clients: int) -> float:
    """The same by several clients at once, each on a connection of its own."""
    with ThreadPoolExecutor(clients) as pool:
        return sum(pool.map(lambda _number: _commit_for_a_while(), range(clients))) / SECONDS


def _commit_for_a_while() -> int:
    from django.db import connection

    done, end = 0, time.monotonic() + SECONDS
    with connection.cursor() as cursor:
        with _turn:
            _prepare(cursor)
        while time.monotonic() < end:
            with _turn if is_sqlite() else nullcontext():
                cursor.execute("INSERT INTO bench VALUES (%s)", [done])
            done += 1
    connection.close()
    return done


def _prepare(cursor: object) -> None:
    cursor.execute("CREATE TABLE IF NOT EXISTS bench (n integer)")  # type: ignore[attr-defined]
    if is_sqlite():
        cursor.execute("PRAGMA synchronous=FULL")  # type: ignore[attr-defined]
