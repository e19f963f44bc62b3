"""What a page was made of goes with it: nothing waits for Python's collector, which would stop a later page for it."""

import gc
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote
from wsgiref.util import setup_testing_defaults

import pytest
from django.test import Client

from slovo.config.wsgi import application
from tests.cast import Cast, arrives, letter, the_conversation

LEFT_MAX = 120  # a message and its delivery name each other, and what guards tests against N+1 watches them
PAGES = ("/conversations/", "/conversations/{conversation}/", f"/search/?q={quote('чайник')}", "/preferences/")

pytestmark = pytest.mark.usefixtures("one_connection")


def asked(browser: Client, path: str) -> int:
    """Through the very application that a server calls. The bytes of the page."""
    path, _, query = path.partition("?")
    environ: dict[str, Any] = {
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_COOKIE": "; ".join(f"{name}={one.value}" for name, one in browser.cookies.items()),
        "HTTP_ACCEPT_LANGUAGE": "ru",
    }
    setup_testing_defaults(environ)
    environ["HTTP_HOST"] = "testserver"
    said: list[str] = []

    def start(status: str, _headers: Iterable[tuple[str, str]], *_more: object) -> None:
        said.append(status)

    answer = application(environ, start)
    length = sum(map(len, answer))
    answer.close()
    assert said == ["200 OK"], said
    return length


@pytest.mark.parametrize("page", PAGES)
def test_a_page_leaves_nothing_for_the_collector(cast: Cast, page: str) -> None:
    for number in range(8):
        sender = f"Покупатель {number} <u{number}@example.com>"
        raw = letter(
            f"Чайник {number} течёт.", sender=sender, subject=f"Дело {number}", message_id=f"<{number}@example.com>"
        )
        arrives(raw, cast.chainik_mail)
        if number == 0:
            page = page.format(conversation=the_conversation().public_id)
    browser = cast.browser_of(cast.anna)
    for _warm in range(2):
        assert asked(browser, page) > 1_000

    gc.collect()
    gc.disable()
    try:
        asked(browser, page)
        left = gc.collect()
    finally:
        gc.enable()

    assert left <= LEFT_MAX
