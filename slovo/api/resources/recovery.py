"""What delays gave: decisions, and codes that are used. Rules: `overrun_rules.py`; work: `recovery_tasks.py`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.db import models
from django.http import HttpResponse
from ninja import Query
from pydantic import Field

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, moment, nothing, one, page
from slovo.api.kinds import Given, Paged, Shown, Text
from slovo.api.outside import Names
from slovo.api.resources.overrun_rules import Amount, Currency, of_seal, router
from slovo.api.resources.promises import loaded, of_address
from slovo.core.secrets import sealed
from slovo.people.rights import Verb
from slovo.recovery import actions, queries, taking_back
from slovo.recovery.models import (
    CODE_CHARACTERS_MAX,
    REFERENCE_CHARACTERS_MAX,
    WORDS_CHARACTERS_MAX,
    Compensation,
)


class CompensationShown(Shown):
    """`owed`: an obligation. `version`: of the rule that gave it. `waits_for`: why it waits for a decision. `told_how`:
    by whoever told the customer; empty while nobody did, and where a message of ours has. `taken_back_how`: how they
    agreed; empty where they had not heard of it."""

    id: UUID
    brand: UUID
    promise: UUID
    customer: UUID
    rule: UUID
    version: int
    gives: Literal["code", "refund"]
    state: Literal["waits", "given", "obligation", "refused", "used", "paid", "taken_back"]
    owed: bool
    percent: int | None
    amount: int | None
    currency: str
    code: str
    valid_until: datetime | None
    made_at: datetime
    waits_for: str
    given_at: datetime | None
    refund: UUID | None
    decided_at: datetime | None
    decided_by: UUID | None
    refusal: str
    told_at: datetime | None
    told_how: str
    taken_back_at: datetime | None
    taken_back_how: str
    used_at: datetime | None
    paid_at: datetime | None


class CompensationPage(Shown):
    data: list[CompensationShown]
    next: str | None


class Filters(Paged):
    state: Literal["waits", "given", "obligation", "refused", "used", "paid", "taken_back"] | None = None
    customer: UUID | None = None


class Approval(Given):
    """Both only where nobody knew how much it is."""

    amount: Amount | None = None
    currency: Currency | None = None


class Refusal(Given):
    reason: Annotated[Text, Field(min_length=1, max_length=WORDS_CHARACTERS_MAX)]


class TakingBack(Given):
    """`how` the customer, who knows of it, said that they agree: "phone", "message", "in_person" or "other"."""

    reason: Annotated[Text, Field(min_length=1, max_length=WORDS_CHARACTERS_MAX)]
    how: Text = ""


class Telling(Given):
    """`how`: "phone", "in_person" or "other"."""

    how: Text


class CodeUse(Given):
    """The same `reference`, of a purchase, may come again."""

    brand: UUID | None = None
    code: Annotated[Text, Field(min_length=1, max_length=CODE_CHARACTERS_MAX)]
    reference: Annotated[Text, Field(min_length=1, max_length=REFERENCE_CHARACTERS_MAX)]


class Value(Given):
    amount: Amount
    currency: Currency


@router.get("/compensations", response=CompensationPage)
@reads()
def index(request: ApiRequest, filters: Query[Filters]) -> HttpResponse:
    """The newest first."""
    rows = _loaded(request)
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.customer:
        rows = rows.filter(customer__public_id=filters.customer)
    return page(request, rows, paged=filters, order="-pk", shapes=_shapes, kind=CompensationShown)


@router.get("/compensations/{id}", response=CompensationShown)
@reads()
def show(request: ApiRequest, id: UUID) -> HttpResponse:
    return _shown(request, id)


@router.post("/compensations/{id}/approval", response=CompensationShown)
@writes(Verb.APPROVE_COMPENSATION)
def approve(request: ApiRequest, id: UUID, given: Approval) -> HttpResponse:
    row = of_seal(_loaded(request), "compensation", id)
    actions.approve(
        compensation_id=row.pk,
        amount_minor=given.amount,
        currency=given.currency or "",
        by=request.by,
        at=request.at,
    )
    return _shown(request, id)


@router.post("/compensations/{id}/refusal", response=CompensationShown)
@writes(Verb.APPROVE_COMPENSATION)
def refuse(request: ApiRequest, id: UUID, given: Refusal) -> HttpResponse:
    row = of_seal(_loaded(request), "compensation", id)
    actions.refuse(compensation_id=row.pk, reason=given.reason, by=request.by, at=request.at)
    return _shown(request, id)


@router.post("/compensations/{id}/taking-back", response=CompensationShown)
@writes(Verb.APPROVE_COMPENSATION)
def take_back(request: ApiRequest, id: UUID, given: TakingBack) -> HttpResponse:
    """A refund that is a favour, before it is paid. 409 when it is owed, or the customer knows of it and `how` they
    agreed is not said. What they agree to releases its promise, for which the token needs the scope «promise», too."""
    row = of_seal(_loaded(request), "compensation", id)
    taking_back.take_back(compensation_id=row.pk, reason=given.reason, how=given.how, by=request.by, at=request.at)
    return _shown(request, id)


@router.post("/compensations/{id}/telling", response=CompensationShown)
@writes(Verb.WORK_RECOVERY)
def say_told(request: ApiRequest, id: UUID, given: Telling) -> HttpResponse:
    """The customer has heard of it from a person. 409 when they know already, or nothing has been given yet."""
    row = of_seal(_loaded(request), "compensation", id)
    actions.say_told(compensation_id=row.pk, how=given.how, by=request.by, at=request.at)
    return _shown(request, id)


@router.post("/code-uses", response=CompensationShown)
@writes(Verb.WORK_RECOVERY)
def use_code(request: ApiRequest, given: CodeUse) -> HttpResponse:
    """A customer has bought with a code that we gave. 409 when it is unknown, used for another purchase, or too old."""
    brand = references.brand(request, given.brand, Verb.WORK_RECOVERY)
    row = actions.use_code(brand_id=brand.pk, code=given.code, reference=given.reference, by=request.by, at=request.at)
    return _shown(request, sealed("compensation", row.pk))


@router.put("/promises/{id}/value", response={204: None})
@writes(Verb.PROMISE)
def name_value(request: ApiRequest, id: UUID, given: Value) -> HttpResponse:
    """What the thing costs that was promised: a refund may be so many percent of it."""
    row = of_address(loaded(request), id)
    actions.name_value(
        promise_id=row.pk, amount_minor=given.amount, currency=given.currency, by=request.by, at=request.at
    )
    return nothing()


_PLAIN = ("gives", "state", "owed", "percent", "currency", "code", "waits_for", "refusal", "told_how", "taken_back_how")
_MOMENTS = ("valid_until", "made_at", "given_at", "decided_at", "told_at", "taken_back_at", "used_at", "paid_at")


def _shapes(rows: Sequence[Compensation]) -> list[Shape]:
    names = Names.of(("staff", row.decided_by_id) for row in rows if row.decided_by_id)
    return [
        {
            "id": sealed("compensation", row.pk),
            "brand": row.brand.public_id,
            "promise": row.promise.shown_id,
            "customer": row.customer.public_id,
            "rule": sealed("overrun_rule", row.rule_id),
            "version": row.terms.number,
            "amount": row.amount_minor,
            "refund": row.refund.shown_id if row.refund else None,
            "decided_by": names.id("staff", row.decided_by_id) if row.decided_by_id else None,
            **{name: getattr(row, name) for name in _PLAIN},
            **{name: moment(getattr(row, name)) for name in _MOMENTS},
        }
        for row in rows
    ]


def _loaded(request: ApiRequest) -> models.QuerySet[Compensation]:
    rows = queries.compensations_visible_to(request.by)
    return rows.select_related("brand", "promise", "customer", "terms", "refund")


def _shown(request: ApiRequest, id: UUID) -> HttpResponse:
    row = of_seal(_loaded(request), "compensation", id)
    return one(request, _shapes([row])[0], CompensationShown)
