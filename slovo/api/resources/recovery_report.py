"""What delays cost, and what a rule gives that nobody has given: that list must be empty."""

from datetime import date, timedelta
from typing import Annotated, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from slovo.api import references
from slovo.api.access import ApiRequest, reads
from slovo.api.answers import Shape, answer, page, selected
from slovo.api.kinds import Chosen, Paged, Shown
from slovo.api.resources.promises import PromisePage, PromiseShown, shapes
from slovo.people.rights import Verb
from slovo.promises.models import Promise
from slovo.recovery import figures, queries

router = Router(tags=["recovery"])

FORGOTTEN_DAYS = 31


class GivenShown(Shown):
    """In one month. `amount`: in the smallest unit of `currency`, without the `unknown` of `count` whose price nobody
    knows. `owed`: how many were an obligation."""

    month: date
    gives: Literal["code", "refund", "task"]
    currency: str
    count: int
    owed: int
    amount: int
    unknown: int


class GivenList(Shown):
    data: list[GivenShown]


class OfBrand(Chosen):
    brand: UUID | None = None


class Forgotten(Paged):
    brand: UUID | None = None
    days: Annotated[int, Field(ge=1, le=366, description="That broke in the last so many.")] = FORGOTTEN_DAYS


@router.get("/recovery-report", response=GivenList)
@reads(Verb.SEE_FIGURES)
def report(request: ApiRequest, given: Query[OfBrand]) -> HttpResponse:
    """What was given in each month of the last year, the newest first."""
    rows: list[Shape] = [
        {
            "month": row.month.isoformat(),
            **{name: getattr(row, name) for name in ("gives", "currency", "count", "owed", "unknown")},
            "amount": row.amount_minor,
        }
        for row in figures.given_by_month(_brands(request, given.brand), at=request.at)
    ]
    return answer({"data": selected(rows, GivenShown, given.fields)})


@router.get("/forgotten-promises", response=PromisePage)
@reads(Verb.SEE_FIGURES)
def forgotten(request: ApiRequest, given: Query[Forgotten]) -> HttpResponse:
    """Broken, and a rule that held gives something for it that nobody has worked out, the oldest first. Always empty,
    or something is wrong."""
    since = request.at - timedelta(days=given.days)
    rows: QuerySet[Promise] = queries.forgotten(_brands(request, given.brand), since=since, at=request.at)
    rows = rows.select_related("brand", "customer", "owner").prefetch_related("moves__choices")
    return page(request, rows, paged=given, order="pk", shapes=shapes, kind=PromiseShown)


def _brands(request: ApiRequest, public_id: UUID | None) -> list[int]:
    request.by.must_somewhere(Verb.SEE_FIGURES)
    if public_id:
        return [references.brand(request, public_id, Verb.SEE_FIGURES).pk]
    return [pk for pk in request.by.brand_ids if request.by.may_at(Verb.SEE_FIGURES, pk)]
