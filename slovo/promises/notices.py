"""How early customers were told that a promise would be kept at another moment: counted by the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.db.models import BigIntegerField, Count, F, FloatField, Func, Q, QuerySet, Window
from django.db.models.functions import Cast, RowNumber

from slovo.promises.figures import Asked, Period
from slovo.promises.more_models import PromiseMove

QUANTILES = (10, 25, 50, 75, 90)  # percent
MINUTE_MICROSECONDS = 60_000_000
IN_TIME, LATE = Q(notice_sent_at__lt=F("due_was")), Q(notice_sent_at__gte=F("due_was"))


@dataclass(frozen=True, slots=True)
class Notices:
    """Of the `in_time` ones: how many minutes before the deadline, and which share of the time from the promise to
    that deadline was left. By percent: so many of them were no earlier. `late`: after the deadline, which mends
    nothing."""

    in_time: int
    late: int
    minutes: Mapping[int, int]
    left: Mapping[int, float]


class Microseconds(Func):
    """From the second moment to the first, exactly, on both databases."""

    output_field = BigIntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        template = "(EXTRACT(EPOCH FROM (%(expressions)s)) * 1000000)::bigint"
        return self.as_sql(compiler, connection, template=template, arg_joiner=" - ", **more)

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="django_timestamp_diff", **more)


def notices(asked: Asked, period: Period) -> Notices:
    """Of those that left in the period."""
    rows = _told(asked, period)
    numbers = rows.aggregate(in_time=Count("pk", filter=IN_TIME), late=Count("pk", filter=LATE))
    before = Microseconds(F("due_was"), F("notice_sent_at"))
    whole = Microseconds(F("due_was"), F("promise__made_at"))
    shares = Cast(before, FloatField()) / Cast(whole, FloatField())
    in_time, early = numbers["in_time"], rows.filter(IN_TIME)
    return Notices(
        **numbers,
        minutes={
            percent: value // MINUTE_MICROSECONDS for percent, value in _quantiles(early, before, in_time).items()
        },
        left=_quantiles(early, shares, in_time),
    )


def _told(asked: Asked, period: Period) -> QuerySet[PromiseMove]:
    of_promise = Q(promise__brand_id__in=list(asked.brand_ids))
    if asked.kind:
        of_promise &= Q(promise__kind=asked.kind)
    if asked.team_id:
        of_promise &= Q(promise__team_id=asked.team_id)
    return PromiseMove.objects.filter(
        of_promise, notice_sent_at__gte=period.since, notice_sent_at__lt=period.until
    ).order_by()


def _quantiles(rows: QuerySet[PromiseMove], value: Any, count: int) -> dict[int, Any]:
    """By nearest rank: each is a value that was, so that both databases say the same."""
    if not count:
        return {}
    ranks = {percent: max(1, ceil(percent * count / 100)) for percent in QUANTILES}
    ranked = rows.annotate(value=value).annotate(rank=Window(RowNumber(), order_by=[F("value"), F("pk")]))
    found = dict(ranked.filter(rank__in=set(ranks.values())).values_list("rank", "value"))
    return {percent: found[rank] for percent, rank in ranks.items()}
