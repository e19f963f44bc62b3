"""/robots.txt: what search machines find are articles and the book, and nothing that is somebody's own."""

import re
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import pytest
from django.conf import settings
from django.test import Client

from tests.book.stories import PAGE, Writer
from tests.book.stories import opens as opens_book
from tests.cast import Cast, arrives, letter
from tests.knowledge.stories import published
from tests.web.portal.pages import opens, promised_to_irina

NOINDEX = re.compile(r'<meta name="robots" content="noindex')


def rules(host: str = "") -> str:
    answer = Client().get("/robots.txt", headers={"host": host or urlsplit(settings.PUBLIC_URL).netloc})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert answer.cookies == {}
    return answer.content.decode()


def is_shown(address: str) -> bool:
    """To whoever may come at all: neither a header nor the page keeps it out."""
    answer = Client().get(address)
    assert answer.status_code == 200
    return "X-Robots-Tag" not in answer.headers and not NOINDEX.search(answer.content.decode())


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("/help/chainik/ru/kak-vernut-chainik/", True),
        ("/book/chainik/", True),
        ("/static/portal.css", True),
        ("/s/abcdefgh", False),
        ("/w/abcdefgh", False),
        ("/my/chainik/", False),
        ("/ask/chainik/repair/", False),
        ("/callback/chainik", False),
        ("/visit/chainik", False),
        ("/q/t", False),
        ("/conversations/", False),
        ("/accounts/login/", False),
        ("/api/v1/", False),
        ("/", False),
    ],
)
def test_machines_come_to_articles_and_the_book_alone(cast: Cast, address: str, may: bool) -> None:
    reader = RobotFileParser()
    reader.parse(rules().splitlines())

    assert reader.can_fetch("Anybody", f"https://desk.example{address}") is may


def test_of_brands_that_share_an_address_none_is_named_and_each_article_names_its_map(cast: Cast) -> None:
    version = published(cast)
    published(cast, "Як повернути мед", "Мед повертають.", language="uk", brand=cast.honey)

    assert "Sitemap" not in rules()
    assert cast.honey.slug not in rules()
    article = Client().get(f"/help/chainik/ru/{version.text.slug}/").content.decode()
    [named] = re.findall(r'<link rel="sitemap"[^>]* href="([^"]*)"', article)
    assert named.endswith("/help/chainik/sitemap.xml")


def test_at_another_address_no_brand_is_named(cast: Cast) -> None:
    published(cast)

    assert "Sitemap" in rules()
    assert "Sitemap" not in rules("localhost")


def test_the_map_of_the_only_brand_with_articles_is_named_and_is_there(cast: Cast) -> None:
    assert "Sitemap" not in rules()
    published(cast)
    published(cast, audience="internal", brand=cast.honey)

    [named] = re.findall(r"^Sitemap: http://[^/]+(/.*)$", rules(), re.MULTILINE)

    assert named == "/help/chainik/sitemap.xml"
    assert Client().get(named).status_code == 200


def test_the_open_book_is_found_and_what_leads_to_one_matter_is_not(cast: Cast) -> None:
    published(cast)
    sitemap = "/help/chainik/sitemap.xml"
    assert PAGE not in Client().get(sitemap).content.decode()
    opens_book(cast)
    arrives(letter(), cast.chainik_mail)
    promised_to_irina(cast)

    assert f"{PAGE}</loc>" in Client().get(sitemap).content.decode()
    assert (is_shown(PAGE), is_shown(f"{PAGE}poster")) == (True, False)
    assert re.search(r'<link rel="canonical" href="http://[^/]+/book/chainik/">', Writer().sees("?lang=uk"))
    assert not is_shown(f"/s/{opens(cast).token}")
    assert not is_shown("/my/chainik/")


def test_thanks_for_an_entry_are_not_found_nor_is_a_book_that_is_closed(cast: Cast) -> None:
    opens_book(cast)
    writer = Writer()
    assert NOINDEX.search(writer.sends(writer.fills()))

    cast.browser_of(cast.orlov).post(f"/brands/{cast.chainik.pk}/book", {"hours": "24"})
    assert "noindex" in Client().get(PAGE).headers["X-Robots-Tag"]
