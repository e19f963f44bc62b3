"""What was given is what the promise of it says, and known when the letter with it has left."""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.core.rules import Rule
from slovo.facts.conversations import NoticeLeft, ReplyFailed
from slovo.facts.promises import PromiseOwedAgain
from slovo.promises.kinds import Kind
from slovo.promises.settling import Settled, UnableToSettlePromise, said_done, said_unwanted
from slovo.recovery import telling
from slovo.recovery.models import Compensation, State


def promise_settled(fact: Settled, *, at: datetime) -> None:
    """A refund is done by paying it, and nothing else ends it."""
    if fact.kind != Kind.REFUND or not (said_done(fact) or said_unwanted(fact)):
        return
    settled = [State.PAID.value, State.TAKEN_BACK.value]
    if Compensation.objects.filter(refund_id=fact.promise_id).exclude(state__in=settled).exists():
        raise UnableToSettlePromise(
            _("This refund is done when the money is paid back. Say so in “Making good”: how much, by which payment."),
            rule=Rule.REFUND_IS_DONE_BY_PAYING,
        )


def promise_owed_again(fact: PromiseOwedAgain, *, at: datetime) -> None:
    if Compensation.objects.filter(refund_id=fact.promise_id, state=State.TAKEN_BACK.value).exists():
        raise UnableToSettlePromise(
            _("This favour was taken back. Promise what you give now as something of its own."),
            rule=Rule.TAKEN_BACK_STAYS,
        )


def notice_left(fact: NoticeLeft, *, at: datetime) -> None:
    telling.note_left(outbound_id=fact.outbound_id, sent_at=datetime.fromisoformat(fact.sent_at))


def letter_failed(fact: ReplyFailed, *, at: datetime) -> None:
    telling.note_not_left(message_id=fact.message_id, at=at)
