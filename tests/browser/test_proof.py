"""A brand asks browsers for some work: a chat begins, the book is written into, and nobody who is slow is lost."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from slovo.web.portal.taking import WRITING_SECONDS_MIN
from tests.browser.conftest import Enter
from tests.browser.shops import Shop
from tests.browser.test_chat import Visits, begins, says, site, visits
from tests.browser.test_pages import ORLOV
from tests.browser.test_public_rooms import BOOK, COMPLAINT, PHONE
from tests.browser.well import amiss, faults

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]
__all__ = ["site", "visits"]  # fixtures
SETTINGS = "a[href$='/protection']"


@pytest.fixture
def protected(enter: Enter) -> Iterator[Page]:
    """Orlov's page, where both are switched on; and off again for whoever comes after."""
    desk = enter(ORLOV)
    desk.goto("/brands/")
    desk.goto(desk.locator("main a[href^='/brands/']", has_text="Чайник").first.get_attribute("href") or "")
    desk.click(SETTINGS)
    chooses(desk, "always")
    yield desk
    chooses(desk, "never")


def chooses(desk: Page, asked: str) -> None:
    for face in ("chat", "forms"):
        desk.select_option(f"#id_{face}_asked", asked)
        desk.locator("form", has=desk.locator(f"#id_{face}_asked")).get_by_role("button").click()
        expect(desk.locator(f"#id_{face}_asked")).to_have_value(asked)


def throttled(page: Page) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})


def writes(phone: Page) -> None:
    phone.goto(BOOK)
    phone.check("#kind-complaint")
    phone.fill("#text", COMPLAINT)
    phone.wait_for_timeout(WRITING_SECONDS_MIN * 1000)
    phone.get_by_role("button", name="Внести в книгу").click()


def test_a_visitors_chat_begins_after_some_work(protected: Page, site: Shop, visits: Visits) -> None:
    page = visits(site)
    throttled(page)
    asked: list[int] = []
    page.on("response", lambda answer: asked.append(answer.status) if "/visitors?" in answer.url else None)

    begins(page)
    says(page, "Где мой чайник?")
    expect(page.locator(".log")).to_contain_text("Доставлено")

    assert [status for status in asked if status in {200, 202}] == [202, 200]


def test_an_entry_is_written_into_the_book_while_the_browser_counts(protected: Page, enter: Enter) -> None:
    phone = enter(**PHONE)
    throttled(phone)

    writes(phone)

    expect(phone.get_by_role("status")).to_contain_text("№")
    assert faults(phone) == []


def test_without_a_script_one_who_was_quick_is_told_to_wait_and_loses_nothing(protected: Page, enter: Enter) -> None:
    phone = enter(**PHONE, java_script_enabled=False)

    writes(phone)

    expect(phone.get_by_role("alert")).to_contain_text("Формы заполняют и программы. Подождите")
    expect(phone.locator("#text")).to_have_value(COMPLAINT)


def test_its_settings_pass_axe_on_every_screen(protected: Page, enter: Enter) -> None:
    page = enter(ORLOV)
    for address in (protected.url, protected.url.replace("/protection", "/chat")):
        page.goto(address)
        assert amiss(page) == []
