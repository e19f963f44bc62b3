"""A customer answers a notice that they wait, and how long at most: it is as if they had tapped it on their page."""

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from slovo.promises import queries, replay
from slovo.promises.choice_words import Offered, offered
from slovo.promises.ladder_models import Choice
from slovo.promises.models import State
from slovo.promises.plain_limits import waits_until
from tests.cast import Cast
from tests.conversations.test_choosing_in_words import answers, page_of, told_of_a_delay
from tests.core.saying import CALENDAR, MOSCOW, NOW
from tests.promises.ladders import reminded
from tests.promises.stories import now_of

FRIDAY = """
Подожду до пятницы
Хорошо, подожду до пятницы.
Здравствуйте, Анна! Хорошо, но только до пятницы. Спасибо!
Могу подождать до пятницы
Подожду, но не дольше пятницы
Согласна, до пятницы, 4 декабря
почекаю до п'ятниці
Почекаю до п’ятниці. Дякую!
Добре, почекаю, але не пізніше пʼятниці
можу почекати до п'ятниці
I can wait until Friday
I'll wait till Friday, thanks!
OK, but only until Friday
I’ll wait, but no later than Friday
I will wait until Friday at the latest.
"""
AN_HOUR = """
Подожду час
Подожду ещё час, не больше
Подожду максимум до 11:30
почекаю годину
Почекаю ще годину, дякую
I can wait for an hour
I will wait another hour at most
I’ll wait until 11:30
"""
LEFT_TO_A_PERSON = """
Подожду до пятницы, если позвоните
Подожду до пятницы, потом отменяйте
Не буду ждать до пятницы
Подожду до пятницы?
Подожду до пятницы или до субботы
Жду вашего ответа до пятницы
Отмените до пятницы
Жду уже 20 минут
Подожду 2 заказа
Почекаю до п'ятниці, якщо подзвоните
Чекаю вже годину
I can't wait until Friday
I won't wait 20 minutes
I can wait until Friday if you call
Can I wait until Friday?
"""


def lines(table: str) -> list[str]:
    return table.strip().splitlines()


def limit(text: str) -> datetime | None:
    """On Tuesday, half past ten."""
    return waits_until(text, names=["Ирина"], at=NOW, calendar=CALENDAR)


@pytest.mark.parametrize("text", lines(FRIDAY))
def test_until_friday_is_said_in_many_ways(text: str) -> None:
    assert limit(text) == datetime(2026, 12, 4, 18, tzinfo=MOSCOW)


@pytest.mark.parametrize("text", lines(AN_HOUR))
def test_an_hour_is_counted_from_the_letter(text: str) -> None:
    assert limit(text) == NOW + timedelta(hours=1)


@pytest.mark.parametrize("text", lines(LEFT_TO_A_PERSON))
def test_what_says_more_than_that_is_left_to_a_person(text: str) -> None:
    assert limit(text) is None


def test_at_the_desk_it_is_offered_with_its_limit() -> None:
    found = [offered(text, at=NOW, calendar=CALENDAR) for text in ("Могу подождать час", "почекаю годину")]
    assert found == [Offered(Choice.WAIT, NOW + timedelta(hours=1))] * 2


def test_irina_waits_for_an_hour_and_that_is_the_deadline(cast: Cast) -> None:
    talk, promise = told_of_a_delay(cast)
    at = timezone.now() + timedelta(minutes=29)

    answers(cast, "Хорошо, подожду час. Спасибо!", at=at)

    hour = now_of(promise).due_at
    chosen = queries.last_choices([promise.pk])[promise.pk]
    assert hour is not None
    assert at + timedelta(minutes=59) < hour <= at + timedelta(minutes=61)
    assert (chosen.choice, chosen.until, chosen.how, chosen.by_rule) == ("wait", hour, "message", True)
    assert now_of(promise).state == State.MOVED
    assert [one.consent for one in now_of(promise).moves.all()] == ["given", "given"]
    assert reminded()[-1] == ("Анна Белкина", "asked")
    assert "Read in their words by a rule: they wait." in page_of(cast, f"/conversations/{talk.public_id}/")
    assert replay.compare().agrees


@pytest.mark.parametrize("text", ["почекаю дві години", "I can wait two hours"])
def test_in_ukrainian_and_english_too(cast: Cast, text: str) -> None:
    _talk, promise = told_of_a_delay(cast)
    asked = now_of(promise).due_at

    answers(cast, text)

    chosen, due_at = queries.last_choices([promise.pk])[promise.pk], now_of(promise).due_at
    assert (chosen.choice, chosen.until) == ("wait", due_at)
    assert asked
    assert due_at
    assert due_at > asked


def test_a_condition_beside_the_limit_is_read_by_anna(cast: Cast) -> None:
    _talk, promise = told_of_a_delay(cast)

    answers(cast, "Подожду два часа, если позвоните")

    assert queries.last_choices([promise.pk]) == {}


def test_who_waits_for_less_long_than_was_asked_of_them_is_read_by_anna(cast: Cast) -> None:
    talk, promise = told_of_a_delay(cast)
    due_at = now_of(promise).due_at

    answers(cast, "Подожду 5 минут")

    assert (queries.last_choices([promise.pk]), now_of(promise).due_at) == ({}, due_at)
    page = page_of(cast, f"/conversations/{talk.public_id}/")
    assert re.search(r'name="until" value="[^"]+"', page)
    assert re.search(r'name="choice" value="wait"', page)


def test_what_the_rule_read_as_a_limit_anna_says_better(cast: Cast) -> None:
    _talk, promise = told_of_a_delay(cast)
    answers(cast, "Подожду час")
    assert "The rule read that they wait" in page_of(cast, f"/promises/{promise.shown_id}/")

    given = {"choice": "alternative", "how": "phone", "words": "Заберу сама"}
    cast.browser_of(cast.anna).post(f"/promises/{promise.shown_id}/choice", given)

    chosen = queries.last_choices([promise.pk])[promise.pk]
    assert (chosen.choice, chosen.words, chosen.by_rule) == ("alternative", "Заберу сама", False)
    assert "The rule read that they wait" not in page_of(cast, f"/promises/{promise.shown_id}/")
    assert replay.compare().agrees
