"""What a worker does to the rows: take, keep, give back, finish, fail.

A lease is fenced by `leased_by`, which differs with every claim: who lost the lease finds no row to finish,
and what it wrote is rolled back.
"""

import json
import random
import traceback
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet

from slovo.core.db import in_transaction, is_postgresql, transaction
from slovo.core.tasks import lines
from slovo.core.tasks.definitions import PRIORITIES, definitions
from slovo.core.tasks.lines import Select, marks
from slovo.core.tasks.models import Task

BACKOFF_SECONDS = 5
BACKOFF_SECONDS_MAX = 3600
BACKOFF_JITTER = 0.25
ERROR_CHARS_MAX = 4000
CLOCK_SKEW_SECONDS_MAX = 60


class LeaseLost(Exception):
    """Another worker has the task now."""


@dataclass(frozen=True, slots=True)
class Leased:
    id: int
    name: str
    arguments: dict[str, Any]
    attempts: int  # with this one
    leased_by: str


@dataclass(frozen=True, slots=True)
class Claim:
    """Who wants how many, from where."""

    by: str
    queues: Sequence[str]
    tasks_max: int
    at: datetime
    lease: timedelta
    priorities: Sequence[int] = PRIORITIES


def take(claim: Claim) -> list[Leased]:
    """At most `tasks_max` tasks that are due, the most urgent and longest due first, now leased.

    A task whose worker died is taken alone, so that one that kills its workers does not count against others.
    Looks before it writes: an idle worker must not pass the gate of the writers.
    """
    for due in (_one_whose_worker_died, _heads_of_lines):
        if _finds(*due(claim, locking=False)):
            with transaction():
                taken = _lease(claim, *due(claim, locking=True))
            if taken:
                return taken
    return []


_DIED = """
SELECT id FROM tasks_task
WHERE leased_until IS NOT NULL AND (leased_until <= %s OR leased_until > %s)
AND queue IN ({queues}) AND name IN ({names})
ORDER BY leased_until, id LIMIT 1 {locking}"""


def _one_whose_worker_died(claim: Claim, *, locking: bool) -> Select:
    """Its lease ran out, or was given before the clock was set back."""
    ahead = claim.at + claim.lease + timedelta(seconds=CLOCK_SKEW_SECONDS_MAX)
    names, queues = list(definitions), list(claim.queues)
    skip_locked = "FOR UPDATE SKIP LOCKED" if locking and is_postgresql() else ""
    text = _DIED.format(queues=marks(queues), names=marks(names), locking=skip_locked)
    return text, [_moment(claim.at), _moment(ahead), *queues, *names]


def _heads_of_lines(claim: Claim, *, locking: bool) -> Select:
    return lines.heads(
        queues=claim.queues,
        names=list(definitions),
        at=_moment(claim.at),
        tasks_max=claim.tasks_max,
        priorities=claim.priorities,
        locking=locking,
    )


def _finds(text: str, parameters: list[Any]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(text, parameters)
        return cursor.fetchone() is not None


def _lease(claim: Claim, text: str, parameters: list[Any]) -> list[Leased]:
    """One conditional UPDATE. The key of `enqueue_once` is given up: what is asked from now on comes too late."""
    with connection.cursor() as cursor:
        if is_postgresql():  # a lease that a power cut takes away only lets another worker have the task
            cursor.execute("SET LOCAL synchronous_commit TO off")
        cursor.execute(
            f"WITH due AS ({text}) UPDATE tasks_task"  # noqa: S608 - our own text, no values in it
            " SET leased_until = %s, leased_by = %s, attempts = attempts + 1, dedupe_key = NULL"
            " WHERE id IN (SELECT id FROM due)"
            " RETURNING priority, COALESCE(run_after, enqueued_at), id, name, arguments, attempts",
            [*parameters, _moment(claim.at + claim.lease), claim.by],
        )
        rows = sorted(cursor.fetchall(), key=lambda row: (-row[0], row[1], row[2]))
    return [
        Leased(pk, name, json.loads(arguments), attempts, claim.by)
        for _priority, _since, pk, name, arguments, attempts in rows
    ]


def extend(held: Collection[Leased], *, until: datetime) -> None:
    """The heart-beat: the work takes longer than the lease."""
    with transaction():
        _rows(held).update(leased_until=until)


def give_back(held: Collection[Leased]) -> None:
    """Taken but not begun: as if they had never been taken."""
    with transaction():
        _rows(held).update(leased_until=None, leased_by="", attempts=F("attempts") - 1)


def finish(held: Collection[Leased]) -> None:
    """The acknowledgement, in the transaction of the effects."""
    assert in_transaction()
    ids, by = [leased.id for leased in held], sorted({leased.leased_by for leased in held})
    text = f"DELETE FROM tasks_task WHERE id IN ({marks(ids)}) AND leased_by IN ({marks(by)})"  # noqa: S608 - only places
    with connection.cursor() as cursor:
        cursor.execute(text, [*ids, *by])
        if cursor.rowcount != len(held):
            raise LeaseLost


def record_failure(leased: Leased, problem: BaseException, *, at: datetime) -> None:
    """Another attempt after a while, or parked."""
    lines = "".join(traceback.format_exception(problem))
    if leased.attempts >= definitions[leased.name].attempts_max:
        park(leased, lines, at=at)
        return
    with transaction():
        _rows([leased]).update(
            leased_until=None,
            leased_by="",
            run_after=at + backoff(leased.attempts),
            error=lines[-ERROR_CHARS_MAX:],
        )


def park(leased: Leased, error: str, *, at: datetime) -> None:
    """Out of the way, until an administrator runs it again."""
    with transaction():
        _rows([leased]).update(leased_until=None, leased_by="", parked_at=at, error=error[-ERROR_CHARS_MAX:])


def backoff(attempts: int) -> timedelta:
    seconds = min(BACKOFF_SECONDS * 2 ** (attempts - 1), BACKOFF_SECONDS_MAX)
    return timedelta(seconds=seconds * random.uniform(1 - BACKOFF_JITTER, 1 + BACKOFF_JITTER))  # noqa: S311


def _rows(held: Collection[Leased]) -> QuerySet[Task]:
    by = {leased.leased_by for leased in held}
    return Task.objects.filter(pk__in=[leased.id for leased in held], leased_by__in=by)


def _moment(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)
