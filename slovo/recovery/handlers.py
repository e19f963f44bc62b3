"""What was given is what the promise of it says."""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.core.rules import Rule
from slovo.promises.kinds import Kind
from slovo.promises.settling import Settled, UnableToSettlePromise, said_done, said_unwanted
from slovo.recovery.models import Compensation, State


def promise_settled(fact: Settled, *, at: datetime) -> None:
    """A refund is done by paying it, and nothing else ends it."""
    if fact.kind != Kind.REFUND or not (said_done(fact) or said_unwanted(fact)):
        return
    if Compensation.objects.filter(refund_id=fact.promise_id).exclude(state=State.PAID.value).exists():
        raise UnableToSettlePromise(
            _("This refund is done when the money is paid back. Say so in “Making good”: how much, by which payment."),
            rule=Rule.REFUND_IS_DONE_BY_PAYING,
        )
