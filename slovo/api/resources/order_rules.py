"""How a brand works with its orders."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, one
from slovo.api.kinds import Chosen, Given, Shown
from slovo.brands.models import Brand
from slovo.core.secrets import sealed
from slovo.orders import queries, ruling
from slovo.orders.models import OrderRules
from slovo.people.rights import Verb

router = Router(tags=["orders"])

HoldHours = Annotated[int, Field(ge=1, le=ruling.HOLD_HOURS_MAX)]
RefundDays = Annotated[int, Field(ge=1, le=ruling.REFUND_DAYS_MAX)]


class OrderRulesShown(Shown):
    """`team`: owes what is promised about orders; null for the brand's first. `hold_hours`: so long what has come is
    kept for a customer. `refund_days`: within so many a refund is promised."""

    brand: UUID
    team: UUID | None
    hold_hours: int
    refund_days: int


class OfBrand(Chosen):
    brand: UUID | None = None


class OrderRulesBrought(Given):
    brand: UUID | None = None
    team: UUID | None = None
    hold_hours: HoldHours
    refund_days: RefundDays


@router.get("/order-rules", response=OrderRulesShown)
@reads()
def show(request: ApiRequest, given: Query[OfBrand]) -> HttpResponse:
    """Those of a brand. A token of one brand need not name it."""
    brand = references.brand(request, given.brand, Verb.READ)
    return one(request, _shape(brand, queries.rules_of(brand.pk)), OrderRulesShown, fields=given.fields)


@router.put("/order-rules", response=OrderRulesShown)
@writes(Verb.MANAGE_BRAND)
def set_rules(request: ApiRequest, given: OrderRulesBrought) -> HttpResponse:
    """For what is offered and agreed from now on."""
    brand = references.brand(request, given.brand, Verb.MANAGE_BRAND)
    rules = ruling.set_rules(
        brand=brand,
        team_id=references.team(request, given.team, "team").pk if given.team else None,
        hold_hours=given.hold_hours,
        refund_days=given.refund_days,
        by=request.by,
        at=request.at,
    )
    return one(request, _shape(brand, rules), OrderRulesShown)


def _shape(brand: Brand, rules: OrderRules) -> Shape:
    return {
        "brand": brand.public_id,
        "team": sealed("team", rules.team_id) if rules.team_id else None,
        "hold_hours": rules.hold_hours,
        "refund_days": rules.refund_days,
    }
