"""The first tasks of each line (queue, priority, at once or by the clock), merged: one question.

Each line is a range of the index `task_waiting`, so nothing is sorted and no future row is looked at, however many
there are. On PostgreSQL the lines are values: psycopg reads a question anew each time it is asked when it is longer
than 4096 signs or has more than fifty places, and that took a quarter of the worker's time.
"""

from collections.abc import Collection, Sequence
from itertools import product
from typing import Any

from slovo.core.db import is_postgresql

Select = tuple[str, list[Any]]
Lines = Sequence[tuple[str, int]]  # a queue, a priority

_HEAD = """
SELECT * FROM (
    SELECT id, priority, COALESCE(run_after, enqueued_at) AS since FROM tasks_task
    WHERE queue = {queue} AND priority = {priority} AND run_after {due} AND name {named}
    AND leased_until IS NULL AND parked_at IS NULL
    ORDER BY run_after, id LIMIT %s {locking}
) AS head"""
_ALL_HEADS = """
SELECT head.id FROM unnest(%s::text[], %s::int[]) AS line(queue, priority),
LATERAL ({at_once} UNION ALL {by_the_clock}) AS head"""
_IN_ORDER = " ORDER BY {head}priority DESC, {head}since, {head}id LIMIT %s"


def heads(
    *,
    queues: Sequence[str],
    priorities: Sequence[int],
    names: Sequence[str],
    at: Any,
    tasks_max: int,
    locking: bool,
) -> Select:
    """At most `tasks_max` ids of what is due at that moment, the most urgent and longest due first."""
    lines = list(product(queues, priorities))
    if is_postgresql():
        return _as_values(lines, names, at, tasks_max, locking="FOR UPDATE SKIP LOCKED" if locking else "")
    return _one_by_one(lines, names, at, tasks_max)


def _as_values(lines: Lines, names: Sequence[str], at: Any, tasks_max: int, *, locking: str) -> Select:
    line = {"queue": "line.queue", "priority": "line.priority", "named": "= ANY(%s)", "locking": locking}
    text = _ALL_HEADS.format(
        at_once=_HEAD.format(**line, due="IS NULL"), by_the_clock=_HEAD.format(**line, due="<= %s")
    )
    of_lines = [[queue for queue, _priority in lines], [priority for _queue, priority in lines]]
    parameters = [*of_lines, list(names), tasks_max, at, list(names), tasks_max, tasks_max]
    return text + _IN_ORDER.format(head="head."), parameters


def _one_by_one(lines: Lines, names: Sequence[str], at: Any, tasks_max: int) -> Select:
    found: list[str] = []
    parameters: list[Any] = []
    for queue, priority in lines:
        for due, moments in (("IS NULL", []), ("<= %s", [at])):
            found.append(_HEAD.format(queue="%s", priority="%s", due=due, named=f"IN ({marks(names)})", locking=""))
            parameters += [queue, priority, *moments, *names, tasks_max]
    return " UNION ALL ".join(found) + _IN_ORDER.format(head=""), [*parameters, tasks_max]


def marks(values: Collection[object]) -> str:
    return ", ".join(["%s"] * len(values))
