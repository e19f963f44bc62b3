"""A flow of the bot: an administrator takes it over and tries it, a visitor books a visit by it on a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.shops import Shop
from tests.browser.test_chat import BOT, Visits, begins, says, site, switches, visits
from tests.browser.test_pages import ORLOV
from tests.browser.well import amiss, faults, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]
__all__ = ["site", "visits"]  # fixtures
DAYS = 8  # the times that are offered first lie within them
PHONE = "+7 900 000-00-12"


def tries(desk: Page, words: str) -> None:
    """In the tester, by its field or by what it offers."""
    offered = desk.locator("#trial").get_by_role("button", name=words, exact=True)
    if offered.count():
        offered.click()
    else:
        desk.get_by_label("Что пишет посетитель").fill(words)
        desk.get_by_label("Что пишет посетитель").press("Enter")
    expect(desk.locator("#trial [role=log]")).to_contain_text(words)


def booked_by(desk: Page, name: str) -> int:
    """In the days to come."""
    found = 0
    for days in range(DAYS):
        desk.goto(f"/visits/?day={timezone.localdate() + timedelta(days=days)}")
        found += desk.locator("main a", has_text=name).count()
    return found


def test_an_administrator_adopts_a_flow_and_tries_it_and_a_visitor_books_by_it(
    site: Shop, visits: Visits, enter: Enter
) -> None:
    desk = enter(ORLOV)
    switches(desk, on=True)
    desk.goto(BOT)
    desk.get_by_role("button", name="Запись на визит").click()
    expect(desk.get_by_text("Сценарий в порядке")).to_be_visible()
    assert (faults(desk), too_wide(desk) <= 0) == ([], True)

    talk = desk.locator("#trial [role=log]")
    tries(desk, "хочу записаться")
    expect(talk).to_contain_text("Когда вам удобно прийти?")
    shown = desk.locator("#trial button[lang]").all_inner_texts()
    tries(desk, shown[0])
    tries(desk, PHONE)
    tries(desk, "Да, запишите")
    expect(talk).to_contain_text("Здесь посетителя записали бы на визит. Сейчас не записали.")
    assert faults(desk) == []
    desk.get_by_role("button", name="Опубликовать").click()
    desk.get_by_role("button", name="Включить").click()
    expect(desk.get_by_role("button", name="Выключить")).to_be_visible()
    desk.goto(BOT)
    assert faults(desk) == []

    phone = visits(site, width=360, height=640, color_scheme="dark", is_mobile=True, has_touch=True)
    log, quick = phone.locator(".log"), phone.locator(".quick")
    begins(phone, "Яна с телефона")
    quick.get_by_role("button", name="Записаться на визит").tap()
    expect(log).to_contain_text("Когда вам удобно прийти?")
    expect(quick.get_by_role("button")).to_have_count(4)
    assert (faults(phone), too_wide(phone) <= 0) == ([], True)
    chosen = quick.get_by_role("button").nth(1).inner_text()
    quick.get_by_role("button", name=chosen).tap()
    expect(log).to_contain_text("Напишите телефон")
    says(phone, PHONE)
    quick.get_by_role("button", name="Да, запишите").tap()
    expect(log).to_contain_text(f", {chosen}. Перенести или отменить")
    assert (faults(phone), too_wide(phone) <= 0) == ([], True)

    assert booked_by(desk, "Яна с телефона") == 1
    desk.goto("/conversations/?view=all&order=newest")
    desk.get_by_text("Яна с телефона").first.click()
    expect(desk.locator(".thread")).to_contain_text("сценарий «Запись на визит»")
    expect(desk.locator("main")).to_contain_text("Готово:")
    switches(desk, on=False)


def test_the_pages_of_a_flow_fit_and_pass_axe(enter: Enter) -> None:
    desk = enter(ORLOV)
    desk.goto(BOT)
    desk.get_by_role("button", name="Где мой заказ", exact=True).click()
    expect(desk.get_by_role("heading", name="Шаги")).to_be_visible()
    for fold in desk.locator("details.fold").all():
        fold.evaluate("one => { one.open = true }")
    assert amiss(desk) == []
    desk.goto(BOT)
    assert amiss(desk) == []


def test_the_tester_works_without_script(enter: Enter) -> None:
    desk = enter(ORLOV)
    desk.goto(BOT)
    desk.get_by_role("button", name="Перезвоните мне", exact=True).click()
    address = desk.url
    plain = enter(java_script_enabled=False, storage_state=desk.context.storage_state())
    plain.goto(address)
    plain.get_by_label("Что пишет посетитель").fill("Перезвоните мне")
    plain.get_by_label("Что пишет посетитель").press("Enter")
    expect(plain.get_by_role("log")).to_contain_text("По какому номеру вам перезвонить?")
    plain.get_by_label("Что пишет посетитель").fill(PHONE)
    plain.get_by_role("button", name="Сказать").click()
    expect(plain.get_by_role("log")).to_contain_text("О чём будет разговор?")


def test_the_demo_company_is_tried_on_a_page_that_stands_for_its_site(enter: Enter) -> None:
    """Whose flows have been on since it was founded."""
    desk = enter(ORLOV)
    switches(desk, on=True)
    desk.get_by_role("link", name="Попробовать как посетитель").click()
    expect(desk.get_by_role("heading", name="Чат глазами посетителя")).to_be_visible()
    assert (faults(desk), too_wide(desk) <= 0) == ([], True)

    desk.locator(".launcher").click()
    desk.get_by_label("Ваше имя").fill("Новичок")
    if (box := desk.get_by_label("Согласен")).count():  # where a test before has set a text to agree to
        box.check()
    desk.get_by_role("button", name="Начать чат").click()
    log, quick = desk.locator(".log"), desk.locator(".quick")
    quick.get_by_role("button", name="Перезвоните мне").click()
    expect(log).to_contain_text("По какому номеру вам перезвонить?")
    says(desk, PHONE)
    expect(log).to_contain_text("О чём будет разговор?")
    says(desk, "Про чайник")
    expect(log).to_contain_text("Когда вам удобно поговорить?")
    expect(quick.get_by_role("button")).to_have_count(4)
    quick.get_by_role("button").nth(1).click()
    expect(log).to_contain_text("Записал: перезвоним на +79000000012. Позвоним")
    switches(desk, on=False)
