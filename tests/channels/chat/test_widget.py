"""The script of the widget, what it asks for later, and what it is told when a page has come to rest."""

import gzip
import re

import pytest
from django.test import Client
from django.utils import timezone

from slovo.requests import form_queries
from slovo.requests import forms as of_form
from tests.cast import Cast
from tests.channels.chat.visitors import Browser, a_chat, token_for
from tests.knowledge.stories import published
from tests.requests.form_stories import repairs

BYTES_MAX = 15 * 1024
MORE_BYTES_MAX = 10 * 1024
FORBIDDEN = r"innerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|document\.cookie|@import|url\("


def test_the_widget_is_small_and_needs_nothing_else() -> None:
    response = Client().get("/widget/slovo.js", headers={"Accept-Encoding": "gzip"})
    script = gzip.decompress(response.content).decode()

    assert len(response.content) <= BYTES_MAX
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.cookies == {}
    assert re.findall(FORBIDDEN, script) == []
    known = Client().get("/widget/slovo.js", headers={"If-None-Match": response["ETag"], "Accept-Encoding": "gzip"})
    assert known.status_code == 304


def test_what_is_seldom_needed_is_a_second_file_that_is_named_by_its_content() -> None:
    first = Client().get("/widget/slovo.js").content.decode()
    (address,) = re.findall(r"/widget/more\.js\?v=\w+", first)
    known, unknown = Client().get(address), Client().get("/widget/more.js?v=another")
    texts = {language: Client().get(f"{address}&lang={language}").content.decode() for language in ("ru", "uk", "en")}

    assert known.content == unknown.content
    assert len(Client().get(address, headers={"Accept-Encoding": "gzip"}).content) <= MORE_BYTES_MAX
    assert (known["Cache-Control"], unknown["Cache-Control"]) == ("max-age=31536000, public, immutable", "no-cache")
    assert ["Сделать фото" in texts["ru"], "Зробити фото" in texts["uk"], "Take a photo" in texts["en"]] == [True] * 3
    assert known["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert re.findall(FORBIDDEN, known.content.decode()) == []
    assert "SHA-256" not in first and "callbacks" not in first  # nobody who only looks at a page loads it


@pytest.mark.parametrize(
    ("language", "words"),
    [("ru", "Написать нам"), ("uk", "Написати нам"), ("en", "Write to us"), ("de", "Написать нам")],
)
def test_it_speaks_as_the_page_does(cast: Cast, language: str, words: str) -> None:
    told = Browser(a_chat(cast)).get("config", f"lang={language}").json()

    assert told["texts"]["open"] == words
    assert [one["purpose"] for one in told["consents"]] == ["talk"]
    assert set(told["colours"]) == {"light", "dark"}


def test_the_words_of_the_second_file_come_with_it_and_a_script_from_before_an_upgrade_has_them_all(cast: Cast) -> None:
    irina = Browser(a_chat(cast))
    apart, whole = (irina.get("config", query).json()["texts"] for query in ("lang=ru&apart=1", "lang=ru"))

    assert ("emoji" in apart, "emoji" in whole) == (False, True)
    assert apart.items() < whole.items()


def test_it_speaks_no_language_that_the_brand_does_not(cast: Cast) -> None:
    told = Browser(a_chat(cast, languages=["en"])).get("config", "lang=uk").json()

    assert told["texts"]["open"] == "Write to us"


def test_help_is_offered_once_there_is_an_article_for_everybody(cast: Cast) -> None:
    irina = Browser(a_chat(cast))
    published(cast, audience="internal")
    before = irina.get("config").json()
    published(cast, title="Как выбрать чайник")
    after = irina.get("config").json()

    assert (before["help"], "help" in before["tabs"]) == ("", False)
    assert (after["help"], "help" in after["tabs"]) == ("/help/chainik/", True)
    assert "Как выбрать чайник" in Client().get(after["help"], follow=True).content.decode()


def test_the_question_leads_to_the_forms_of_this_brand_that_are_published(cast: Cast) -> None:
    irina = Browser(a_chat(cast))
    made = repairs(cast)
    assert irina.get("config", "lang=en").json()["forms"] == [{"name": "Repair", "address": "/ask/chainik/repair/"}]

    of_form.set_form(type_id=made.pk, fields=[], by=cast.orlov, at=timezone.now())
    assert irina.get("config").json()["forms"] == []
    assert form_queries.types_with_a_form(cast.honey.pk) == []


def test_what_was_agreed_to_is_not_asked_again(cast: Cast) -> None:
    chat = a_chat(cast)
    irina = Browser(chat)
    assert irina.get("config").json()["known"] is False
    irina.is_identified(token_for(chat, id="77"))
    irina.post("consents", {"purpose": "talk", "version": 1})

    told = irina.get("config").json()
    assert (told["known"], told["agreed"]) == (True, {"talk": 1})
