"""How long it takes, as far as is known: from the last tickets, with how many they were.

The model: whoever was called last waited so long for each place that they had to move up. The lower quarter and the
ninth tenth of that, times one's own place, is the range. It needs no knowledge of how many counters are open."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, floor
from statistics import median

from slovo.visits import walk_in_queries
from slovo.visits.walk_in_models import TicketStep, WalkInQueue

LOOKED_AT = 20
NEEDED_MIN = 5
LOW, HIGH = 0.25, 0.9
ROUNDED_MINUTES = 5  # upwards: what is promised has a margin


@dataclass(frozen=True, slots=True)
class Wait:
    """In minutes; `count`: of how many tickets this is known."""

    low: int
    high: int
    count: int

    def until(self, at: datetime) -> datetime:
        return at + timedelta(minutes=self.high)


@dataclass(frozen=True, slots=True)
class StepTime:
    name: str
    minutes: float
    count: int


def expected(queue: WalkInQueue, ahead: int) -> Wait | None:
    """None: too few have been called to say anything honest."""
    called = walk_in_queries.last_called(queue.pk, LOOKED_AT)
    if len(called) < NEEDED_MIN:
        return None
    places = sorted(_minutes(one.taken_at, one.called_at) / (one.ahead + 1) for one in called)
    low, high = (places[min(len(places) - 1, floor(share * len(places)))] for share in (LOW, HIGH))
    rounded = ceil(max(high * (ahead + 1), 1) / ROUNDED_MINUTES) * ROUNDED_MINUTES
    return Wait(floor(low * (ahead + 1)), rounded, len(called))


def step_times(steps: Iterable[TicketStep]) -> list[StepTime]:
    """The median of each step, the longest first."""
    by_name: dict[str, list[float]] = defaultdict(list)
    for step in steps:
        by_name[step.name].append(_minutes(step.began_at, step.ended_at))
    found = [StepTime(name, round(median(times), 1), len(times)) for name, times in by_name.items()]
    return sorted(found, key=lambda step: (-step.minutes, step.name))


def _minutes(start: datetime, end: datetime | None) -> float:
    assert end
    return (end - start) / timedelta(minutes=1)
