"""Two agents side by side: each sees that the other reads, writes and goes."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PATIENCE_MILLISECONDS, Enter, brings_words
from tests.house import House

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]


def opens(page: Page, subject: str) -> None:
    line = page.locator(".line", has_text=subject)
    line.locator("a").click()
    expect(page.locator("#talk h1")).to_have_text(subject)


def test_two_agents_see_each_other_read_write_and_go(enter: Enter, house: House) -> None:
    brings_words(house, "Двое над одним", "Кто ответит?", message_id="<two@irina.example.com>")
    maria, pavel = enter("maria@chainik.example"), enter("orlov@chainik.example")
    opens(maria, "Двое над одним")
    line = pavel.locator(".line", has_text="Двое над одним")
    expect(line.locator(".here .avatar")).to_have_count(1, timeout=PATIENCE_MILLISECONDS)

    opens(pavel, "Двое над одним")
    expect(maria.locator(".here.told .here-words")).to_have_text("Дмитрий Орлов читает")
    pavel.locator("#reply-text").press_sequentially("Я отвечу")
    expect(maria.locator(".here.told .here-words")).to_have_text("Дмитрий Орлов пишет ответ")
    expect(maria.locator("#said")).to_have_text("Дмитрий Орлов пишет ответ")

    pavel.goto("/preferences/")
    expect(maria.locator(".here.told .here-words")).to_have_count(0)
