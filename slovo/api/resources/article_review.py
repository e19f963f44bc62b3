"""Whether a brand has its articles looked over by somebody else before readers see them."""

from uuid import UUID

from django.http import Http404, HttpResponse
from ninja import Query, Router

from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, one
from slovo.api.kinds import Chosen, Flag, Given, Shown
from slovo.brands.models import Brand
from slovo.knowledge import queries, reviewing
from slovo.people import queries as people
from slovo.people.rights import Verb

router = Router(tags=["articles"])


class ReviewGiven(Given):
    asked: Flag


class ReviewShown(Shown):
    """`asked`: whoever wrote a version does not publish it, and nobody does before it was sent to review."""

    brand: UUID
    asked: bool


@router.get("/brands/{id}/article-review", response=ReviewShown)
@reads()
def show(request: ApiRequest, id: UUID, chosen: Query[Chosen]) -> HttpResponse:
    return one(request, _shape(_brand(request, id, Verb.READ)), ReviewShown, fields=chosen.fields)


@router.put("/brands/{id}/article-review", response=ReviewShown)
@writes(Verb.MANAGE_BRAND)
def ask(request: ApiRequest, id: UUID, given: ReviewGiven) -> HttpResponse:
    brand = _brand(request, id, Verb.MANAGE_BRAND)
    reviewing.ask_for_review(brand=brand, asked=given.asked, by=request.by, at=request.at)
    return one(request, _shape(brand), ReviewShown)


def _brand(request: ApiRequest, public_id: UUID, verb: Verb) -> Brand:
    found = [row for row in people.brands_where(request.by, verb) if row.public_id == public_id]
    if not found:
        raise Http404
    return found[0]


def _shape(brand: Brand) -> Shape:
    return {"brand": brand.public_id, "asked": queries.asks_for_review(brand.pk)}
