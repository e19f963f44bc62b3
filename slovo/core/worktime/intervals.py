"""Half-open intervals `[start, end)` of whole numbers."""

from collections.abc import Iterable
from functools import lru_cache

Interval = tuple[int, int]
Intervals = tuple[Interval, ...]

DAY_SECONDS = 86_400


def merged(intervals: Iterable[Interval]) -> Intervals:
    """In order, without overlaps: touching and overlapping intervals become one, empty ones go."""
    result: list[Interval] = []
    for start, end in sorted(intervals):
        if start >= end:
            continue
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return tuple(result)


def without(intervals: Intervals, cuts: Intervals) -> Intervals:
    """What the cuts leave of the intervals; both merged."""
    for cut_start, cut_end in cuts:
        left = ((start, min(end, cut_start)) for start, end in intervals)
        right = ((max(start, cut_end), end) for start, end in intervals)
        intervals = merged((*left, *right))
    return intervals


@lru_cache(maxsize=1_024)
def hours_of_day(today: Intervals, yesterday: Intervals, cuts: Intervals, cuts_yesterday: Intervals) -> Intervals:
    """The open seconds between one midnight and the next: of today's intervals what lies before midnight, of
    yesterday's what runs past it."""
    opened = merged((*today, *_tails(yesterday)))
    cut = merged((*cuts, *_tails(cuts_yesterday)))
    return merged((start, min(end, DAY_SECONDS)) for start, end in without(opened, cut))


def _tails(yesterday: Intervals) -> Iterable[Interval]:
    return ((max(start - DAY_SECONDS, 0), end - DAY_SECONDS) for start, end in yesterday)
