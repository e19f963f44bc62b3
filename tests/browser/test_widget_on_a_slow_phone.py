"""The widget comes to a slow phone, on a page whose styles reach for everything: quietly, small, and as itself."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.browser.conftest import PATIENCE_MILLISECONDS, ends
from tests.browser.shops import LOUD, Shop
from tests.browser.slow_phone import Watched
from tests.browser.test_chat import begins, says, site
from tests.channels.chat.test_widget import BYTES_MAX

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]
__all__ = ["site"]  # fixtures
SLOWER = 6  # times, as Chromium throttles
OURS = (":host", ".launcher", ".label", ".panel", "header", "h2", ".tabs button", "input", ".agree label", ".main")
LOOKS = """(elements) => elements.map((element) => {
  const box = element.getBoundingClientRect().toJSON();
  const styles = getComputedStyle(element);
  return [element.tagName, box, Object.fromEntries([...styles].map((name) => [name, styles.getPropertyValue(name)]))];
})"""


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    viewport = ViewportSize(width=360, height=640)
    context = chromium.new_context(viewport=viewport, locale="ru", is_mobile=True, has_touch=True)
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    yield context
    ends(context)


def comes(phone: BrowserContext, site: Shop, path: str = "/") -> Watched:
    watched = Watched(phone, site.desk, slower=SLOWER)
    watched.comes_to(site.origin + path)
    return watched


def of_widget(page: Page) -> list[list[Any]]:
    """Box and styles of its parts, as they are drawn."""
    found = f"""names => ({LOOKS})(names.map((name) => {{
      const host = document.querySelector("slovo-chat");
      return name === ":host" ? host : host.shadowRoot.querySelector(name);
    }}))"""
    return list(page.evaluate(found, OURS))


def of_page(page: Page) -> list[list[Any]]:
    """Of all that is the shop's own."""
    return list(page.evaluate(f"""() => ({LOOKS})([...document.querySelectorAll("html, body, main, main *")])"""))


def test_nothing_but_the_script_is_asked_for_before_the_page_rests_and_nothing_moves(
    phone: BrowserContext, site: Shop
) -> None:
    watched = comes(phone, site)
    page = watched.page

    assert watched.asked_before_it_rested() == [f"{site.desk}/widget/slovo.js"]
    assert page.evaluate("seen.rested >= performance.getEntriesByType('navigation')[0].loadEventStart")
    assert watched.moved() == 0
    page.evaluate("document.querySelector('h1').before(document.createElement('hr'), 'Скидки!')")
    assert watched.moved() > 0  # what does move is noticed


def test_all_that_comes_until_the_button_stands_is_small(phone: BrowserContext, site: Shop) -> None:
    watched = Watched(phone, site.desk, slower=SLOWER, clicks=True)
    watched.comes_to(site.origin)
    coming = watched.is_clicked()

    print(f"\n{coming.size} bytes; {SLOWER} times slower: button {coming.stood:.0f} ms, click {coming.answered:.0f} ms")
    names = [one.url.partition("?")[0].rpartition("/")[2] for one in watched.loaded]
    assert names[:2] == ["slovo.js", "config"]
    assert 0 < coming.size <= BYTES_MAX


def test_a_page_whose_styles_reach_for_everything_does_not_change_it(phone: BrowserContext, site: Shop) -> None:
    plain, loud = (comes(phone, site, path).page for path in ("/", LOUD))
    for page in (plain, loud):
        page.bring_to_front()
        page.locator(".launcher").tap()
        expect(page.get_by_role("button", name="Начать чат")).to_be_visible()
        page.locator(".panel h2").tap()  # no field is marked as the one to write in

    for here, there in zip(of_widget(plain), of_widget(loud), strict=True):
        assert here == there
    loud.get_by_role("button", name="Закрыть").tap()
    begins(loud, "Ника")
    says(loud, "Меня видно?")
    expect(loud.locator(".log")).to_contain_text("Доставлено")


@pytest.mark.parametrize("path", ["/", LOUD])
def test_it_changes_nothing_of_the_page(phone: BrowserContext, site: Shop, path: str) -> None:
    line, site.line = site.line, ""
    before = phone.new_page()
    before.goto(site.origin + path)
    alone = of_page(before)
    site.line = line
    page = comes(phone, site, path).page
    assert of_page(page) == alone

    page.locator(".launcher").tap()
    expect(page.get_by_role("button", name="Начать чат")).to_be_visible()
    assert of_page(page) == alone
