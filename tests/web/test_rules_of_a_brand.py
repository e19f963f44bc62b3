"""An administrator sets what was in no page before: something sooner, words of apology, hours of a table, a queue."""

from datetime import timedelta
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.promises.forecast_rows import SoonerOffer
from slovo.promises.sooner import offer_sooner
from slovo.recovery.rule_models import NoticeWords
from slovo.recovery.saying import text_of
from slovo.visits import queue_setting, walk_in
from slovo.visits.models import Resource
from slovo.visits.walk_in_models import WalkInQueue
from tests.cast import Cast
from tests.recovery.stories import code_rule, given, late
from tests.visits.stories import NOW, resource
from tests.visits.test_walk_in import repair

QUERIES_OF_SOONER = 7
MINUTE = timedelta(minutes=1)


@pytest.fixture
def orlov(cast: Cast) -> Client:
    return cast.browser_of(cast.orlov)


def test_something_sooner_is_added_changed_and_ended(cast: Cast, orlov: Client) -> None:
    page = f"/brands/{cast.chainik.pk}/sooner/"
    orlov.post(page, {"kind": "repair", "minutes": "15", "name_ru": "Подменный чайник", "name_en": "A spare kettle"})

    offer = SoonerOffer.objects.get()
    assert (offer.kind, offer.minutes, offer.names) == (
        "repair",
        15,
        {"ru": "Подменный чайник", "en": "A spare kettle"},
    )
    assert "Подменный чайник" in orlov.get(page).content.decode()
    orlov.post(f"{page}{offer.pk}/", {"minutes": "20", "name_ru": "Чайник из витрины"})
    offer.refresh_from_db()
    assert (offer.minutes, offer.names) == (20, {"ru": "Чайник из витрины"})
    orlov.post(f"{page}{offer.pk}/withdrawal")
    assert not SoonerOffer.objects.exists()


def test_what_was_typed_stands_beside_the_refusal(cast: Cast, orlov: Client) -> None:
    page = f"/brands/{cast.chainik.pk}/sooner/"
    answer = orlov.post(page, {"kind": "repair", "minutes": "0", "name_ru": "Чай"})

    assert (answer.status_code, SoonerOffer.objects.count()) == (422, 0)
    assert "Это занимает от минуты до года." in answer.content.decode() and 'value="Чай"' in answer.content.decode()
    gone = orlov.post(f"{page}77/", {"minutes": "5", "name_ru": "Чай"})
    assert gone.status_code == 422


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_what_is_sooner_always_has_as_many_questions(cast: Cast, orlov: Client, number: int) -> None:
    for minutes in range(1, number + 1):
        offer_sooner(
            brand=cast.chainik, kind="repair", names={"ru": "Чай"}, minutes=minutes, by=cast.orlov, at=timezone.now()
        )
    orlov.get(f"/brands/{cast.chainik.pk}/sooner/")
    with CaptureQueriesContext(connection) as asked:
        orlov.get(f"/brands/{cast.chainik.pk}/sooner/")

    assert len(asked) == QUERIES_OF_SOONER


def test_own_words_of_apology_are_tried_kept_and_said(cast: Cast, orlov: Client) -> None:
    page, words = f"/brands/{cast.chainik.pk}/words", "Мы опоздали: {what}. Возьмите: {gifts}"
    tried = orlov.post(page, {"language": "ru", "text": words, "try": "yes"})
    read = tried.content.decode().replace("\xa0", " ")
    assert "Мы опоздали: Ваш новый чайник. Возьмите: " in read and "SLOVO-10" in read
    assert not NoticeWords.objects.exists()

    orlov.post(page, {"language": "ru", "text": words})

    code_rule(cast, at=timezone.now() - timedelta(days=9))
    rows = given(late(cast, at=timezone.now() - timedelta(hours=1), minutes=10))
    assert text_of(rows, "ru").startswith("Мы опоздали: Чайник у вас дома. Возьмите: ")
    without = orlov.post(page, {"language": "uk", "text": "Вибачте"})
    assert (without.status_code, NoticeWords.objects.count()) == (422, 1)
    assert "Вибачте" in without.content.decode()


def test_notices_are_read_as_customers_read_them_in_three_languages(cast: Cast, orlov: Client) -> None:
    texts = {"closing_ru": "Ваш {brand}"}
    orlov.post(f"/brands/{cast.chainik.pk}/promise-kinds/", texts)
    orlov.post(f"/brands/{cast.chainik.pk}/notices", {"begins": "21:00", "ends": "08:00", **texts})

    page = orlov.get(f"/brands/{cast.chainik.pk}/words").content.decode()

    assert "Ваш Чайник и Ко" in page
    for language, words in (("ru", "Ваш новый чайник: мы обещали"), ("uk", "ми обіцяли"), ("en", "we promised it")):
        assert f'lang="{language}"' in page and words in page
    assert cast.browser_of(cast.anna).get(f"/brands/{cast.chainik.pk}/words").status_code == 404


def test_a_table_has_hours_of_its_own_and_gives_them_back(cast: Cast, orlov: Client) -> None:
    table = resource(cast, "Стол")
    page = f"/visits/settings/resources/{table.pk}/hours"
    assert orlov.get(page).status_code == 200

    orlov.post(page, {"mon-0-opens": "10:00", "mon-0-closes": "12:00"})

    kept = Resource.objects.get(pk=table.pk)
    assert kept.calendar and kept.calendar.document["week"] == {"mon": [["10:00", "12:00"]]}
    assert kept.open_by != kept.brand.main_calendar.calendar
    assert "Часы" in orlov.get(f"/visits/settings/?brand={cast.chainik.pk}").content.decode()
    orlov.post("/visits/settings/", {"resource": table.pk, "name": "Большой стол", "staff": cast.anna.pk})
    assert Resource.objects.get(pk=table.pk).calendar_id == kept.calendar_id
    orlov.post(page, {"brands": "yes"})
    assert Resource.objects.get(pk=table.pk).calendar_id is None
    assert cast.browser_of(cast.anna).get(page).status_code == 403


def test_half_an_interval_is_refused_beside_the_week(cast: Cast, orlov: Client) -> None:
    table = resource(cast, "Стол")
    answer = orlov.post(f"/visits/settings/resources/{table.pk}/hours", {"mon-0-opens": "10:00", "mon-0-closes": ""})

    assert (answer.status_code, "errorlist" in answer.content.decode()) == (422, True)


def test_a_queue_gets_other_rules_hours_and_paperwork(cast: Cast, orlov: Client) -> None:
    queue = repair(cast)
    rules = {"name": "Ремонт чайников", "prefix": "r", "length": "3", "staff": cast.anna.pk, "team": ""}
    orlov.post(f"/queues/{queue.pk}/hours", {"mon-0-opens": "10:00", "mon-0-closes": "12:00"})

    orlov.post(f"/queues/{queue.pk}/rules", rules)
    orlov.post(f"/queues/{queue.pk}/paperwork", {"step": ["Договор", "", "Оплата"], "minutes": ["10", "", "5"]})

    kept = WalkInQueue.objects.get(pk=queue.pk)
    assert (kept.name, kept.prefix, kept.length_max) == ("Ремонт чайников", "R", 3)
    assert kept.paperwork == [["Договор", 10], ["Оплата", 5]]
    assert kept.calendar and kept.calendar.document["week"] == {"mon": [["10:00", "12:00"]]}
    refused = orlov.post(f"/queues/{queue.pk}/paperwork", {"step": ["Договор", "Подпись"], "minutes": ["10", ""]})
    assert refused.status_code == 422 and 'value="Подпись"' in refused.content.decode()
    assert cast.browser_of(cast.anna).get(f"/queues/{queue.pk}/rules").status_code == 403


def test_the_rules_of_a_queue_say_what_a_longer_wait_gives(cast: Cast, orlov: Client) -> None:
    queue = repair(cast)
    page = f"/queues/{queue.pk}/rules"
    assert "Пока за это ничего не даётся." in orlov.get(page).content.decode()
    code_rule(cast, at=timezone.now(), kind="walk_in")

    assert "код на скидку 10 %" in orlov.get(page).content.decode().replace("\xa0", " ")


def test_a_step_that_takes_longer_than_it_may_is_marked(cast: Cast) -> None:
    queue = repair(cast)
    queue_setting.set_paperwork(queue_id=queue.pk, steps=[("Договор", 10)], by=cast.orlov, at=NOW)
    walk_in.take_by_visitor(queue_id=queue.pk, name="", at=NOW)
    ticket = walk_in.call_next(queue_id=queue.pk, by=cast.anna, at=NOW)
    walk_in.begin_step(ticket_id=ticket.pk, name="Договор", by=cast.anna, at=NOW)

    for minutes, marked in ((9, False), (11, True)):
        with mock.patch.object(timezone, "now", return_value=NOW + minutes * MINUTE):
            page = cast.browser_of(cast.maria).get(f"/queues/{queue.pk}/").content.decode()
        assert ("дольше, чем можно" in page, "не больше 10 мин" in page) == (marked, True)
