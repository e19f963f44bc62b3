"""What a rule writes waits for the morning: by the customer's clock, unless the morning is too late."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from slovo.channels.models import Outbound
from slovo.conversations import telling_orders
from slovo.conversations.informing import inform
from slovo.core import limits
from slovo.core.journal.actor import Actor
from slovo.orders import reserving
from slovo.promises import ladders
from tests.cast import Cast, arrives, letter, the_conversation, work_at
from tests.channels.chat.visitors import Browser, a_chat

NIGHT = datetime(2027, 3, 10, 0, 30, tzinfo=UTC)  # half past three in Moscow
MORNING = datetime(2027, 3, 10, 5, 0, tzinfo=UTC)
RULE = Actor("rule", "recovery")


@pytest.fixture
def asked(cast: Cast) -> None:
    limits.forget()
    arrives(letter(), cast.chainik_mail)


def informs(*, at: datetime) -> None:
    talk = the_conversation()
    inform(customer_id=talk.customer_id, about=talk.key, text="Ваш код на скидку: Ч-17.", actor=RULE, at=at)


def left() -> bool:
    return Outbound.objects.get().sent_at is not None


def test_it_leaves_when_quiet_hours_end(cast: Cast, asked: None) -> None:
    informs(at=NIGHT)
    work_at(NIGHT + timedelta(minutes=1))
    assert (left(), Outbound.objects.get().not_before) == (False, MORNING)

    work_at(MORNING)

    assert left()


def test_by_day_it_leaves_at_once(cast: Cast, asked: None) -> None:
    informs(at=MORNING)
    work_at(MORNING)

    assert left()


def test_quiet_hours_are_the_brands(cast: Cast, asked: None) -> None:
    """The shop says: from midnight to one."""
    ladders.set_notice_rules(brand=cast.chainik, begins=0, ends=60, texts={}, by=cast.orlov, at=timezone.now())
    informs(at=NIGHT)
    work_at(NIGHT)

    assert left()


@pytest.mark.parametrize(("hours", "at_once"), [(48, False), (3, True)])
def test_what_is_kept_until_dawn_only_is_told_at_night(cast: Cast, asked: None, hours: int, at_once: bool) -> None:
    talk = the_conversation()
    telling_orders.say_it_is_here(
        customer_id=talk.customer_id,
        regarding=talk.key,
        title="Чайник «Лето»",
        hold_until=NIGHT + timedelta(hours=hours),
        at=NIGHT,
    )
    work_at(NIGHT)

    assert left() is at_once


def test_who_writes_in_a_chat_is_awake(cast: Cast) -> None:
    limits.forget()
    Browser(a_chat(cast)).comes(name="Ирина").says("Где мой чайник?")
    work_at(timezone.now())
    informs(at=NIGHT)
    work_at(NIGHT)

    assert left()


@pytest.mark.parametrize("given_up", [False, True])
def test_what_came_and_was_given_up_in_one_night_is_told_to_nobody(cast: Cast, asked: None, given_up: bool) -> None:
    """Irina wrote at night that she has bought another kettle: Anna gives hers to the next."""
    talk = the_conversation()
    kettle = {"sku": "K-1", "title": "Чайник «Лето»", "quantity": 1}
    held = reserving.reserve(customer=talk.customer, **kettle, by=cast.anna, at=NIGHT)
    reserving.stock_came(brand=cast.chainik, sku="K-1", quantity=1, by=cast.maria, at=NIGHT)
    work_at(NIGHT)
    assert not left()
    if given_up:
        reserving.let_go(reservation_id=held.pk, by=cast.anna, at=NIGHT)

    work_at(NIGHT)
    work_at(MORNING)

    assert Outbound.objects.filter(sent_at__isnull=False).exists() is not given_up
