"""/robots.txt: what search machines find are articles and the book, and nothing that is somebody's own."""

import re
from urllib.robotparser import RobotFileParser

import pytest
from django.test import Client

from tests.book.stories import PAGE, Writer
from tests.book.stories import opens as opens_book
from tests.cast import Cast, arrives, letter
from tests.knowledge.stories import published
from tests.web.portal.pages import opens, promised_to_irina

NOINDEX = re.compile(r'<meta name="robots" content="noindex')


def rules() -> str:
    answer = Client().get("/robots.txt")
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


def test_the_map_of_each_brand_with_articles_is_named_and_is_there(cast: Cast) -> None:
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
