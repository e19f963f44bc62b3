"""One cursor for each connection, for questions that are answered at once.

Django makes a new one for every question, with a look at threads, wrappers and the connection each time: a twentieth of
what a letter costs. Whoever asks here takes all rows before anybody asks again.
"""

from collections.abc import Sequence
from typing import Any


def ask(database: Any, sql: str, values: Sequence[Any]) -> Any:
    """The cursor, with the answer in it: `fetchall()` is the next thing to be done with it, and `rowcount` is right."""
    cursor = _kept(database)
    cursor.execute(sql, values)
    return cursor


def _kept(database: Any) -> Any:
    at_work = database.connection
    known = at_work is not None and vars(database).get("_slovo_cursor")
    if known and known[0] is at_work and _is_ours_alone(database):
        return known[1]
    cursor = database.cursor()
    if _is_ours_alone(database):
        database._slovo_cursor = database.connection, cursor
    return cursor


def _is_ours_alone(database: Any) -> bool:
    """No other thread asks by it, nobody counts its questions, and it has been looked at since the request began."""
    looked_at = database.health_check_done or not database.health_check_enabled
    return looked_at and not database.queries_logged and not database.allow_thread_sharing
