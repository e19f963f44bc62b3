"""Whether the assistant speaks first in the chats of a brand."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, moment, one
from slovo.api.kinds import Chosen, Flag, Given, Shown
from slovo.assistant import queries, setting
from slovo.assistant.models import AssistantRule
from slovo.brands.models import Brand
from slovo.people.rights import Verb

router = Router(tags=["assistant"])


class AssistantRuleShown(Shown):
    """`on_since`: since when it speaks; null where it does not."""

    brand: UUID
    on: bool
    on_since: datetime | None


class OfBrand(Chosen):
    brand: UUID | None = None


class AssistantRuleBrought(Given):
    brand: UUID | None = None
    on: Flag


@router.get("/assistant-rules", response=AssistantRuleShown)
@reads()
def show(request: ApiRequest, given: Query[OfBrand]) -> HttpResponse:
    """That of a brand. A token of one brand need not name it."""
    brand = references.brand(request, given.brand, Verb.READ)
    return one(request, _shape(brand, queries.rule_of(brand.pk)), AssistantRuleShown, fields=given.fields)


@router.put("/assistant-rules", response=AssistantRuleShown)
@writes(Verb.MANAGE_BRAND)
def set_rule(request: ApiRequest, given: AssistantRuleBrought) -> HttpResponse:
    """From the next message of a visitor on."""
    brand = references.brand(request, given.brand, Verb.MANAGE_BRAND)
    rule = setting.set_rule(brand=brand, on=given.on, by=request.by, at=request.at)
    return one(request, _shape(brand, rule), AssistantRuleShown)


def _shape(brand: Brand, rule: AssistantRule) -> Shape:
    return {"brand": brand.public_id, "on": bool(rule.on_since), "on_since": moment(rule.on_since)}
