"""How a brand calls back, and how it asks afterwards whether all is well; which questions are planned."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, moment, one, page
from slovo.api.kinds import Chosen, Flag, Given, Paged, Shown, Text
from slovo.api.resources.overrun_rules import of_seal
from slovo.brands.models import Brand
from slovo.callbacks import queries as callbacks
from slovo.callbacks import ruling
from slovo.callbacks.models import CallbackRule
from slovo.conversations import follow_ups, queries
from slovo.conversations.follow_up_models import TEXT_CHARACTERS_MAX, FollowUp, FollowUpRule
from slovo.core.secrets import sealed
from slovo.people.rights import Verb

router = Router(tags=["callbacks"])
asking = Router(tags=["follow-ups"])

FOLLOW_UP = "follow_up"
Languages = Literal["ru", "uk", "en"]
Minutes = Annotated[int, Field(ge=1, le=ruling.MINUTES_MAX)]
assert {code for code, _name in settings.LANGUAGES} == {"ru", "uk", "en"}


class OfBrand(Chosen):
    brand: UUID | None = None


class CallbackRuleShown(Shown):
    """`minutes_to_call`, `wait_minutes` between two attempts: of working time. `page_open`: customers ask for a call on
    a public page."""

    brand: UUID
    minutes_to_call: int
    attempts_max: int
    wait_minutes: int
    when_exhausted: Literal["message", "give_up", "lead"]
    slot_minutes: int
    slot_capacity: int
    days_ahead: int
    country: str
    team: UUID | None
    page_open: bool


class CallbackRuleGiven(Given):
    """`when_exhausted`: what happens after the last attempt in vain. `country`: of numbers without a code."""

    brand: UUID | None = None
    minutes_to_call: Minutes
    attempts_max: Annotated[int, Field(ge=1, le=ruling.ATTEMPTS_MAX)]
    wait_minutes: Minutes
    when_exhausted: Literal["message", "give_up", "lead"]
    slot_minutes: Annotated[int, Field(ge=ruling.SLOT_MINUTES_MIN, le=ruling.SLOT_MINUTES_MAX)]
    slot_capacity: Annotated[int, Field(ge=0, le=ruling.CAPACITY_MAX)]
    days_ahead: Annotated[int, Field(ge=0, le=ruling.DAYS_MAX)]
    country: Annotated[Text, Field(pattern="^[A-Z]{2}$")]
    team: UUID | None = None
    page_open: Flag = False


class FollowUpRuleShown(Shown):
    """`from_hour`, `until_hour`: of the day, between which is asked. `texts`: by language; the house's own words where
    there are none."""

    brand: UUID
    active: bool
    after_closing: bool
    after_delivery: bool
    wait_hours: int
    from_hour: int
    until_hour: int
    days_between: int
    texts: dict[str, str]


class FollowUpRuleGiven(Given):
    brand: UUID | None = None
    active: Flag
    after_closing: Flag
    after_delivery: Flag
    wait_hours: Annotated[int, Field(ge=0, le=follow_ups.WAIT_HOURS_MAX)]
    from_hour: Annotated[int, Field(ge=0, le=23)]
    until_hour: Annotated[int, Field(ge=1, le=24)]
    days_between: Annotated[int, Field(ge=0, le=follow_ups.DAYS_MAX)]
    texts: dict[Languages, Annotated[Text, Field(max_length=TEXT_CHARACTERS_MAX)]] = {}


class FollowUpShown(Shown):
    """`why`: after what they are asked. `off_reason`: why nobody asks, a short code; "" while it waits or was asked."""

    id: UUID
    brand: UUID
    conversation: UUID
    customer: UUID
    promise: UUID
    why: Literal["closing", "delivery"]
    state: Literal["planned", "asked", "off"]
    planned_at: datetime
    ask_at: datetime
    asked_at: datetime | None
    off_at: datetime | None
    off_reason: str


class FollowUpPage(Shown):
    data: list[FollowUpShown]
    next: str | None


class Filters(Paged):
    state: Literal["planned", "asked", "off"] | None = None
    brand: UUID | None = None
    customer: UUID | None = None


STATES: dict[str, dict[str, Any]] = {
    "planned": {"asked_at": None, "off_at": None},
    "asked": {"asked_at__isnull": False},
    "off": {"off_at__isnull": False},
}


@router.get("/callback-rules", response=CallbackRuleShown)
@reads()
def callback_rule(request: ApiRequest, given: Query[OfBrand]) -> HttpResponse:
    """Those of a brand. A token of one brand need not name it."""
    brand = references.brand(request, given.brand, Verb.READ)
    return one(request, _rule(brand, callbacks.rule_of(brand)), CallbackRuleShown, fields=given.fields)


@router.put("/callback-rules", response=CallbackRuleShown)
@writes(Verb.MANAGE_BRAND)
def set_callback_rule(request: ApiRequest, given: CallbackRuleGiven) -> HttpResponse:
    """For calls that are asked for, and attempts that are made, from now on."""
    brand = references.brand(request, given.brand, Verb.MANAGE_BRAND)
    team = references.team(request, given.team, "team") if given.team else None
    plain = given.model_dump(exclude={"brand", "team"})
    rule = ruling.set_rule(brand=brand, team_id=team.pk if team else None, by=request.by, at=request.at, **plain)
    return one(request, _rule(brand, rule), CallbackRuleShown)


@asking.get("/follow-up-rules", response=FollowUpRuleShown)
@reads()
def follow_up_rule(request: ApiRequest, given: Query[OfBrand]) -> HttpResponse:
    """Those of a brand. A token of one brand need not name it."""
    brand = references.brand(request, given.brand, Verb.READ)
    rule = FollowUpRule.objects.filter(brand=brand).first() or FollowUpRule(brand=brand)
    return one(request, _asked(brand, rule), FollowUpRuleShown, fields=given.fields)


@asking.put("/follow-up-rules", response=FollowUpRuleShown)
@writes(Verb.MANAGE_BRAND)
def set_follow_up_rule(request: ApiRequest, given: FollowUpRuleGiven) -> HttpResponse:
    """For what is closed or delivered from now on. Switched off, what waits is asked no more."""
    brand = references.brand(request, given.brand, Verb.MANAGE_BRAND)
    plain = given.model_dump(exclude={"brand"})
    rule = follow_ups.set_rule(brand=brand, by=request.by, at=request.at, **plain)
    return one(request, _asked(brand, rule), FollowUpRuleShown)


@asking.get("/follow-ups", response=FollowUpPage)
@reads()
def index(request: ApiRequest, filters: Query[Filters]) -> HttpResponse:
    """Who is to be asked whether all is well, was asked, or is not asked and why, the newest first."""
    rows = queries.follow_ups_visible_to(request.by).select_related(*WHOLE)
    if filters.state:
        rows = rows.filter(**STATES[filters.state])
    if filters.brand:
        rows = rows.filter(conversation__brand__public_id=filters.brand)
    if filters.customer:
        rows = rows.filter(customer__public_id=filters.customer)
    return page(request, rows, paged=filters, order="-pk", shapes=_shapes, kind=FollowUpShown)


@asking.post("/follow-ups/{id}/cancellation", response=FollowUpShown)
@writes(Verb.PROMISE)
def call_off(request: ApiRequest, id: UUID) -> HttpResponse:
    """Nobody asks it. 409 when they have been asked, or it is off already."""
    rows = queries.follow_ups_visible_to(request.by)
    row = of_seal(rows, FOLLOW_UP, id)
    follow_ups.call_off_by_hand(follow_up_id=row.pk, by=request.by, at=request.at)
    return one(request, _shapes([rows.select_related(*WHOLE).get(pk=row.pk)])[0], FollowUpShown)


WHOLE = ("conversation__brand", "customer", "promise")
_LENGTHS = ("minutes_to_call", "attempts_max", "wait_minutes", "slot_minutes", "slot_capacity", "days_ahead")


def _rule(brand: Brand, rule: CallbackRule) -> Shape:
    return {
        "brand": brand.public_id,
        **{name: getattr(rule, name) for name in (*_LENGTHS, "when_exhausted", "country")},
        "team": sealed("team", rule.team_id) if rule.team_id else None,
        "page_open": rule.page_open_since is not None,
    }


def _asked(brand: Brand, rule: FollowUpRule) -> Shape:
    plain = ("after_closing", "after_delivery", "wait_hours", "from_hour", "until_hour", "days_between", "texts")
    return {
        "brand": brand.public_id,
        "active": rule.active_since is not None,
        **{name: getattr(rule, name) for name in plain},
    }


def _shapes(rows: Sequence[FollowUp]) -> list[Shape]:
    return [
        {
            "id": sealed(FOLLOW_UP, row.pk),
            "brand": row.conversation.brand.public_id,
            "conversation": row.conversation.public_id,
            "customer": row.customer.public_id,
            "promise": row.promise.shown_id,
            "why": row.why,
            "state": "planned" if row.waits else "asked" if row.asked_at else "off",
            **{name: moment(getattr(row, name)) for name in ("planned_at", "ask_at", "asked_at", "off_at")},
            "off_reason": row.off_reason,
        }
        for row in rows
    ]
