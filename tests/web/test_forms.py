"""An administrator builds a form at the desk, tries it in three languages and publishes it."""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from slovo.people.models import Staff
from slovo.requests import form_queries
from slovo.requests.form_models import FormDraft, FormVersion, Submission
from slovo.requests.models import RequestType
from tests.cast import Cast
from tests.requests.form_stories import ALL, opened, published, repairs
from tests.requests.stories import engraving

CHOICE = {
    "kind": "one",
    "key": "what",
    "labels_ru": "Что случилось?",
    "labels_uk": "Що сталося?",
    "required": "1",
    "options_ru": "Течёт\nДругое",
    "options_uk": "Тече\nІнше",
}
OTHER = {"kind": "long", "key": "other", "labels_ru": "Опишите", "when": "what:answer_2", "most": "200"}


@pytest.fixture
def repair(cast: Cast) -> RequestType:
    return engraving(cast, slug="repair", names={"ru": "Ремонт"}, demands_choice=False)


def opens(cast: Cast, who: Staff, path: str) -> str:
    answer = cast.browser_of(who).get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def sends(cast: Cast, made: RequestType, noun: str, given: dict[str, Any], who: Staff | None = None) -> HttpResponse:
    path = f"/request-types/{made.pk}/form{noun}"
    answer: HttpResponse = cast.browser_of(who or cast.orlov).post(path, given)
    return answer


def keys(made: RequestType) -> list[str]:
    return [one.key for one in form_queries.worked_on(made)]


def test_a_field_is_added_with_its_answers_and_shown_by_another(cast: Cast, repair: RequestType) -> None:
    assert sends(cast, repair, "", CHOICE).status_code == 302
    assert sends(cast, repair, "", OTHER).status_code == 302

    what, other = form_queries.worked_on(repair)
    assert [(one.key, one.names["uk"]) for one in what.options] == [("answer_1", "Тече"), ("answer_2", "Інше")]
    page = opens(cast, cast.orlov, f"/request-types/{repair.pk}/form")
    assert "Только если «Что случилось» — «Другое»." in page
    assert (other.most, other.when.values if other.when else ()) == (200, ("answer_2",))


def test_customers_see_nothing_of_it_before_it_is_published(cast: Cast, repair: RequestType) -> None:
    sends(cast, repair, "", CHOICE)
    assert "Что случилось?" not in opened()

    assert sends(cast, repair, "/publication", {}).status_code == 302
    assert "Что случилось?" in opened()
    assert (FormVersion.objects.get().number, FormDraft.objects.exists()) == (1, False)


def test_what_is_not_wanted_is_dropped_and_what_is_published_stays(cast: Cast) -> None:
    made = repairs(cast)
    sends(cast, made, "/removal", {"key": "news"})
    assert "news" not in keys(made)

    sends(cast, made, "/draft-removal", {})
    assert keys(made) == [one.key for one in ALL]


def test_fields_are_moved_and_the_button_is_at_hand_again(cast: Cast) -> None:
    made = repairs(cast)
    answer = sends(cast, made, "/moves", {"key": "terms", "to": "down"})

    assert keys(made)[-2:] == ["news", "terms"]
    page = opens(cast, cast.orlov, answer["Location"])
    assert not re.search(r'value="down"[^>]* autofocus', page)  # it is the last one now
    answer = sends(cast, made, "/moves", {"key": "terms", "to": "up"})
    page = opens(cast, cast.orlov, answer["Location"])
    assert len(re.findall(r'value="up"[^>]* autofocus', page)) == 1


def test_a_field_cannot_be_moved_above_the_one_that_shows_it(cast: Cast) -> None:
    made = repairs(cast)
    answer = sends(cast, made, "/moves", {"key": "other", "to": "up"})

    assert answer.status_code == 422
    assert "которого выше нет" in answer.content.decode()
    assert keys(made) == [one.key for one in ALL]
    assert sends(cast, made, "/removal", {"key": "what"}).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"labels_ru": "", "labels_uk": ""},
        {"kind": "poem"},
        {"options_ru": "Одно", "options_uk": ""},
        {"least": "много"},
        {"key": "С пробелом"},
    ],
    ids=str,
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(cast: Cast, repair: RequestType, wrong: dict[str, str]) -> None:
    answer = sends(cast, repair, "", {**CHOICE, **wrong})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not FormDraft.objects.exists()


def test_a_field_that_is_changed_keeps_the_names_of_its_answers(cast: Cast) -> None:
    made = repairs(cast)
    changed = {**CHOICE, "was": "what", "options_ru": "Протекает\nДругое\nНичего", "options_uk": "Протікає"}
    assert sends(cast, made, "", changed).status_code == 302

    what = form_queries.worked_on(made)[0]
    assert [one.key for one in what.options] == ["leaks", "other", "answer_3"]


def test_it_is_tried_in_three_languages_and_nothing_is_sent(cast: Cast) -> None:
    made = repairs(cast)
    path = f"/request-types/{made.pk}/form/trial"
    legends = [
        re.findall(r"<legend>([^<]*)", opens(cast, cast.orlov, f"{path}?lang={one}"))[0] for one in ["ru", "uk", "en"]
    ]
    assert [one.strip() for one in legends] == ["Что случилось?", "Що сталося?", "What is wrong?"]

    browser = cast.browser_of(cast.orlov)
    refused = browser.post(f"{path}?lang=ru", {"f_what": "leaks"})
    assert (refused.status_code, "Без этого мы не можем принять" in refused.content.decode()) == (422, True)
    tried = browser.post(f"{path}?lang=ru", {"f_what": "leaks", "f_terms": "yes"})
    assert "<dd>Течёт</dd>" in tried.content.decode()
    assert not Submission.objects.exists()


def test_the_line_for_a_site_leads_to_what_may_be_framed(cast: Cast) -> None:
    made = repairs(cast)
    page = opens(cast, cast.orlov, f"/request-types/{made.pk}/form")

    framed = re.search(r"&lt;iframe src=&quot;https?://[^/]+(/ask/[^&]+)&quot;", page)
    script = re.search(r"&lt;script async src=&quot;https?://[^/]+(/widget/[^&]+)&quot;", page)
    assert framed and script
    assert [Client().get(path).status_code for path in (framed[1], script[1])] == [200, 200]


@pytest.mark.parametrize("noun", ["", "/moves", "/removal", "/publication", "/draft-removal", "/trial"])
def test_nobody_else_builds_it(cast: Cast, noun: str) -> None:
    made = repairs(cast)

    assert sends(cast, made, noun, CHOICE, cast.anna).status_code == 403
    assert sends(cast, made, noun, CHOICE, cast.taras).status_code == 404
    assert not FormDraft.objects.exists()


def test_it_is_published_once(cast: Cast) -> None:
    made = repairs(cast)

    assert sends(cast, made, "/publication", {}).status_code == 422
    assert published(cast, made, *ALL).number == 1
