"""A gift is named in the answer while that is written, and goes with it, or with nothing."""

import json
import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.utils import timezone

from slovo.conversations.desk_models import Draft
from slovo.core.db import transaction
from slovo.customers.models import Customer
from slovo.promises import links
from slovo.requests.extra_models import Extra
from slovo.visits import booking
from slovo.web import gifts
from tests.cast import Cast, arrives, letter, the_conversation, the_last_message, work
from tests.orders.stories import an_order
from tests.visits.stories import MOSCOW, tasting
from tests.web.portal.pages import Phone, text_of

TEA = {"what": "пачка чая", "reason": "Долго ждала", "usual_price": "300", "currency": "RUB"}
PHRASE = "В подарок от нас: пачка чая."
ANSWER = f"Здравствуйте! {PHRASE} Чайник в пути."


@pytest.fixture(autouse=True)
def asked(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)


def address(noun: str = "") -> str:
    return f"/conversations/{the_conversation().public_id}/{noun}"


def gives(cast: Cast, given: dict[str, str] | None = None) -> HttpResponse:
    """In the sheet over the answer."""
    answer: HttpResponse = cast.browser_of(cast.anna).post(address("extras?part=sheet"), given or TEA)
    return answer


def keeps(cast: Cast, text: str, **said: object) -> dict[str, str]:
    """The page keeps the draft, with what stands under the field."""
    answer = cast.browser_of(cast.anna).put(address("draft"), urlencode({"text": text, **said}, doseq=True))
    assert answer.status_code == 200
    return dict(answer.json())


def page(cast: Cast) -> str:
    return str(cast.browser_of(cast.anna).get(address()).content.decode())


def under_the_field(html: str) -> list[str]:
    return re.findall(r'<input type="hidden" name="gift" value="(\d+)">', html)


def sends(cast: Cast, text: str) -> None:
    assert cast.browser_of(cast.anna).post(address("replies"), {"text": text}).status_code == 302


def letters_leave() -> None:
    work()
    with transaction():
        gifts.note_announced.enqueue()
    work()


def test_a_gift_is_recorded_and_its_sentence_comes_in_the_customers_language(cast: Cast) -> None:
    """Anna reads English, Irina Russian."""
    answer = gives(cast)
    extra = Extra.objects.get()
    assert json.loads(answer["HX-Trigger-After-Swap"]) == {"given": {"phrase": PHRASE}}
    assert under_the_field(answer.content.decode()) == [str(extra.pk)]
    assert (extra.phrase, extra.usual_price_minor, extra.drafted_by) == (PHRASE, 30_000, cast.anna)


def test_what_is_missing_is_said_in_the_sheet(cast: Cast) -> None:
    answer = gives(cast, {"what": "чай", "reason": ""})
    assert (answer.status_code, Extra.objects.count()) == (422, 0)
    assert "Say what is given, and why." in answer.content.decode()
    assert 'value="чай"' in answer.content.decode()


def test_what_was_given_before_is_given_again_for_a_reason_of_its_own(cast: Cast) -> None:
    gives(cast)
    before = Extra.objects.get()
    sheet = cast.browser_of(cast.anna).get(address("extras?part=sheet")).content.decode()
    assert f'name="like" value="{before.pk}"' in sheet

    assert gives(cast, {"like": str(before.pk), "reason": ""}).status_code == 422
    gives(cast, {"like": str(before.pk), "reason": "Разбили чашку"})

    again = Extra.objects.exclude(pk=before.pk).get()
    assert (again.what, again.reason, again.usual_price_minor, again.phrase) == (
        "пачка чая",
        "Разбили чашку",
        30_000,
        PHRASE,
    )


def test_what_another_brand_gives_is_not_offered(cast: Cast) -> None:
    gives(cast)
    arrives(letter(sender="bohdan@example.org", to="dopomoga@honey.example", message_id="<2@x>"), cast.honey_mail)
    honey = the_last_message().conversation
    sheet = cast.browser_of(cast.taras).get(f"/conversations/{honey.public_id}/extras?part=sheet").content.decode()
    assert "пачка чая" not in sheet


def test_it_stays_with_the_draft_and_is_announced_when_that_has_left(cast: Cast) -> None:
    gives(cast)
    pk = str(Extra.objects.get().pk)
    assert under_the_field(keeps(cast, ANSWER, gift=pk)["gifts"]) == [pk]
    assert under_the_field(page(cast)) == [pk]

    sends(cast, ANSWER)
    assert under_the_field(page(cast)) == []
    letters_leave()

    extra = Extra.objects.get()
    assert (extra.announced_how, extra.taken_back_at) == ("letter", None)


def test_a_draft_that_no_longer_names_it_says_so(cast: Cast) -> None:
    gives(cast)
    shown = keeps(cast, "Здравствуйте!", gift=Extra.objects.get().pk)["gifts"]
    assert "The answer does not name it" in unescape(shown)


def test_dropped_with_the_draft_it_is_given_to_nobody(cast: Cast) -> None:
    gives(cast)
    pk = Extra.objects.get().pk
    keeps(cast, ANSWER, gift=pk)

    keeps(cast, "", gift=pk)

    assert Extra.objects.get().taken_back_at
    assert Draft.objects.count() == 0
    browser = cast.browser_of(cast.anna)
    assert "пачка чая" not in page(cast) + browser.get("/extras/").content.decode()


def test_of_the_page_without_scripts_too(cast: Cast) -> None:
    browser = cast.browser_of(cast.anna)
    browser.post(address("extras"), TEA)
    pk = Extra.objects.get().pk
    assert under_the_field(page(cast)) == [str(pk)]
    browser.post(address("draft"), {"kind": "reply", "text": "", "gift": pk})
    assert Extra.objects.get().taken_back_at


def test_not_given_after_all_its_sentence_leaves_the_answer(cast: Cast) -> None:
    gives(cast)
    pk = Extra.objects.get().pk
    kept = keeps(cast, ANSWER, gift=pk, gift_not=pk)
    assert (kept["text"], under_the_field(kept["gifts"])) == ("Здравствуйте! Чайник в пути.", [])
    assert Extra.objects.get().taken_back_at
    assert Draft.objects.get().text == "Здравствуйте! Чайник в пути."


def test_what_a_letter_named_all_the_same_is_given(cast: Cast) -> None:
    """Dropped, and written again from memory: the customer has read that it is a gift."""
    gives(cast)
    keeps(cast, "", gift=Extra.objects.get().pk)
    sends(cast, ANSWER)
    letters_leave()
    extra = Extra.objects.get()
    assert (extra.announced_how, extra.taken_back_at) == ("letter", None)


@pytest.mark.parametrize("who", ["pavel", "anna"])
def test_nobody_takes_back_what_the_customer_knows_or_a_colleague_gives(cast: Cast, who: str) -> None:
    gives(cast)
    extra = Extra.objects.get()
    if who == "anna":
        cast.browser_of(cast.anna).post(f"/extras/{extra.pk}/announcement", {"how": "phone"})
    cast.browser_of(getattr(cast, who)).put(address("draft"), urlencode({"text": "", "gift": extra.pk}))
    assert Extra.objects.get().taken_back_at is None


def test_an_answer_that_is_taken_back_keeps_its_gift(cast: Cast) -> None:
    gives(cast)
    sends(cast, ANSWER)
    cast.browser_of(cast.anna).post(f"/messages/{the_last_message().public_id}/taking-back")
    assert under_the_field(page(cast)) == [str(Extra.objects.get().pk)]


def opens_link(cast: Cast, customer: Customer, *, about: str) -> Phone:
    given = {"brand": cast.chainik, "customer_id": customer.pk, "about": about, "at": timezone.now()}
    return Phone(links.make_link(by=cast.anna, **given)[1])


def opens(cast: Cast, where: str) -> str:
    return text_of(cast.browser_of(cast.anna).get(where).content.decode())


def test_what_goes_into_a_parcel_is_given_with_the_order_and_named_on_her_page_and_the_slip(cast: Cast) -> None:
    order = an_order(cast)
    where = f"/orders/{order.public_id}/extras"
    assert where in cast.browser_of(cast.anna).get(f"/orders/{order.public_id}/").content.decode()

    given = TEA | {"handover_words": "Это вам от нас", "limits": "Одна на заказ"}
    assert cast.browser_of(cast.anna).post(where, given).status_code == 302

    extra = Extra.objects.get()
    assert (extra.about, extra.phrase, extra.announced_at) == (order.key, PHRASE, None)
    assert "Not announced yet." in opens(cast, where)
    slip = opens(cast, f"/extras/{extra.pk}/slip")
    assert [words in slip for words in (PHRASE, "Одна на заказ", "Это вам от нас")] == [True] * 3
    phone = opens_link(cast, the_conversation().customer, about=order.key)
    assert "пачка чая Подарок: вам это ничего не стоит" in phone.reads()
    assert "Долго ждала" not in phone.reads()  # written for colleagues

    sends(cast, ANSWER)
    letters_leave()
    extra.refresh_from_db()
    assert extra.announced_how == "letter"
    assert "The customer knows that it is a gift." in opens(cast, where)


def test_at_a_visit_it_is_given_where_that_was_booked(cast: Cast) -> None:
    type_, at = tasting(cast), timezone.now()
    noon = (at.astimezone(MOSCOW) + timedelta(days=2)).replace(hour=12, minute=0, second=0, microsecond=0)
    customer = the_conversation().customer
    given = {"type_id": type_.pk, "customer": customer, "by": cast.anna, "at": at}
    booked = [
        booking.book(starts_at=noon + timedelta(hours=hours), about=about, **given)
        for hours, about in ((0, ""), (2, the_conversation().key))
    ]
    alone, beside = (f"/visits/{visit.public_id}/extras" for visit in booked)

    assert cast.browser_of(cast.anna).get(beside)["Location"] == address("extras")
    assert cast.browser_of(cast.anna).post(alone, TEA).status_code == 302
    extra = Extra.objects.get()
    assert extra.about == f"customer:{customer.pk}"
    assert cast.browser_of(cast.anna).post(f"/extras/{extra.pk}/announcement", {"how": "in_person"}).status_code == 302
    assert "The customer knows that it is a gift." in opens(cast, alone)
    assert "пачка чая" in opens_link(cast, customer, about="").reads()


@pytest.mark.parametrize("missing", ["what", "reason"])
def test_with_an_order_it_says_what_and_why(cast: Cast, missing: str) -> None:
    where = f"/orders/{an_order(cast).public_id}/extras"

    answer = cast.browser_of(cast.anna).post(where, TEA | {missing: ""})

    assert (answer.status_code, Extra.objects.exists()) == (422, False)
    assert cast.browser_of(cast.taras).get(where).status_code == 404
