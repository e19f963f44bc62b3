"""What customers can have sooner, where they would wait for a kind of promise."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, answer, nothing, selected
from slovo.api.kinds import Chosen, Given, Name, Shown
from slovo.api.resources.overrun_rules import of_seal
from slovo.core.secrets import sealed
from slovo.people.rights import Verb
from slovo.promises import queries, sooner
from slovo.promises.forecast_rows import SoonerOffer

router = Router(tags=["promises"])

SOONER = "sooner"


class SoonerShown(Shown):
    id: UUID
    names: dict[str, str]
    minutes: int


class SoonerList(Shown):
    data: list[SoonerShown]


class SoonerOther(Given):
    names: Annotated[dict[str, Name], Field(min_length=1, max_length=20, description="By language.")]
    minutes: Annotated[int, Field(strict=True, ge=1, le=sooner.MINUTES_MAX)]


class SoonerGiven(SoonerOther):
    brand: UUID | None = None


class OfBrand(Chosen):
    brand: UUID | None = None


@router.get("/promise-kinds/{kind}/sooner-offers", response=SoonerList)
@reads()
def index(request: ApiRequest, kind: str, given: Query[OfBrand]) -> HttpResponse:
    """The soonest first. What is told to a customer who waits leaves out what would be no sooner: `/promises/wait`."""
    brand = references.brand(request, given.brand, Verb.READ)
    rows = [shape(row) for row in queries.sooner_offers(brand.pk).filter(kind=kind)]
    return answer({"data": selected(rows, SoonerShown, given.fields)})


@router.post("/promise-kinds/{kind}/sooner-offers", response={201: SoonerShown})
@writes(Verb.MANAGE_BRAND)
def offer(request: ApiRequest, kind: str, given: SoonerGiven) -> HttpResponse:
    """Something that customers can have sooner, where they would wait for this kind."""
    brand = references.brand(request, given.brand, Verb.MANAGE_BRAND)
    made = sooner.offer_sooner(
        brand=brand, kind=kind, names=given.names, minutes=given.minutes, by=request.by, at=request.at
    )
    return answer(shape(made), status=201)


@router.put("/sooner-offers/{id}", response=SoonerShown)
@writes(Verb.MANAGE_BRAND)
def change(request: ApiRequest, id: UUID, given: SoonerOther) -> HttpResponse:
    """Other names, or another time."""
    found = _offer(request, id)
    made = sooner.change_sooner(
        brand=found.brand,
        offer_id=found.pk,
        names=given.names,
        minutes=given.minutes,
        by=request.by,
        at=request.at,
    )
    return answer(shape(made))


@router.delete("/sooner-offers/{id}", response={204: None})
@writes(Verb.MANAGE_BRAND)
def withdraw(request: ApiRequest, id: UUID) -> HttpResponse:
    found = _offer(request, id)
    sooner.withdraw_sooner(brand=found.brand, offer_id=found.pk, by=request.by, at=request.at)
    return nothing()


def shape(row: SoonerOffer) -> Shape:
    return {"id": sealed(SOONER, row.pk), "names": row.names, "minutes": row.minutes}


def _offer(request: ApiRequest, shown: UUID) -> SoonerOffer:
    brands = [pk for pk in request.by.brand_ids if request.by.may_at(Verb.MANAGE_BRAND, pk)]
    return of_seal(SoonerOffer.objects.filter(brand_id__in=brands).select_related("brand"), SOONER, shown)
