"""/ask/chainik/engraving/: Irina asks for something and chooses knowingly, without a script and without signing in."""

import re
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.conversations.models import Conversation
from slovo.core import limits
from slovo.promises import ledger, sooner
from slovo.promises.models import Promise
from slovo.requests import actions
from slovo.requests.models import Choice, RequestType
from slovo.standards import expectations
from slovo.web.portal.asking import form, views
from slovo.web.portal.taking import WRITING_SECONDS_MIN
from tests.cast import IRINA, Cast, arrives, letter
from tests.promises.stories import HOUR, promised
from tests.requests.stories import by_hand, by_machine, engraving

PAGE = "/ask/chainik/engraving/?lang=ru"
QUERIES = 11  # the type, form, options, places, words up front, work; hours, what was done, is late, is open, is sooner


@pytest.fixture(autouse=True)
def nothing_used() -> None:
    limits.forget()


@pytest.fixture
def kettle(cast: Cast) -> RequestType:
    made = engraving(cast)
    by_hand(made, cast.orlov)
    by_machine(made, cast.orlov)
    return made


def opened(path: str = PAGE) -> str:
    """A while ago: nobody reads it within a breath."""
    with mock.patch.object(form.timezone, "now", return_value=timezone.now() - timedelta(seconds=WRITING_SECONDS_MIN)):
        answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def fields(page: str, *, option: int | None = None) -> dict[str, str]:
    """What a browser would send: `option` is the one that Irina presses."""
    values = re.findall(r'name="option"[^>]* value="([^"]*)"', page)
    number = re.search(r'name="form" value="([^"]*)"', page)
    assert number
    chosen = {"option": values[option]} if option is not None else {}
    return {"form": number[1], "name": "Ирина", "contact": IRINA, "text": "Напишите «Чай»", "trap": "", **chosen}


def sends(given: dict[str, str], path: str = PAGE) -> Any:
    return Client(enforce_csrf_checks=True).post(path, given)


def test_nothing_is_chosen_beforehand_and_what_is_not_promised_is_said(kettle: RequestType) -> None:
    page = opened()

    assert re.findall(r'type="radio"[^>]*checked', page) == []
    assert len(re.findall(r'type="radio"', page)) == 2
    assert "Шрифт выбирает мастер" in page
    assert re.search(r"1[\s\xa0]500[\s\xa0]₽", page)


def repairs_took(cast: Cast, hours: list[float]) -> None:
    arrives(letter(), cast.chainik_mail)
    at = timezone.now()
    for number, needed in enumerate(hours):
        made_at = at - timedelta(days=20) + number * HOUR
        promise = promised(cast, at=made_at, due_at=made_at + timedelta(days=30), kind="repair")
        ledger.keep(promise_id=promise.pk, by=cast.anna, at=made_at + needed * HOUR)


def test_before_one_asks_the_page_says_how_long_it_takes_now_and_what_is_sooner(
    cast: Cast, kettle: RequestType
) -> None:
    repairs_took(cast, [50.0] * 8 + [60.0] * 4)
    names, at = {"ru": "Чашка с готовой надписью", "en": "A cup with a ready inscription"}, timezone.now()
    sooner.offer_sooner(brand=cast.chainik, kind="repair", names=names, minutes=30, by=cast.orlov, at=at)
    sooner.offer_sooner(brand=cast.honey, kind="repair", names={"uk": "Мед"}, minutes=5, by=cast.orlov, at=at)
    page = opened()

    assert page.count("При нынешней загрузке") == 1  # by hand; by machine no day is promised
    assert "Судим по последним 12." in page
    assert "Быстрее: Чашка с готовой надписью, за 30 мин" in page
    assert "Мед" not in page
    assert "Sooner: A cup with a ready inscription" in opened("/ask/chainik/engraving/?lang=en")


def test_where_few_cases_are_known_no_wait_is_said(cast: Cast, kettle: RequestType) -> None:
    repairs_took(cast, [50.0] * 9)

    assert "При нынешней загрузке" not in opened()


def test_a_request_lands_as_a_conversation_with_its_choice_and_promise(cast: Cast, kettle: RequestType) -> None:
    answer = sends(fields(opened(), option=0))

    conversation = Conversation.objects.get()
    assert answer.status_code == 200
    assert conversation.reference in answer.content.decode()
    choice = Choice.objects.get()
    assert (choice.about, choice.how, choice.by_kind, choice.wording["name"]) == (
        conversation.key,
        "page",
        "customer",
        "Вручную",
    )
    assert (conversation.subject, conversation.customer.name) == ("Гравировка", "Ирина")
    assert Promise.objects.filter(about=conversation.key).exclude(kind="answer").get() == choice.promise


def test_without_a_choice_it_is_refused_and_nothing_is_lost_of_what_was_written(kettle: RequestType) -> None:
    answer = sends(fields(opened()))

    assert answer.status_code == 422
    assert "Напишите «Чай»" in answer.content.decode()
    assert not Conversation.objects.exists()


def test_sent_twice_it_is_one_request(kettle: RequestType) -> None:
    given = fields(opened(), option=1)

    assert [sends(given).status_code for _time in range(2)] == [200, 200]
    assert (Conversation.objects.count(), Choice.objects.count()) == (1, 1)


def test_the_place_that_was_shown_is_what_one_gets_or_the_next_is_named(kettle: RequestType) -> None:
    first, second = (fields(opened(), option=0) for _person in range(2))
    sends(first)
    answer = sends(second)

    assert answer.status_code == 422
    assert Choice.objects.count() == 1
    assert sends(fields(answer.content.decode(), option=0)).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"trap": "https://spam.example"},
        {"contact": "никуда"},
        {"text": " "},
        {"text": "я" * 10_001},
        {"form": "made-up"},
        {"option": "made-up"},
    ],
    ids=str,
)
def test_what_is_wrong_is_said_and_files_nothing(kettle: RequestType, wrong: dict[str, str]) -> None:
    answer = sends(fields(opened(), option=1) | wrong)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Conversation.objects.exists()


def test_a_form_of_another_page_files_nothing_here(cast: Cast, kettle: RequestType) -> None:
    by_machine(engraving(cast, slug="polishing"), cast.orlov)
    other = fields(opened("/ask/chainik/polishing/"), option=0)

    assert sends(other).status_code == 422


def test_from_one_address_so_many_come_in_an_hour(kettle: RequestType) -> None:
    with mock.patch.object(timezone, "now", return_value=timezone.now()):
        page = opened()
        statuses = [sends(fields(page)).status_code for _time in range(views.REQUESTS_AN_HOUR_MAX + 1)]

    assert statuses == [422] * views.REQUESTS_AN_HOUR_MAX + [429]


def test_in_three_languages_it_says_the_same(kettle: RequestType) -> None:
    words = [
        re.findall(r"<legend>(.*?)</legend>", opened(f"/ask/chainik/engraving/?lang={one}"))[0]
        for one in ("ru", "uk", "en")
    ]

    assert len(set(words)) == 3
    assert "Engraving" in opened("/ask/chainik/engraving/?lang=en")
    assert "Гравировка" in opened("/ask/chainik/engraving/?lang=uk")


def test_what_nobody_promised_is_said_before_one_asks(cast: Cast, kettle: RequestType) -> None:
    at = timezone.now()
    noted = expectations.note_unpromised(
        brand=cast.chainik, words="Wi-Fi", source="conversation:1", by=cast.anna, at=at
    )
    expectations.say_up_front(unpromised_id=noted.pk, texts={"ru": "Wi-Fi у нас нет."}, by=cast.orlov, at=at)

    assert "Wi-Fi у нас нет." in opened()


def test_what_is_not_there_or_is_archived_looks_the_same(cast: Cast, kettle: RequestType) -> None:
    actions.archive_type(type_id=kettle.pk, by=cast.orlov, at=timezone.now())
    missing = ("/ask/chainik/engraving/", "/ask/chainik/nothing/", "/ask/honey/engraving/")

    assert [Client().get(path).status_code for path in missing] == [404] * 3


def test_it_sets_no_cookie_and_is_not_kept(kettle: RequestType) -> None:
    answer = Client().get(PAGE)

    assert not answer.cookies
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("private, no-store", "no-referrer")


@pytest.mark.parametrize("number", [1, 3])
def test_it_asks_as_much_for_three_options_as_for_one(cast: Cast, number: int) -> None:
    made = engraving(cast)
    for _option in range(number):
        by_hand(made, cast.orlov)
    with CaptureQueriesContext(connection) as asked:
        opened()

    assert len(asked) == QUERIES
