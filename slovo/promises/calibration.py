"""How good what was foretold was: in bands of risk, what was predicted and what happened.

What happened is that the promise was not done by the deadline of which it was foretold: it broke, or was moved to a
later one. Of whom we were released, what was moved to be earlier or is still open says nothing, and is left out. Each
promise is judged once, by what was said at one of the named moments of its time: cases that were counted three times
would make the intervals too narrow.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import BooleanField, Case, Count, F, FloatField, IntegerField, Q, Sum, Value, When
from django.db.models.functions import Cast

from slovo.core.numbers import Share
from slovo.promises.figures import Period
from slovo.promises.forecast_rows import PER_MILLE, PromiseForecast

BANDS = (0, 100, 250, 500, 750)  # per mille, where each begins
MOMENT = 75  # percent of its time, unless another of MOMENTS is asked for


@dataclass(frozen=True, slots=True)
class Band:
    """From `low` on, before `high`, per mille. `predicted`: the mean of what was said, None where nothing was."""

    low: int
    high: int
    predicted: float | None
    happened: Share


@dataclass(frozen=True, slots=True)
class Calibration:
    """`brier`: the mean square of how far what was said was from what happened: 0 is best; who always says how many
    there are of all gets `brier_of_the_mean`. `precision`: of those at risk, how many were late. `recall`: of the late
    ones, how many were called at risk."""

    bands: list[Band]
    brier: float | None
    brier_of_the_mean: float | None
    precision: Share
    recall: Share

    @property
    def late(self) -> Share:
        return Share(sum(band.happened.count for band in self.bands), sum(band.happened.of for band in self.bands))


BROKE = Q(promise__broken_at=F("due_at"))
MOVED_LATER = Q(promise__moved_at__isnull=False, promise__due_at__gt=F("due_at"))
IN_TIME = Q(promise__done_at__lte=F("due_at"), promise__broken_at=None, promise__due_at=F("due_at"))


def calibration(brand_ids: Collection[int], period: Period, *, percent: int = MOMENT, kind: str = "") -> Calibration:
    """Of the deadlines in a period. One question, along the index of deadlines."""
    rows = PromiseForecast.objects.filter(
        BROKE | MOVED_LATER | IN_TIME,
        brand_id__in=list(brand_ids),
        due_at__gte=period.since,
        due_at__lt=period.until,
        percent=percent,
    )
    if kind:
        rows = rows.filter(promise__kind=kind)
    whens = [When(risk__gte=low, then=Value(low)) for low in reversed(BANDS)]
    late = Case(When(BROKE | MOVED_LATER, then=Value(True)), default=Value(False), output_field=BooleanField())
    named = rows.annotate(band=Case(*whens, output_field=IntegerField()), late=late)
    wide = Cast("risk", FloatField())  # whose square would not fit its column's type
    cells = named.order_by().values("band", "late", "at_risk")
    summed = cells.annotate(number=Count("pk"), risks=Sum("risk"), squares=Sum(wide * wide))
    return _judged([_Cell(**cell) for cell in summed])


@dataclass(frozen=True, slots=True)
class _Cell:
    band: int
    late: bool
    at_risk: bool
    number: int
    risks: int
    squares: float

    @property
    def missed(self) -> float:
        """The sum of the squares of how far each was off."""
        one = self.number * PER_MILLE**2 - 2 * PER_MILLE * self.risks if self.late else 0
        return (self.squares + one) / PER_MILLE**2


def _judged(cells: Collection[_Cell]) -> Calibration:
    bands = []
    for low, high in zip(BANDS, (*BANDS[1:], PER_MILLE), strict=True):
        here = [cell for cell in cells if cell.band == low]
        said, number = sum(cell.risks for cell in here), sum(cell.number for cell in here)
        predicted = said / number / PER_MILLE if number else None
        bands.append(Band(low, high, predicted, Share(sum(cell.number for cell in here if cell.late), number)))
    number, late = (sum(cell.number for cell in cells if cell.late or not only) for only in (False, True))
    flagged = sum(cell.number for cell in cells if cell.at_risk)
    right = sum(cell.number for cell in cells if cell.at_risk and cell.late)
    base = late / number if number else 0
    return Calibration(
        bands,
        sum(cell.missed for cell in cells) / number if number else None,
        base * (1 - base) if number else None,
        Share(right, flagged),
        Share(right, late),
    )
