"""What the palette finds on the server, and the pages that stand for palette and keys without scripts."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.conversations import tags
from slovo.conversations.saved_view_actions import Shape, Whose, keep_view
from slovo.core.db import is_postgresql
from slovo.customers import actions as customers
from slovo.customers.models import Customer
from slovo.people.models import Staff
from tests.cast import Cast, arrives, letter, the_conversation
from tests.web.test_search import WALK_QUERIES

pytestmark = pytest.mark.thorough

QUERIES = 17


@pytest.fixture
def irina(cast: Cast) -> Customer:
    arrives(letter(), cast.chainik_mail)
    customer = Customer.objects.get()
    at = timezone.now()
    customers.add_identity(customer_id=customer.pk, kind="phone", value="+79000000012", by=cast.anna, at=at)
    return customer


def found(cast: Cast, who: Staff, wanted: str) -> list[str]:
    page = cast.browser_of(who).get("/palette", {"part": "found", "q": wanted}).content.decode()
    return [unescape(words) for words in re.findall(r"<a href[^>]*>(.*?)</a>", page)]


def addresses(cast: Cast, who: Staff, wanted: str) -> list[str]:
    page = cast.browser_of(who).get("/palette", {"part": "found", "q": wanted}).content.decode()
    return [unescape(address) for address in re.findall(r'<a href="([^"]+)"', page)]


@pytest.mark.parametrize(
    "wanted", ["ири", "ИРИНА С", "bhbyf", "irina@ex", "шкштф", "+7 900 000", "8 (900) 000-00-12", "7900"]
)
def test_a_customer_is_found_by_how_name_address_or_number_begin(cast: Cast, irina: Customer, wanted: str) -> None:
    assert found(cast, cast.maria, wanted) == ["Ирина Соколова", "Чайник не пришёл"]


@pytest.mark.parametrize("wanted", ["", "и", "околова", "%", "__", "\0\0"])
def test_what_does_not_begin_so_is_not_found(cast: Cast, irina: Customer, wanted: str) -> None:
    assert found(cast, cast.maria, wanted) == []


def test_a_conversation_is_found_by_its_number(cast: Cast, irina: Customer) -> None:
    reference = the_conversation().reference

    assert found(cast, cast.maria, f"#{reference}") == ["Чайник не пришёл"]
    assert found(cast, cast.maria, reference[:4].lower()) == ["Чайник не пришёл"]


def test_a_conversation_is_found_by_its_words_in_any_form_and_layout(cast: Cast, irina: Customer) -> None:
    for wanted in ("чайники", "не приш", "соколова ирина", "xfqybr", "from:irina@example.com"):
        assert found(cast, cast.maria, wanted) == ["Чайник не пришёл"], wanted


def test_views_tags_and_pages_are_found_by_their_names(cast: Cast, irina: Customer) -> None:
    shape = Shape(name="Горит сегодня", document={"promise": "soon"})
    view = keep_view(shape=shape, whose=Whose(), by=cast.maria, at=timezone.now())
    tag = tags.add_tag(brand_id=cast.chainik.pk, name="Возврат", colour="", by=cast.maria, at=timezone.now())

    assert addresses(cast, cast.maria, "сегодня") == [f"/conversations/?view={view.public_id}"]
    assert addresses(cast, cast.maria, "djpdh") == [
        f"/conversations/?filter=%7B%22version%22%3A1%2C%22tag_ids%22%3A%5B{tag.pk}%5D%7D"
    ]
    assert addresses(cast, cast.maria, "окен") == ["/preferences/tokens/"]
    brands = (cast.honey.pk, cast.chainik.pk)
    assert addresses(cast, cast.orlov, "вебхук") == [f"/brands/{pk}/webhooks/" for pk in brands]
    assert addresses(cast, cast.taras, "возврат") == []
    assert addresses(cast, cast.pavel, "сегодня") == []


def test_who_was_merged_is_found_as_the_one_they_are(cast: Cast, irina: Customer) -> None:
    arrives(letter(sender="Ира <ira@example.net>", message_id="<2@example.net>"), cast.chainik_mail)
    ira = Customer.objects.exclude(pk=irina.pk).get()
    customers.merge(kept_id=irina.pk, merged_id=ira.pk, by=cast.maria, at=timezone.now())

    assert found(cast, cast.maria, "ira@example.net")[0] == "Ирина Соколова"


def test_another_brand_finds_nothing(cast: Cast, irina: Customer) -> None:
    for wanted in ("ирина", "irina@example.com", "+7900", the_conversation().reference):
        assert found(cast, cast.taras, wanted) == []


def test_many_are_found_with_as_many_questions_as_one(cast: Cast, irina: Customer) -> None:
    for number in range(3):
        sender = f"Ирина {number} <u{number}@example.com>"
        arrives(letter(sender=sender, message_id=f"<u{number}@example.com>"), cast.chainik_mail)
    cast.browser_of(cast.maria).get("/palette")
    asked = []
    for wanted in ("ирина соколова", "ирина"):
        with CaptureQueriesContext(connection) as asking:
            found(cast, cast.maria, wanted)
        asked.append(len(asking))

    assert asked == [QUERIES + (WALK_QUERIES if is_postgresql() else 0)] * 2


def test_without_scripts_the_palette_is_a_page(cast: Cast, irina: Customer) -> None:
    page = cast.browser_of(cast.anna).get("/palette", {"q": "ирина"}).content.decode()

    assert f'href="/customers/{irina.public_id}/"' in page
    assert "<h1>Find and do</h1>" in page
    assert 'href="/search/?q=%D0%B8%D1%80%D0%B8%D0%BD%D0%B0"' in page


def sheet(cast: Cast, who: Staff) -> str:
    return cast.browser_of(who).get("/keys/?part=sheet").content.decode()


def keys(cast: Cast, who: Staff) -> list[str]:
    page = cast.browser_of(who).get("/keys/").content.decode()
    return re.sub(r"<span class=\"also\">(.*?)</span>", r"\1", page).split("<kbd>")[1:]


def test_the_sheet_shows_the_letters_of_the_readers_layout(cast: Cast) -> None:
    first = {who.language: keys(cast, who)[0].partition("</kbd>")[0] for who in (cast.anna, cast.maria, cast.taras)}

    assert first == {"en": "J", "ru": "J О", "uk": "J О"}


def test_the_sheet_names_the_room_to_those_who_may_see_it(cast: Cast) -> None:
    assert "The room</dd>" not in sheet(cast, cast.anna)
    assert "Штаб</dd>" in sheet(cast, cast.maria)


def test_who_switches_single_keys_off_is_told_so_and_the_page_knows(cast: Cast) -> None:
    browser = cast.browser_of(cast.anna)
    assert '<meta name="slovo-keys"' not in browser.get("/preferences/").content.decode()

    browser.post("/preferences/", {"language": "en", "theme": "", "zone": ""})

    assert '<meta name="slovo-keys" content="off">' in browser.get("/preferences/").content.decode()
    assert "Single keys are switched off for you." in browser.get("/keys/").content.decode()


def test_a_language_is_chosen_for_oneself_and_before_signing_in_for_the_browser(cast: Cast) -> None:
    cast.browser_of(cast.anna).post("/language", {"language": "uk", "next": "/keys/"})
    stranger = Client()
    stranger.post("/language", {"language": "ru"})

    assert Staff.objects.get(pk=cast.anna.pk).language == "uk"
    assert stranger.cookies["django_language"].value == "ru"
