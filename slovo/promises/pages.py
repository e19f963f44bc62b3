"""The ledger page by page: what is owed by when it is due, what is over the newest first.

A page is a short walk along one index, for each brand or for its person or team, wherever it lies and however many
promises there are.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge
from itertools import islice
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from slovo.core.walking import along_an_index
from slovo.promises import queries
from slovo.promises.forecast_rows import PromiseForecast
from slovo.promises.models import CHANGED, OWED, Kind, Promise
from slovo.promises.more_models import Consent, PromiseMove

RUNNING = OWED & Q(due_at__isnull=False)
SOON = timedelta(days=1)
AT_RISK = PromiseForecast.objects.filter(latest=True, at_risk=True)


@dataclass(frozen=True, slots=True)
class Wanted:
    """`state`: a key of STATES. Nothing given means all."""

    state: str = "owed"
    kind: str = ""
    owner_id: int | None = None
    team_id: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Behind which row a page begins."""

    value: str
    pk: int


@dataclass(frozen=True, slots=True)
class _Order:
    field: str  # with "-" for the greatest first

    @property
    def name(self) -> str:
        return self.field.lstrip("-")

    @property
    def backwards(self) -> bool:
        return self.field.startswith("-")

    def value(self, row: Promise) -> Any:
        return getattr(row, self.name)


BY_DUE = _Order("due_at")
BY_DONE = _Order("-done_at")
ORDERS: Mapping[str, _Order] = {
    "kept": _Order("-pk"),
    "broken": _Order("-broken_at"),
    "released": _Order("-released_at"),
    "paused": _Order("-pk"),
}
STATES = (
    "owed",
    "soon",
    "at_risk",
    "late",
    "unanswered",
    "silent",
    "moved",
    "untold",
    "refused",
    "paused",
    "kept",
    "broken",
    "released",
)


def order_of(wanted: Wanted) -> _Order:
    """What is kept lies in the order of its ids, but for one kind, person or team: there by when it was done."""
    narrower = wanted.kind or wanted.owner_id or wanted.team_id
    return BY_DONE if wanted.state == "kept" and narrower else ORDERS.get(wanted.state, BY_DUE)


def page(
    brand_ids: Collection[int], wanted: Wanted, *, at: datetime, after: Place | None, rows_max: int
) -> tuple[list[Promise], Place | None]:
    """The rows, and the place behind which the next page begins, if there is one."""
    order = order_of(wanted)
    theirs = wanted.owner_id or wanted.team_id  # one walk along what is theirs, whatever the brand
    groups = [list(brand_ids)] if theirs else [[brand_id] for brand_id in brand_ids]
    with along_an_index():
        found = [list(_of_brands(group, wanted, order, at=at, after=after)[: rows_max + 1]) for group in groups]
    rows = list(islice(_merged(found, order), rows_max + 1))
    shown = rows[:rows_max]
    return shown, _place(shown[-1], order) if len(rows) > rows_max else None


def _of_brands(
    brand_ids: list[int], wanted: Wanted, order: _Order, *, at: datetime, after: Place | None
) -> QuerySet[Promise]:
    where = Q(brand_id=brand_ids[0]) if len(brand_ids) == 1 else Q(brand_id__in=brand_ids)
    rows = Promise.objects.filter(narrowed(wanted, brand_ids, at=at) & where)
    if after:
        rows = rows.filter(_behind(order, after))
    tie = "-pk" if order.backwards else "pk"
    ordered = rows.order_by(order.field) if order.name == "pk" else rows.order_by(order.field, tie)
    return ordered.select_related("owner", "team", "brand")


def narrowed(wanted: Wanted, brand_ids: Collection[int], *, at: datetime) -> Q:
    """What is wanted, of brands that bound it besides."""
    found = _condition(wanted, list(brand_ids), at=at)
    if wanted.kind:
        found &= Q(kind=wanted.kind)
        if wanted.kind != Kind.ANSWER:
            found &= ~Q(kind=Kind.ANSWER)  # which the index says of itself
    if wanted.owner_id:
        found &= Q(owner_id=wanted.owner_id)
    if wanted.team_id:
        found &= Q(team_id=wanted.team_id)
    return found


def _condition(wanted: Wanted, brand_ids: list[int], *, at: datetime) -> Q:
    refused = PromiseMove.objects.filter(promise=OuterRef("pk"), consent=Consent.REFUSED)
    foretold = AT_RISK.filter(promise=OuterRef("pk"), due_at=OuterRef("due_at"))
    if wanted.state == "silent":
        return queries.silent(brand_ids, at=at)
    return {
        "owed": RUNNING,
        "soon": OWED & Q(due_at__gte=at, due_at__lt=at + SOON),
        "at_risk": OWED & Q(due_at__gte=at) & Q(Exists(foretold)),
        "late": OWED & Q(due_at__lt=at),
        "unanswered": OWED & Q(asked_at__isnull=False),
        "moved": CHANGED & Q(moved_at__isnull=False),
        "untold": CHANGED & Q(expected_at__isnull=False, broken_at=None),
        "refused": CHANGED & Q(Exists(refused)),
        "paused": OWED & Q(due_at=None),
        "kept": Q(done_at__lte=F("due_at"), broken_at=None, released_at=None),
        "broken": Q(broken_at__isnull=False),
        "released": Q(released_at__isnull=False),
    }[wanted.state]


def _behind(order: _Order, after: Place) -> Q:
    beyond = "lt" if order.backwards else "gt"
    if order.name == "pk":
        return Q(**{f"pk__{beyond}": after.pk})
    # The first condition says nothing new, but an index can begin with it.
    value = datetime.fromisoformat(after.value)
    further = Q(**{f"{order.name}__{beyond}": value}) | Q(**{f"pk__{beyond}": after.pk})
    return Q(**{f"{order.name}__{beyond}e": value}) & further


def _merged(found: Sequence[list[Promise]], order: _Order) -> Any:
    return merge(*found, key=lambda row: (order.value(row), row.pk), reverse=order.backwards)


def _place(row: Promise, order: _Order) -> Place:
    return Place("" if order.name == "pk" else order.value(row).isoformat(), row.pk)
