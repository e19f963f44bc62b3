"""What a step gives, and whether it may: parts of the actions."""

import secrets
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.utils import translation
from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.db import locked_together
from slovo.core.ids import REFERENCE_ALPHABET
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.facts.recovery import (
    CompensationFact,
    CompensationGiven,
    CompensationRefused,
    CompensationWaits,
    RecoveryTaskOpened,
)
from slovo.promises import ledger
from slovo.promises.kinds import Kind
from slovo.promises.models import WHAT_CHARACTERS_MAX, Promise
from slovo.recovery import queries
from slovo.recovery.models import CODE_CHARACTERS_MAX, Compensation, DiscountCode, RecoveryTask, State, Waiting, Work
from slovo.recovery.rule_models import Gives, OverrunRule, RuleTerms

FactT = TypeVar("FactT", bound=CompensationFact)

RULE = Actor("rule", queries.OVERRUN)
GATHERED = timedelta(seconds=5)  # what is given by then is told in one message
CODE_LETTERS, CODE_GROUP = 12, 4
LIMIT_CASE, LIMIT_CUSTOMER, LIMIT_DAY = "limit_case", "limit_customer", "limit_day"
assert CODE_LETTERS + CODE_LETTERS // CODE_GROUP - 1 <= CODE_CHARACTERS_MAX


def compensation_fact(fact: type[FactT], row: Compensation, /, **more: Any) -> FactT:
    return fact(
        brand_id=row.brand_id,
        compensation_id=row.pk,
        promise_id=row.promise_id,
        customer_id=row.customer_id,
        gives=row.gives,
        amount=row.amount_minor,
        currency=row.currency,
        **more,
    )


def work_out(promise: Promise, terms: RuleTerms, *, at: datetime) -> None:
    """What this step gives for this promise, which is locked. Nothing, if it has been worked out already."""
    if terms.gives != Gives.TASK and not Compensation.objects.filter(promise=promise, rule=terms.rule).exists():
        _compensate(promise, terms, at=at)
    if terms.gives == Gives.TASK or (terms.opens_task and not queries.somebody_sees_to(promise)):
        open_task(promise, terms, None, what=Work.CARE, at=at)


def _compensate(promise: Promise, terms: RuleTerms, *, at: datetime) -> None:
    amount, currency = worth(promise, terms)
    row = Compensation(
        brand_id=promise.brand_id,
        promise=promise,
        customer_id=promise.customer_id,
        case=promise.about,
        rule=terms.rule,
        terms=terms,
        gives=terms.gives,
        owed=terms.owed,
        percent=terms.percent,
        amount_minor=amount,
        currency=currency,
        made_at=at,
    )
    if terms.owed:
        give(row, actor=RULE, at=at)
        return
    if reason := limit_reached(row, at=at):
        refuse(row, reason, actor=RULE, at=at)
    elif waits_for := _needs(row):
        wait(row, waits_for, at=at)
    else:
        give(row, actor=RULE, at=at)


def worth(promise: Promise, terms: RuleTerms) -> tuple[int | None, str]:
    """How much it is, and in what. A code of some percent is reckoned at what its rule says, unless the value of the
    thing is known."""
    if terms.amount_minor:
        return terms.amount_minor, terms.currency
    value = queries.value_of(promise)
    if value:
        assert terms.percent
        return max(1, value[0] * terms.percent // 100), value[1]
    return terms.reckoned_minor, terms.currency


def limit_reached(row: Compensation, *, at: datetime) -> str:
    """Which one, "" for none. Its brand's rules are held meanwhile, so that two who give at once do not both fit."""
    terms = row.terms
    if terms.per_case_max is None and terms.per_customer_max is None and terms.per_day_minor_max is None:
        return ""
    locked_together(OverrunRule, OverrunRule.objects.filter(brand_id=row.brand_id).values_list("pk", flat=True))
    if terms.per_case_max is not None and queries.given_in_case(row.case) >= terms.per_case_max:
        return LIMIT_CASE
    if terms.per_customer_max is not None:
        assert terms.per_customer_days
        since = at - timedelta(days=terms.per_customer_days)
        if queries.given_to(row.customer_id, since) >= terms.per_customer_max:
            return LIMIT_CUSTOMER
    if terms.per_day_minor_max is not None and row.amount_minor is not None and row.currency == terms.currency:
        midnight = at.astimezone(row.promise.brand.tz).replace(hour=0, minute=0, second=0, microsecond=0)
        given = queries.given_on(row.brand_id, midnight, row.currency)
        if given + row.amount_minor > terms.per_day_minor_max:
            return LIMIT_DAY
    return ""


def _needs(row: Compensation) -> str:
    """What it waits for, "" for nothing: an amount that is unknown, or in another money, is judged by a person."""
    terms = row.terms
    judged_by_money = terms.approval_above_minor is not None or terms.per_day_minor_max is not None
    comparable = row.amount_minor is not None and row.currency == terms.currency
    if (judged_by_money and not comparable) or (row.gives == Gives.REFUND and row.amount_minor is None):
        return Waiting.VALUE.value
    if terms.approval_above_minor is not None and (row.amount_minor or 0) > terms.approval_above_minor:
        return Waiting.AMOUNT.value
    return ""


def give(row: Compensation, *, actor: Actor, at: datetime) -> None:
    """A code that is there, or a refund that is promised from now on."""
    row.waits_for = ""
    if row.gives == Gives.CODE:
        _give_code(row, actor=actor, at=at)
        return
    row.refund = _promise_refund(row, actor=actor, at=at)
    row.state, row.given_at = (State.OBLIGATION if row.owed else State.GIVEN).value, at
    row.save()
    open_task(row.promise, row.terms, row, what=Work.REFUND, at=at)
    _tell_given(row, actor=actor, at=at)


def _give_code(row: Compensation, *, actor: Actor, at: datetime) -> None:
    assert row.terms.valid_days
    if row.pk is None:
        row.state, row.waits_for = State.WAITS.value, Waiting.CODES.value
        row.save()  # a code belongs to a row that is there
    code = _from_pool(row) if row.terms.pool_id else _generated()
    if not code:
        wait(row, Waiting.CODES.value, at=at)
        return
    row.code, row.valid_until = code, _end_of_day(row.promise.brand, at + timedelta(days=row.terms.valid_days))
    row.state, row.given_at, row.waits_for = State.GIVEN.value, at, ""
    row.save()
    _tell_given(row, actor=actor, at=at)


def _from_pool(row: Compensation) -> str:
    """The first that nobody takes meanwhile."""
    free = DiscountCode.objects.filter(pool_id=row.terms.pool_id, taken_by=None).order_by("pk")
    while found := free.first():
        if free.filter(pk=found.pk).update(taken_by=row):
            return found.code
    return ""


def _generated() -> str:
    """Sixty random bits for people: «7KQ2-M9XA-3DFG»."""
    letters = "".join(secrets.choice(REFERENCE_ALPHABET) for _number in range(CODE_LETTERS))
    return "-".join(letters[start : start + CODE_GROUP] for start in range(0, CODE_LETTERS, CODE_GROUP))


def _end_of_day(brand: Brand, moment: datetime) -> datetime:
    return moment.astimezone(brand.tz).replace(hour=23, minute=59, second=59, microsecond=0)


def _promise_refund(row: Compensation, *, actor: Actor, at: datetime) -> Promise:
    promise, terms = row.promise, row.terms
    assert terms.refund_days
    with translation.override(row.customer.language or promise.brand.language):
        what = (_("Money back for the delay: %(what)s") % {"what": promise.what or _("our answer")}).strip()
    return ledger.make_by_rule(
        brand=promise.brand,
        customer_id=row.customer_id,
        about=promise.about,
        kind=Kind.REFUND,
        what=what[:WHAT_CHARACTERS_MAX],
        due_at=_end_of_day(promise.brand, at + timedelta(days=terms.refund_days)),
        actor=RULE,
        at=at,
        team_id=terms.team_id,
    )


def wait(row: Compensation, waits_for: str, *, at: datetime) -> None:
    row.state, row.waits_for = State.WAITS.value, waits_for
    row.save()
    record(compensation_fact(CompensationWaits, row, reason=waits_for), actor=RULE, at=at)


def refuse(row: Compensation, reason: str, *, actor: Actor, at: datetime, code: str = "") -> None:
    """`reason`: what is kept. `code`: what the journal is told, where the reason is somebody's words."""
    row.state, row.refusal, row.waits_for = State.REFUSED.value, reason, ""
    row.save()
    record(compensation_fact(CompensationRefused, row, reason=code or reason), actor=actor, at=at)


def _tell_given(row: Compensation, *, actor: Actor, at: datetime) -> None:
    tell_at = (at + GATHERED).isoformat()
    record(compensation_fact(CompensationGiven, row, owed=row.owed, tell_at=tell_at), actor=actor, at=at)


def open_task(
    promise: Promise, terms: RuleTerms, compensation: Compensation | None, *, what: Work, at: datetime
) -> None:
    """One for a step: paying back is the care for it, too. What was opened to care while the refund waited for a
    decision becomes the refund's."""
    task = RecoveryTask.objects.filter(promise=promise, rule=terms.rule).first()
    if task and (task.what == what or what == Work.CARE):
        return
    task = task or RecoveryTask(brand_id=promise.brand_id, promise=promise, rule=terms.rule)
    task.compensation, task.what, task.team_id = compensation, what.value, terms.team_id or promise.team_id
    task.opened_at, task.done_at, task.done_by = at, None, None
    task.save()
    record(opened(task), actor=RULE, at=at)


def opened(task: RecoveryTask) -> RecoveryTaskOpened:
    return RecoveryTaskOpened(
        brand_id=task.brand_id,
        recovery_task_id=task.pk,
        promise_id=task.promise_id,
        what=task.what,
        team_id=task.team_id,
    )
