"""What became of the promises of a period, counted by the database: kept, moved, broken in silence.

A promise belongs to the moment at which its fate was sealed: it broke, else it was done, else it was released. What
is done after it broke is broken, once, and stays where it broke. The share of an outcome is of those whose time came
(kept or broken, moved or not): who is released has neither kept nor broken a word, and is counted beside them.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from slovo.core.numbers import Share, compared
from slovo.promises.models import BY_MISTAKE, OWED, SETTLED_AT, Promise
from slovo.promises.more_models import LACKING, PromiseMove

PERIOD_DAYS_MAX = 366
NO_CHANNEL = Value(None, output_field=CharField())


class Outcome(StrEnum):
    """`moved_…`: done by a later deadline of which they were told in time, and all moves were agreed to or not.
    `broken_with_notice`: they had been told of another deadline in time, and that one passed too."""

    SILENT = "broken_in_silence"
    BROKEN = "broken_with_notice"
    WITHOUT_CONSENT = "moved_without_consent"
    WITH_CONSENT = "moved_with_consent"
    KEPT = "kept_in_first_time"
    RELEASED = "released"
    STRUCK_OUT = "struck_out"  # written down by mistake


CAME_DUE = (Outcome.SILENT, Outcome.BROKEN, Outcome.WITHOUT_CONSENT, Outcome.WITH_CONSENT, Outcome.KEPT)
DIMENSIONS = ("kind", "team_id", "owner_id", "channel", "portrait_id")


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` on, before `until`."""

    since: datetime
    until: datetime

    def __post_init__(self) -> None:
        assert timedelta(0) < self.until - self.since <= timedelta(days=PERIOD_DAYS_MAX)

    @property
    def before(self) -> "Period":
        """As long, and ends where this one begins."""
        return Period(self.since - (self.until - self.since), self.since)


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which promises. `channel`: by what they are about; whoever knows what that is gives the expression."""

    brand_ids: Collection[int]
    kind: str = ""
    team_id: int | None = None
    channel: Combinable = NO_CHANNEL

    @property
    def condition(self) -> Q:
        found = Q(brand_id__in=list(self.brand_ids))
        if self.kind:
            found &= Q(kind=self.kind)
        return found & Q(team_id=self.team_id) if self.team_id else found


@dataclass(frozen=True, slots=True)
class Tally:
    numbers: Mapping[Outcome, int]

    @property
    def came_due(self) -> int:
        return sum(self.numbers.get(outcome, 0) for outcome in CAME_DUE)

    @property
    def released(self) -> int:
        return self.numbers.get(Outcome.RELEASED, 0)

    def share(self, outcome: Outcome) -> Share:
        return Share(self.numbers.get(outcome, 0), self.came_due)

    @property
    def shares(self) -> dict[Outcome, Share]:
        return {outcome: self.share(outcome) for outcome in CAME_DUE}

    @property
    def silent(self) -> Share:
        return self.share(Outcome.SILENT)

    def without(self, part: "Tally") -> "Tally":
        """All the others."""
        return Tally({outcome: number - part.numbers.get(outcome, 0) for outcome, number in self.numbers.items()})


@dataclass(frozen=True, slots=True)
class Row:
    """`differs`: 1 if more broke in silence than among all the others, -1 if fewer, 0 if chance may have done it."""

    value: Any
    tally: Tally
    differs: int


@dataclass(frozen=True, slots=True)
class Figures:
    """`by`: for each of DIMENSIONS the tally of every value there is; None: of no team, person or conversation."""

    total: Tally
    by: Mapping[str, Mapping[Any, Tally]]

    def table(self, dimension: str) -> list[Row]:
        """Where most broke in silence first."""
        tallies = self.by[dimension]
        rows = [Row(value, tally, self._differs(tally, of=len(tallies))) for value, tally in tallies.items()]
        return sorted(rows, key=lambda row: (-row.tally.silent.count, -row.tally.came_due, str(row.value)))

    def _differs(self, tally: Tally, *, of: int) -> int:
        return compared(tally.silent, self.total.without(tally).silent, comparisons=of)


def figures(asked: Asked, period: Period) -> Figures:
    """One question, one walk along the index of what was settled: all tables are sums of the same cells."""
    rows = settled(asked, period).annotate(outcome=_outcome(), channel=asked.channel)
    grouped = rows.order_by().values("outcome", *DIMENSIONS).annotate(number=Count("pk"))
    cells: list[dict[str, Any]] = list(grouped)
    by = {name: _tallies((cell[name], cell) for cell in cells) for name in DIMENSIONS}
    return Figures(_tallies((None, cell) for cell in cells).get(None, Tally({})), by)


def total(asked: Asked, period: Period) -> Tally:
    """As in `figures`, without tables: half the work."""
    rows = settled(asked, period).annotate(outcome=_outcome()).order_by()
    numbers = rows.values_list("outcome").annotate(number=Count("pk"))
    return Tally({Outcome(outcome): number for outcome, number in numbers})


def settled(asked: Asked, period: Period) -> QuerySet[Promise]:
    rows = Promise.objects.alias(settled_at=SETTLED_AT)
    return rows.filter(asked.condition, settled_at__gte=period.since, settled_at__lt=period.until)


def silent(asked: Asked, period: Period, *, after: tuple[datetime, int] | None = None) -> QuerySet[Promise]:
    """Each that broke without a word before, the last one first. `after`: behind which one, by `broken_at` and id."""
    broke = Q(broken_at__gte=period.since, broken_at__lt=period.until, moved_at=None)
    if after:
        moment, pk = after
        broke &= Q(broken_at__lte=moment) & (Q(broken_at__lt=moment) | Q(pk__lt=pk))
    return Promise.objects.filter(asked.condition & broke).order_by("-broken_at", "-pk")


def still_open(asked: Asked, at: datetime) -> int:
    """Owed at that moment, which is now, and in time so far."""
    in_time = Q(due_at__gte=at) | Q(due_at=None)
    return Promise.objects.filter(OWED & asked.condition & in_time).count()


def _outcome() -> Case:
    broken, done = Q(broken_at__isnull=False), Q(done_at__isnull=False)
    lacking = PromiseMove.objects.filter(promise=OuterRef("pk"), notice_sent_at__isnull=False, consent__in=LACKING)
    return Case(
        When(broken & Q(moved_at=None), then=Value(Outcome.SILENT.value)),
        When(broken, then=Value(Outcome.BROKEN.value)),
        When(done & Q(moved_at=None), then=Value(Outcome.KEPT.value)),
        When(done & Exists(lacking), then=Value(Outcome.WITHOUT_CONSENT.value)),
        When(done, then=Value(Outcome.WITH_CONSENT.value)),
        When(release_reason=BY_MISTAKE, then=Value(Outcome.STRUCK_OUT.value)),
        default=Value(Outcome.RELEASED.value),
        output_field=CharField(),
    )


def _tallies(cells: Iterable[tuple[Any, dict[str, Any]]]) -> dict[Any, Tally]:
    found: dict[Any, Counter[Outcome]] = {}
    for value, cell in cells:
        found.setdefault(value, Counter())[Outcome(cell["outcome"])] += cell["number"]
    return {value: Tally(numbers) for value, numbers in found.items()}
