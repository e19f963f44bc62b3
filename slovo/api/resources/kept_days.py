"""For how many days a brand keeps what, and what would go tonight."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field, StrictInt

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, one
from slovo.api.kinds import Chosen, Given, Shown
from slovo.api.problems import WrongField
from slovo.brands.models import Brand
from slovo.core.keeping import DAYS_KEPT_MAX
from slovo.people.rights import Verb
from slovo.privacy import keeping, kept

router = Router(tags=["company"])


class KeptKindShown(Shown):
    """`least`: never fewer, because of `needed`. `usual`: where the brand has chosen nothing. `rows`: how many would go
    tonight; 10000 are that many or more."""

    kind: str
    what: str
    days: int
    usual: int
    least: int
    most: int
    needed: str
    rows: int


class KeptDaysShown(Shown):
    brand: UUID
    data: list[KeptKindShown]


class DaysGiven(Given):
    """By kind; what is left out stays as it is."""

    brand: UUID | None = None
    days: Annotated[dict[str, StrictInt], Field(min_length=1, max_length=50)]


class Asked(Chosen):
    """`kind` and `days` together: as if that kind were kept so long, and nothing is changed."""

    brand: UUID | None = None
    kind: Annotated[str | None, Field(max_length=20)] = None
    days: Annotated[int | None, Field(ge=1, le=DAYS_KEPT_MAX)] = None


@router.get("/kept-days", response=KeptDaysShown)
@reads(Verb.MANAGE_PERSONAL_DATA)
def show(request: ApiRequest, given: Query[Asked]) -> HttpResponse:
    """Of a brand, and what would go tonight. A token of one brand need not name it."""
    brand = references.brand(request, given.brand, Verb.MANAGE_PERSONAL_DATA)
    days = kept.days_of(brand)
    if given.kind is not None and given.days is not None:
        try:
            keeping.check(days={given.kind: given.days})
        except keeping.UnableToKeep as problem:
            raise WrongField("days", str(problem)) from problem
        days |= {given.kind: given.days}
    return _shown(request, brand, days, fields=given.fields)


@router.put("/kept-days", response=KeptDaysShown)
@writes(Verb.MANAGE_PERSONAL_DATA)
def set_days(request: ApiRequest, given: DaysGiven) -> HttpResponse:
    """What is older goes the next night, and nothing brings it back."""
    brand = references.brand(request, given.brand, Verb.MANAGE_PERSONAL_DATA)
    keeping.set_days(brand=brand, days=given.days, by=request.by, at=request.at)
    return _shown(request, brand, kept.days_of(brand))


def _shown(request: ApiRequest, brand: Brand, days: Mapping[str, int], *, fields: str = "") -> HttpResponse:
    lines = [_line(line) for line in kept.lines_of(brand, request.at, days)]
    return one(request, {"brand": brand.public_id, "data": lines}, KeptDaysShown, fields=fields)


def _line(line: kept.Line) -> Shape:
    return {
        "kind": line.choice.code,
        "what": str(line.choice.name),
        "days": line.days,
        "usual": line.choice.days,
        "least": line.choice.least,
        "most": line.most,
        "needed": str(line.choice.needed),
        "rows": line.rows,
    }
