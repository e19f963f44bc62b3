"""Irina opens her link on a phone; what she does there stands on the agent's open page without loading it again."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.test_pages import ORLOV
from tests.browser.test_work_links import asks
from tests.browser.well import by_day_and_by_night, faults, too_wide
from tests.house import House

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]


def link_beside(desk: Page, talk: str) -> str:
    """Made at the desk: a delivery that is to be moved, and the link by which she hears of it."""
    desk.goto(f"{talk}promises")
    desk.fill("#what", "Новый чайник привезёт курьер")
    desk.fill("#due", "2027-12-30T18:00")
    desk.click("main button.main-one")
    desk.click("summary:has-text('Перенести')")
    desk.fill("#move-due", "2027-12-31T18:00")
    desk.fill("#reason", "Снегопад на трассе")
    desk.click("form[action$='/moves'] button")
    desk.goto(f"{talk}links")
    desk.click("button[value=matter]")
    return desk.input_value("#link")


def test_irina_agrees_to_a_new_time_and_the_open_desk_shows_it(enter: Enter, house: House) -> None:
    desk = enter(ORLOV)
    talk = asks(desk, house, "Новое время")
    address = link_beside(desk, talk)
    desk.goto(talk)
    desk.evaluate("document.body.dataset.loaded = 'once'")

    phone = enter(width=360, height=740, has_touch=True, is_mobile=True)
    phone.goto(address)
    assert (too_wide(phone) <= 0, faults(phone)) == (True, [])
    phone.locator(".choice button[value=wait]").tap()
    expect(phone.locator("[role=status]")).to_be_visible()
    phone.fill("#question", "А крышка будет?")
    phone.locator(".write > form button").tap()
    expect(phone.locator("[role=status]")).to_contain_text(re.compile("Сообщение у нас|Повідомлення в нас"))

    expect(desk.locator(".thread")).to_contain_text("А крышка будет?")
    expect(desk.locator(".thread")).to_contain_text("Клиент согласился")
    assert desk.evaluate("document.body.dataset.loaded") == "once"


def test_the_page_works_without_scripts_and_says_what_is_new_with_them(enter: Enter, house: House) -> None:
    desk = enter(ORLOV)
    talk = asks(desk, house, "Без скриптов")
    address = link_beside(desk, talk)
    plain, live = enter(width=320, java_script_enabled=False), enter(width=360)
    live.goto(address)
    plain.goto(address)
    plain.click(".choice button[value=alternative]")
    expect(plain.locator("[role=status]")).to_be_visible()
    assert plain.context.cookies() == []

    expect(live.locator("#sections .choice")).to_have_count(0)


def test_everybody_can_read_it(enter: Enter, house: House) -> None:
    desk = enter(ORLOV)
    address = link_beside(desk, asks(desk, house, "Читают все"))
    phone = enter(width=320)
    for language in ("ru", "uk", "en"):
        phone.goto(f"{address}?lang={language}")
        for summary in phone.locator("summary").all():
            summary.click()

        assert (too_wide(phone) <= 0, by_day_and_by_night(phone)) == (True, [])


def test_on_paper_there_is_what_is_promised_and_nothing_to_press(enter: Enter, house: House) -> None:
    """Black on white, though her screen is dark."""
    desk = enter(ORLOV)
    talk = asks(desk, house, "На бумаге")
    page = enter(width=800, color_scheme="dark")
    page.goto(link_beside(desk, talk))
    expect(page.locator(".choice button").first).to_be_visible()

    page.emulate_media(media="print")

    promise = page.locator(".promise", has_text="Новый чайник привезёт курьер").first
    expect(promise).to_contain_text("Снегопад на трассе")
    expect(promise.locator(".history li").first).to_be_visible()  # folded on the screen
    expect(page.locator(".printed")).to_be_visible()
    assert [one for one in page.locator("button, select, textarea, .foot a").all() if one.is_visible()] == []
    colours = "element => [getComputedStyle(document.body).backgroundColor, getComputedStyle(element).color]"
    assert promise.evaluate(colours) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    assert page.pdf(format="A4").startswith(b"%PDF-")


def test_irina_moves_her_visit_on_a_phone_and_the_open_desk_shows_it(enter: Enter, house: House) -> None:
    desk = enter(ORLOV)
    talk = asks(desk, house, "Визит на дегустацию")
    desk.goto(f"{talk}visits")
    desk.locator("button[name=slot]").nth(20).click()
    desk.goto(f"{talk}links")
    desk.click("button[value=matter]")
    address = desk.input_value("#link")
    desk.goto(talk)
    desk.evaluate("document.body.dataset.loaded = 'once'")

    phone = enter(width=360, height=740, has_touch=True, is_mobile=True)
    phone.goto(f"{address}?lang=ru")
    was = phone.locator(".visit .when").first.inner_text()
    phone.locator(".visit a:has-text('Выбрать другое время')").first.tap()
    expect(phone.locator("button[name=starts_at]").first).to_be_visible()
    assert (too_wide(phone) <= 0, faults(phone)) == (True, [])
    phone.locator("button[name=starts_at]").nth(20).tap()
    expect(phone.locator("[role=status]")).to_contain_text("Время визита изменено")
    expect(phone.locator(".visit .when").first).not_to_have_text(was)
    assert phone.context.cookies() == []

    expect(desk.locator(".thread")).to_contain_text(re.compile("другое время|інший час"))
    assert desk.evaluate("document.body.dataset.loaded") == "once"
