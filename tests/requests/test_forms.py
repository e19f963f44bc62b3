"""/ask/chainik/repair/: Irina fills in a form that Orlov has built."""

import re
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from slovo.conversations import moving, telling_forms
from slovo.conversations.models import Attachment, Conversation, Message
from slovo.core import limits
from slovo.customers import consents
from slovo.customers.consent_models import Consent
from slovo.customers.models import Customer
from slovo.promises.models import Promise
from slovo.requests import form_queries
from slovo.requests.form_fields import Field, FormOption, UnableToSetForm, When
from slovo.requests.form_files import FILE_BYTES_MAX
from slovo.requests.form_models import FormVersion, Submission
from slovo.requests.models import RequestType
from slovo.web.portal.asking import views
from slovo.web.portal.taking import WRITING_SECONDS_MIN
from tests.cast import Cast, work
from tests.pictures import PNG
from tests.requests.form_stories import (
    ALL,
    FILLED,
    OTHER,
    PAGE,
    WHAT,
    link_to_confirm,
    number,
    opened,
    published,
    repairs,
    sends,
)
from tests.requests.stories import by_hand, engraving


@pytest.fixture(autouse=True)
def nothing_used() -> None:
    limits.forget()


@pytest.fixture
def repair(cast: Cast) -> RequestType:
    return repairs(cast)


def wrong(answer: Any) -> dict[str, str]:
    """What is said to be wrong, by field."""
    assert answer.status_code == 422
    return dict(re.findall(r'<div id="f-(\w+)-says"><p class="wrong">(.*?)</p>', answer.content.decode()))


def test_what_is_sent_becomes_a_conversation_with_readable_answers_and_a_promise(repair: RequestType) -> None:
    answer = sends({**FILLED, "f_order": "ЧК-0042", "f_since": timezone.localdate().isoformat(), "f_count": "1,5"})

    conversation = Conversation.objects.get()
    assert answer.status_code == 200
    assert conversation.reference in answer.content.decode()
    text = conversation.messages.get().text
    assert text.startswith("Что случилось? Течёт\nС какого дня:")
    assert "Номер заказа: ЧК-0042\nСколько чайников: 1,5\nСогласна с условиями ремонта: да" in text
    assert Promise.objects.get().kind == "answer"


def test_values_are_kept_as_data_with_the_words_that_were_read(cast: Cast, repair: RequestType) -> None:
    sends({**FILLED, "f_order": "ЧК-0042", "f_phone": "8 900 000-00-12"})

    [sent] = form_queries.submissions_about(Conversation.objects.get().key)
    assert [(one.key, one.value, one.label) for one in sent.answers.all()] == [
        ("what", "leaks", "Что случилось?"),
        ("order", "ЧК-0042", "Номер заказа"),
        ("phone", "+79000000012", "Телефон мастера"),
        ("terms", "yes", "Согласна с условиями ремонта"),
    ]
    seen = form_queries.submissions_visible_to(cast.anna)
    assert form_queries.with_answer(seen, "order", "чк-0042").get() == sent
    assert not form_queries.submissions_visible_to(cast.taras).exists()


def test_a_hidden_field_is_neither_required_nor_stored(repair: RequestType) -> None:
    assert sends({**FILLED, "f_other": "я"}).status_code == 200

    assert "other" not in {one.key for one in Submission.objects.get().answers.all()}
    assert "Опишите" not in Conversation.objects.get().messages.get().text


def test_a_field_that_is_shown_by_an_answer_has_its_rules(repair: RequestType) -> None:
    assert wrong(sends({"f_what": "other", "f_terms": "yes"})) == {"other": "Заполните это."}
    assert wrong(sends({"f_what": "other", "f_terms": "yes", "f_other": "Да"})) == {
        "other": "Напишите не меньше 5 символов."
    }
    assert sends({"f_what": "other", "f_terms": "yes", "f_other": "Свистит ночью"}).status_code == 200


def test_without_a_script_every_field_is_there_and_says_when_it_counts(repair: RequestType) -> None:
    page = opened()

    assert "Только если «Что случилось» — «Другое»." in page
    assert re.search(r'<textarea id="f-other"[^>]* data-required', page)
    assert not re.search(r'<textarea id="f-other"[^>]* required', page)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"f_what": "made-up"}, "what"),
        ({"f_what": ""}, "what"),
        ({"f_terms": ""}, "terms"),
        ({"f_terms": "made-up"}, "terms"),
        ({"f_order": "42"}, "order"),
        ({"f_order": "ЧК-004²"}, "order"),
        ({"f_count": "0"}, "count"),
        ({"f_count": "NaN"}, "count"),
        ({"f_count": "1e999999999"}, "count"),
        ({"f_count": "много"}, "count"),
        ({"f_since": "2031-01-01"}, "since"),
        ({"f_since": "30.02.2026"}, "since"),
        ({"f_where": "никуда"}, "where"),
        ({"f_phone": "12"}, "phone"),
    ],
    ids=str,
)
def test_each_rule_is_held_and_said_beside_its_field(repair: RequestType, given: dict[str, str], field: str) -> None:
    assert [*wrong(sends({**FILLED, **given}))] == [field]
    assert not Conversation.objects.exists()


def test_what_was_written_stays_when_something_is_wrong(repair: RequestType) -> None:
    page = sends({**FILLED, "f_order": "42", "f_count": "3"}).content.decode()

    assert re.search(r'id="f-count" name="f_count" value="3"', page)
    assert re.search(r'id="f-order"[^>]* value="42"[^>]* aria-invalid="true" aria-describedby="f-order-says"', page)
    assert '<a href="#f-order">Номер заказа</a>' in page
    assert sends({**FILLED}, page).status_code == 200


def test_files_come_with_the_message_under_a_harmless_name(repair: RequestType) -> None:
    photo = SimpleUploadedFile("снимок\u202egnp.png", PNG, "text/html")
    assert sends({**FILLED, "f_photo": [photo]}).status_code == 200

    attachment = Attachment.objects.get()
    assert (attachment.name, attachment.type) == ("снимокgnp.png", "image/png")
    assert Submission.objects.get().answers.get(key="photo").value == ["снимокgnp.png"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("virus.exe", b"MZ"),
        ("page.html", b"<script>"),
        ("picture.svg", b"<svg onload=alert(1)>"),
        ("photo.png", b"<html><script>alert(1)</script>"),
        ("photo.png.exe", PNG),
        ("empty.png", b""),
        ("noending", PNG),
        ("text.txt", b"MZ\0\0"),
        ("big.png", PNG + b"0" * FILE_BYTES_MAX),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_hostile_files_are_refused(repair: RequestType, name: str, content: bytes) -> None:
    answer = sends({**FILLED, "f_photo": [SimpleUploadedFile(name, content)]})

    assert [*wrong(answer)] == ["photo"]
    assert not Conversation.objects.exists()


def test_more_files_than_asked_for_and_more_bytes_than_may_come_are_refused(repair: RequestType) -> None:
    three = [SimpleUploadedFile(f"{number}.png", PNG) for number in range(3)]
    assert [*wrong(sends({**FILLED, "f_photo": three}))] == ["photo"]

    body = {"form": "x", "f_photo": SimpleUploadedFile("a.png", b"0" * (12 * 1024 * 1024))}
    assert Client().post(PAGE, body).status_code == 413


def test_nothing_is_ticked_beforehand(repair: RequestType) -> None:
    assert re.findall(r"<input[^>]* checked", opened()) == []


def test_a_consent_to_news_is_kept_with_its_wording_and_version_once_it_is_confirmed(
    cast: Cast, repair: RequestType
) -> None:
    sends({**FILLED, "f_news": "yes"})
    assert not Consent.objects.exists()
    Client().post(link_to_confirm(cast))

    said = Consent.objects.get()
    version = FormVersion.objects.get()
    assert (said.purpose, said.given, said.how, said.words) == ("marketing", True, "page", f"form-{version.pk}/news")
    assert Submission.objects.get().answers.get(key="news").label == "Присылайте мне новости"


def test_a_consent_that_is_not_ticked_says_nothing(repair: RequestType) -> None:
    sends(FILLED)

    assert not Consent.objects.exists()


def test_a_stranger_with_an_address_does_not_undo_the_no_of_whose_it_is(cast: Cast, repair: RequestType) -> None:
    sends(FILLED)
    customer = Customer.objects.get()
    consents.say(
        customer_id=customer.pk, purpose="marketing", given=False, how="desk", by=cast.maria, at=timezone.now()
    )
    sends({**FILLED, "f_news": "yes"})

    assert [one.given for one in Consent.objects.all()] == [False]


def test_a_choice_that_is_demanded_is_demanded_with_a_form_as_well(cast: Cast) -> None:
    made = engraving(cast, slug="repair")
    by_hand(made, cast.orlov)
    published(cast, made, WHAT)

    answer = sends({"f_what": "leaks"})
    assert answer.status_code == 422
    assert not Conversation.objects.exists()
    option = re.findall(r'name="option"[^>]* value="([^"]*)"', answer.content.decode())[0]
    assert sends({"f_what": "leaks", "option": option}).status_code == 200
    assert Submission.objects.count() == 1


def test_a_form_that_changes_does_not_change_what_was_sent(cast: Cast, repair: RequestType) -> None:
    sends(FILLED)
    published(cast, repair, Field("what", "text", {"ru": "Иначе"}))

    [sent] = Submission.objects.all()
    assert sent.version.number == 1
    assert [one.label for one in sent.answers.all()] == ["Что случилось?", "Согласна с условиями ремонта"]
    assert [one.key for one in sent.version.asked] == [one.key for one in ALL]


def test_who_read_an_older_form_reads_the_new_one_first(cast: Cast, repair: RequestType) -> None:
    old = opened()
    published(cast, repair, Field("what", "text", {"ru": "Иначе"}))

    assert sends({"f_what": "leaks"}, old).status_code == 422
    assert not Conversation.objects.exists()


def test_sent_twice_it_is_one_request(repair: RequestType) -> None:
    page = opened()

    assert [sends(FILLED, page).status_code for _time in range(2)] == [200, 200]
    assert (Conversation.objects.count(), Submission.objects.count()) == (1, 1)


def test_a_program_that_fills_in_everything_or_answers_at_once_is_not_heard(repair: RequestType) -> None:
    assert sends({**FILLED, "trap": "https://spam.example"}).status_code == 422
    fresh = Client().get(PAGE).content.decode()
    assert sends(FILLED, fresh).status_code == 422
    assert sends({**FILLED, "form": "made-up"}).status_code == 422
    assert not Conversation.objects.exists()


def test_who_was_too_quick_presses_once_more(repair: RequestType) -> None:
    at = timezone.now()
    fresh = Client().get(PAGE).content.decode()
    told_off = sends(FILLED, fresh).content.decode()

    assert number(told_off) == number(fresh)
    with mock.patch.object(views.timezone, "now", return_value=at + timedelta(seconds=WRITING_SECONDS_MIN + 1)):
        assert sends(FILLED, told_off).status_code == 200


def test_from_one_address_so_many_come_in_an_hour(repair: RequestType) -> None:
    page = opened()
    with mock.patch.object(timezone, "now", return_value=timezone.now()):
        statuses = [sends({}, page).status_code for _time in range(views.REQUESTS_AN_HOUR_MAX + 1)]

    assert statuses == [422] * views.REQUESTS_AN_HOUR_MAX + [429]


def test_it_may_stand_on_another_site_at_its_own_address_alone(repair: RequestType) -> None:
    framed, own = Client().get("/ask/chainik/repair/framed"), Client().get(PAGE)

    assert "frame-ancestors *" in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed
    assert ("frame-ancestors 'none'" in own["Content-Security-Policy"], own["X-Frame-Options"]) == (True, "DENY")


def test_in_three_languages_it_asks_the_same(repair: RequestType) -> None:
    legends = [re.findall(r"<legend>([^<]*)", opened(f"{PAGE[:-2]}{one}"))[0] for one in ("ru", "uk", "en")]

    assert [one.strip() for one in legends] == ["Что случилось?", "Що сталося?", "What is wrong?"]


@pytest.mark.parametrize(
    "fields",
    [
        (WHAT, WHAT),
        (OTHER, WHAT),
        (Field("a", "text", {}),),
        (Field("A b", "text", {"ru": "А"}),),
        (Field("a", "poem", {"ru": "А"}),),
        (Field("a", "one", {"ru": "А"}, options=(FormOption("b", {"ru": "Б"}),)),),
        (Field("a", "text", {"ru": "А"}, least=5, most=2),),
        (Field("a", "text", {"ru": "А"}, most=301),),
        (Field("a", "consent", {"ru": "А"}, purpose="anything"),),
        (WHAT, Field("a", "text", {"ru": "А"}, when=When("what", ("nothing",)))),
        tuple(Field(f"a{count}", "text", {"ru": "А"}) for count in range(41)),
    ],
)
def test_a_form_that_nobody_could_fill_in_is_not_published(cast: Cast, repair: RequestType, fields: Any) -> None:
    with pytest.raises(UnableToSetForm):
        published(cast, repair, *fields)


def told(cast: Cast) -> list[str]:
    """The letters that left."""
    work()
    return [message.text for message in Message.objects.filter(automatic=True).order_by("pk")]


def test_a_letter_says_that_it_is_here_and_where_it_stands(cast: Cast, repair: RequestType) -> None:
    sends(FILLED)

    [letter] = told(cast)
    conversation = Conversation.objects.get()
    assert letter.startswith(f"Мы получили ваш запрос «Ремонт». Его номер {conversation.reference}.\n\nОтветим до ")
    token = re.search(r"/s/([\w-]+)", letter)
    assert token
    assert Client().get(f"/s/{token[1]}").status_code == 200
    assert Promise.objects.get(kind="answer").owed  # a letter by a rule is no answer


def test_it_says_so_in_the_language_of_whoever_asked(cast: Cast, repair: RequestType) -> None:
    sends(FILLED, path="/ask/chainik/repair/?lang=uk")

    assert told(cast)[0].startswith("Ми отримали ваш запит «Ремонт».")


def test_nothing_that_a_stranger_wrote_is_sent_to_an_address_that_they_named(cast: Cast, repair: RequestType) -> None:
    sends({**FILLED, "f_what": "other", "f_other": "Купите на spam.example"})

    assert "spam.example" not in told(cast)[0]


def test_nobodys_letter_box_is_filled_by_strangers(cast: Cast, repair: RequestType) -> None:
    for _time in range(telling_forms.OF_A_CUSTOMER_MAX + 2):
        sends(FILLED)

    assert len(told(cast)) == telling_forms.OF_A_CUSTOMER_MAX


def test_who_left_a_number_gets_no_letter(cast: Cast, repair: RequestType) -> None:
    answer = sends({**FILLED, "contact": "+7 900 000-00-12"})

    assert told(cast) == []
    assert "Ответим до" in answer.content.decode()
    assert "письмо" not in answer.content.decode()


def test_answers_stand_beside_the_conversation_for_this_brand_alone(cast: Cast, repair: RequestType) -> None:
    sends({**FILLED, "f_order": "ЧК-0042"})
    path = f"/conversations/{Conversation.objects.get().public_id}/"

    page = cast.browser_of(cast.anna).get(path).content.decode()
    assert re.search(r"<dt[^>]*>Номер заказа</dt><dd>ЧК-0042</dd>", page)
    assert cast.browser_of(cast.taras).get(path).status_code == 404


def test_what_was_filled_in_is_found_by_the_search(cast: Cast, repair: RequestType) -> None:
    sends({**FILLED, "f_order": "ЧК-0042"})
    work()

    found = cast.browser_of(cast.anna).get("/search/?q=ЧК-0042").content.decode()
    assert str(Conversation.objects.get().public_id) in found


def test_what_was_sent_is_read_where_its_conversation_is(cast: Cast, repair: RequestType) -> None:
    sends(FILLED)
    moving.move(conversation_id=Conversation.objects.get().pk, brand=cast.honey, by=cast.orlov, at=timezone.now())

    assert not form_queries.submissions_visible_to(cast.anna).exists()
    assert form_queries.submissions_visible_to(cast.taras).count() == 1
