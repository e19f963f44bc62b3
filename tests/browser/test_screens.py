"""The main screens, light and dark, on a desk and on a phone: kept in build/screens to be looked at."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]
SCREENS = Path(__file__).parents[2] / "build" / "screens"
PAINTED_BYTES_MIN = 12_000  # a page of one colour takes a few thousand


def opens(path: str) -> Callable[[Page], object]:
    return lambda page: page.goto(path)


def conversation(page: Page) -> None:
    page.goto("/conversations/")
    page.locator(".line a").first.click()
    expect(page.locator(".message").first).to_be_visible()


def palette(page: Page) -> None:
    page.goto("/conversations/")
    page.keyboard.press("Control+K")
    page.keyboard.type("чай")
    expect(page.locator("#palette-list li")).not_to_have_count(0)


def sheet(page: Page) -> None:
    page.goto("/conversations/")
    page.keyboard.press("?")
    expect(page.locator("dialog.sheet")).to_be_visible()


MAIN = {
    "list": opens("/conversations/"),
    "conversation": conversation,
    "search": opens("/search/?q=чайник"),
    "room": opens("/room/"),
    "filter": opens("/views/new/"),
    "brand": opens("/brands/1/"),
    "mailbox": opens("/mailboxes/1/"),
    "palette": palette,
    "keys": sheet,
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_main_screens_are_kept_to_be_looked_at(enter: Enter, width: int, theme: str) -> None:
    page = enter("orlov@chainik.example", width=width, color_scheme=theme)
    SCREENS.mkdir(parents=True, exist_ok=True)
    kept = {}
    for name, show in MAIN.items():
        show(page)
        path = SCREENS / f"{name}-{theme}-{width}.png"
        page.screenshot(path=path, animations="disabled")
        kept[name] = path.stat().st_size

    assert {name for name, size in kept.items() if size < PAINTED_BYTES_MIN} == set()
