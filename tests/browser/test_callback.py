"""Zoya asks for a call, on the page and in the corner of the shop; Maria calls and writes down how it went."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Enter
from tests.browser.shops import Shop
from tests.browser.test_chat import Visits, site, visits
from tests.browser.test_public_rooms import PHONE
from tests.browser.well import amiss, faults

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]
__all__ = ["site", "visits"]  # fixtures
CALL = "/callback/chainik?lang=ru"
MARIA = "maria@chainik.example"
ON_PAGE, IN_CORNER = "+7 900 000-00-41", "+7 900 000-00-42"
BY_WHEN = re.compile(r"\d{1,2}:\d{2}")


def waits(desk: Page, name: str) -> Locator:
    """Her line in the queue of calls."""
    return desk.locator("#callbacks table.ledger tbody tr", has_text=name)


def calls(desk: Page, name: str, phone: str, words: str) -> None:
    """Maria opens her line, takes it, and has the number to dial before her."""
    waits(desk, name).get_by_role("link", name=name).click()
    now = desk.locator(".callback-now")
    expect(now.get_by_role("heading")).to_contain_text(name)
    expect(now.locator("a[href^='tel:']")).to_have_attribute("href", f"tel:{re.sub('[^+0-9]', '', phone)}")
    expect(now.locator(".words")).to_have_text(words)
    now.get_by_role("button", name="Взять себе").click()
    expect(now.get_by_role("button", name="Вернуть в очередь")).to_be_visible()


def writes_down(desk: Page, name: str, outcome: str, words: str) -> None:
    now = desk.locator(".callback-now")
    expect(now.get_by_role("heading")).to_contain_text(name)
    now.locator("#callback-words").fill(words)
    now.locator(f"button[name=outcome][value={outcome}]").click()


def test_who_asks_on_the_page_is_told_until_when_is_called_and_the_call_stands_in_the_record(enter: Enter) -> None:
    phone = enter(java_script_enabled=False, **PHONE)
    phone.goto(CALL)
    expect(phone.locator("main")).to_contain_text("Как можно скорее")
    phone.fill("#phone", "12")
    phone.fill("#name", "Зоя")
    phone.fill("#words", "Какой чайник не свистит?")
    phone.get_by_role("button", name="Перезвоните мне").tap()
    expect(phone.get_by_role("alert")).to_contain_text("Проверьте")
    expect(phone.locator("#words")).to_have_value("Какой чайник не свистит?")
    phone.fill("#phone", ON_PAGE)
    phone.get_by_role("button", name="Перезвоните мне").tap()
    expect(phone.get_by_role("status")).to_contain_text("Ваш номер у нас, мы перезвоним")
    expect(phone.get_by_role("status")).to_contain_text(BY_WHEN)
    assert phone.context.cookies() == []

    desk = enter(MARIA)
    desk.goto("/callbacks/")
    calls(desk, "Зоя", ON_PAGE, "Какой чайник не свистит?")
    assert amiss(desk) == []
    writes_down(desk, "Зоя", "no_answer", "Гудки")
    expect(waits(desk, "Зоя")).to_contain_text("1")
    waits(desk, "Зоя").get_by_role("link", name="Зоя").click()
    expect(desk.locator(".callback-now ul")).to_contain_text("Гудки")
    her = desk.locator(".callback-now a[href*='/customers/']").get_attribute("href") or ""
    writes_down(desk, "Зоя", "reached", "Посоветовала стеклянный")
    expect(waits(desk, "Зоя")).to_have_count(0)

    desk.goto(her)
    expect(desk.locator("main")).to_contain_text("Посоветовала стеклянный")


def test_who_asks_in_the_corner_of_the_shop_for_a_chosen_time_is_called_then(
    site: Shop, visits: Visits, enter: Enter
) -> None:
    page = visits(site, width=360, height=740)
    page.locator(".launcher").click()
    page.get_by_role("tab", name="Перезвоните мне").click()
    page.get_by_label("Ваш номер телефона").fill(IN_CORNER)
    page.get_by_role("textbox", name="Ваше имя").fill("Клара")
    page.get_by_label("О чём речь").fill("Хочу чайник в подарок")
    times = page.get_by_label("Когда позвонить").locator("option")
    expect(times).not_to_have_count(1)
    chosen = times.last.get_attribute("value") or ""
    page.get_by_label("Когда позвонить").select_option(chosen)
    assert faults(page) == []
    page.get_by_role("button", name="Попросить о звонке").click()
    agrees = page.locator("#callbacks-talk")
    expect(agrees).not_to_be_checked()
    expect(agrees).to_be_focused()  # the browser leads there: nothing has been sent
    agrees.check()
    page.get_by_role("button", name="Попросить о звонке").click()
    expect(page.get_by_role("status").filter(has_text="Перезвоним до")).to_contain_text(BY_WHEN)
    assert faults(page) == []

    desk = enter(MARIA)
    desk.goto("/callbacks/")
    calls(desk, "Клара", IN_CORNER, "Хочу чайник в подарок")
    expect(desk.locator(".callback-now")).to_contain_text("Выбрано время")
    writes_down(desk, "Клара", "reached", "Отложила чайник")
    expect(waits(desk, "Клара")).to_have_count(0)
