"""What an answer promises is promised by a key, and who forgets it is asked once."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter, brings_words
from tests.browser.test_an_agents_day import faults, opened
from tests.browser.test_the_main_job import MARIA
from tests.house import House

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]


def sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_moment_in_the_answer_is_promised_by_keyboard_alone(enter: Enter, house: House, scheme: str) -> None:
    subject = f"Обещание {scheme}"
    brings_words(house, subject, "Когда отправите?", message_id=f"<promising-{scheme}@irina.example.com>")
    page = enter(MARIA, color_scheme=scheme)
    opened(page, subject)
    expect(page.locator("#talk h1")).to_be_focused()
    page.keyboard.press("r")
    page.keyboard.type("Отправим завтра до 18:00. Перезвоним через два часа.")
    expect(page.locator(".offer-said")).to_have_count(2)
    expect(page.locator(".offer-said").first).to_contain_text("завтра до 18:00")
    expect(page.locator("#said")).to_contain_text("завтра до 18:00")
    assert faults(page) == []

    page.keyboard.press("Alt+Enter")
    expect(page.locator(".pledge [name=promise_what]")).to_have_value("Отправим")
    expect(page.locator("#reply-text")).to_be_focused()
    assert faults(page) == []
    page.keyboard.press("Alt+KeyN")
    expect(page.locator(".offer")).to_have_count(0)
    page.fill(".pledge [name=promise_what]", "Отправим белый чайник")
    page.press(".pledge [name=promise_what]", "Enter")
    page.press("#reply-text", "Control+Enter")

    expect(page.locator(".message.out .words")).to_contain_text("Отправим завтра до 18:00.")
    expect(page.locator(".beside-wrap")).to_contain_text("Отправим белый чайник")
    expect(page.locator(".beside-wrap")).not_to_contain_text("Перезвоним")
    page.locator(".message.out").get_by_role("button", name="Отменить").click()
    expect(page.locator(".pledge [name=promise_what]")).to_have_value("Отправим белый чайник")


def test_who_promises_in_words_alone_is_asked_once_on_a_phone_too(enter: Enter, house: House) -> None:
    brings_words(house, "Спрошен раз", "Когда отправите?", message_id="<asked-once@irina.example.com>")
    page = enter(MARIA, width=360, height=740)
    opened(page, "Спрошен раз")
    page.fill("#reply-text", "Отправим завтра до 18:00.")
    page.press("#reply-text", "Control+Enter")

    expect(page.locator("#reply-problem")).to_contain_text("В ответе назван срок.")
    expect(page.locator(".offer")).to_have_count(1)
    expect(page.locator("#reply-text")).to_have_value("Отправим завтра до 18:00.")
    assert not sideways(page)
    assert faults(page) == []
    page.get_by_role("button", name="Пообещать").click()
    expect(page.locator(".pledge")).to_have_count(1)
    assert not sideways(page)
    page.locator(".pledge").get_by_role("button", name="Не обещать").click()
    expect(page.locator(".pledge")).to_have_count(0)
    expect(page.locator(".offer")).to_have_count(1)
    page.press("#reply-text", "Control+Enter")
    expect(page.locator(".message.out .words")).to_have_text("Отправим завтра до 18:00.")
