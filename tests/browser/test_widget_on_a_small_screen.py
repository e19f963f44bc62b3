"""What stands in the widget where there is little room, and what it tells while one waits."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.shops import Shop
from tests.browser.test_chat import Visits, begins, says, site, visits
from tests.browser.test_chat_around import answers, takes
from tests.browser.test_pages import ORLOV
from tests.browser.well import too_wide

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]
__all__ = ["site", "visits"]  # fixtures
NO_LOOK_BY_THE_CLOCK = """() => {
  const own = window.setInterval;
  window.setInterval = (act, every) => (every < 15000 ? own(act, every) : 0);
}"""
OVERLAPS = """place => {
  const shown = [...place.children].filter((one) => one.offsetHeight);
  const words = shown.filter((one) => one.matches(".note"));
  return words.filter((one) => {
    const range = document.createRange();
    range.selectNodeContents(one);
    const next = shown[shown.indexOf(one) + 1];
    return next && range.getBoundingClientRect().bottom > next.getBoundingClientRect().top + 1;
  }).length;
}"""


@pytest.mark.parametrize("height", [480, 360])  # the second: with the keyboard open
def test_on_a_small_phone_no_words_stand_over_others(site: Shop, visits: Visits, height: int) -> None:
    page = visits(site, width=320, height=height)
    page.locator(".launcher").click()
    note = page.locator(".place:not([hidden]) > .note")
    expect(note).not_to_be_empty()  # nobody takes chats
    assert page.locator(".place:not([hidden])").evaluate(OVERLAPS) == 0
    page.locator(".launcher").evaluate("button => button.click()")

    begins(page, "Ася")
    says(page, "Где мой чайник?")
    expect(page.locator(".log")).to_contain_text("Доставлено")
    expect(page.locator(".talk > .note")).not_to_be_empty()

    assert page.locator(".talk").evaluate(OVERLAPS) == 0
    assert too_wide(page) <= 0
    expect(page.get_by_label("Ваше сообщение")).to_be_in_viewport(ratio=1)


def test_what_is_told_of_the_wait_follows_what_is_said_on_either_side(site: Shop, visits: Visits, enter: Enter) -> None:
    page, desk = visits(site), enter(ORLOV)
    page.add_init_script(f"({NO_LOOK_BY_THE_CLOCK})()")
    page.reload()
    begins(page, "Лиза")
    note = page.locator(".talk > .note")
    expect(note).to_contain_text("Всё равно напишите")

    says(page, "Где моя чашка?")
    expect(note).to_contain_text("Ваше сообщение у нас")

    takes(desk, "Где моя чашка?")
    answers(desk, "Он в пути.")
    expect(page.locator(".log")).to_contain_text("Он в пути.")
    expect(note).to_be_empty()
