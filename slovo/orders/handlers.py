from datetime import datetime

from django.utils.translation import gettext as _

from slovo.core.rules import Rule
from slovo.facts.conversations import ConversationMoved
from slovo.facts.notices import NewsUntold
from slovo.orders import moving, reserving
from slovo.orders.models import Delivery, Held, OrderLine, Reservation, Return
from slovo.promises.kinds import Kind
from slovo.promises.settling import Settled, UnableToSettlePromise, said_done, said_done_inside, said_unwanted


def conversation_moved(fact: ConversationMoved, *, at: datetime) -> None:
    moving.check_move(about=fact.about, brand_id=fact.was_brand_id)


def news_untold(fact: NewsUntold, *, at: datetime) -> None:
    kind, _colon, pk = fact.regarding.partition(":")
    if kind == "reservation":
        reserving.leave_to_people(reservation_id=int(pk), at=at)


def promise_settled(fact: Settled, *, at: datetime) -> None:
    if fact.kind == Kind.REFUND:
        _check_refund(fact)
    elif fact.kind == Kind.FOLLOW_UP:
        _check_reservation(fact)
    elif fact.kind == Kind.DELIVERY and fact.regarding.startswith("order:"):
        _check_line(fact)


def _check_refund(fact: Settled) -> None:
    open_ = Return.objects.filter(refund_id=fact.promise_id, refunded_at=None, withdrawn_at=None)
    if (said_done(fact) or said_unwanted(fact)) and open_.exists():
        raise UnableToSettlePromise(
            _("This refund stands on its order. Say there that it is paid, or withdraw the return."),
            rule=Rule.REFUND_IS_DONE_BY_PAYING,
        )


def _check_reservation(fact: Settled) -> None:
    """Whoever told them that it is here has kept it; before it came, nobody can have."""
    held = Reservation.objects.filter(promise_id=fact.promise_id)
    if said_done(fact) and held.filter(state=Held.WAITS.value).exists():
        raise UnableToSettlePromise(
            _("This has not come yet. They are told of it when it is here."), rule=Rule.SETTLED_WHERE_IT_STANDS
        )
    if said_unwanted(fact) and held.filter(settled_at=None).exists():
        raise UnableToSettlePromise(
            _("This is still reserved. Say among the reservations that they want it no more."),
            rule=Rule.SETTLED_WHERE_IT_STANDS,
        )


def _check_line(fact: Settled) -> None:
    """The shop knows what it has delivered, and whoever carries it. That the customer wants it no more is theirs to
    say, whatever the shop knows of it yet."""
    line = OrderLine.objects.filter(promise_id=fact.promise_id).exclude(delivery=Delivery.DELIVERED.value)
    if said_done_inside(fact) and line.exists():
        raise UnableToSettlePromise(
            _("The shop has not said that this is delivered. It is done when the shop says so."),
            rule=Rule.SETTLED_WHERE_IT_STANDS,
        )
