"""A promise by hand, from a phone: made beside a conversation, moved, told, kept; nothing in anybody's way."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.test_pages import ORLOV
from tests.browser.well import faults, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]


def must_fit(page: Page) -> None:
    assert (too_wide(page) <= 0, faults(page)) == (True, [])


def test_a_promise_is_made_moved_told_and_kept_on_a_phone(enter: Enter) -> None:
    page = enter(ORLOV, width=360)
    page.goto("/conversations/?view=all")
    talk = (page.locator(".line a").first.get_attribute("href") or "").partition("?")[0]
    page.goto(f"{talk}promises")
    must_fit(page)

    page.fill("#what", "Новый чайник привезёт курьер")
    page.fill("#due", "2027-12-30T18:00")
    page.click("main button.main-one")
    expect(page.locator("h1")).to_have_text("Новый чайник привезёт курьер")
    for summary in page.locator(".deeds summary").all():
        summary.click()
    must_fit(page)

    page.fill("#move-due", "2027-12-31T18:00")
    page.fill("#reason", "Снегопад")
    page.click("form[action$='/moves'] button")
    expect(page.locator("main")).to_contain_text("Снегопад")
    must_fit(page)
    page.click("form[action$='/notice'] button")
    page.click("form[action$='/consent'] button[value=yes]")
    page.click("form[action$='/fulfilment'] button")

    expect(page.locator("main .due").first).to_have_attribute("data-state", "kept")
    must_fit(page)
