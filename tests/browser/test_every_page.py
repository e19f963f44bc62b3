"""Every page of the desk: those with an address of their own, and those that a link on one of them leads to."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.urls import Resolver404, get_resolver, resolve
from playwright.sync_api import Page

from tests.browser.conftest import Enter
from tests.browser.test_pages import ORLOV, PAGES, beside_the_list
from tests.browser.well import amiss, faults, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]
DESK = "slovo.web.desk.urls"
BY_A_LINK = {
    "conversation",
    "customer",
    "promise",
    "person",
    "mailbox",
    "brand",
    "order",
    "visit",
    "article",
    "article_text",
    "request_type",
    "overrun_rule",
    "queue",
}


def addresses() -> Iterator[str]:
    """Those that need no number."""
    for pattern in get_resolver(DESK).url_patterns:
        route = str(pattern.pattern)
        if "<" not in route:
            yield f"/{route}"


def name_of(address: str) -> str:
    """Of the page that answers there; none for another house's."""
    try:
        return resolve(urlsplit(address).path, DESK).url_name or ""
    except Resolver404:
        return ""


def links_on(page: Page) -> Iterable[str]:
    hrefs = page.eval_on_selector_all("a[href]:not([download])", "all => all.map(one => one.getAttribute('href'))")
    for href in hrefs:
        address = urldefrag(urljoin(page.url, href))[0]
        if address.startswith(urljoin(page.url, "/")):
            yield address


def is_a_page(page: Page, address: str) -> bool:
    """Not a picture, a file, a part of a page, or what takes a form alone."""
    answer = page.request.get(address, max_redirects=0)
    is_html = answer.headers.get("content-type", "").startswith("text/html")
    return answer.status in {200, 404} and is_html and "<html" in answer.text()


def stands_in_the_way(page: Page, address: str, looked: Callable[[Page], list[str]] = faults) -> list[str]:
    answer = page.goto(address)
    assert answer
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy, address
    assert "unsafe" not in policy, address
    assert answer.headers["x-content-type-options"] == "nosniff", address
    return looked(page) + ([f"{address} is too wide"] if too_wide(page) > 0 else [])


@pytest.mark.timeout(900)
def test_nothing_stands_in_the_way_on_any_page_of_the_desk(enter: Enter) -> None:
    page, found, seen = enter(ORLOV), [], set()
    waiting = deque[str]()
    for address in (*PAGES, *beside_the_list(page)):
        found += stands_in_the_way(page, address, amiss)
        seen.add(name_of(address))
        waiting += links_on(page)
    waiting += addresses()
    while waiting:
        address = waiting.popleft()
        name = name_of(address)
        if not name or name in seen:
            continue
        seen.add(name)
        if is_a_page(page, address):
            found += stands_in_the_way(page, address)
            waiting += links_on(page)

    assert not found, "\n".join(found)
    assert seen >= BY_A_LINK
