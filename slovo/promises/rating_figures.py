"""The marks that customers gave, in a period: by when they gave them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from slovo.core.numbers import Average
from slovo.people.models import Staff
from slovo.promises.figures import Asked, Period
from slovo.promises.rating_models import BEST, WORST, PromiseRating


@dataclass(frozen=True, slots=True)
class Marks:
    """How many of each."""

    numbers: Mapping[int, int]

    @property
    def average(self) -> Average:
        total = sum(score * number for score, number in self.numbers.items())
        return Average(total, sum(self.numbers.values()), least=WORST, most=BEST)


def visible_to(staff: Staff) -> QuerySet[PromiseRating]:
    return PromiseRating.objects.filter(brand_id__in=staff.brand_ids)


def marks(asked: Asked, period: Period) -> Marks:
    condition = Q(brand_id__in=list(asked.brand_ids))
    if asked.kind:
        condition &= Q(promise__kind=asked.kind)
    if asked.team_id:
        condition &= Q(promise__team_id=asked.team_id)
    rows = PromiseRating.objects.filter(condition, rated_at__gte=period.since, rated_at__lt=period.until)
    counted = dict(rows.order_by().values_list("score").annotate(number=Count("pk")))
    return Marks({score: counted.get(score, 0) for score in range(WORST, BEST + 1)})
