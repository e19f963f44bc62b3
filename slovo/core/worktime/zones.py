"""Wall time and real time. An instant is a whole number of microseconds since 1970 in UTC.

One rule resolves every wall time, also one that the clocks skip in spring or show twice in autumn: it means
the first instant at which the clocks of the zone have reached it. So the order of two wall times is the order
of their instants, and an interval never has a negative length.
"""

from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

SECOND = 1_000_000
DAY = 86_400 * SECOND

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_WALL = datetime(1970, 1, 1)  # noqa: DTZ001 - a wall time
_TICK = timedelta(microseconds=1)


def is_zone(name: str) -> bool:
    return name in _names()


def instant_of(moment: datetime) -> int:
    return (moment - _EPOCH) // _TICK


def moment_of(instant: int) -> datetime:
    return _EPOCH + timedelta(microseconds=instant)


def instant_of_wall(zone: ZoneInfo, wall: datetime) -> int:
    """`wall` has no zone."""
    wall_ticks = (wall - _EPOCH_WALL) // _TICK
    before = _offset(wall.replace(tzinfo=zone, fold=0))
    after = _offset(wall.replace(tzinfo=zone, fold=1))
    if after <= before:
        return wall_ticks - before
    return _jump(zone, wall_ticks - after, wall_ticks - before)


def midnight(zone: ZoneInfo, day: int) -> int:
    """The instant at which a day (`date.toordinal()`) begins."""
    return instant_of_wall(zone, datetime.fromordinal(day))


@lru_cache(maxsize=4_096)
def uneven_days(zone: ZoneInfo, year: int) -> frozenset[int]:
    """The days of a year that may last longer or shorter than 24 hours: the clocks change on them or beside them."""
    days = range(date(year, 1, 1).toordinal() - 1, date(year + 1, 1, 1).toordinal() + 2)
    offsets = pairwise(_offset(datetime.fromordinal(day).replace(tzinfo=zone)) for day in days)
    changed = [day for day, (begin, end) in zip(days, offsets, strict=False) if begin != end]
    return frozenset(day + beside for day in changed for beside in (-1, 0, 1))


def day_of(zone: ZoneInfo, instant: int) -> int:
    """The day whose midnight came last. The clocks may show the day before once more: in Newfoundland they
    went back from 00:01 to 23:01."""
    day = moment_of(instant).astimezone(zone).toordinal()
    return day + 1 if midnight(zone, day + 1) <= instant else day


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones())


def _offset(local: datetime) -> int:
    offset = local.utcoffset()
    assert offset is not None
    return offset // _TICK


def _jump(zone: ZoneInfo, before: int, after: int) -> int:
    """The instant, a whole second, at which the clocks jump between two instants."""
    offset = _offset(moment_of(before).astimezone(zone))

    def has_jumped(second: int) -> bool:
        return _offset(moment_of(second * SECOND).astimezone(zone)) != offset

    seconds = range(before // SECOND, after // SECOND + 1)
    return SECOND * seconds[bisect_left(seconds, True, key=has_jumped)]
