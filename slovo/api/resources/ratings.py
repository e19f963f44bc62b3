"""How customers found what was promised to them, in marks from 1, the worst, to 5."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from slovo.api.access import ApiRequest, reads
from slovo.api.answers import Shape, moment, page
from slovo.api.kinds import Moment, Paged, Shown
from slovo.api.resources.visits import sensible
from slovo.core.secrets import sealed
from slovo.promises.rating_figures import visible_to
from slovo.promises.rating_models import BEST, WORST, PromiseRating

router = Router(tags=["promises"])


class RatingShown(Shown):
    """`owner`, `team`: who owes, or owed, what is rated."""

    id: UUID
    brand: UUID
    promise: UUID
    kind: str
    customer: UUID
    owner: UUID | None
    team: UUID | None
    score: int
    words: str
    rated_at: datetime
    changed_at: datetime | None


class RatingPage(Shown):
    data: list[RatingShown]
    next: str | None


class Filters(Paged):
    brand: UUID | None = None
    customer: UUID | None = None
    score_max: Annotated[int, Field(ge=WORST, le=BEST, description="As low as this, or lower.")] = BEST
    since: Annotated[Moment | None, Field(description="First given then or later.")] = None
    until: Annotated[Moment | None, Field(description="First given before.")] = None


@router.get("/ratings", response=RatingPage)
@reads()
def index(request: ApiRequest, filters: Query[Filters]) -> HttpResponse:
    """What customers said on their status pages, the newest first."""
    rows = visible_to(request.by).select_related("brand", "promise__customer", "promise__owner")
    if filters.brand:
        rows = rows.filter(brand__public_id=filters.brand)
    if filters.customer:
        rows = rows.filter(promise__customer__public_id=filters.customer)
    if since := sensible(filters.since, "since"):
        rows = rows.filter(rated_at__gte=since)
    if until := sensible(filters.until, "until"):
        rows = rows.filter(rated_at__lt=until)
    rows = rows.filter(score__lte=filters.score_max)
    return page(request, rows, paged=filters, order="-pk", shapes=_shapes, kind=RatingShown)


def _shapes(rows: Sequence[PromiseRating]) -> list[Shape]:
    return [
        {
            "id": row.public_id,
            "brand": row.brand.public_id,
            "promise": row.promise.shown_id,
            "kind": row.promise.kind,
            "customer": row.promise.customer.public_id,
            "owner": row.promise.owner.public_id if row.promise.owner else None,
            "team": sealed("team", row.promise.team_id) if row.promise.team_id else None,
            "score": row.score,
            "words": row.words,
            "rated_at": moment(row.rated_at),
            "changed_at": moment(row.changed_at),
        }
        for row in rows
    ]
