"""Telling PostgreSQL how to look for rows where its planner errs.

It takes conditions for independent of one another, which those of one thing seldom are, and then believes that so few
rows meet all of them that it may as well bring every one and sort them. SQLite goes by what it was told of each index
(`planner.py`).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import connection
from django.db.transaction import atomic

from slovo.core.db import is_postgresql

OFF = "off"
ONE_AFTER_ANOTHER = {"max_parallel_workers_per_gather": "0"}  # whom to call takes longer than the walk
A_WALK = dict.fromkeys(("enable_sort", "enable_hashjoin", "enable_mergejoin", "jit"), OFF) | ONE_AFTER_ANOTHER


@contextmanager
def along_an_index() -> Iterator[None]:
    """The first rows of each question come by a walk along an index in whose order they are asked for, until there are
    enough. For questions that have such an index; others get slower."""
    with planned(A_WALK):
        yield


@contextmanager
def planned(settings: Mapping[str, str]) -> Iterator[None]:
    """With these settings of PostgreSQL's planner. Nothing, elsewhere.

    The end of the transaction ends this too; within a longer one it is told back.
    """
    if not is_postgresql():
        yield
        return
    with atomic(), connection.cursor() as cursor:
        told = ", ".join(f"set_config('{name}', '{value}', true)" for name, value in settings.items())
        cursor.execute(f"SELECT {told}")
        yield
        if connection.savepoint_ids:
            back = "SELECT set_config(name, reset_val, true) FROM pg_settings WHERE name = ANY(%s)"
            cursor.execute(back, [list(settings)])
