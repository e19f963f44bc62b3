"""Vera signs in with a code from a letter, and does what is hers to do."""

import json
import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.test_pages import ORLOV
from tests.browser.test_public_rooms import PHONE
from tests.browser.test_the_main_job import sent
from tests.browser.test_work_links import asks, now, promises, words_of
from tests.browser.well import amiss
from tests.house import House, until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]
MY = "/my/chainik/?lang=ru"
CODE_LETTER = "Код для входа"
VERA, OLEG = "vera.portal@example.com", "oleg.portal@example.com"  # nobody else brings letters of theirs
OF_VERA = {"sender": f"Вера <{VERA}>"}


def codes(house: House, address: str) -> list[str]:
    """As they came to this address, the last one last."""
    letters = [one for one in sent(house, CODE_LETTER) if address in one["To"]]
    letters.sort(key=lambda one: one["Date"].datetime)
    return [found[0] for one in letters if (found := re.search(r"\b\d{6}\b", words_of(one)))]


def asks_for_a_code(page: Page, house: House, address: str) -> str:
    """The code from the letter."""
    before = len(codes(house, address))
    page.goto(MY)
    page.fill("#contact", address)
    page.get_by_role("button", name="Прислать код").click()
    expect(page.locator("#code")).to_be_visible()
    until(lambda: len(codes(house, address)) > before, "the letter with the code")
    return codes(house, address)[-1]


def signs_in(page: Page, house: House, address: str) -> None:
    code = asks_for_a_code(page, house, address)
    page.fill("#code", code)
    page.get_by_role("button", name="Войти").click()
    expect(page.locator("#requests")).to_be_visible()


def test_vera_finds_her_requests_and_promises_and_answers(enter: Enter, house: House) -> None:
    desk = enter(ORLOV)
    talk = asks(desk, house, "Где мой самовар", **OF_VERA)
    due = (now() + timedelta(hours=30)).replace(second=0, microsecond=0)
    promises(desk, talk, "Самовар у двери", of_kind="delivery", due=due)
    phone = enter(**PHONE)
    signs_in(phone, house, VERA)
    assert amiss(phone) == []

    expect(phone.locator(".promise", has_text="Самовар у двери")).to_contain_text(f"{due:%H:%M}")
    phone.get_by_role("link", name="Где мой самовар").tap()
    expect(phone.locator(".entry .said")).to_have_text("Жду!")
    assert amiss(phone) == []
    phone.fill("#text", "Я дома после шести.")
    phone.get_by_role("button", name="Отправить").tap()
    expect(phone.locator(".entry .said")).to_have_text(["Жду!", "Я дома после шести."])

    desk.goto(talk)
    expect(desk.locator(".message.in .words")).to_have_text(["Жду!", "Я дома после шести."])


def test_what_is_kept_about_her_is_hers_to_put_right_and_to_take_along(enter: Enter, house: House) -> None:
    asks(enter(ORLOV), house, "Вопрос о чашке", **OF_VERA)
    phone = enter(**PHONE)
    signs_in(phone, house, VERA)

    phone.get_by_role("button", name="Не присылайте автоматических писем").tap()
    expect(phone.get_by_role("status")).to_contain_text("Автоматических писем больше не будет")
    phone.get_by_role("button", name="Присылайте снова").tap()
    expect(phone.get_by_role("button", name="Не присылайте автоматических писем")).to_be_visible()
    phone.fill("#name", "Вера Седова")
    phone.get_by_role("button", name="Сохранить").tap()
    expect(phone.locator("#name")).to_have_value("Вера Седова")
    assert amiss(phone) == []
    with phone.expect_download() as coming:
        phone.get_by_role("link", name="файлом").tap()
    kept = json.loads(coming.value.path().read_text(encoding="utf-8"))
    assert kept["name"] == "Вера Седова"
    assert VERA in [one["value"] for one in kept["addresses"]]

    phone.get_by_role("button", name="Здесь").tap()
    expect(phone.locator("#contact")).to_be_visible()
    phone.go_back()
    phone.reload()
    expect(phone.locator("#contact")).to_be_visible()


def test_somebody_elses_code_opens_nothing(enter: Enter, house: House) -> None:
    desk = enter(ORLOV)
    asks(desk, house, "Чашка Веры", **OF_VERA)
    asks(desk, house, "Крышка Олега", sender=f"Олег <{OLEG}>")
    his = asks_for_a_code(enter(**PHONE), house, OLEG)
    phone = enter(java_script_enabled=False, **PHONE)
    hers = asks_for_a_code(phone, house, VERA)

    phone.fill("#code", his)
    phone.get_by_role("button", name="Войти").tap()
    expect(phone.get_by_role("alert")).to_contain_text("не подходит")
    assert phone.context.cookies() == []
    phone.fill("#code", hers)
    phone.get_by_role("button", name="Войти").tap()
    expect(phone.locator("#requests")).to_be_visible()
    expect(phone.locator("main")).not_to_contain_text("Крышка Олега")
