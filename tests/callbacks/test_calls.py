"""Somebody is to be called: by when, how often, and what the customer hears of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from slovo.callbacks import actions, calling
from slovo.callbacks.calling import UnableToLogAttempt, UnableToTakeCallback
from slovo.callbacks.models import Callback, State
from slovo.conversations.models import Message
from slovo.core.journal.models import JournalEntry
from slovo.promises import ledger
from slovo.promises import queries as promises
from slovo.promises.models import Promise
from slovo.promises.models import State as Stands
from tests.callbacks.stories import MINUTE, PHONE, calls, irina, missed, now_of, ruled
from tests.cast import Cast, arrives, letter, the_conversation, work_at

NOON = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)  # at noon in Moscow


def test_a_taxi_firms_missed_call_is_called_back_within_ten_minutes(cast: Cast) -> None:
    ruled(cast, at=NOON)
    irina(cast, at=NOON)

    callback = missed(cast, at=NOON)
    assert (callback.phone, callback.promise.kind, callback.promise.due_at) == (
        "+79000000012",
        "callback",
        NOON + 10 * MINUTE,
    )
    calling.take(callback_id=callback.pk, by=cast.anna, at=NOON + MINUTE)
    first = calls(cast, callback, "no_answer", at=NOON + 2 * MINUTE)
    assert (first.state, first.next_call_at, first.promise.state) == (State.WAITS, NOON + 5 * MINUTE, Stands.OPEN)
    work_at(NOON + 2 * MINUTE)
    words, link = Message.objects.get().text.split("\n\n")
    assert words == (
        "Мы позвонили вам в 12:02 и не дозвонились. Попробуем ещё раз в 12:05. Если вам удобнее другое время, "
        "напишите его в ответ."
    )
    assert link.startswith("Всё об этом — и ваш выбор — здесь: ")

    second = calls(cast, callback, "reached", at=NOON + 5 * MINUTE, words="Едет")
    assert (second.state, second.attempts_made, second.promise.state) == (State.REACHED, 2, Stands.KEPT)
    assert [attempt.outcome for attempt in second.attempts.all()] == ["no_answer", "reached"]


def test_what_is_told_leaves_the_house_and_answers_nothing(cast: Cast) -> None:
    at = timezone.now()
    ruled(cast, at=at)
    arrives(letter("Перезвоните мне"), cast.chainik_mail)
    conversation = the_conversation()
    asked, _new = actions.ask(
        brand=cast.chainik, customer=conversation.customer, phone=PHONE, about=conversation.key, by=cast.anna, at=at
    )

    calls(cast, asked, "busy", at=at)
    work_at(at)

    told = Message.objects.get(direction="out")
    assert (told.conversation, told.automatic, told.sent_at is not None) == (conversation, True, True)
    assert [promise.kind for promise in promises.owed(conversation.key)] == ["callback", "answer"]


def test_an_attempt_after_the_deadline_moves_it_if_the_customer_hears_of_that_before(cast: Cast) -> None:
    at = timezone.now()
    ruled(cast, at=at, wait_minutes=60)
    irina(cast, at=at)
    callback = missed(cast, at=at)

    calls(cast, callback, "no_answer", at=at + 2 * MINUTE)
    assert now_of(callback).promise.due_at == at + 10 * MINUTE
    work_at(at + 2 * MINUTE)

    promise = now_of(callback).promise
    assert (promise.state, promise.due_at) == (Stands.MOVED, at + 72 * MINUTE)


@pytest.mark.parametrize(("rule", "words"), [("message", "Когда вам позвонить?"), ("give_up", "Больше мы звонить не")])
def test_after_the_last_attempt_they_are_written_to_and_the_promise_stays(cast: Cast, rule: str, words: str) -> None:
    ruled(cast, at=NOON, when_exhausted=rule)
    irina(cast, at=NOON)
    callback = missed(cast, at=NOON)

    for minute in (1, 4):
        calls(cast, callback, "no_answer", at=NOON + minute * MINUTE)
    work_at(NOON + 4 * MINUTE)

    ended = now_of(callback)
    assert (ended.state, ended.promise.owed) == (State.GAVE_UP, True)
    assert words in Message.objects.order_by("-pk")[0].text


def test_who_has_no_other_channel_is_never_given_up_but_called_by_a_lead(cast: Cast) -> None:
    ruled(cast, at=NOON)
    callback = missed(cast, at=NOON)

    for minute in (1, 4):
        calls(cast, callback, "no_answer", at=NOON + minute * MINUTE)

    stands = now_of(callback)
    assert (stands.state, stands.with_lead_at, stands.promise.owner) == (State.WAITS, NOON + 4 * MINUTE, cast.maria)
    calls(cast, callback, "no_answer", at=NOON + 8 * MINUTE, by=cast.maria)
    assert now_of(callback).is_open


def test_a_wrong_number_is_not_called_again(cast: Cast) -> None:
    ruled(cast, at=NOON)
    irina(cast, at=NOON)
    callback = missed(cast, at=NOON)

    calls(cast, callback, "wrong_number", at=NOON + MINUTE)
    work_at(NOON + MINUTE)

    assert now_of(callback).state == State.GAVE_UP
    assert "с номером" in Message.objects.get().text


def test_who_asks_to_be_called_later_is_promised_that(cast: Cast) -> None:
    ruled(cast, at=NOON)
    callback = missed(cast, at=NOON)
    later = NOON + timedelta(hours=3)

    calls(cast, callback, "asked_later", at=NOON + MINUTE, call_again_at=later)

    stands = now_of(callback)
    assert (stands.next_call_at, stands.promise.due_at, stands.is_open) == (later, later + 10 * MINUTE, True)
    assert [promise.state for promise in Promise.objects.order_by("pk")] == [Stands.RELEASED, Stands.OPEN]


def test_a_second_call_joins_the_one_that_is_open_and_the_same_call_is_one(cast: Cast) -> None:
    first = missed(cast, at=NOON)
    assert missed(cast, at=NOON + MINUTE) == first
    assert missed(cast, at=NOON + 2 * MINUTE, call_id="call-2", phone="89000000012") == first

    assert (now_of(first).asked_times, Promise.objects.count()) == (2, 1)
    calls(cast, first, "reached", at=NOON + 3 * MINUTE)
    assert missed(cast, at=NOON + 4 * MINUTE, call_id="call-3") != first


def test_who_asks_again_after_we_gave_up_is_owed_a_new_call(cast: Cast) -> None:
    ruled(cast, at=NOON)
    irina(cast, at=NOON)
    given_up = calls(cast, missed(cast, at=NOON), "wrong_number", at=NOON + MINUTE)

    again = missed(cast, at=NOON + 5 * MINUTE, call_id="call-2")

    assert now_of(given_up).promise.state == Stands.RELEASED
    assert again.promise.due_at == NOON + 15 * MINUTE


def test_one_takes_it_and_the_other_hears_who(cast: Cast) -> None:
    callback = missed(cast, at=NOON)
    calling.take(callback_id=callback.pk, by=cast.anna, at=NOON)

    with pytest.raises(UnableToTakeCallback, match="Анна"):
        calling.take(callback_id=callback.pk, by=cast.pavel, at=NOON)
    with pytest.raises(UnableToLogAttempt, match="Анна"):
        calls(cast, callback, "reached", at=NOON, by=cast.pavel)
    assert now_of(callback).promise.owner == cast.anna
    calling.leave(callback_id=callback.pk, by=cast.anna, at=NOON)
    calling.take(callback_id=callback.pk, by=cast.pavel, at=NOON)
    assert now_of(callback).promise.owner == cast.pavel


def test_what_is_done_in_the_ledger_holds_for_the_call(cast: Cast) -> None:
    callback = missed(cast, at=NOON)

    ledger.keep(promise_id=callback.promise_id, by=cast.anna, at=NOON + MINUTE)
    assert now_of(callback).state == State.REACHED
    ledger.owe_again(promise_id=callback.promise_id, by=cast.anna, at=NOON + 2 * MINUTE)
    assert now_of(callback).state == State.WAITS
    ledger.release(promise_id=callback.promise_id, words="Дозвонилась сама", how="phone", by=cast.anna, at=NOON)
    assert now_of(callback).state == State.CANCELLED


def test_a_call_that_nobody_has_taken_is_everybodys(cast: Cast) -> None:
    missed(cast, at=NOON)
    assert promises.without_living_owner([cast.chainik.pk], NOON).count() == 0


def test_facts_hold_no_number(cast: Cast) -> None:
    calls(cast, missed(cast, at=NOON), "reached", at=NOON + MINUTE, words="Секрет")
    told = JournalEntry.objects.filter(about__startswith="callback:")
    assert [entry.kind for entry in told.order_by("pk")] == ["CallbackAsked", "CustomerReached"]
    assert not any("9000000012" in str(entry.data) or "Секрет" in str(entry.data) for entry in told)


def test_nothing_is_left_of_a_refused_number(cast: Cast) -> None:
    with pytest.raises(actions.UnableToAskForCall, match="phone number"):
        missed(cast, at=NOON, phone="не номер")
    assert not Callback.objects.exists()
