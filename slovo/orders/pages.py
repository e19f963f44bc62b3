"""Orders and reservations page by page, the newest first: for each brand a short walk along one index, wherever the
page lies."""

from collections.abc import Collection
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from slovo.orders.models import Order, Reservation
from slovo.promises.pages import Place

RowT = TypeVar("RowT", Order, Reservation)
MOMENTS = {Order: "placed_at", Reservation: "made_at"}


def page(
    rows: QuerySet[RowT], brand_ids: Collection[int], *, after: Place | None, rows_max: int
) -> tuple[list[RowT], Place | None]:
    """The rows, and the place behind which the next page begins, if there is one."""
    moment = MOMENTS[rows.model]
    if after:
        value = datetime.fromisoformat(after.value)
        # The first condition says nothing new, but an index can begin with it.
        behind = Q(**{f"{moment}__lt": value}) | Q(pk__lt=after.pk)
        rows = rows.filter(Q(**{f"{moment}__lte": value}) & behind)
    ordered = rows.order_by(f"-{moment}", "-pk")
    found = [list(ordered.filter(brand_id=brand_id)[: rows_max + 1]) for brand_id in brand_ids]

    def newest(row: RowT) -> tuple[Any, int]:
        return getattr(row, moment), row.pk

    several = list(islice(merge(*found, key=newest, reverse=True), rows_max + 1))
    shown = several[:rows_max]
    last = Place(getattr(shown[-1], moment).isoformat(), shown[-1].pk) if len(several) > rows_max else None
    return shown, last
