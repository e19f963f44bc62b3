"""After a closing or a delivery it is asked whether all is well: once, by day, and never while it is not done."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from slovo.conversations import actions, follow_ups, jobs
from slovo.conversations.follow_up_models import FollowUp, FollowUpRule
from slovo.conversations.follow_up_words import last_moment, sensible
from slovo.conversations.models import Conversation, Message
from slovo.core.db import transaction
from slovo.core.journal.actor import SYSTEM
from slovo.customers import actions as customers
from slovo.customers.models import Identity
from slovo.orders import feeding
from slovo.orders.feeding import LineGiven, OrderGiven
from slovo.orders.models import Delivery, Payment
from slovo.promises import ledger
from slovo.promises import queries as promises
from slovo.promises.models import Promise, State
from tests.cast import Cast, arrives, letter, the_conversation, work_at
from tests.journeys.test_a_letter_is_answered import outgoing
from tests.together import at_once

MOSCOW_NOON = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
ELEVEN = MOSCOW_NOON.replace(hour=8) + timedelta(days=1)  # in Moscow, the next day
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RULE: dict[str, Any] = {
    "active": True,
    "after_closing": True,
    "after_delivery": False,
    "wait_hours": 16,
    "from_hour": 11,
    "until_hour": 19,
    "days_between": 30,
    "texts": {},
}


def ruled(cast: Cast, **more: Any) -> None:
    follow_ups.set_rule(brand=cast.chainik, by=cast.orlov, at=MOSCOW_NOON, **{**RULE, **more})


def repaired(cast: Cast, *, at: datetime = MOSCOW_NOON, **more: Any) -> Conversation:
    """Irina’s kettle was repaired, and Anna closes the matter."""
    arrives(letter(at=at, **more), cast.chainik_mail, at=at)
    conversation = Conversation.objects.latest("pk")
    closes(cast, conversation, at=at)
    return conversation


def closes(cast: Cast, conversation: Conversation, *, at: datetime) -> None:
    actions.close_conversation(conversation_id=conversation.pk, by=cast.anna, at=at, answer_not_needed=True)


def clock_strikes(at: datetime) -> None:
    with transaction():
        jobs.ask_follow_ups.enqueue()
    work_at(at)


def asked() -> int:
    return Message.objects.filter(direction="out", automatic=True).count()


def the_follow_up() -> Promise:
    return Promise.objects.filter(kind="follow_up").latest("pk")


def test_a_closed_repair_is_asked_about_next_day_at_eleven_and_never_twice(cast: Cast) -> None:
    ruled(cast)
    conversation = repaired(cast)
    assert (the_follow_up().about, the_follow_up().what, the_follow_up().due_at) == (
        conversation.key,
        "Мы спросим вас, всё ли в порядке",
        ELEVEN + 8 * HOUR,
    )

    clock_strikes(ELEVEN - timedelta(seconds=1))
    assert asked() == 0
    clock_strikes(ELEVEN)
    clock_strikes(ELEVEN)
    clock_strikes(ELEVEN + 40 * DAY)
    assert asked() == 1

    (sent,) = outgoing(cast)
    assert "Недавно мы занимались вашим обращением: «Чайник не пришёл»" in sent.get_body(
        ("plain",)
    ).get_content().replace("\n", " ")
    assert sent["Auto-Submitted"] == "auto-generated"
    assert Conversation.objects.get().closed_at == MOSCOW_NOON
    assert FollowUp.objects.get().asked_at == ELEVEN


def test_the_promise_is_kept_when_the_question_has_left(cast: Cast) -> None:
    at = timezone.now()
    ruled(cast, wait_hours=0, from_hour=0, until_hour=24)
    repaired(cast, at=at)
    assert the_follow_up().state == State.OPEN
    clock_strikes(at + timedelta(seconds=1))
    assert the_follow_up().state == State.KEPT


def test_a_reply_to_the_question_opens_the_conversation_again(cast: Cast) -> None:
    ruled(cast)
    conversation = repaired(cast)
    clock_strikes(ELEVEN)
    (sent,) = outgoing(cast)

    answer = letter("Опять течёт", message_id="<2@irina>", headers=[("In-Reply-To", str(sent["Message-ID"]))])
    arrives(answer, cast.chainik_mail, at=ELEVEN + HOUR)

    stands = Conversation.objects.get(pk=conversation.pk)
    assert (stands.closed_at, promises.owed_answer(stands.key) is not None) == (None, True)
    closes(cast, stands, at=ELEVEN + 2 * HOUR)
    clock_strikes(ELEVEN + 60 * DAY)
    assert asked() == 1


def test_who_writes_again_before_is_not_asked(cast: Cast) -> None:
    ruled(cast)
    conversation = repaired(cast)

    actions.reopen(conversation_id=conversation.pk, by=cast.anna, at=MOSCOW_NOON + HOUR)
    assert (the_follow_up().state, the_follow_up().release_reason) == (State.RELEASED, "reopened")
    clock_strikes(ELEVEN)
    assert asked() == 0

    closes(cast, conversation, at=MOSCOW_NOON + 2 * HOUR)
    clock_strikes(ELEVEN)
    assert asked() == 1


def test_an_open_follow_up_keeps_nothing_open(cast: Cast) -> None:
    ruled(cast, after_closing=False, after_delivery=True)
    arrives(letter(), cast.chainik_mail, at=MOSCOW_NOON)
    conversation = the_conversation()
    due_at = MOSCOW_NOON + HOUR
    given = {"about": conversation.key, "kind": "delivery", "what": "Чайник у вас", "due_at": due_at}
    delivery = ledger.make(
        brand=cast.chainik, customer_id=conversation.customer_id, by=cast.anna, at=MOSCOW_NOON, **given
    )
    ledger.keep(promise_id=delivery.pk, by=cast.anna, at=MOSCOW_NOON)
    assert the_follow_up().state == State.OPEN

    closes(cast, conversation, at=MOSCOW_NOON)
    assert Conversation.objects.get().next_promise is None
    assert promises.without_living_owner([cast.chainik.pk], MOSCOW_NOON).count() == 0
    clock_strikes(ELEVEN)
    assert asked() == 1


def ordered(
    cast: Cast, *titles: str, number: str = "1512", at: datetime = MOSCOW_NOON, dated: bool = True, **more: Any
) -> dict[str, Any]:
    """Oleg, who has never written to us, has ordered it in the shop for the next hour; unless `dated`, for some day."""
    given = {"kind": Identity.EMAIL, "value": "oleg@example.com", "name": "Олег", "language": "ru"}
    buyer = customers.find_or_create(brand_id=cast.chainik.pk, actor=SYSTEM, at=at, **given)
    lines = [LineGiven(title, 1, 100, promised_at=at + HOUR if dated else None) for title in titles]
    told: dict[str, Any] = {"number": number, "placed_at": at, "currency": "RUB", "total_minor": 100 * len(titles)}
    shop = {"customer_id": buyer.pk, "source": "shop", "external_id": number, "by": cast.maria, "brand": cast.chainik}
    told |= {"payment": Payment.PAID, "delivery": Delivery.SHIPPED, "as_of": at, "lines": lines} | more
    feeding.take_order(given=OrderGiven(**told), at=at, **shop)
    return {"shop": shop, "told": told}


def delivers_all(order: dict[str, Any], *, at: datetime, delivery: Delivery = Delivery.DELIVERED) -> None:
    """The shop says so of the whole order."""
    order["told"] |= {"delivery": delivery, "as_of": at}
    feeding.take_order(given=OrderGiven(**order["told"]), at=at, **order["shop"])


def delivers(order: dict[str, Any], *places: int, at: datetime) -> None:
    """The courier has brought the lines at these places."""
    lines = [
        replace(line, delivery=Delivery.DELIVERED) if place in places else line
        for place, line in enumerate(order["told"]["lines"], start=1)
    ]
    order["told"] |= {"lines": lines, "as_of": at}
    feeding.take_order(given=OrderGiven(**order["told"]), at=at, **order["shop"])


def test_when_all_of_an_order_has_come_its_customer_is_asked_once(cast: Cast) -> None:
    ruled(cast, after_closing=False, after_delivery=True)
    order = ordered(cast, "Чайник «Лето»", "Чашка")
    delivers(order, 1, at=MOSCOW_NOON + HOUR / 2)
    assert not FollowUp.objects.exists()  # half of it is still on its way
    delivers(order, 2, at=MOSCOW_NOON + HOUR)

    assert (the_follow_up().about[:6], the_follow_up().state) == ("order:", State.OPEN)
    clock_strikes(ELEVEN)
    clock_strikes(ELEVEN + DAY)

    [sent] = outgoing(cast)
    words = sent.get_body(("plain",))
    assert words and "Недавно вы получили: Чайник «Лето», Чашка." in words.get_content()
    assert sent["To"] == "Олег <oleg@example.com>"
    assert (the_follow_up().state, FollowUp.objects.get().why) == (State.KEPT, "delivery")
    assert Conversation.objects.get().state == "closed"  # nobody has anything to do in it until he writes


def test_an_order_without_a_date_is_asked_about_once_when_it_has_come(cast: Cast) -> None:
    ruled(cast, after_closing=False, after_delivery=True)
    order = ordered(cast, "Чайник «Лето»", dated=False)
    assert not FollowUp.objects.exists()
    delivers_all(order, at=MOSCOW_NOON + HOUR)
    delivers_all(order, at=MOSCOW_NOON + 2 * HOUR, delivery=Delivery.SHIPPED)
    delivers_all(order, at=MOSCOW_NOON + 3 * HOUR)
    clock_strikes(ELEVEN)
    clock_strikes(ELEVEN + DAY)

    [sent] = outgoing(cast)
    words = sent.get_body(("plain",))
    assert words and "Недавно вы получили свой заказ." in words.get_content()
    assert (Conversation.objects.get().subject, the_follow_up().state) == ("Ваш заказ", State.KEPT)


def test_an_order_with_a_date_that_comes_as_a_whole_is_asked_about_once(cast: Cast) -> None:
    ruled(cast, after_closing=False, after_delivery=True)
    delivers_all(ordered(cast, "Чайник «Лето»"), at=MOSCOW_NOON + HOUR)
    clock_strikes(ELEVEN)

    assert (FollowUp.objects.count(), asked()) == (1, 1)


def test_what_had_come_before_the_shop_told_us_of_it_is_asked_nothing_about(cast: Cast) -> None:
    ruled(cast, after_closing=False, after_delivery=True)
    ordered(cast, "Чайник «Лето»", dated=False, delivery=Delivery.DELIVERED)

    assert not FollowUp.objects.exists()


@pytest.mark.parametrize(("days", "questions"), [(29, 1), (31, 2)])
def test_the_next_order_is_asked_about_when_the_rule_lets(cast: Cast, days: int, questions: int) -> None:
    ruled(cast, after_closing=False, after_delivery=True)
    for number, at in (("1", MOSCOW_NOON), ("2", MOSCOW_NOON + days * DAY)):
        delivers(ordered(cast, "Чай", number=number, at=at), 1, at=at + HOUR / 2)
        clock_strikes(at.replace(hour=8) + DAY)

    assert asked() == questions


def test_who_has_no_address_is_asked_nothing_about_an_order(cast: Cast) -> None:
    ruled(cast, after_closing=False, after_delivery=True)
    order = ordered(cast, "Чай")
    Identity.objects.filter(value="oleg@example.com").delete()
    delivers(order, 1, at=MOSCOW_NOON + HOUR / 2)

    assert (FollowUp.objects.count(), Conversation.objects.count()) == (0, 0)


@pytest.mark.parametrize(("days", "questions"), [(29, 1), (31, 2)])
def test_a_customer_is_not_asked_more_often_than_the_rule_says(cast: Cast, days: int, questions: int) -> None:
    ruled(cast)
    repaired(cast)
    clock_strikes(ELEVEN)
    again = ELEVEN + days * DAY - 20 * HOUR
    repaired(cast, at=again, message_id="<2@irina>", subject="Другой чайник")
    clock_strikes(ELEVEN + days * DAY)
    assert asked() == questions


def test_after_days_of_downtime_it_is_asked_once_by_day_or_not_at_all(cast: Cast) -> None:
    ruled(cast)
    repaired(cast)
    midnight = ELEVEN + 2 * DAY + 13 * HOUR
    clock_strikes(midnight)
    assert (asked(), FollowUp.objects.get().ask_at) == (0, midnight + 11 * HOUR)
    clock_strikes(midnight + 11 * HOUR)
    assert asked() == 1


def test_what_is_too_old_is_asked_no_more(cast: Cast) -> None:
    ruled(cast)
    repaired(cast)
    clock_strikes(ELEVEN + 8 * DAY)
    assert (asked(), FollowUp.objects.get().off_reason) == (0, "too_late")


def test_it_is_off_until_somebody_switches_it_on(cast: Cast) -> None:
    repaired(cast)
    assert not FollowUp.objects.exists()


def test_a_brands_own_words_are_filled_in(cast: Cast) -> None:
    ruled(cast, texts={"ru": "{customer.first_name}, всё ли хорошо? Ваш {brand.name}"})
    repaired(cast)
    clock_strikes(ELEVEN)
    assert Message.objects.latest("pk").text == "Ирина, всё ли хорошо? Ваш Чайник и Ко"


def test_hours_across_daylight_saving(cast: Cast) -> None:
    """In Kyiv the night of 29 March 2026 has no hour between three and four."""
    rule, zone = FollowUpRule(brand=cast.honey), cast.honey.tz
    evening = datetime(2026, 3, 28, 18, 0, tzinfo=UTC)
    assert sensible(evening, rule, zone) == datetime(2026, 3, 29, 8, 0, tzinfo=UTC)
    assert last_moment(datetime(2026, 3, 29, 8, 0, tzinfo=UTC), rule, zone) == datetime(2026, 3, 29, 16, 0, tzinfo=UTC)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_ask_once(cast: Cast) -> None:
    ruled(cast)
    repaired(cast)

    problems = at_once([partial(follow_ups.ask_due, at=ELEVEN)] * 2)

    assert (problems, asked()) == ([], 1)
