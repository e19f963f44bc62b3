"""The supervisor gives work to somebody else: by dragging it, and by keyboard alone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Enter
from tests.browser.test_the_main_job import MARIA

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]


def the_first_of_nobody(page: Page) -> Locator:
    return page.locator("section[aria-labelledby=room-nobodys] .room-line").first


def responsible(page: Page, address: str) -> Locator:
    page.goto(address)
    return page.locator(".beside-wrap section", has=page.get_by_role("heading", name="Ответственный")).first


def test_a_conversation_is_dragged_to_a_colleague(enter: Enter) -> None:
    page = enter(MARIA)
    page.goto("/room/")
    line = the_first_of_nobody(page)
    address = line.locator("a").get_attribute("href") or ""
    line.drag_to(page.locator(".room-person", has_text="Павел Громов"))

    expect(page.locator(f"section[aria-labelledby=room-nobodys] a[href='{address}']")).to_have_count(0)
    expect(responsible(page, address)).to_contain_text("Павел Громов")


def test_a_conversation_is_given_by_keyboard_alone(enter: Enter) -> None:
    page = enter(MARIA)
    page.goto("/room/")
    line = the_first_of_nobody(page)
    address = line.locator("a").get_attribute("href") or ""
    line.locator("input").focus()
    page.keyboard.press("Space")
    page.locator(".room-person", has_text="Лидия Сомова").locator("button").focus()
    page.keyboard.press("Enter")

    expect(page.locator(f"section[aria-labelledby=room-nobodys] a[href='{address}']")).to_have_count(0)
    expect(responsible(page, address)).to_contain_text("Лидия Сомова")
