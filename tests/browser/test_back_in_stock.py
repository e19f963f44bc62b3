"""A kettle is out: Irina asks, the desk reserves one, the shop says that it has come, and she says yes on her phone
while the open desk looks on.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.test_pages import ORLOV
from tests.browser.test_work_links import asks, hears, watches, words_of
from tests.browser.well import faults, too_wide
from tests.house import House

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]
ARTICLE, KETTLE = "K-77", "Чайник «Мороз»"


def reserves(desk: Page, talk: str) -> None:
    desk.goto(f"{talk}orders")
    desk.fill("#title", KETTLE)
    desk.fill("#sku", ARTICLE)
    desk.locator("form:has(#sku) button.main-one").click()
    expect(desk.locator("table", has_text=KETTLE)).to_be_visible()


def writes_at_any_hour(desk: Page) -> None:
    """Whatever the time of the day of the test, a letter does not wait for the morning."""
    desk.goto("/brands/1/promise-kinds/")
    form = desk.locator("form[action$='/notices']")
    for name in ("begins", "ends"):
        form.locator(f"[name={name}]").fill("00:00")
    form.locator("button.main-one").click()
    expect(desk.locator("[role=status]").first).to_be_visible()


def comes(desk: Page, quantity: int) -> None:
    """The shop's program says so, with a token that the administrator has made for it."""
    desk.goto("/brands/1/tokens/")
    desk.fill("[name=name]", "Склад")
    desk.check("[name=scopes][value=feed_orders]")
    desk.locator("form:has([name=scopes]) button.main-one").click()
    key = {"Authorization": f"Bearer {desk.input_value('#token')}"}
    given = {"sku": ARTICLE, "quantity": quantity}
    answer = desk.context.request.post("/api/v1/stock", headers=key, data=given)
    assert answer.ok, answer.text()


def test_what_was_out_comes_and_irina_says_yes_on_her_phone(enter: Enter, house: House) -> None:
    desk, shop = enter(ORLOV), enter(ORLOV)
    writes_at_any_hour(shop)
    talk = asks(desk, house, "Когда будет чайник")
    reserves(desk, talk)
    watches(desk, talk)

    comes(shop, 1)

    letter = hears(house, "Когда будет чайник")
    assert "irina@example.com" in letter["To"]
    assert f"«{KETTLE}»" in words_of(letter)
    expect(desk.locator(".thread")).to_contain_text(KETTLE)
    address = re.search(r"https?://\S+/s/\S+", words_of(letter))
    assert address

    phone = enter(width=360, height=740, has_touch=True, is_mobile=True)
    phone.goto(f"{house.url}{address[0][address[0].index('/s/') :]}")
    expect(phone.locator(".reserved")).to_contain_text(KETTLE)
    assert (too_wide(phone) <= 0, faults(phone)) == (True, [])
    phone.locator(".reserved form[action*=reservation-wish] button").tap()
    expect(phone.locator("[role=status]")).to_be_visible()
    assert phone.context.cookies() == []

    expect(desk.locator(".thread")).to_contain_text(f"Заберу: «{KETTLE}»")
    assert desk.evaluate("document.body.dataset.loaded") == "once"
