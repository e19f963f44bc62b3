"""A refund that was given as a favour is taken back. Actions, as in `actions.py`.

As long as the customer can know nothing of it, it is nobody's promise yet: the company may think better of it. What
they know is taken back only when they agree; they may be told another day instead (`promises.moving`). What is owed is
paid.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.conversations import withdrawing
from slovo.conversations.families import locked_root
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.core.rules import Rule
from slovo.facts.recovery import CompensationTakenBack, RecoveryTaskDone
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import ledger
from slovo.promises.ledger import HOW
from slovo.promises.models import Promise
from slovo.recovery.giving import compensation_fact
from slovo.recovery.models import WORDS_CHARACTERS_MAX, Compensation, RecoveryTask, State, Work

UNHEARD = "taken_back"  # why its promise is released, where nobody had heard of it


class UnableToTakeBack(UnableTo):
    pass


@transaction(durable=True)
def take_back(*, compensation_id: int, reason: str, by: Staff, at: datetime, how: str = "") -> None:
    """`how`: the customer, who knows of it, said that they agree, of HOW."""
    seen = Compensation.objects.select_related("message", "rule").get(pk=compensation_id)
    if seen.message:
        locked_root(seen.message.conversation_id)
    refund = locked(Promise, seen.refund_id) if seen.refund_id else None
    row = locked(Compensation, compensation_id)
    by.must(Verb.APPROVE_COMPENSATION, row)
    _check(row, reason=reason)
    assert refund
    letter = withdrawing.still_waiting(row.message_id, at=at) if row.message_id else None
    knows = not row.is_unheard or bool(row.message_id and letter is None) or refund.moved_at is not None
    if knows and refund.owed and how not in HOW:
        raise UnableToTakeBack(
            _("The customer knows of it, or can read of it. Ask them, and choose how they agreed; else pay it."),
            rule=Rule.TAKEN_BACK_WITH_CONSENT,
        )
    row.state, row.taken_back_at, row.taken_back_by = State.TAKEN_BACK.value, at, by
    row.taken_back_words = reason.strip()[:WORDS_CHARACTERS_MAX]
    row.taken_back_how = (how or refund.release_how) if knows else ""
    row.save()
    if letter:
        withdrawing.withdraw(letter, actor=by.actor, at=at)  # what else stood in it is told anew
    if refund.owed and knows:
        ledger.release(promise_id=refund.pk, words=row.taken_back_words, how=how, by=by, at=at)
    elif refund.owed:
        ledger.release_by_rule(promise_id=refund.pk, reason=UNHEARD, actor=by.actor, at=at)
    record(compensation_fact(CompensationTakenBack, row, how=row.taken_back_how), actor=by.actor, at=at)
    _see_to(row, spoken=knows, by=by, at=at)


def _check(row: Compensation, *, reason: str) -> None:
    if row.owed:
        raise UnableToTakeBack(
            _("This refund is owed for our delay. Pay it: nothing stops it any more."), rule=Rule.REFUND_IS_OWED
        )
    if row.refund_id is None or row.state != State.GIVEN:
        raise UnableToTakeBack(
            _("There is no favour to take back: it is paid, taken back, or was no refund."),
            rule=Rule.TAKEN_BACK_BEFORE_IT_IS_PAID,
        )
    if not reason.strip():
        raise UnableToTakeBack(
            _("Write why: a colleague will ask, and perhaps the customer."), rule=Rule.REFUSAL_HAS_A_REASON
        )


def _see_to(row: Compensation, *, spoken: bool, by: Staff, at: datetime) -> None:
    """Nothing is to be paid. Where nobody has spoken with the customer about the delay, somebody still does, if the
    rule says so."""
    found = RecoveryTask.objects.filter(compensation=row, done_at=None).first()
    if found is None:
        return
    task = locked(RecoveryTask, found.pk)
    task.what = Work.CARE.value
    if not spoken and row.terms.opens_task:
        task.save(update_fields=["what"])
        return
    task.done_at, task.done_by, task.words = at, by, row.taken_back_words
    task.save(update_fields=["what", "done_at", "done_by", "words"])
    fact = RecoveryTaskDone(brand_id=task.brand_id, recovery_task_id=task.pk, promise_id=task.promise_id)
    record(fact, actor=by.actor, at=at)
