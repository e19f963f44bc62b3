"""Lists of conversations, a page of lines each. As fast for a million as for twenty thousand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import islice
from typing import Any

from django.db import models
from django.db.models import Q

from slovo.conversations.lines import Line, lines_of
from slovo.conversations.models import Conversation
from slovo.conversations.queries import of_view
from slovo.core.prepared import prepared

LINES_MAX = 50
PART_LINES_MAX = 100  # of a part that has grown since it was first shown
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Order:
    """How a list is sorted: along an index that every brand's rows have."""

    field: str
    backwards: bool = False


ORDERS = {
    "due": Order("queue_position"),
    "newest": Order("last_message_at", backwards=True),
    "oldest": Order("last_message_at"),
}
# By the last message there is one index for what is closed and one for what is not.
HALVES = {"unclosed": Q(closed_at=None), "closed": Q(closed_at__isnull=False), "": Q()}
HALVES_OF = {"any": ("unclosed", "closed"), "closed": ("closed",)}


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """The conversations in a built-in view of somebody who may see all brands that are asked for."""

    view: str
    staff_id: int
    brand_ids: tuple[int, ...]


Rows = models.QuerySet[Any] | BuiltIn


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a conversation stands in a list: by its queue position, or its last message in microseconds since 1970."""

    position: int
    pk: int

    def __str__(self) -> str:
        return f"{self.position}.{self.pk}"

    def next(self, *, backwards: bool = False) -> "Place":
        """The place just behind it, at which nothing need stand."""
        return Place(self.position, self.pk + (-1 if backwards else 1))

    @classmethod
    def parse(cls, text: str) -> "Place | None":
        position, _dot, pk = text.partition(".")
        sound = all(part.isascii() and part.isdigit() and len(part) < 19 for part in (position, pk))
        return cls(int(position), int(pk)) if sound else None


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines of a list, and behind (`after`) and in front of (`before`) which places others stand around them.

    `begins`, `ends`: of which stretch these are all, not counting the two places; None: of all there is on that side.
    `drawn`: what a face has made of it, kept as long as it is itself.
    """

    lines: Sequence[Line]
    before: Place | None
    after: Place | None
    begins: Place | None = None
    ends: Place | None = None
    drawn: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)


def page(
    rows: Rows,
    *,
    brand_ids: Iterable[int],
    after: Place | None = None,
    before: Place | None = None,
    from_top: bool = False,
    order: str = "due",
    state: str = "any",
) -> Page:
    """The lines behind `after`, or those just in front of `before`, or those between the two, or the first ones.

    `from_top`: those in front of `before` from the first one on, not the nearest.

    Each brand is a short walk along an index, and the walks are merged: all brands in one query would be sorted
    whole before the first line is known. `state`: of the filter, for the orders that have an index for each half.
    """
    sorting = ORDERS[order]
    between = before is not None and (after is not None or from_top)
    up = before is not None and not between
    lines_max = PART_LINES_MAX if between else LINES_MAX
    ends = (before, after) if sorting.backwards else (after, before)
    walks = [
        _walk(rows, brand_id, half, order, lines_max, *ends, down=up != sorting.backwards)
        for brand_id in brand_ids
        for half in _halves(sorting, state)
    ]
    places = list(islice(merge(*walks, reverse=up != sorting.backwards), lines_max + 1))
    more, places = len(places) > lines_max, places[:lines_max]
    if up:
        places.reverse()
    more_before, more_after = more and up, more and not up
    return _page(places, sorting, after, before, between=between, more_before=more_before, more_after=more_after)


def _page(
    places: list[Place],
    order: Order,
    after: Place | None,
    before: Place | None,
    *,
    between: bool,
    more_before: bool,
    more_after: bool,
) -> Page:
    first, last = (places[0], places[-1]) if places else (None, None)
    backwards = order.backwards
    return Page(
        lines_of([place.pk for place in places]),
        before=first if more_before or (after and not between) else None,
        after=last if more_after or (before and not between) else None,
        begins=after or (first.next(backwards=not backwards) if first and more_before else None),
        ends=last.next(backwards=backwards) if last and more_after else before,
    )


def _halves(order: Order, state: str) -> Sequence[str]:
    return ("",) if order.field == "queue_position" else HALVES_OF.get(state, ("unclosed",))


def _walk(
    rows: Rows,
    brand_id: int,
    half: str,
    order: str,
    lines_max: int,
    above: Place | None,
    below: Place | None,
    *,
    down: bool,
) -> Iterable[Place]:
    """From smaller values to greater ones, or (`down`) the other way, between two places of that line of numbers."""
    sorting = ORDERS[order]
    ends = [part for place in (above, below) if place for part in (_value(sorting, place), place.pk)]
    bounds = "".join(name for name, place in (("a", above), ("b", below)) if place)
    shape: dict[str, Any] = {"half": half, "order": order, "down": down, "bounds": bounds, "at_most": lines_max + 1}
    if isinstance(rows, BuiltIn):
        found = _stretch_of_view(brand_id, rows.staff_id, *ends, view=rows.view, **shape)
    else:
        found = list(_stretch(rows.filter(brand_id=brand_id), *ends, **shape))
    return [Place(_position(sorting, value), pk) for value, pk in found]


@prepared
def _stretch_of_view(
    brand_id: int, staff_id: int, *ends: Any, view: str, **shape: Any
) -> models.QuerySet[Conversation, tuple[Any, int]]:
    rows = Conversation.objects.filter(of_view(view, staff_id=staff_id), brand_id=brand_id)
    return _stretch(rows, *ends, **shape)


def _stretch(
    rows: models.QuerySet[Conversation], *ends: Any, half: str, order: str, down: bool, bounds: str, at_most: int
) -> models.QuerySet[Conversation, tuple[Any, int]]:
    """`ends`: value and id for each letter of `bounds`: "a" above which, "b" below which."""
    field = ORDERS[order].field
    rows = rows.filter(HALVES[half])
    for place, letter in enumerate(bounds):
        value, pk = ends[2 * place : 2 * place + 2]
        beyond = "gt" if letter == "a" else "lt"
        further = Q(**{f"{field}__{beyond}": value}) | Q(**{f"pk__{beyond}": pk})
        rows = rows.filter(further, **{f"{field}__{beyond}e": value})
    rows = rows.order_by(f"-{field}", "-pk") if down else rows.order_by(field, "pk")
    return rows.values_list(field, "pk")[:at_most]


def _value(order: Order, place: Place) -> Any:
    if order.field == "queue_position":
        return place.position
    return EPOCH + min(place.position, 10**17) * MICROSECOND


def _position(order: Order, value: Any) -> int:
    return int(value) if order.field == "queue_position" else (value - EPOCH) // MICROSECOND
