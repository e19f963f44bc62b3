"""The rules for delays, and the codes that they give."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Literal, TypeVar
from uuid import UUID

from django.db import models
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import Field

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, answer, moment, nothing, one
from slovo.api.kinds import Flag, Given, Shown, Text
from slovo.api.problems import WrongField
from slovo.core.money import AMOUNT_MINOR_MAX
from slovo.core.secrets import sealed, unsealed
from slovo.people.rights import Verb
from slovo.promises.more_models import SLUG_CHARACTERS_MAX
from slovo.recovery import queries, rules
from slovo.recovery.models import CODE_CHARACTERS_MAX
from slovo.recovery.rule_models import NAME_CHARACTERS_MAX, OverrunRule, RuleTerms
from slovo.recovery.terms import Terms

router = Router(tags=["recovery"])
RowT = TypeVar("RowT", bound=models.Model)

SMALL = Field(ge=0, le=32_767)
Amount = Annotated[int, Field(ge=1, le=AMOUNT_MINOR_MAX, description="In the smallest unit of the currency.")]
Currency = Annotated[Text, Field(pattern="^[A-Z]{3}$")]


class OverrunTermsGiven(Given):
    """`amount`, `reckoned`, `per_day_max`, `approval_above`: in the smallest unit of `currency`. `owed`: an obligation,
    which no limit and no approval stops. `opens_task`: a person sees to it, too. Left out, it stays
    as it is, and a new rule has it."""

    after_minutes: Annotated[int, Field(ge=0, le=10**6)] | None = None
    after_percent: Annotated[int, SMALL] | None = None
    gives: Literal["code", "refund", "task"]
    percent: Annotated[int, SMALL] | None = None
    amount: Amount | None = None
    reckoned: Amount | None = None
    currency: Currency | None = None
    valid_days: Annotated[int, SMALL] | None = None
    pool: UUID | None = None
    owed: Flag = False
    refund_days: Annotated[int, SMALL] | None = None
    team: UUID | None = None
    opens_task: Flag | None = None
    per_case_max: Annotated[int, SMALL] | None = None
    per_customer_max: Annotated[int, SMALL] | None = None
    per_customer_days: Annotated[int, SMALL] | None = None
    per_day_max: Amount | None = None
    approval_above: Amount | None = None


class RuleGiven(OverrunTermsGiven):
    brand: UUID | None = None
    kind: Annotated[Text, Field(max_length=SLUG_CHARACTERS_MAX, description="Of promises. Empty: all others.")] = ""


class RuleShown(Shown):
    id: UUID
    brand: UUID
    kind: str
    version: int
    since: datetime
    after_minutes: int | None
    after_percent: int | None
    gives: Literal["code", "refund", "task"]
    percent: int | None
    amount: int | None
    reckoned: int | None
    currency: str
    valid_days: int | None
    pool: UUID | None
    owed: bool
    refund_days: int | None
    team: UUID | None
    opens_task: bool
    per_case_max: int | None
    per_customer_max: int | None
    per_customer_days: int | None
    per_day_max: int | None
    approval_above: int | None


class RuleList(Shown):
    data: list[RuleShown]


class CodesGiven(Given):
    brand: UUID | None = None
    pool: Annotated[Text, Field(min_length=1, max_length=NAME_CHARACTERS_MAX)]
    codes: Annotated[list[Annotated[Text, Field(max_length=CODE_CHARACTERS_MAX)]], Field(max_length=10_000)]


class PoolShown(Shown):
    id: UUID
    name: str
    new: int


@router.get("/overrun-rules", response=RuleList)
@reads()
def index_rules(request: ApiRequest) -> HttpResponse:
    """Those that hold now."""
    return answer({"data": [_rule(terms) for terms in queries.terms_in_force(request.by.brand_ids)]})


@router.post("/overrun-rules", response={201: RuleShown})
@writes(Verb.EDIT_OVERRUN_RULES)
def add_rule(request: ApiRequest, given: RuleGiven) -> HttpResponse:
    brand = references.brand(request, given.brand, Verb.EDIT_OVERRUN_RULES)
    terms = _terms(request, given, opens_task=True)
    made = rules.set_rule(brand=brand, kind=given.kind, terms=terms, by=request.by, at=request.at)
    return one(request, _rule(made), RuleShown, status=201)


@router.put("/overrun-rules/{id}", response=RuleShown)
@writes(Verb.EDIT_OVERRUN_RULES)
def change_rule(request: ApiRequest, id: UUID, given: OverrunTermsGiven) -> HttpResponse:
    """All its terms, from now on. What broke before has those that held then."""
    rule = of_seal(queries.rules_visible_to(request.by).select_related("brand"), "overrun_rule", id)
    last = rule.terms.first()
    terms = rules.set_rule(
        brand=rule.brand,
        kind=rule.kind,
        terms=_terms(request, given, opens_task=last is None or last.opens_task),
        rule_id=rule.pk,
        by=request.by,
        at=request.at,
    )
    return one(request, _rule(terms), RuleShown)


@router.delete("/overrun-rules/{id}", response={204: None})
@writes(Verb.EDIT_OVERRUN_RULES)
def archive_rule(request: ApiRequest, id: UUID) -> HttpResponse:
    rule: OverrunRule = of_seal(queries.rules_visible_to(request.by), "overrun_rule", id)
    rules.archive_rule(rule_id=rule.pk, by=request.by, at=request.at)
    return nothing()


@router.post("/discount-codes", response={201: PoolShown})
@writes(Verb.EDIT_OVERRUN_RULES)
def import_codes(request: ApiRequest, given: CodesGiven) -> HttpResponse:
    """Into a pool that is new or there. `new`: how many were not known yet."""
    brand = references.brand(request, given.brand, Verb.EDIT_OVERRUN_RULES)
    pool, new = rules.import_codes(brand=brand, pool=given.pool, codes=given.codes, by=request.by, at=request.at)
    return one(request, {"id": sealed("code_pool", pool.pk), "name": pool.name, "new": new}, PoolShown, status=201)


def of_seal(rows: models.QuerySet[RowT], kind: str, shown: UUID) -> RowT:
    """404 when there is none."""
    row = rows.filter(pk=unsealed(kind, shown) or 0).first()
    if row is None:
        raise Http404
    return row


def _terms(request: ApiRequest, given: OverrunTermsGiven, *, opens_task: bool) -> Terms:
    """`opens_task`: where nothing is said of it."""
    plain = given.model_dump(exclude={"brand", "kind", "amount", "reckoned", "per_day_max", "approval_above"})
    pool, team, said = plain.pop("pool"), plain.pop("team"), plain.pop("opens_task")
    pool_id = unsealed("code_pool", pool) if pool else None
    if pool and not queries.pools_visible_to(request.by).filter(pk=pool_id or 0).exists():
        raise WrongField("pool", _("There is nothing with this id, or your token may not see it."))
    return Terms(
        **plain | {"currency": plain["currency"] or ""},
        opens_task=opens_task if said is None else said,
        pool_id=pool_id,
        team_id=references.team(request, team, "team").pk if team else None,
        amount_minor=given.amount,
        reckoned_minor=given.reckoned,
        per_day_minor_max=given.per_day_max,
        approval_above_minor=given.approval_above,
    )


_RENAMED = {
    "amount_minor": "amount",
    "reckoned_minor": "reckoned",
    "per_day_minor_max": "per_day_max",
    "approval_above_minor": "approval_above",
}


def _rule(row: RuleTerms) -> Shape:
    plain: Shape = asdict(Terms(**{name: getattr(row, name) for name in Terms.__slots__}))
    pool_id, team_id = plain.pop("pool_id"), plain.pop("team_id")
    return {
        "id": sealed("overrun_rule", row.rule_id),
        "brand": row.rule.brand.public_id,
        "kind": row.rule.kind,
        "version": row.number,
        "since": moment(row.since),
        **{_RENAMED.get(name, name): value for name, value in plain.items()},
        "pool": sealed("code_pool", pool_id) if pool_id else None,
        "team": sealed("team", team_id) if team_id else None,
    }
