"""Recovery tasks: what was promised back is paid, and a person has seen to it. Actions, as in `actions.py`."""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.money import AMOUNT_MINOR_MAX, is_currency
from slovo.core.rules import Rule
from slovo.facts.recovery import CompensationPaid, RecoveryTaskDone
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import ledger
from slovo.promises.models import Promise
from slovo.promises.rating_models import LOW_MAX, PromiseRating
from slovo.recovery.giving import compensation_fact, opened
from slovo.recovery.models import (
    REFERENCE_CHARACTERS_MAX,
    WORDS_CHARACTERS_MAX,
    Compensation,
    RecoveryTask,
    State,
    Work,
)

LOW_MARK = Actor("rule", "low_mark")


class UnableToFinishTask(UnableTo):
    pass


@transaction()
def see_to(*, promise_id: int, at: datetime) -> None:
    """The customer gave a low mark: somebody speaks with them. Once for a promise, however often they change it; not
    when they have thought better of it meanwhile."""
    promise = locked(Promise, promise_id)
    rating = PromiseRating.objects.filter(promise=promise, score__lte=LOW_MAX).first()
    if rating is None or RecoveryTask.objects.filter(rating=rating).exists():
        return
    task = RecoveryTask.objects.create(
        brand_id=promise.brand_id,
        promise=promise,
        rating=rating,
        what=Work.CARE.value,
        team_id=promise.team_id,
        opened_at=at,
    )
    record(opened(task), actor=LOW_MARK, at=at)


@transaction()
def pay_refund(
    *,
    task_id: int,
    amount_minor: int,
    reference: str,
    by: Staff,
    at: datetime,
    currency: str = "",
    paid_at: datetime | None = None,
) -> None:
    """It has been paid back, `paid_at` or just now: the promise of it is kept. `currency`: where none was known."""
    refund_id = RecoveryTask.objects.values_list("compensation__refund_id", flat=True).get(pk=task_id)
    refund = locked(Promise, refund_id) if refund_id else None
    task = _open(task_id, by)
    if refund is None or task.what != Work.REFUND:
        raise UnableToFinishTask(
            _("There is nothing to pay back here. Say in words what was done."), rule=Rule.REFUND_IS_DONE_BY_PAYING
        )
    assert task.compensation_id
    row = locked(Compensation, task.compensation_id)
    paid_at = paid_at or at
    _check(row, amount_minor=amount_minor, currency=currency, reference=reference, paid_at=paid_at, at=at)
    row.state, row.paid_at, row.paid_reference = State.PAID.value, paid_at, reference.strip()[:REFERENCE_CHARACTERS_MAX]
    row.amount_minor, row.currency = amount_minor, row.currency or currency
    row.save()
    if refund.owed:
        ledger.keep(promise_id=refund.pk, by=by, at=at)
    record(compensation_fact(CompensationPaid, row, paid_at=paid_at.isoformat()), actor=by.actor, at=at)
    _done(task, by=by, at=at)


@transaction()
def finish_task(*, task_id: int, words: str, by: Staff, at: datetime) -> None:
    """A person has seen to it. `words`: what was done."""
    task = _open(task_id, by)
    if task.what == Work.REFUND:
        raise UnableToFinishTask(
            _("This is done when the money is paid back: say how much, and by which payment."),
            rule=Rule.REFUND_IS_DONE_BY_PAYING,
        )
    if not words.strip():
        raise UnableToFinishTask(_("Write in a few words what was done for the customer."), rule=Rule.WORK_HAS_WORDS)
    task.words = words.strip()[:WORDS_CHARACTERS_MAX]
    _done(task, by=by, at=at)


def _check(
    row: Compensation, *, amount_minor: int, currency: str, reference: str, paid_at: datetime, at: datetime
) -> None:
    if row.currency and currency and row.currency != currency:
        raise UnableToFinishTask(
            _("It is owed in %(currency)s.") % {"currency": row.currency}, rule=Rule.AMOUNT_WITH_CURRENCY
        )
    if not row.currency and not is_currency(currency):
        raise UnableToFinishTask(_("Say in which currency it was paid."), rule=Rule.AMOUNT_WITH_CURRENCY)
    if not 0 < amount_minor <= AMOUNT_MINOR_MAX:
        raise UnableToFinishTask(_("Say how much was paid back."), rule=Rule.AMOUNT_WITH_CURRENCY)
    if row.amount_minor is not None and amount_minor < row.amount_minor:
        raise UnableToFinishTask(
            _("This is less than what was promised back. Pay the rest, then say so."), rule=Rule.REFUND_IS_PAID_IN_FULL
        )
    if not reference.strip():
        raise UnableToFinishTask(
            _("Name the payment, so that it can be found: its number or its day."), rule=Rule.PAYMENT_IS_NAMED
        )
    if not row.made_at <= paid_at <= at:
        raise UnableToFinishTask(
            _("It was paid between the moment at which it was given and now."), rule=Rule.PAID_SINCE_IT_WAS_GIVEN
        )


def _open(task_id: int, by: Staff) -> RecoveryTask:
    task = locked(RecoveryTask, task_id)
    by.must(Verb.WORK_RECOVERY, task)
    if task.done_at:
        raise UnableToFinishTask(_("Somebody has done this already."), rule=Rule.RECOVERY_TASK_IS_OPEN)
    return task


def _done(task: RecoveryTask, *, by: Staff, at: datetime) -> None:
    task.done_at, task.done_by = at, by
    task.save(update_fields=["done_at", "done_by", "words"])
    fact = RecoveryTaskDone(brand_id=task.brand_id, recovery_task_id=task.pk, promise_id=task.promise_id)
    record(fact, actor=by.actor, at=at)
