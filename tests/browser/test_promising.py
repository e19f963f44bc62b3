"""What an answer promises is promised by a key, and who forgets it is asked once."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter, brings_words
from tests.browser.test_an_agents_day import opened
from tests.browser.test_the_main_job import MARIA
from tests.browser.well import by_day_and_by_night, faults, too_wide
from tests.house import House

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]


def test_a_moment_in_the_answer_is_promised_by_keyboard_alone(enter: Enter, house: House) -> None:
    subject = "Обещание"
    brings_words(house, subject, "Когда отправите?", message_id="<promising@irina.example.com>")
    page = enter(MARIA)
    opened(page, subject)
    expect(page.locator("#talk h1")).to_be_focused()
    page.keyboard.press("r")
    page.keyboard.type("Отправим завтра до 18:00. Перезвоним через два часа.")
    expect(page.locator(".offer-said")).to_have_count(2)
    expect(page.locator(".offer-said").first).to_contain_text("завтра до 18:00")
    expect(page.locator("#said")).to_contain_text("завтра до 18:00")
    assert by_day_and_by_night(page) == []

    page.keyboard.press("Alt+Enter")
    expect(page.locator(".pledge [name=promise_what]")).to_have_value("Отправим")
    expect(page.locator("#reply-text")).to_be_focused()
    assert by_day_and_by_night(page) == []
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
    assert (faults(page), too_wide(page) <= 0) == ([], True)
    page.get_by_role("button", name="Пообещать").click()
    expect(page.locator(".pledge")).to_have_count(1)
    assert too_wide(page) <= 0
    page.locator(".pledge").get_by_role("button", name="Не обещать").click()
    expect(page.locator(".pledge")).to_have_count(0)
    expect(page.locator(".offer")).to_have_count(1)
    page.press("#reply-text", "Control+Enter")
    expect(page.locator(".message.out .words")).to_have_text("Отправим завтра до 18:00.")
