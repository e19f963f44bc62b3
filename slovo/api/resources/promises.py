from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from ninja import Query, Router

from slovo.api.access import ApiRequest, reads
from slovo.api.answers import Shape, moment, one, page
from slovo.api.kinds import Chosen, Paged, Shown
from slovo.api.outside import Names, ThingShown
from slovo.core.secrets import sealed, unsealed
from slovo.promises import queries
from slovo.promises.models import Promise

router = Router(tags=["promises"])

STATES = {
    "owed": Q(done_at=None, released_at=None),
    "open": Q(done_at=None, released_at=None, broken_at=None, paused_at=None),
    "paused": Q(done_at=None, released_at=None, broken_at=None, paused_at__isnull=False),
    "broken": Q(released_at=None, broken_at__isnull=False),
    "kept": Q(released_at=None, broken_at=None, done_at__isnull=False),
    "released": Q(released_at__isnull=False),
}


class PromiseShown(Shown):
    """`minutes`: of working time, from `made_at` to `due_at`, without pauses."""

    id: UUID
    brand: UUID
    customer: UUID
    about: ThingShown
    kind: str
    state: Literal["open", "paused", "kept", "broken", "released"]
    owner: UUID | None
    team: UUID | None
    minutes: int
    made_at: datetime
    due_at: datetime | None
    paused_at: datetime | None
    done_at: datetime | None
    broken_at: datetime | None
    released_at: datetime | None
    release_reason: str


class PromisePage(Shown):
    data: list[PromiseShown]
    next: str | None


class Filters(Paged):
    state: Literal["owed", "open", "paused", "broken", "kept", "released"] | None = None
    brand: UUID | None = None
    customer: UUID | None = None


def shapes(rows: Sequence[Promise]) -> list[Shape]:
    names = Names.of_keys(row.about for row in rows)
    return [shape(row, names) for row in rows]


def shape(row: Promise, names: Names) -> Shape:
    return {
        "id": sealed("promise", row.pk),
        "brand": row.brand.public_id,
        "customer": row.customer.public_id,
        "about": names.thing(row.about),
        "kind": row.kind,
        "state": row.state.value,
        "owner": row.owner.public_id if row.owner else None,
        "team": sealed("team", row.team_id) if row.team_id else None,
        "minutes": row.minutes,
        "made_at": moment(row.made_at),
        "due_at": moment(row.due_at),
        "paused_at": moment(row.paused_at),
        "done_at": moment(row.done_at),
        "broken_at": moment(row.broken_at),
        "released_at": moment(row.released_at),
        "release_reason": row.release_reason,
    }


def loaded(request: ApiRequest) -> QuerySet[Promise]:
    return queries.visible_to(request.by).select_related("brand", "customer", "owner")


@router.get("/promises", response=PromisePage)
@reads()
def index(request: ApiRequest, filters: Query[Filters]) -> HttpResponse:
    """What was promised to customers, the newest first. `owed`: what they still wait for, in time or late."""
    rows = loaded(request)
    if filters.state:
        rows = rows.filter(STATES[filters.state])
    if filters.brand:
        rows = rows.filter(brand__public_id=filters.brand)
    if filters.customer:
        rows = rows.filter(customer__public_id=filters.customer)
    return page(request, rows, paged=filters, order="-pk", shapes=shapes, kind=PromiseShown)


@router.get("/promises/{id}", response=PromiseShown)
@reads()
def show(request: ApiRequest, id: UUID, chosen: Query[Chosen]) -> HttpResponse:
    row = loaded(request).filter(pk=unsealed("promise", id) or 0).first()
    if row is None:
        raise Http404
    return one(request, shapes([row])[0], PromiseShown, fields=chosen.fields)
