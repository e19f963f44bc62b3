"""One limiter for all processes: how often something with a name may happen in a window of time.

Windows begin at fixed moments, and slide all the same: of what was used in the window before counts the part that
still lies within one length of a window, as if it had been used evenly. Nobody gets twice the limit around the moment
at which one ends. What is refused is not counted.

The count is a row that all share. A process takes from it in portions of a hundredth of the limit, so that a busy
name costs a write for a portion, not for each time; a low limit is exact. Where several names are counted at once, each
process has its first portion of a window without a write.

Where not every time weighs the same (what is sent to us: by its size), more than one is counted at once, or none.
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

_HELD = """
INSERT INTO limits_counter (name, window_id, used, previous, touched_at) VALUES (%s, %s, 0, 0, %s)
ON CONFLICT (name) DO UPDATE SET touched_at = excluded.touched_at
RETURNING window_id, used, previous
"""
_KNOWN = "SELECT window_id, used, previous FROM limits_counter WHERE name = %s"
_TAKEN = "UPDATE limits_counter SET window_id = %s, used = %s, previous = %s WHERE name = %s"


@dataclass(frozen=True, slots=True)
class Taken:
    """Whether it may happen now, how often more in this window (as far as this process knows), and after how many
    seconds the next window begins; where it may not, after how many it may."""

    allowed: bool
    left: int
    reset_seconds: int


@dataclass(slots=True)
class _Portion:
    window_id: int
    left: int
    free: int  # for all the others, when the portion was taken


_portions: dict[str, _Portion] = {}
_lock = threading.Lock()


def take(name: str, *, limit: int, seconds: int, at: datetime) -> Taken:
    """Count one. Writes in a transaction of its own, so that what fails afterwards is counted all the same; or in the
    open one, and then whoever takes that back counts again."""
    return _at_hand(name, limit, seconds, at) or _from_all(name, limit, seconds, at)


def take_each(names: Mapping[str, int], *, seconds: int, at: datetime, amount: int = 1) -> Taken:
    """Count one of each, or `amount`, `names` with their limits: what has to be written, in one transaction. The first
    that may not happen, or the last."""
    assert amount >= 1
    found = {
        name: _at_hand(name, limit, seconds, at, amount) or _first(name, limit, seconds, at, amount)
        for name, limit in names.items()
    }
    missing = [name for name, taken in found.items() if taken is None]
    if missing:
        with transaction():
            found |= {name: _from_all(name, names[name], seconds, at, amount) for name in missing}
    told = [taken for taken in found.values() if taken]
    return next((taken for taken in told if not taken.allowed), told[-1])


def _at_hand(name: str, limit: int, seconds: int, at: datetime, amount: int = 1) -> Taken | None:
    """From the portion that this process has."""
    window_id, gone = divmod(int(at.timestamp()), seconds)
    with _lock:
        portion = _portions.get(name)
        if portion and portion.window_id == window_id and portion.left >= amount:
            portion.left -= amount
            return Taken(True, portion.free + portion.left, seconds - gone)
    return None


def _first(name: str, limit: int, seconds: int, at: datetime, amount: int) -> Taken | None:
    """Of whom this process has not heard in this window: a portion before any row is written. Most of two thousand
    visitors ask a few times and go. None where the limit is low, and so exact."""
    window_id, gone = divmod(int(at.timestamp()), seconds)
    size, rest = limit // PORTIONS, seconds - gone
    with _lock:
        portion = _portions.get(name)
        if size < 2 or size < amount or (portion and portion.window_id == window_id):
            return None
        with connection.cursor() as cursor:  # to read costs no writer anything
            cursor.execute(_KNOWN, [name])
            used, previous = _in_window(cursor.fetchone() or (0, 0, 0), window_id, limit)
        free = limit - used - _still(previous, rest, seconds)
        if free < size:
            return None
        _keep(name, _Portion(window_id, size - amount, free - size))
    return Taken(True, free - amount, rest)


def _from_all(name: str, limit: int, seconds: int, at: datetime, amount: int = 1) -> Taken:
    window_id, gone = divmod(int(at.timestamp()), seconds)
    rest, held = seconds - gone, _rest_of_portion(name, window_id)
    missing = amount - held
    with transaction():
        used, previous = _held(name, window_id, limit, at)
        free = limit - used - _still(previous, rest, seconds)
        size = min(free, max(missing, limit // PORTIONS))
        if free >= missing:
            with connection.cursor() as cursor:
                cursor.execute(_TAKEN, [window_id, used + size, previous, name])
    enough = free >= missing
    with _lock:
        left = held + size - amount if enough else held
        _keep(name, _Portion(window_id, left, free - size if enough else max(0, free)))
    if not enough:
        return Taken(False, 0, _wait(used, previous, amount=missing, limit=limit, rest=rest, seconds=seconds))
    return Taken(True, left + free - size, rest)


def _rest_of_portion(name: str, window_id: int) -> int:
    """What this process has of it, too little for this time: it is put to what is taken from all, and no other thread
    uses it meanwhile."""
    with _lock:
        portion = _portions.get(name)
        if portion is None or portion.window_id != window_id:
            return 0
        held, portion.left = portion.left, 0
        return held


def _keep(name: str, portion: _Portion) -> None:
    if len(_portions) >= KEYS_MAX:
        _portions.clear()
    _portions[name] = portion


def _held(name: str, window_id: int, limit: int, at: datetime) -> tuple[int, int]:
    """What was used in this window and in the one before, by a row that is held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [name, window_id, connection.ops.adapt_datetimefield_value(at)])
        return _in_window(cursor.fetchone(), window_id, limit)


def _in_window(known: tuple[int, int, int], window_id: int, limit: int) -> tuple[int, int]:
    known_id, used, previous = known
    if known_id == window_id:
        return used, previous
    return 0, min(used, limit) if known_id == window_id - 1 else 0


def _still(previous: int, rest: int, seconds: int) -> int:
    """How much of the window before still counts, rounded."""
    return (2 * previous * rest + seconds) // (2 * seconds)


def _wait(used: int, previous: int, *, amount: int, limit: int, rest: int, seconds: int) -> int:
    """Seconds until so many more are free."""
    room = limit - amount  # that may be used, at most
    if room < 0:
        return rest
    if used > room:  # only when this window has become the one before
        before = min(used, limit)
        return rest + _wait(0, before, amount=amount, limit=limit, rest=seconds, seconds=seconds)
    rest_then = ((2 * (room - used) + 1) * seconds - 1) // (2 * previous)  # the most by which `_still` leaves so many
    return max(1, rest - rest_then)


def forget() -> None:
    """This process's portions: for tests, whose database forgets as well."""
    with _lock:
        _portions.clear()
