"""A customer answers a notice in plain words, and what they chose is what holds: by letter and in a chat."""

import re
from datetime import datetime, timedelta
from unittest import mock

import pytest
from django.utils import timezone

from slovo.conversations.models import Conversation, Message
from slovo.core import limits
from slovo.promises import queries, replay
from slovo.promises.ladder_models import Choice, CustomerNotice
from slovo.promises.models import Promise, State
from slovo.promises.plain_choices import chosen_plainly
from tests.cast import Cast, arrives, letter, work_at
from tests.channels.chat.test_absent import LETTER, asks
from tests.channels.chat.test_notices import has_all, irina, kettle_in_an_hour
from tests.channels.chat.visitors import TALK, a_chat
from tests.conversations.test_notices_together import owes, strikes_for, text_of, three_matters, writes
from tests.promises.ladders import at_any_hour, clock_strikes, ladder, reminded, rides, tell
from tests.promises.ladders import ladder as by_ladder
from tests.promises.stories import now_of

WAITS = """
Подожду
Подожду.
Хорошо, подожду
Здравствуйте, Анна! Подожду. Спасибо!
Добрый день. Хорошо, жду, спасибо.\\n\\nИрина
Буду ждать!!!
Ок
ОК 👍
Ладно, спасибо, что предупредили
Хорошо
Меня устраивает
Да, подожду
Почекаю
Добре
Добре, почекаю. Дякую!
Вітаю! Чекаю.
Гаразд, будемо чекати
I will wait
I’ll wait, thanks!
ok
OK, fine.
That works for me. Thank you very much!
Hi Anna, we’ll wait.\\nKind regards,\\nИрина
"""
CANCELS = """
Отмена
Отменяйте
Отменяйте, пожалуйста.
Хорошо, отменяйте
Прошу отменить заказ
Не нужно
Уже не нужно, спасибо
Спасибо, не надо.
Отказываюсь
Скасувати
Скасуйте, будь ласка
Не треба
Вже не потрібно, дякую
cancel please
Cancel my order, please.
I want to cancel
No longer needed, thanks
"""
LEFT_TO_A_PERSON = """
Хорошо, но только до пятницы
Хорошо, но не позже 18:00
Не отменяйте
Не отменяйте, просто скажите, где машина
Не буду ждать
Не подожду
Подождать или отменить?
Хорошо?
Отменить можно?
Да
Нет
Нет, подожду
Подожду, если привезёте до обеда
Если не привезёте сегодня, отменяйте
Подожду до пятницы
Подожду, но отменяйте, если не получится
Жду. Отмена.
Отмените второй заказ, а чайник жду
Хорошо бы побыстрее
Лучше заберу сама
Не скасовуйте
Добре, але не пізніше вечора
Почекаю, якщо недовго
Чи можна скасувати
ok if you call first
ok?
Fine, but hurry
Don't cancel
I won't wait
I will wait no longer
Cancel it only if it is late again
Wait!
Здравствуйте, нет
Спасибо
Здравствуйте!
"""


def lines(table: str) -> list[str]:
    return [line.replace("\\n", "\n") for line in table.strip().splitlines()]


@pytest.mark.parametrize("text", lines(WAITS))
def test_who_waits_says_so_in_many_ways(text: str) -> None:
    assert chosen_plainly(text, names=["Ирина Соколова"]) is Choice.WAIT


@pytest.mark.parametrize("text", lines(CANCELS))
def test_who_cancels_says_so_in_many_ways(text: str) -> None:
    assert chosen_plainly(text) is Choice.CANCEL


@pytest.mark.parametrize("text", lines(LEFT_TO_A_PERSON))
def test_denials_conditions_and_questions_are_left_to_a_person(text: str) -> None:
    assert chosen_plainly(text) is None


# By letter


def told_of_a_delay(cast: Cast) -> tuple[Conversation, Promise]:
    """Irina's car is late, and the rule has told her so and asked her."""
    at = timezone.now()
    rides(cast, at=at)
    by_ladder(cast, tell(3, later=10), at=at, kind="ride")
    talk = writes(cast, 1)
    promise = owes(cast, "Машина", talk.key, customer=talk.customer, minutes=30, at=at)
    strikes_for(promise)
    assert "Решаете вы" in text_of(0, cast)
    return talk, promise


def answers(cast: Cast, words: str, *, at: datetime | None = None, number: int = 9, **headers: str) -> None:
    at = at or timezone.now() + timedelta(minutes=29)
    told = Message.objects.filter(direction="out", automatic=True).order_by("pk")[0]
    more = [("In-Reply-To", told.outbound.external_id), *headers.items()]  # type: ignore[union-attr]  # it has left
    with mock.patch.object(timezone, "now", return_value=at):
        arrives(
            letter(words, message_id=f"<{number}@irina.example.com>", headers=more, at=at), cast.chainik_mail, at=at
        )


def page_of(cast: Cast, address: str) -> str:
    return str(cast.browser_of(cast.anna).get(address).content.decode())


def test_irina_writes_that_she_waits_and_that_is_what_holds(cast: Cast) -> None:
    talk, promise = told_of_a_delay(cast)

    answers(cast, "Здравствуйте! Хорошо, подожду. Спасибо!")

    chosen = queries.last_choices([promise.pk])[promise.pk]
    assert (chosen.choice, chosen.how, chosen.by_rule) == ("wait", "message", True)
    assert now_of(promise).moves.get().consent == "given"
    assert reminded()[-1] == ("Анна Белкина", "asked")
    assert "Read in their words by a rule: they wait." in page_of(cast, f"/conversations/{talk.public_id}/")
    assert "подожду" in page_of(cast, "/promises/reminders/")
    assert replay.compare().agrees


def test_irina_writes_that_she_cancels_and_anna_takes_it_back(cast: Cast) -> None:
    talk, promise = told_of_a_delay(cast)

    answers(cast, "Отменяйте, пожалуйста.")

    assert now_of(promise).state == State.RELEASED
    assert now_of(promise).release_how == "message"
    assert reminded()[-1] == ("Анна Белкина", "off")
    assert "Read in their words by a rule: they cancel." in page_of(cast, f"/conversations/{talk.public_id}/")
    cast.browser_of(cast.anna).post(f"/promises/{promise.shown_id}/owing")
    assert now_of(promise).state == State.MOVED
    assert replay.compare().agrees


def test_what_the_rule_read_as_waiting_anna_says_better(cast: Cast) -> None:
    _talk, promise = told_of_a_delay(cast)
    answers(cast, "Хорошо")
    browser = cast.browser_of(cast.anna)
    assert "The rule read that they wait" in page_of(cast, f"/promises/{promise.shown_id}/")

    browser.post(
        f"/promises/{promise.shown_id}/choice", {"choice": "alternative", "how": "phone", "words": "Заберу сама"}
    )

    chosen = queries.last_choices([promise.pk])[promise.pk]
    assert (chosen.choice, chosen.words, chosen.by_rule) == ("alternative", "Заберу сама", False)
    assert "The rule read that they wait" not in page_of(cast, f"/promises/{promise.shown_id}/")
    assert replay.compare().agrees


def test_a_condition_is_offered_to_anna_and_nothing_is_done(cast: Cast) -> None:
    talk, promise = told_of_a_delay(cast)

    answers(cast, "Подожду, если приедет до обеда")

    assert queries.last_choices([promise.pk]) == {}
    assert re.search(r'name="choice" value="wait"', page_of(cast, f"/conversations/{talk.public_id}/"))


def test_fine_after_a_colleagues_words_is_no_answer_to_the_notice(cast: Cast) -> None:
    talk, promise = told_of_a_delay(cast)
    with mock.patch.object(timezone, "now", return_value=timezone.now() + timedelta(minutes=28)):
        cast.browser_of(cast.anna).post(f"/conversations/{talk.public_id}/replies", {"text": "Оформить возврат?"})
        work_at(timezone.now() + timedelta(seconds=30))

    answers(cast, "Хорошо", at=timezone.now() + timedelta(minutes=30))

    assert queries.last_choices([promise.pk]) == {}


def test_a_stranger_in_copy_chooses_nothing_for_her(cast: Cast) -> None:
    _talk, promise = told_of_a_delay(cast)
    at = timezone.now() + timedelta(minutes=29)
    told = Message.objects.get(direction="out", automatic=True)
    raw = letter(
        "Отменяйте",
        sender="Пётр <petr@example.com>",
        message_id="<8@petr.example.com>",
        headers=[("In-Reply-To", told.outbound.external_id)],  # type: ignore[union-attr]  # it has left
        at=at,
    )
    with mock.patch.object(timezone, "now", return_value=at):
        arrives(raw, cast.chainik_mail, at=at)

    assert now_of(promise).state == State.MOVED


def test_a_letter_about_three_matters_is_answered_by_a_person(cast: Cast) -> None:
    promises = three_matters(cast)
    strikes_for(promises[0])

    answers(cast, "Подожду")

    assert queries.last_choices([one.pk for one in promises]) == {}


# In a chat


def test_in_a_chat_she_waits_by_one_line(cast: Cast) -> None:
    limits.forget()
    at_any_hour(cast)
    ladder(cast, tell(20), at=timezone.now())
    browser = irina(a_chat(cast, consents={"talk": TALK, "letter": LETTER}))
    promise = kettle_in_an_hour(cast)
    clock_strikes(timezone.now() + timedelta(minutes=40))
    has_all(browser, minutes=41)
    assert CustomerNotice.objects.get().sent_at

    with mock.patch.object(timezone, "now", return_value=timezone.now() + timedelta(minutes=42)):
        asks(browser, "ок, подожду")

    chosen = queries.last_choices([promise.pk])[promise.pk]
    assert (chosen.choice, chosen.how) == ("wait", "message")
    assert replay.compare().agrees
