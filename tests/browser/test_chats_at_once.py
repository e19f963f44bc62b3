"""Two at the desk, two visitors: a chat is passed on with words, a lead whispers, a key walks between chats."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.shops import Shop
from tests.browser.test_chat import Visits, begins, says, site, visits
from tests.browser.test_chat_around import takes
from tests.browser.well import faults

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]
LIDIA, PAVEL, MARIA = ("lidia@chainik.example", "pavel@chainik.example", "maria@chainik.example")
__all__ = ["site", "visits"]  # fixtures


def takes_chats(page: Page) -> None:
    page.goto("/chats/")
    page.locator("button[value=available]").click()
    expect(page.locator("button[value=available]")).to_have_attribute("aria-pressed", "true")


def test_chats_side_by_side_passed_on_and_whispered_over(site: Shop, visits: Visits, enter: Enter) -> None:
    irina, petr = visits(site), visits(site)
    begins(irina, "Инна")
    says(irina, "Где мой самовар?")
    begins(petr, "Прохор")
    says(petr, "Есть зелёные?")
    lidia, pavel, maria = enter(LIDIA), enter(PAVEL), enter(MARIA)
    takes_chats(lidia)
    takes_chats(pavel)
    takes(lidia, "Где мой самовар?")
    takes(lidia, "Есть зелёные?")

    strip = lidia.locator("#chat-strip")
    expect(strip.locator("[data-chat]")).to_have_count(2)
    expect(strip.locator("[aria-current=page][data-chat]")).to_contain_text("Прохор")
    says(irina, "Вы тут?")
    expect(strip.locator("[data-chat]", has_text="Инна").locator(".count")).to_contain_text("1")
    lidia.locator("#talk h1").focus()
    lidia.evaluate(
        "document.activeElement.dispatchEvent("
        "new KeyboardEvent('keydown', {code: 'KeyS', key: 'ы', bubbles: true, cancelable: true}))"
    )
    expect(lidia.locator(".thread")).to_contain_text("Вы тут?")
    assert faults(lidia) == []

    maria.goto("/chats/")
    maria.locator("tr", has_text="Инна").get_by_role("link").click()
    maria.locator("summary", has_text="Подсказать").click()
    maria.fill("#whisper-text", "Он едет, номер 12.")
    maria.locator("form", has=maria.locator("#whisper-text")).get_by_role("button").click()
    expect(lidia.locator(".pinned")).to_contain_text("Он едет, номер 12.")
    lidia.locator(".pinned button").click()
    expect(lidia.locator(".pinned")).to_have_count(0)

    lidia.locator("summary", has_text="Коллеге или команде").click()
    lidia.select_option("#hand-to", label="Павел Громов (берёт чаты)")
    lidia.fill("#hand-text", "Ждёт чайник, номер 12.")
    lidia.locator("form", has=lidia.locator("#hand-text")).get_by_role("button").click()
    expect(lidia.locator("#chat-strip [data-chat]")).to_have_count(1)
    pavel.locator("#chat-strip [data-chat]", has_text="Инна").click()
    expect(pavel.locator(".pinned")).to_contain_text("Ждёт чайник, номер 12.")
    expect(irina.locator(".log")).not_to_contain_text("номер 12")
