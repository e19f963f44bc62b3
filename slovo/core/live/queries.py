from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from slovo.core.db import is_postgresql
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


def place_of(nudge: Nudge) -> Place:
    return Place(nudge.transaction_id, nudge.pk)


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


def after(place: Place, *, brand_ids: Collection[int] | None = None) -> list[Nudge]:
    """At most BACKLOG_MAX; who is further behind refreshes the whole page."""
    transaction_id = str(place.transaction_id) if is_postgresql() else place.transaction_id
    if brand_ids is None:
        return _after(transaction_id, place.id)
    return _after_at(transaction_id, place.id, brand_ids)


@prepared
def _after(transaction_id: int | str, pk: int) -> QuerySet[Nudge]:
    later = Q(transaction_id__gt=transaction_id) | Q(transaction_id=transaction_id, id__gt=pk)
    return settled(Nudge.objects.filter(later)).order_by("transaction_id", "id")[:BACKLOG_MAX]


@prepared
def _after_at(transaction_id: int | str, pk: int, brand_ids: Collection[int]) -> QuerySet[Nudge]:
    later = Q(transaction_id__gt=transaction_id) | Q(transaction_id=transaction_id, id__gt=pk)
    rows = settled(Nudge.objects.filter(later, brand_id__in=brand_ids))
    return rows.order_by("transaction_id", "id")[:BACKLOG_MAX]
