"""One limiter for all processes: how often something with a name may happen in a window of time.

The count is a row that all share. A process takes from it in portions of a hundredth of the limit, so that a busy
name costs a write for a portion, not for each time; a low limit is exact. Where several names are counted at once, each
process has its first portion of a window without a write.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from slovo.core.db import transaction

PORTIONS = 100
KEYS_MAX = 10_000  # that one process remembers portions of
ROW_LIFE = timedelta(days=1)

_TAKE = """
INSERT INTO limits_counter (name, window_id, used, touched_at) VALUES (%s, %s, %s, %s)
ON CONFLICT (name) DO UPDATE SET
    used = CASE WHEN limits_counter.window_id = excluded.window_id
           THEN limits_counter.used + excluded.used ELSE excluded.used END,
    window_id = excluded.window_id,
    touched_at = excluded.touched_at
RETURNING used
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """Whether it may happen now, how often more in this window (as far as this process knows), and after how many
    seconds the next window begins."""

    allowed: bool
    left: int
    reset_seconds: int


@dataclass(slots=True)
class _Portion:
    window_id: int
    left: int
    used: int  # by all, when the portion was taken


_portions: dict[str, _Portion] = {}
_lock = threading.Lock()


def take(name: str, *, limit: int, seconds: int, at: datetime) -> Taken:
    """Count one. Writes in a transaction of its own, so that what is refused afterwards is counted all the same; or in
    the open one, and then whoever takes that back counts again."""
    return _at_hand(name, limit, seconds, at) or _from_all(name, limit, seconds, at)


def take_each(names: Mapping[str, int], *, seconds: int, at: datetime) -> Taken:
    """Count one of each, `names` with their limits: what has to be written, in one transaction. The first that may not
    happen, or the last."""
    found = {
        name: _at_hand(name, limit, seconds, at) or _first(name, limit, seconds, at) for name, limit in names.items()
    }
    missing = [name for name, taken in found.items() if taken is None]
    if missing:
        with transaction():
            found |= {name: _from_all(name, names[name], seconds, at) for name in missing}
    told = [taken for taken in found.values() if taken]
    return next((taken for taken in told if not taken.allowed), told[-1])


def _at_hand(name: str, limit: int, seconds: int, at: datetime) -> Taken | None:
    """From the portion that this process has."""
    window_id, gone = divmod(int(at.timestamp()), seconds)
    with _lock:
        portion = _portions.get(name)
        if portion and portion.window_id == window_id and portion.left:
            portion.left -= 1
            return Taken(True, max(0, limit - portion.used) + portion.left, seconds - gone)
    return None


def _first(name: str, limit: int, seconds: int, at: datetime) -> Taken | None:
    """Of whom this process has not heard in this window: a portion before any row is written. Most of two thousand
    visitors ask a few times and go. None where the limit is low, and so exact."""
    window_id, gone = divmod(int(at.timestamp()), seconds)
    size = limit // PORTIONS
    with _lock:
        portion = _portions.get(name)
        if size < 2 or (portion and portion.window_id == window_id):
            return None
        if _used(name, window_id) >= limit:
            return None
        _keep(name, _Portion(window_id, size - 1, 0))
    return Taken(True, limit - 1, seconds - gone)


def _used(name: str, window_id: int) -> int:
    """By all, as far as it is written down. To read costs no writer anything."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT used FROM limits_counter WHERE name = %s AND window_id = %s", [name, window_id])
        row = cursor.fetchone()
    return row[0] if row else 0


def _from_all(name: str, limit: int, seconds: int, at: datetime) -> Taken:
    window_id, gone = divmod(int(at.timestamp()), seconds)
    size = max(1, limit // PORTIONS)
    used = _count(name, window_id, size, at)
    left = min(size, limit - (used - size))
    with _lock:
        _keep(name, _Portion(window_id, max(0, left - 1), used))
    return Taken(left > 0, max(0, limit - used) + max(0, left - 1), seconds - gone)


def _keep(name: str, portion: _Portion) -> None:
    if len(_portions) >= KEYS_MAX:
        _portions.clear()
    _portions[name] = portion


@transaction()
def _count(name: str, window_id: int, size: int, at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [name, window_id, size, connection.ops.adapt_datetimefield_value(at)])
        used: int = cursor.fetchone()[0]
        return used


def forget() -> None:
    """This process's portions: for tests, whose database forgets as well."""
    with _lock:
        _portions.clear()
