"""What was spent on each kind of promise, beside what customers care about: effort where nobody looks can be seen."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, QuerySet

from slovo.promises.models import SETTLED_AT, Promise
from slovo.standards.expectation_models import Expectation

HOURS_OF_MAX = 2_000  # promises whose working time is counted, the newest: more would make the page wait
MINUTES_AN_HOUR = 60


@dataclass(slots=True)
class Effort:
    """On one kind, in a period. `hours`: of working time from the promise to its being done, in `counted` of them.
    `serves`: what customers care about that it serves; `weight`: the greatest among these, None if it serves nothing.
    """

    kind: str
    promises: int = 0
    counted: int = 0
    hours: float = 0.0
    serves: list[Expectation] = field(default_factory=list)

    @property
    def weight(self) -> int | None:
        return max((one.weight for one in self.serves), default=None)

    @property
    def nobody_looks(self) -> bool:
        """Work was done, and on the map it serves nothing, or what matters to nobody."""
        return self.promises > 0 and not self.weight


def efforts(
    brand_ids: Collection[int],
    expectations: Iterable[Expectation],
    *,
    since: datetime,
    until: datetime,
    portrait_id: int | None = None,
) -> list[Effort]:
    """Of the kinds that were settled in the period or that serve something, the most spent first. `portrait_id`: on the
    customers who were of this portrait, beside what matters to them or to all."""
    found: dict[str, Effort] = {}
    settled = Promise.objects.annotate(settled=SETTLED_AT).filter(
        brand_id__in=brand_ids, settled__gte=since, settled__lt=until
    )
    if portrait_id:
        settled = settled.filter(portrait_id=portrait_id)
        expectations = [one for one in expectations if one.portrait_id in (None, portrait_id)]
    for kind, number in settled.order_by().values_list("kind").annotate(number=Count("pk")):
        found[kind] = Effort(kind, promises=number)
    for kind, hours in _hours(settled).items():
        found[kind].counted, found[kind].hours = len(hours), sum(hours)
    for one in expectations:
        for kind in one.kinds:
            found.setdefault(kind, Effort(kind)).serves.append(one)
    return sorted(found.values(), key=lambda effort: (-effort.promises, effort.kind))


def _hours(settled: QuerySet[Promise]) -> dict[str, list[float]]:
    """By kind. Where it was done; what was released took time that nobody knows. While it was the customer's turn, we
    did nothing for it."""
    done = settled.filter(done_at__isnull=False).select_related("calendar")
    newest = done.only("kind", "made_at", "done_at", "pauses", "calendar__document").order_by(SETTLED_AT.desc())
    found: dict[str, list[float]] = defaultdict(list)
    for row in newest[:HOURS_OF_MAX]:
        assert row.done_at
        pauses = [(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in row.pauses]
        minutes = row.calendar.calendar.elapsed(row.made_at, row.done_at, pauses)
        found[row.kind].append(minutes / MINUTES_AN_HOUR)
    return found
