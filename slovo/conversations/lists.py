"""Lists of conversations: a page of lines, and how many there are. As fast for a million as for twenty thousand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Case, F, OuterRef, Q, Subquery, When

from slovo.conversations.models import Conversation, State, Tag
from slovo.customers.models import Identity

LINES_MAX = 50
PART_LINES_MAX = 100  # of a part that has grown since it was first shown
COUNT_MAX = 1000
Counting = tuple[str, Sequence[Any]]  # a question and its values
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
HALVES: dict[str, Sequence[Q]] = {
    "any": (Q(closed_at=None), Q(closed_at__isnull=False)),
    "closed": (Q(closed_at__isnull=False),),
}
UNCLOSED = (Q(closed_at=None),)


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
class Line:
    """What a list shows of a conversation. Plain values: fifty objects of models cost more than all the queries.

    `due_at`, `warn_at`: of the promise that is due next; both None while its clock stands (`promised`) or without one.
    `tags`: names and colours. `brand`: its name and colour.
    """

    pk: int
    public_id: UUID
    state: State
    subject: str
    preview: str
    customer: str
    assignee: str
    team: str
    brand: tuple[str, str]
    last_message_at: datetime
    promised: bool
    due_at: datetime | None
    warn_at: datetime | None
    tags: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines of a list, and behind (`after`) and in front of (`before`) which places others stand around them.

    `begins`, `ends`: of which stretch these are all, not counting the two places; None: of all there is on that side.
    """

    lines: Sequence[Line]
    before: Place | None
    after: Place | None
    begins: Place | None = None
    ends: Place | None = None


def page(
    rows: models.QuerySet[Conversation],
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
    walks = [
        _walk(
            half,
            sorting,
            up != sorting.backwards,
            lines_max,
            *((before, after) if sorting.backwards else (after, before)),
        )
        for brand_id in brand_ids
        for half in _halves(rows.filter(brand_id=brand_id), sorting, state)
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
        lines([place.pk for place in places]),
        before=first if more_before or (after and not between) else None,
        after=last if more_after or (before and not between) else None,
        begins=after or (first.next(backwards=not backwards) if first and more_before else None),
        ends=last.next(backwards=backwards) if last and more_after else before,
    )


def _halves(rows: models.QuerySet[Conversation], order: Order, state: str) -> Iterable[models.QuerySet[Conversation]]:
    if order.field == "queue_position":
        return [rows]
    return [rows.filter(half) for half in HALVES.get(state, UNCLOSED)]


def _walk(
    rows: models.QuerySet[Conversation],
    order: Order,
    down: bool,
    lines_max: int,
    above: Place | None,
    below: Place | None,
) -> Iterable[Place]:
    """From smaller values to greater ones, or (`down`) the other way, between two places of that line of numbers."""
    field = order.field
    if above:
        value = _value(order, above)
        rows = rows.filter(Q(**{f"{field}__gt": value}) | Q(pk__gt=above.pk), **{f"{field}__gte": value})
    if below:
        value = _value(order, below)
        rows = rows.filter(Q(**{f"{field}__lt": value}) | Q(pk__lt=below.pk), **{f"{field}__lte": value})
    rows = rows.order_by(f"-{field}", "-pk") if down else rows.order_by(field, "pk")
    return [Place(_position(order, value), pk) for value, pk in rows.values_list(field, "pk")[: lines_max + 1]]


def _value(order: Order, place: Place) -> Any:
    if order.field == "queue_position":
        return place.position
    return EPOCH + min(place.position, 10**17) * MICROSECOND


def _position(order: Order, value: Any) -> int:
    return int(value) if order.field == "queue_position" else (value - EPOCH) // MICROSECOND


def lines(pks: Sequence[int]) -> list[Line]:
    """Of these conversations, in this order."""
    tags: dict[int, list[tuple[str, str]]] = {}
    tagged = Tag.conversations.through.objects.filter(conversation_id__in=pks).order_by("tag__name")
    for pk, name, colour in tagged.values_list("conversation_id", "tag__name", "tag__colour"):
        tags.setdefault(pk, []).append((name, colour))
    rows = Conversation.objects.filter(pk__in=pks).annotate(customer_words=customer_words_of()).values_list(*COLUMNS)
    found = {row[0]: _line(row, tuple(tags.get(row[0], ()))) for row in rows}
    return [found[pk] for pk in pks if pk in found]


COLUMNS = (
    "pk",
    "public_id",
    "closed_at",
    "waiting_since",
    "subject",
    "preview",
    "customer_words",
    "assignee__name",
    "team__name",
    "brand__name",
    "brand__colour",
    "last_message_at",
    "next_promise_id",
    "next_promise__due_at",
    "next_promise__warn_at",
)


def _line(row: Any, tags: tuple[tuple[str, str], ...]) -> Line:
    pk, public_id, closed_at, waiting_since, subject, preview, customer, assignee, team, brand, colour, *rest = row
    last_message_at, promise_id, due_at, warn_at = rest
    return Line(
        pk=pk,
        public_id=public_id,
        state=State.CLOSED if closed_at else State.WAITING if waiting_since else State.OPEN,
        subject=subject,
        preview=preview,
        customer=customer or "",
        assignee=assignee or "",
        team=team or "",
        brand=(brand, colour),
        last_message_at=last_message_at,
        promised=promise_id is not None,
        due_at=due_at,
        warn_at=warn_at,
        tags=tags,
    )


def customer_words_of() -> Case:
    """As `str(customer)` says it: the name, else the first address."""
    first = Identity.objects.filter(customer_id=OuterRef("customer_id")).order_by("pk").values("value")[:1]
    return Case(When(customer__name="", then=Subquery(first)), default=F("customer__name"))


def counts(views: Sequence[models.QuerySet[Any] | Counting]) -> list[int]:
    """How many there are in each, exact below COUNT_MAX, which stands for «more»: all in one question."""
    if not views:
        return []
    compiled = [counting(rows) if isinstance(rows, models.QuerySet) else rows for rows in views]
    with connection.cursor() as cursor:
        columns = ", ".join(sql for sql, _parameters in compiled)
        cursor.execute(f"SELECT {columns}", [value for _sql, values in compiled for value in values])
        return list(cursor.fetchone())


def counting(rows: models.QuerySet[Any]) -> Counting:
    """As Django compiles it, with placeholders for the values: that takes longer than the counting."""
    try:
        sql, values = rows.order_by().values("pk")[:COUNT_MAX].query.sql_with_params()
    except EmptyResultSet:  # no brand is left, say
        return "0", ()
    return f"(SELECT COUNT(*) FROM ({sql}) AS counted)", values  # noqa: S608
