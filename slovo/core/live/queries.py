from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import QuerySet

from slovo.core.db import is_postgresql, later_than
from slovo.core.journal.queries import settled
from slovo.core.live.models import Nudge
from slovo.core.prepared import prepared

BACKLOG_MAX = 200
LATE = timedelta(seconds=10)  # a change may be committed this long after it was told


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """How far a page has heard: the last nudge in the order of their becoming visible."""

    transaction_id: int = 0
    id: int = 0

    def __str__(self) -> str:
        return f"{self.transaction_id}.{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Place | None":
        transaction_id, dot, pk = text.partition(".")
        whole = dot and text.isascii() and transaction_id.isdigit() and pk.isdigit()  # "²" is a digit, too
        return cls(int(transaction_id), int(pk)) if whole else None


class Told(NamedTuple):
    """A nudge on its way to the streams: two hundred hold the same one."""

    place: Place
    brand_id: int
    key: str


def newest() -> Place:
    return Place(*next(iter(_newest()), (0, 0)))


@prepared
def _newest() -> QuerySet[Nudge, tuple[int, int]]:
    return settled(Nudge.objects.all()).order_by("-transaction_id", "-id").values_list("transaction_id", "id")[:1]


def before(moment: datetime) -> Place:
    """The place of a page that was made from then on: what it may not show yet comes after it."""
    last = newest()  # asked first: what is told between the two questions is in the second
    nudge = settled(Nudge.objects.filter(at__gte=moment - LATE)).order_by("transaction_id", "id").first()
    return Place(nudge.transaction_id, nudge.pk - 1) if nudge else last


def after(place: Place, *, brand_ids: Collection[int] | None = None) -> list[Told]:
    """At most BACKLOG_MAX, in their order; who is further behind refreshes the whole page."""
    transaction_id = str(place.transaction_id) if is_postgresql() else place.transaction_id
    rows = _after(transaction_id, place.id) if brand_ids is None else _after_at(transaction_id, place.id, brand_ids)
    return [Told(Place(transaction, pk), brand_id, key) for transaction, pk, brand_id, key in rows]


Row = tuple[int, int, int, str]


@prepared
def _after(transaction_id: int | str, pk: int) -> QuerySet[Nudge, Row]:
    return _in_order(Nudge.objects.filter(later_than(transaction_id, pk)))


@prepared
def _after_at(transaction_id: int | str, pk: int, brand_ids: Collection[int]) -> QuerySet[Nudge, Row]:
    return _in_order(Nudge.objects.filter(later_than(transaction_id, pk), brand_id__in=brand_ids))


def _in_order(nudges: QuerySet[Nudge]) -> QuerySet[Nudge, Row]:
    rows = settled(nudges).order_by("transaction_id", "id").values_list("transaction_id", "id", "brand_id", "key")
    return rows[:BACKLOG_MAX]
