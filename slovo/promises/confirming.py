"""What a customer says of a promise on a page of their own: it is done, or it is not. Actions, as in `actions.py`."""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rows import update
from slovo.core.rules import Rule
from slovo.facts.promises import PromiseOwedAgain
from slovo.promises import shown
from slovo.promises.deeds import fulfil, promise_fact
from slovo.promises.models import Promise
from slovo.promises.timing import set_next_step


class UnableToConfirm(UnableTo):
    pass


@transaction()
def confirm_by_customer(*, promise_id: int, at: datetime) -> None:
    """They have what was promised. After the deadline it is broken, then done, as whoever says so."""
    promise = locked(Promise, promise_id)
    if promise.is_answer:
        raise UnableToConfirm(
            _("An answer comes in a letter. If it is no longer needed, write to us."),
            rule=Rule.ANSWER_IS_KEPT_BY_ANSWERING,
        )
    if promise.released_at:
        raise UnableToConfirm(
            _("This has been cancelled. If you need it after all, write to us."), rule=Rule.CANCELLED_STAYS_CANCELLED
        )
    if promise.done_at:
        return
    if promise.due_at is None:
        raise UnableToConfirm(_("We wait for your answer here. Write to us."), rule=Rule.CLOCK_RUNS)
    fulfil(promise, done_at=at, actor=_actor(promise))


@transaction()
def deny_by_customer(*, promise_id: int, at: datetime) -> None:
    """We said that it is done, and it is not: it is owed as before, by the deadline that it had."""
    promise = locked(Promise, promise_id)
    if promise.owed:
        return
    if not shown.may_be_denied(promise, at=at):
        raise UnableToConfirm(
            _("That was long ago, or has been cancelled. Write to us, and we will look into it."),
            rule=Rule.DENIED_IN_TIME,
        )
    promise.done_at = promise.said_done_at = None
    set_next_step(promise, after=at)
    update(promise, "done_at", "said_done_at", "next_step_at")
    record(promise_fact(PromiseOwedAgain, promise), actor=_actor(promise), at=at)


def _actor(promise: Promise) -> Actor:
    return Actor("customer", str(promise.customer_id))
