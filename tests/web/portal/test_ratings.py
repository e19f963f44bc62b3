"""Irina says on her page how it was; the desk reads it, and a low mark does not lie there unseen."""

import re
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone

from slovo.core import limits
from slovo.core.journal.models import JournalEntry
from slovo.promises import ledger, rating_models
from slovo.promises.models import Promise
from slovo.promises.rating_models import PromiseRating
from slovo.recovery.models import RecoveryTask
from tests.api.programs import program_of
from tests.cast import Cast, arrives, letter, the_conversation, work
from tests.web.portal.pages import DAY, HOUR, Phone, opens, promised_to_irina, text_of


@pytest.fixture(autouse=True)
def asked(cast: Cast) -> None:
    limits.forget()
    arrives(letter(), cast.chainik_mail)


@pytest.fixture
def kept(cast: Cast) -> Promise:
    promise = promised_to_irina(cast)
    ledger.keep(promise_id=promise.pk, by=cast.anna, at=timezone.now())
    return promise


def rates(phone: Phone, score: int, status: int = 303, **words: str) -> Any:
    return phone.sends("rating", status=status, score=str(score), **words)


def the_mark() -> tuple[int, str]:
    row = PromiseRating.objects.get()
    return row.score, row.words


def test_one_tap_after_it_is_done_and_not_before(cast: Cast) -> None:
    promise = promised_to_irina(cast)
    phone = opens(cast)
    assert "Как всё прошло?" not in phone.reads()

    ledger.keep(promise_id=promise.pk, by=cast.anna, at=timezone.now())
    rates(phone, 4)

    assert the_mark() == (4, "")
    assert "Ваша оценка: 4 из 5" in phone.reads()
    [fact] = JournalEntry.objects.filter(kind="PromiseRated")
    assert (fact.actor_kind, fact.about, fact.data["score"], fact.data["again"]) == (
        "customer",
        the_conversation().key,
        4,
        False,
    )


def test_she_adds_words_and_changes_it_for_a_day(cast: Cast, kept: Promise) -> None:
    phone = opens(cast)
    rates(phone, 3)
    rates(phone, 5, text="Спасибо, Анна!")
    assert the_mark() == (5, "Спасибо, Анна!")
    assert "«Спасибо, Анна!»" in phone.reads()
    assert JournalEntry.objects.filter(kind="PromiseRated").count() == 2

    address, fields = phone.fills("rating")
    later = timezone.now() + DAY
    with mock.patch.object(timezone, "now", return_value=later):
        assert "Добавить или изменить" not in phone.reads()
        answer = phone.client.post(address, fields | {"score": "1"})

    assert answer.status_code == 409
    assert "можно изменить в течение суток" in text_of(answer.content.decode())
    assert the_mark() == (5, "Спасибо, Анна!")


def test_tapped_twice_it_is_one_mark(cast: Cast, kept: Promise) -> None:
    phone = opens(cast)
    address, fields = phone.fills("rating")
    answers = [phone.client.post(address, fields | {"score": "2"}).status_code for _tap in range(2)]
    assert answers == [303, 303]
    assert JournalEntry.objects.filter(kind="PromiseRated").count() == 1


@pytest.mark.parametrize("score", ["0", "6", "", "хорошо", "12", "٣"])
def test_what_is_no_mark_is_refused(cast: Cast, kept: Promise, score: str) -> None:
    phone = opens(cast)
    address, fields = phone.fills("rating")
    assert phone.client.post(address, fields | {"score": score}).status_code == 409
    assert not PromiseRating.objects.exists()


def test_words_have_an_end(cast: Cast, kept: Promise) -> None:
    phone = opens(cast)
    rates(phone, 5, status=409, text="о" * (rating_models.RATING_WORDS_CHARACTERS_MAX + 1))
    assert not PromiseRating.objects.exists()


def test_what_was_cancelled_or_done_long_ago_is_not_asked_about(cast: Cast, kept: Promise) -> None:
    phone = opens(cast)
    address, fields = phone.fills("rating")
    with mock.patch.object(timezone, "now", return_value=timezone.now() + 31 * DAY):
        assert phone.client.post(address, fields | {"score": "5"}).status_code in (404, 409)
    cancelled = promised_to_irina(cast)
    ledger.release(promise_id=cancelled.pk, words="Не нужно", how="phone", by=cast.anna, at=timezone.now())
    answer = phone.client.post(address, fields | {"score": "5", "promise": str(cancelled.shown_id)})
    assert answer.status_code == 409
    assert not PromiseRating.objects.exists()


def test_the_answer_of_a_closed_conversation_is_rated_too(cast: Cast) -> None:
    conversation = the_conversation()
    anna = cast.browser_of(cast.anna)
    anna.post(f"/conversations/{conversation.public_id}/replies", {"text": "Чайник уже едет.", "then": "close"})
    with mock.patch.object(timezone, "now", return_value=timezone.now() + timedelta(minutes=1)):
        work()

    rates(opens(cast), 5)

    assert PromiseRating.objects.get().promise.is_answer


def test_the_desk_reads_it_in_the_conversation_beside_it_and_at_the_promise(cast: Cast, kept: Promise) -> None:
    phone = opens(cast)
    rates(phone, 2)
    rates(phone, 2, text="Курьер опоздал")
    conversation = the_conversation()

    page = text_of(cast.browser_of(cast.maria).get(f"/conversations/{conversation.public_id}/").content.decode())
    assert page.count("2 из 5") == 3  # twice in the thread, once beside it
    assert page.count("«Курьер опоздал»") == 2
    promise = text_of(cast.browser_of(cast.maria).get(f"/promises/{kept.public_id}/").content.decode())
    assert "Оценка клиента: 2 из 5" in promise


@pytest.mark.parametrize(("score", "tasks"), [(1, 1), (2, 1), (3, 0), (5, 0)])
def test_a_low_mark_asks_for_somebody_who_sees_to_it(cast: Cast, kept: Promise, score: int, tasks: int) -> None:
    rates(opens(cast), score)
    assert RecoveryTask.objects.count() == tasks


def test_it_is_one_task_however_often_she_changes_it(cast: Cast, kept: Promise) -> None:
    phone = opens(cast)
    rates(phone, 2)
    rates(phone, 1, text="Совсем плохо")

    task = RecoveryTask.objects.get()
    assert (task.promise, task.rule, task.what) == (kept, None, "care")
    maria = cast.browser_of(cast.maria)
    page = text_of(maria.get("/recovery/").content.decode())
    assert "Оценка клиента: 1 из 5. «Совсем плохо»" in page
    maria.post(f"/recovery/tasks/{task.pk}/completion", {"words": "Позвонила, извинилась"})
    task.refresh_from_db()
    assert task.done_by == cast.maria


def test_a_program_reads_marks_tasks_and_figures(cast: Cast, kept: Promise) -> None:
    rates(opens(cast), 2, text="Долго")
    program = program_of(cast.maria)

    [row] = program.get("ratings").json()["data"]
    assert (row["score"], row["words"], row["promise"]) == (2, "Долго", str(kept.public_id))
    assert row["owner"] == str(cast.anna.public_id)
    assert program.get("ratings?score_max=1").json()["data"] == []
    assert program.get(f"ratings?customer={row['customer']}&brand={row['brand']}").json()["data"] == [row]
    assert program.get("ratings?since=0001-01-01T00:00:00Z").status_code == 422
    assert program.get("ratings?mood=bad").status_code == 422
    [task] = program.get("recovery-tasks").json()["data"]
    assert task["rating"] == row["id"]
    marks = program.get("promises/figures").json()["marks"]
    assert (marks["count"], marks["average"], marks["numbers"]["2"]) == (1, 2.0, 1)
    assert 1 <= marks["low"] < 2 < marks["high"] <= 5


def test_another_brands_marks_are_not_there(cast: Cast, kept: Promise) -> None:
    rates(opens(cast), 1)
    assert "«" not in re.findall("Mark.*", cast.browser_of(cast.taras).get("/recovery/").content.decode())
    assert text_of(cast.browser_of(cast.taras).get("/recovery/").content.decode()).count("1 з 5") == 0


def test_figures_show_the_average_with_its_interval(cast: Cast) -> None:
    at = timezone.now()
    page = text_of(cast.browser_of(cast.maria).get("/promises/figures/").content.decode())
    assert "никто не поставил оценку" in page
    for score in (5, 5, 4, 2):
        promise = promised_to_irina(cast)
        ledger.keep(promise_id=promise.pk, by=cast.anna, at=at + HOUR)
        PromiseRating.objects.create(brand=cast.chainik, promise=promise, score=score, rated_at=at)

    page = text_of(cast.browser_of(cast.maria).get("/promises/figures/").content.decode())

    # By hand: 16 of 4 values from 1 to 5 are 3/4 of the way; Wilson's interval of 3 of 4 is 0.301 to 0.954.
    assert "4,0 из 5 (2,2–4,8), 4 оценки" in page
