"""What customers may ask for, at the desk: offered, chosen on their behalf, given beyond it, and what they expected."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.core.db import transaction
from slovo.people.models import Staff
from slovo.promises import ledger
from slovo.promises.models import Promise
from slovo.requests import queries
from slovo.requests.extra_models import Extra
from slovo.requests.models import Choice, RequestType
from slovo.standards.expectation_models import Expectation, Unpromised
from slovo.web import gifts
from tests.cast import IRINA, Cast, arrives, letter, the_conversation, work
from tests.promises.stories import promised
from tests.requests.stories import by_hand, by_machine, engraving
from tests.web.portal.pages import text_of

QUERIES_OF_TYPES = 8
OPTION = {
    "names_ru": "Вручную",
    "promised_ru": "За два дня",
    "not_promised_ru": "Шрифт выбирает мастер",
    "price": "1 500,50",
    "currency": "rub",
    "promise_kind": "repair",
    "promise_minutes": "2880",
    "per": "week",
    "capacity": "1",
}


@pytest.fixture(autouse=True)
def asked(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)


def opens(cast: Cast, who: Staff, path: str) -> str:
    answer = cast.browser_of(who).get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def sends(cast: Cast, who: Staff, path: str, given: dict[str, Any]) -> HttpResponse:
    answer: HttpResponse = cast.browser_of(who).post(path, given)
    return answer


def beside(noun: str = "") -> str:
    return f"/conversations/{the_conversation().public_id}/{noun}"


def radio(page: str, number: int = 0) -> str:
    return re.findall(r'name="option"[^>]* value="([^"]*)"', page)[number]


def test_an_administrator_offers_and_an_agent_sees_it(cast: Cast) -> None:
    given = {"brand": cast.chainik.pk, "slug": "engraving", "names_ru": "Гравировка", "owner": cast.pavel.pk}
    assert sends(cast, cast.orlov, "/request-types/", given | {"demands_choice": "1"}).status_code == 302
    kettle = RequestType.objects.get()
    assert sends(cast, cast.orlov, f"/request-types/{kettle.pk}/options", OPTION).status_code == 302

    [version] = queries.offered([kettle.pk])
    assert (version.price_minor, version.currency, version.capacity) == (150_050, "RUB", 1)
    page = opens(cast, cast.anna, "/request-types/")
    assert "Шрифт выбирает мастер" in page
    assert "Next free: the week of" in page
    assert sends(cast, cast.orlov, f"/request-options/{version.option_id}/versions", OPTION | {"price": "9"})
    assert queries.offered([kettle.pk])[0].number == 2
    opens(cast, cast.orlov, f"/request-types/{kettle.pk}/")


def test_an_agent_offers_nothing(cast: Cast) -> None:
    kettle = engraving(cast)

    assert sends(cast, cast.anna, "/request-types/", {"brand": cast.chainik.pk}).status_code == 403
    assert sends(cast, cast.anna, f"/request-types/{kettle.pk}/options", OPTION).status_code == 403


def test_what_irina_says_on_the_phone_is_recorded_and_stands_beside_the_conversation(cast: Cast) -> None:
    kettle = engraving(cast)
    by_hand(kettle, cast.orlov)
    page = opens(cast, cast.anna, beside("choices"))
    assert "checked" not in page.split("<fieldset")[1]
    given = {"type": kettle.pk, "option": radio(page), "how": "phone"}

    assert sends(cast, cast.anna, beside("choices"), given).status_code == 302
    choice = Choice.objects.get()
    assert (choice.about, choice.how, choice.by_id) == (the_conversation().key, "phone", str(cast.anna.pk))
    page = opens(cast, cast.anna, beside())
    assert "Шрифт выбирает мастер" in page
    assert Promise.objects.get(kind="repair").owner == cast.pavel


def test_nothing_chosen_is_refused_in_words(cast: Cast) -> None:
    kettle = engraving(cast)
    by_machine(kettle, cast.orlov)
    answer = sends(cast, cast.anna, beside("choices"), {"type": kettle.pk, "how": "phone"})

    assert answer.status_code == 422
    assert "Nothing is chosen for you." in answer.content.decode()


def test_a_choice_is_given_back(cast: Cast) -> None:
    test_what_irina_says_on_the_phone_is_recorded_and_stands_beside_the_conversation(cast)
    choice = Choice.objects.get()
    sends(cast, cast.anna, f"/choices/{choice.pk}/return", {"words": "Передумала", "how": "phone"})

    assert "given back" in opens(cast, cast.anna, beside())
    assert Promise.objects.get(kind="repair").released_at


def test_a_request_is_filed_for_a_customer_with_its_choice(cast: Cast) -> None:
    kettle = engraving(cast)
    by_machine(kettle, cast.orlov)
    path = f"/request-types/{kettle.pk}/requests"
    page = opens(cast, cast.anna, path)
    form = re.search(r'name="form" value="([^"]*)"', page)
    assert form
    given = {"form": form[1], "name": "Ирина", "contact": IRINA, "text": "Напишите «Чай»", "how": "phone"}

    assert sends(cast, cast.anna, path, given).status_code == 422
    assert sends(cast, cast.anna, path, given | {"option": radio(page)}).status_code == 302
    choice = Choice.objects.get()
    assert (choice.wording["name"], choice.how) == ("Станком", "phone")


def test_a_gift_is_put_into_the_answer_and_announced_when_that_has_left(cast: Cast) -> None:
    given = {"what": "пачка чая", "reason": "Долго ждала", "usual_price": "300", "currency": "RUB"}
    assert sends(cast, cast.anna, beside("extras"), given).status_code == 302
    extra = Extra.objects.get()
    assert (extra.phrase, extra.usual_price_minor) == ("В подарок от нас: пачка чая.", 30_000)
    assert extra.phrase in opens(cast, cast.anna, beside())

    sends(cast, cast.anna, beside("replies"), {"text": f"Здравствуйте!\n\n{extra.phrase}"})
    work()
    with transaction():
        gifts.note_announced.enqueue()
    work()

    assert Extra.objects.get().announced_how == "letter"


def test_an_answer_without_its_phrase_announces_nothing(cast: Cast) -> None:
    sends(cast, cast.anna, beside("extras"), {"what": "чай", "reason": "Долго ждала"})
    sends(cast, cast.anna, beside("replies"), {"text": "Здравствуйте!"})
    work()
    with transaction():
        gifts.note_announced.enqueue()
    work()

    assert Extra.objects.get().announced_at is None


def test_what_was_given_in_silence_is_shown_until_somebody_tells(cast: Cast) -> None:
    sends(cast, cast.anna, beside("extras"), {"what": "чай", "reason": "Долго ждала", "handover_words": "С теплом"})
    extra = Extra.objects.get()
    silent = "<h2>Given in silence</h2>"
    assert "None." in opens(cast, cast.anna, "/extras/").split(silent)[1].split("</section>")[0]
    Extra.objects.update(recorded_at=timezone.now() - timedelta(hours=25))

    assert "чай" in opens(cast, cast.anna, "/extras/").split(silent)[1].split("</section>")[0]
    assert "С теплом" in opens(cast, cast.anna, f"/extras/{extra.pk}/slip")
    sends(cast, cast.anna, f"/extras/{extra.pk}/announcement", {"how": "phone"})
    assert "None." in opens(cast, cast.anna, "/extras/").split(silent)[1].split("</section>")[0]


def test_the_slip_says_that_it_is_a_gift_what_it_usually_costs_and_where_it_ends(cast: Cast) -> None:
    given = {"what": "пачка чая", "reason": "Долго ждала", "usual_price": "300", "currency": "RUB"}
    more = {"limits": "Одна на заказ", "handover_words": "С теплом"}
    assert sends(cast, cast.anna, beside("extras"), given | more).status_code == 302

    slip = text_of(opens(cast, cast.anna, f"/extras/{Extra.objects.get().pk}/slip"))

    told = ["В подарок от нас: пачка чая.", "Usual price: RUB 300", "Limits: Одна на заказ", "С теплом"]
    assert [words for words in told if words not in slip] == []


def test_the_map_shows_where_nobody_looks(cast: Cast) -> None:
    at = timezone.now()
    given = {"brand": cast.chainik.pk, "what": "Обёртка", "weight": "0", "reason": "Спросили", "kinds": ["delivery"]}
    assert sends(cast, cast.orlov, "/expectations/", given).status_code == 302
    promise = promised(cast, at=at - timedelta(hours=3), due_at=at + timedelta(days=1))
    ledger.keep(promise_id=promise.pk, by=cast.anna, at=at)

    page = opens(cast, cast.maria, "/expectations/")
    assert "Обёртка" in page
    row = page.split('scope="row">Доставка')[1].split("</tr>")[0]
    assert "3,0" in row
    assert "<b>" in row
    sends(cast, cast.orlov, f"/expectations/{Expectation.objects.get().pk}/archiving", {})
    assert "Обёртка" not in opens(cast, cast.maria, "/expectations/")


def test_what_irina_expected_is_counted_and_becomes_a_word_up_front(cast: Cast) -> None:
    assert sends(cast, cast.anna, beside("unpromised"), {"words": "Бесплатный Wi-Fi"}).status_code == 302
    assert sends(cast, cast.anna, beside("unpromised"), {"words": "бесплатный wi-fi"}).status_code == 302
    row = Unpromised.objects.get()
    assert row.times == 1
    sends(cast, cast.orlov, f"/unpromised/{row.pk}/decision", {"up_front_ru": "Wi-Fi у нас нет."})

    by_machine(engraving(cast), cast.orlov)
    assert "Wi-Fi у нас нет." in opens(cast, cast.anna, beside("choices"))
    option = queries.offered([RequestType.objects.get().pk])[0]
    sends(cast, cast.orlov, f"/unpromised/{row.pk}/decision", {"option": option.option_id})
    assert Unpromised.objects.get().became == f"option:{option.option_id}"


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_types_asks_as_much_for_three_as_for_one(cast: Cast, number: int) -> None:
    for one in range(number):
        by_hand(engraving(cast, slug=f"engraving-{one}"), cast.orlov)
    opens(cast, cast.anna, "/request-types/")
    with CaptureQueriesContext(connection) as asked:
        opens(cast, cast.anna, "/request-types/")

    assert len(asked) == QUERIES_OF_TYPES
