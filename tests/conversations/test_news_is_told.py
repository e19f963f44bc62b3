"""What is said of a promise is told to its customer: on their channel, in their language, at a decent hour, once."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone

from slovo.conversations.models import Message
from slovo.core import limits
from slovo.customers import consents
from slovo.customers.consent_models import Purpose
from slovo.customers.models import Customer
from slovo.promises import ledger
from slovo.promises.ladder_models import CustomerNotice
from slovo.promises.models import Promise
from tests.api.programs import program_of
from tests.cast import Cast, arrives, letter, the_conversation, work_at
from tests.promises.ladders import REASONS, clock_strikes, reminded, rides, tell
from tests.promises.ladders import ladder as by_ladder
from tests.promises.stories import promised
from tests.recovery.stories import letters

NOON = datetime(2027, 3, 10, 9, 0, tzinfo=UTC)  # in Moscow
NIGHT = datetime(2027, 3, 10, 20, 0, tzinfo=UTC)  # eleven in Moscow
MORNING = datetime(2027, 3, 11, 5, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def asked(cast: Cast) -> None:
    limits.forget()
    arrives(letter(), cast.chainik_mail)


def owed(cast: Cast, what: str = "Чайник у вас дома", *, at: datetime = NOON, due: timedelta = 3 * DAY) -> Promise:
    talk = the_conversation()
    return promised(cast, at=at, due_at=at + due, what=what, customer=talk.customer, about=talk.key)


def says(cast: Cast, promise: Promise, now: str, *, at: datetime, next: str = "", told: str = "") -> None:
    """Anna does, at the desk."""
    with mock.patch.object(timezone, "now", return_value=at):
        given = {"now": now, "next": next, "told": told}
        answer = cast.browser_of(cast.anna).post(f"/promises/{promise.shown_id}/news", given)
    assert answer.status_code == 302


def passes(moment: datetime) -> None:
    """Until then; a letter goes on as soon as it may."""
    work_at(moment)
    work_at(moment + MINUTE)


def bodies(cast: Cast) -> list[str]:
    found: list[Any] = [sent.get_body(("plain",)) for sent in letters(cast)]
    return [" ".join(body.get_content().split()) for body in found]


def test_irina_reads_it_in_her_thread_in_a_letter_that_apologises_for_nothing(cast: Cast) -> None:
    says(cast, owed(cast), "Собираем посылку", next="Передадим курьеру", at=NOON)
    passes(NOON + 2 * MINUTE)

    [text] = bodies(cast)
    assert "Чайник у вас дома: Собираем посылку. Дальше: Передадим курьеру." in text
    assert "/s/" in text
    assert "Простите" not in text
    told = Message.objects.get(automatic=True)
    assert (told.conversation, told.answers, told.sent_at is not None) == (the_conversation(), False, True)
    assert CustomerNotice.objects.get().sent_at == told.sent_at


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", "Здравствуйте, Ирина Соколова! Чайник: Печём. Дальше: Везём."),
        ("uk", "Вітаємо, Ирина Соколова! Чайник: Печём. Далі: Везём."),
        ("en", "Hello Ирина Соколова, Чайник: Печём. What is next: Везём."),
    ],
)
def test_around_it_are_words_of_her_language(cast: Cast, language: str, words: str) -> None:
    Customer.objects.filter(pk=the_conversation().customer_id).update(language=language)
    says(cast, owed(cast, "Чайник"), "Печём", next="Везём", at=NOON)
    passes(NOON + 2 * MINUTE)

    assert words in bodies(cast)[0]


def test_news_of_two_promises_and_a_better_wording_are_one_letter(cast: Cast) -> None:
    kettle, cup = owed(cast, "Чайник"), owed(cast, "Чашка")
    says(cast, kettle, "Собираем", at=NOON)
    says(cast, cup, "Красим", at=NOON + MINUTE)
    says(cast, kettle, "Собрали", at=NOON + MINUTE)
    passes(NOON + 4 * MINUTE)
    passes(NOON + HOUR)

    [text] = bodies(cast)
    assert ("Чайник: Собрали." in text, "Чашка: Красим." in text, "Собираем" in text) == (True, True, False)


def test_it_goes_along_with_what_a_rule_tells_her(cast: Cast) -> None:
    by_ladder(cast, tell(60), at=NOON)
    late = owed(cast, "Чайник", due=HOUR + MINUTE)
    says(cast, owed(cast, "Чашка"), "Красим", at=NOON + MINUTE / 2)
    clock_strikes(NOON + MINUTE)
    passes(NOON + HOUR)

    [text] = bodies(cast)
    assert ("Чашка: Красим." in text, REASONS["ru"] in text) == (True, True)
    assert Promise.objects.get(pk=late.pk).moved_at


def test_at_night_it_waits_for_the_morning_and_the_newest_words_are_told(cast: Cast) -> None:
    promise = owed(cast, at=NOON)
    says(cast, promise, "Собираем", at=NIGHT)
    says(cast, promise, "Собрали", at=NIGHT + HOUR)
    says(cast, owed(cast, "Чашка", at=NIGHT), "Красим", at=NIGHT + 2 * HOUR)
    passes(NIGHT + 3 * HOUR)
    assert bodies(cast) == []

    passes(MORNING)

    [text] = bodies(cast)
    assert ("дома: Собрали." in text, "Собираем" in text, "Чашка: Красим." in text) == (True, False, True)


def test_who_waits_tonight_hears_of_it_tonight(cast: Cast) -> None:
    says(cast, owed(cast, at=NIGHT - HOUR, due=2 * HOUR), "Курьер у вашего дома", at=NIGHT)
    passes(NIGHT + 2 * MINUTE)

    assert len(bodies(cast)) == 1


def test_what_is_due_within_minutes_is_told_at_once(cast: Cast) -> None:
    rides(cast, at=NOON - DAY)
    says(cast, owed(cast, due=5 * MINUTE, at=NOON), "Машина подъезжает", at=NOON)
    work_at(NOON)
    work_at(NOON + timedelta(seconds=10))

    assert len(bodies(cast)) == 1


def test_nothing_new_is_no_letter_nor_is_what_she_knows_or_has(cast: Cast) -> None:
    promise, other = owed(cast, "Чайник"), owed(cast, "Чашка")
    says(cast, promise, "Собираем", at=NOON, told="phone")
    says(cast, promise, "Собираем", at=NOON + HOUR)
    says(cast, other, "Красим", at=NOON + HOUR)
    ledger.keep(promise_id=other.pk, by=cast.anna, at=NOON + HOUR + MINUTE)
    passes(NOON + 2 * HOUR)

    assert bodies(cast) == []
    assert CustomerNotice.objects.get().dropped_at


def test_who_was_asked_and_says_something_new_has_it_told_and_not_that_all_is_as_it_was(cast: Cast) -> None:
    talk = the_conversation()
    promise = promised(
        cast, at=NOON, due_at=NOON + 3 * DAY, customer=talk.customer, about=talk.key, check_ins=[NOON + HOUR]
    )
    other = promised(
        cast, at=NOON, due_at=NOON + 3 * DAY, customer=talk.customer, about=talk.key, check_ins=[NOON + HOUR]
    )
    clock_strikes(NOON + HOUR)
    with mock.patch.object(timezone, "now", return_value=NOON + HOUR):
        anna = program_of(cast.anna)
        for asked, now in ((promise, "Собираем"), (other, "")):
            assert anna.ask("PUT", f"promises/{asked.shown_id}/check-in", {"now": now}).status_code == 200
    passes(NOON + 2 * HOUR)

    [text] = bodies(cast)
    assert text.count("Чайник у вас дома") == 1


def test_where_nobody_knows_how_to_write_a_person_is_asked_to_tell(cast: Cast) -> None:
    olga = Customer.objects.create(brand=cast.chainik, name="Ольга", created_at=NOON)
    promise = promised(cast, at=NOON, due_at=NOON + 3 * DAY, customer=olga)
    says(cast, promise, "Собираем", at=NOON)
    passes(NOON + 3 * MINUTE)

    assert bodies(cast) == []
    assert ("Анна Белкина", "tell") in reminded()


def test_who_wants_no_letters_by_rules_is_told_by_a_person(cast: Cast) -> None:
    promise = owed(cast)
    consents.say_by_customer(customer_id=promise.customer_id, purpose=Purpose.SERVICE, given=False, at=NOON)
    says(cast, promise, "Собираем", at=NOON)
    passes(NOON + 3 * MINUTE)

    assert bodies(cast) == []
    assert ("Анна Белкина", "tell") in reminded()


def test_the_program_that_tells_them_itself_says_how(cast: Cast) -> None:
    promise = owed(cast, at=timezone.now())
    answer = program_of(cast.anna).ask(
        "PUT", f"promises/{promise.shown_id}/news", {"now": "Собираем", "told": "message"}
    )
    assert (answer.status_code, CustomerNotice.objects.count()) == (200, 0)
