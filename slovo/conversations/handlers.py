"""Reactions of conversations to what happens in them and to what was promised about them."""

from datetime import datetime

from slovo.conversations import follow_ups
from slovo.conversations.follow_up_models import Why
from slovo.conversations.models import State
from slovo.facts.conversations import ConversationClosed, ConversationPutBack, ConversationReopened, ReplyFailed
from slovo.facts.orders import OrderChanged
from slovo.facts.promises import PromiseDoneLate, PromiseKept
from slovo.promises.kinds import Kind

KEY = "conversation:"
DELIVERED = "delivered"  # as an order's fact names it


def closed(fact: ConversationClosed, *, at: datetime) -> None:
    _plan(fact.brand_id, fact.conversation_id, Why.CLOSING, at=at)


def reopened(fact: ConversationReopened | ReplyFailed, *, at: datetime) -> None:
    follow_ups.call_off(conversation_id=fact.conversation_id, reason="reopened", at=at)


def put_back(fact: ConversationPutBack, *, at: datetime) -> None:
    if fact.state == State.CLOSED:
        _plan(fact.brand_id, fact.conversation_id, Why.CLOSING, at=at)
    else:
        follow_ups.call_off(conversation_id=fact.conversation_id, reason="reopened", at=at)


def delivered(fact: PromiseKept | PromiseDoneLate, *, at: datetime) -> None:
    if fact.kind != Kind.DELIVERY:
        return
    if fact.regarding.startswith(KEY):
        _plan(fact.brand_id, int(fact.regarding.removeprefix(KEY)), Why.DELIVERY, at=at)
    else:
        follow_ups.plan_for_delivered(promise_id=fact.promise_id, at=at)


def order_changed(fact: OrderChanged, *, at: datetime) -> None:
    """It has come, and no date was promised of it; where one was, the promise tells."""
    if fact.customer_id and fact.delivery == DELIVERED and "delivery" in fact.fields:
        follow_ups.plan_for_unpromised(about=fact.about, customer_id=fact.customer_id, at=at)


def _plan(brand_id: int | None, conversation_id: int, why: Why, *, at: datetime) -> None:
    if brand_id:
        follow_ups.plan(brand_id=brand_id, conversation_id=conversation_id, why=why, at=at)
