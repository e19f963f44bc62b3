"""The steps of a delay, by the clock, and what people decide of what they give."""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.core.money import AMOUNT_MINOR_MAX, is_currency
from slovo.core.rows import update_if_unset
from slovo.core.rules import Rule
from slovo.facts.recovery import CompensationTold, CompensationUsed, PromiseValued
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises.models import Promise
from slovo.recovery import giving, queries
from slovo.recovery.giving import compensation_fact
from slovo.recovery.models import (
    REFERENCE_CHARACTERS_MAX,
    WORDS_CHARACTERS_MAX,
    Compensation,
    Overrun,
    PromiseValue,
    State,
)
from slovo.recovery.rule_models import Gives

SETTLE_BATCH_MAX = 100
PERSON = "person"
HOW_TOLD = ("phone", "in_person", "other")


class UnableToDecide(UnableTo):
    pass


class UnableToUseCode(UnableTo):
    pass


class UnableToNameValue(UnableTo):
    pass


class UnableToSayTold(UnableTo):
    pass


@transaction()
def begin(*, promise_id: int, at: datetime) -> None:
    """A promise broke, or is owed once more: the steps of its rules, each at its moment. What is reached already
    gives at once. Once more changes nothing."""
    promise = locked(Promise, promise_id)
    if promise.broken_at is None or queries.is_our_own(promise):
        return
    for terms in queries.terms_for(promise):
        moment = queries.falls_at(terms, promise)
        step, new = Overrun.objects.get_or_create(
            promise=promise, rule=terms.rule, defaults={"terms": terms, "falls_at": moment}
        )
        if not new and (step.settled_at or step.falls_at != moment):  # it had come to nothing, or broke once more
            step.terms, step.falls_at, step.settled_at = terms, moment, None
            step.save()
    _settle(promise, at=at)


@transaction()
def settle(*, promise_id: int, at: datetime) -> None:
    """All steps of one promise that are reached."""
    _settle(locked(Promise, promise_id), at=at)


def _settle(promise: Promise, *, at: datetime) -> None:
    ended = promise.done_at or promise.released_at
    for step in queries.to_settle(at).filter(promise=promise).select_related("terms__rule"):
        step.settled_at = at
        if not update_if_unset(step, "settled_at"):
            continue
        if promise.broken_at and not (ended and ended <= step.falls_at):
            giving.work_out(promise, step.terms, at=at)


@transaction()
def approve(
    *, compensation_id: int, by: Staff, at: datetime, amount_minor: int | None = None, currency: str = ""
) -> None:
    """What waits is given. `amount_minor`, `currency`: where nobody knew them."""
    row = _waiting(compensation_id, by)
    if row.promise.broken_at is None:
        raise UnableToDecide(
            _("The promise is not broken after all: the customer had been told in time."),
            rule=Rule.GIVEN_FOR_WHAT_BROKE,
        )
    if row.amount_minor is None and amount_minor is not None:
        row.amount_minor, row.currency = amount_minor, row.currency or currency
    if row.gives == Gives.REFUND and not (row.amount_minor and 0 < row.amount_minor <= AMOUNT_MINOR_MAX):
        raise UnableToDecide(_("Say how much is paid back."), rule=Rule.AMOUNT_WITH_CURRENCY)
    if row.amount_minor is not None and not is_currency(row.currency):
        raise UnableToDecide(_("Say in which currency."), rule=Rule.AMOUNT_WITH_CURRENCY)
    row.decided_at, row.decided_by = at, by
    giving.give(row, actor=by.actor, at=at)
    if not row.is_given:
        raise UnableToDecide(
            _("The pool has no code left. Import some, then approve once more."), rule=Rule.POOL_HAS_A_CODE
        )


@transaction()
def refuse(*, compensation_id: int, reason: str, by: Staff, at: datetime) -> None:
    row = _waiting(compensation_id, by)
    if not reason.strip():
        raise UnableToDecide(
            _("Write why: a colleague will ask, and perhaps the customer."), rule=Rule.REFUSAL_HAS_A_REASON
        )
    row.decided_at, row.decided_by = at, by
    giving.refuse(row, reason.strip()[:WORDS_CHARACTERS_MAX], actor=by.actor, at=at, code=PERSON)


@transaction()
def use_code(*, brand_id: int, code: str, reference: str, by: Staff, at: datetime) -> Compensation:
    """A customer has bought with it. `reference`: of the purchase; the same one once more changes nothing."""
    by.must_at(Verb.WORK_RECOVERY, brand_id)
    found = Compensation.objects.filter(brand_id=brand_id, code=code.strip()).exclude(code="").first()
    if found is None:
        raise UnableToUseCode(_("We have given nobody this code."), rule=Rule.CODE_WAS_GIVEN)
    row = locked(Compensation, found.pk)
    if row.state == State.USED:
        if row.used_reference == reference.strip():
            return row
        raise UnableToUseCode(_("This code has been used already."), rule=Rule.CODE_IS_USED_ONCE)
    assert row.valid_until
    if at > row.valid_until:
        raise UnableToUseCode(
            _("This code was valid until another day. Give a new one if you wish to."), rule=Rule.CODE_IS_VALID
        )
    row.state, row.used_at = State.USED.value, at
    row.used_reference = reference.strip()[:REFERENCE_CHARACTERS_MAX]
    row.save(update_fields=["state", "used_at", "used_reference"])
    record(compensation_fact(CompensationUsed, row), actor=by.actor, at=at)
    return row


@transaction()
def say_told(*, compensation_id: int, how: str, by: Staff, at: datetime) -> None:
    """The customer has heard of it from a person, because no message could reach them."""
    row = locked(Compensation, compensation_id)
    by.must(Verb.WORK_RECOVERY, row)
    if how not in HOW_TOLD:
        raise UnableToSayTold(_("Choose how the customer heard of it."), rule=Rule.WAY_IS_SAID)
    if row.told_at or not row.is_given:
        raise UnableToSayTold(
            _("There is nothing to tell: they know, or nothing has been given."), rule=Rule.ANNOUNCED_ONCE
        )
    row.told_at, row.told_how = at, how
    row.save(update_fields=["told_at", "told_how"])
    record(compensation_fact(CompensationTold, row, how=how), actor=by.actor, at=at)


@transaction()
def name_value(*, promise_id: int, amount_minor: int, currency: str, by: Staff, at: datetime) -> PromiseValue:
    """What the thing costs that was promised: percents are of that. What has been given already stays as it is."""
    promise = locked(Promise, promise_id)
    by.must(Verb.PROMISE, promise)
    if not is_currency(currency):
        raise UnableToNameValue(_("There is no such currency. Choose one like UAH."), rule=Rule.PRICE_WITH_CURRENCY)
    if not 0 < amount_minor <= AMOUNT_MINOR_MAX:
        raise UnableToNameValue(
            _("A price is more than nothing, and less than a hundred thousand millions."), rule=Rule.PRICE_WITH_CURRENCY
        )
    row, _new = PromiseValue.objects.update_or_create(
        promise=promise, defaults={"amount_minor": amount_minor, "currency": currency, "named_at": at}
    )
    fact = PromiseValued(brand_id=promise.brand_id, promise_id=promise.pk, amount=amount_minor, currency=currency)
    record(fact, actor=by.actor, at=at)
    return row


def _waiting(compensation_id: int, by: Staff) -> Compensation:
    """One that waits for a decision, held; its promise too, and before it."""
    promise_id = Compensation.objects.values_list("promise_id", flat=True).get(pk=compensation_id)
    locked(Promise, promise_id)
    row = locked(Compensation, compensation_id)
    by.must(Verb.APPROVE_COMPENSATION, row)
    if row.state != State.WAITS:
        raise UnableToDecide(_("Somebody has decided this already."), rule=Rule.COMPENSATION_WAITS)
    return row
