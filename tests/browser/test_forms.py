"""Irina fills in a form with a choice on her phone; her answers stand beside the conversation at the desk."""

import re

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from slovo.web.portal.taking import WRITING_SECONDS_MIN
from tests.browser.conftest import DESK, Enter
from tests.browser.shops import shop
from tests.browser.test_pages import ORLOV
from tests.browser.well import by_day_and_by_night, faults, too_wide
from tests.house import House

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]
ENGRAVING, REPAIR = "/ask/chainik/engraving/?lang=ru", "/ask/chainik/repair/?lang=ru"


def send(page: Page) -> None:
    """Not sooner than anybody could have read it: the house asks for that time, and nothing on the page tells it."""
    page.wait_for_timeout(WRITING_SECONDS_MIN * 1000)
    page.locator("form button[type=submit]").click()


def test_a_form_with_a_choice_and_a_question_that_comes_and_goes(enter: Enter) -> None:
    phone = enter(width=360, height=740, has_touch=True, is_mobile=True)
    phone.goto(ENGRAVING)
    day = phone.locator("[data-field=day]")
    expect(day).to_be_hidden()
    phone.locator("#f-gift-yes").tap()
    expect(day).to_be_visible()
    assert (too_wide(phone) <= 0, faults(phone)) == (True, [])
    phone.locator("#f-gift-no").tap()
    expect(day).to_be_hidden()

    assert phone.locator("input:checked").evaluate_all("all => all.map((one) => one.id)") == ["f-gift-no"]
    phone.locator("#option-2").tap()
    phone.fill("#name", "Ирина")
    phone.fill("#contact", "irina.forms@example.com")
    phone.fill("#f-words", "С любовью")
    phone.fill("#f-order", "CH-0042")
    send(phone)
    expect(phone.locator("[role=status]")).to_contain_text("Ваш запрос принят")
    assert (too_wide(phone) <= 0, faults(phone)) == (True, [])

    desk = enter(ORLOV)
    desk.goto(DESK)
    desk.goto(
        desk.locator(".line", has_text="Гравировка на чайнике").first.locator("a").first.get_attribute("href") or ""
    )
    expect(desk.locator(".thread")).to_contain_text("С любовью")
    expect(desk.locator(".filled").first).to_contain_text("CH-0042")


def test_what_is_wrong_is_led_to_and_nothing_that_was_written_is_lost(enter: Enter) -> None:
    phone = enter(width=320)
    phone.goto(REPAIR)
    phone.evaluate("document.querySelector('form').noValidate = true")
    phone.fill("#contact", "irina.forms@example.com")
    phone.check("#f-what-other")
    phone.fill("#f-order", "CH-0042")
    send(phone)

    expect(phone.locator("[role=alert] a")).to_have_text(["Опишите, что видите и слышите", re.compile("Согласие")])
    assert phone.input_value("#f-order") == "CH-0042"
    phone.locator("[role=alert] a").first.click()
    assert phone.evaluate("document.activeElement.id || location.hash").endswith("f-describe")
    assert (too_wide(phone) <= 0, faults(phone)) == (True, [])


def test_without_scripts_every_question_is_there_and_says_when_it_counts(enter: Enter) -> None:
    plain = enter(width=360, java_script_enabled=False)
    plain.goto(REPAIR)
    expect(plain.locator("[data-field=describe]")).to_contain_text("Только если «Что случилось» — «Другое».")
    plain.check("#f-what-leaks")
    plain.check("#f-terms")
    plain.fill("#contact", "irina.forms@example.com")
    send(plain)

    expect(plain.locator("[role=status]")).to_contain_text("Ваш запрос принят")
    assert plain.context.cookies() == []


def test_everybody_can_read_it(enter: Enter) -> None:
    phone = enter(width=320)
    for language in ("ru", "uk", "en"):
        phone.goto(f"{REPAIR[:-2]}{language}")
        phone.check("#f-what-other")

        assert (too_wide(phone) <= 0, by_day_and_by_night(phone)) == (True, [])


def test_it_stands_on_another_site(enter: Enter, house: House) -> None:
    desk = enter(ORLOV)
    desk.goto("/request-types/")
    desk.locator("h3:has-text('Чайник сломался') ~ p a[href$='/form']").first.click()
    line = desk.input_value("#frame")
    with shop(house.url) as place:
        place.line = line
        page = enter(width=1024)
        page.goto(place.origin)
        framed: FrameLocator = page.frame_locator("iframe")
        expect(page.locator("iframe")).not_to_have_attribute("height", "900")
        before = page.locator("iframe").get_attribute("height")
        framed.locator("#f-what-other").check()
        expect(page.locator("iframe")).not_to_have_attribute("height", before or "")
        assert framed.locator("html").evaluate("page => page.scrollHeight <= page.clientHeight")
        framed.locator("#f-what-leaks").check()
        framed.locator("#f-terms").check()
        framed.locator("#contact").fill("irina.forms@example.com")
        page.wait_for_timeout(WRITING_SECONDS_MIN * 1000)
        framed.locator("form button[type=submit]").click()
        expect(framed.locator("[role=status]")).to_contain_text(re.compile("Ваш запрос принят|Your request has come"))


def test_a_form_is_built_by_keys(enter: Enter) -> None:
    desk = enter(ORLOV, width=390)
    desk.goto("/request-types/")
    desk.locator("h3:has-text('Чайник сломался') ~ p a[href$='/form']").first.click()
    for summary in desk.locator("main details > summary").all():
        summary.evaluate("(one) => (one.parentElement.open = true)")
    assert (too_wide(desk) <= 0, faults(desk)) == (True, [])

    down = desk.locator("#field-order button[value=down]")
    down.focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("main ol > li").nth(3)).to_have_id("field-order")
    expect(desk.locator("#field-order button[value=down]")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator("main ol > li").nth(4)).to_have_id("field-order")
    desk.locator("form[action$='/draft-removal'] button").click()
    expect(desk.locator("main ol > li").nth(2)).to_have_id("field-order")

    desk.locator("a[href$='/trial?lang=uk']").click()
    expect(desk.locator("legend").first).to_contain_text("Що сталося?")
    assert (too_wide(desk) <= 0, faults(desk)) == (True, [])
