"""An administrator sets things up in the browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.test_pages import ORLOV
from tests.browser.well import amiss, faults
from tests.imap_double import ImapDouble, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]


def test_a_mailbox_is_tested_beside_its_form_without_leaving_the_page(enter: Enter) -> None:
    page = enter(ORLOV)
    page.goto("/mailboxes/1/")
    page.evaluate("window.notReloaded = true")
    with serving(ImapDouble()) as server:
        page.fill("[name=imap_host]", "127.0.0.1")
        page.fill("[name=imap_port]", str(server.port))
        page.select_option("[name=imap_security]", "none")
        page.fill("[name=imap_user]", "help")
        page.fill("[name=imap_password]", "wrong")
        page.get_by_role("button", name="Проверить этот ящик").click()
        expect(page.locator("#trial .problem q")).to_have_text("[AUTHENTICATIONFAILED] Wrong password.")

        page.fill("[name=imap_password]", "secret")
        page.get_by_role("button", name="Проверить этот ящик").click()
        expect(page.locator("#trial .problem")).to_have_count(0)
        expect(page.locator("#trial")).to_contain_text("Папка на месте и читается.")
    assert page.evaluate("window.notReloaded") is True
    assert page.input_value("[name=imap_password]") == "secret"
    assert faults(page) == []


def test_an_endpoint_for_the_bot_is_tried_beside_its_form_without_leaving_the_page(enter: Enter) -> None:
    page = enter(ORLOV)
    page.goto("/brands/1/assistant")
    page.get_by_role("link", name="Ответы бота своими словами").click()
    page.evaluate("window.notReloaded = true")
    page.fill("[name=address]", "http://127.0.0.1:11434/v1")
    page.fill("[name=model]", "tea-8b")
    page.fill("[name=key]", "sk-0123456789")
    page.get_by_role("button", name="Попробовать").click()

    expect(page.locator("#trial .problem")).to_contain_text("другие может разрешить администратор сервера")
    assert page.evaluate("window.notReloaded") is True
    assert page.input_value("[name=key]") == "sk-0123456789"
    assert amiss(page) == []


@pytest.mark.parametrize("width", [1440, 360])
def test_hours_are_changed_in_plain_fields_and_seen_in_the_picture(enter: Enter, width: int) -> None:
    page = enter(ORLOV, width=width)
    page.goto("/brands/1/")
    sunday = page.locator(".week").first.locator("tr", has_text="Воскресенье")
    page.get_by_text("Изменить неделю и праздники").click()
    assert faults(page) == []
    page.locator("[name^=sun-][name$=-opens]").last.fill("23:00")
    page.locator("[name^=sun-][name$=-closes]").last.fill("23:30")
    page.get_by_role("button", name="Сохранить часы").click()

    expect(sunday).to_contain_text("23:00–23:30")
    expect(sunday.locator("rect[x='1380']")).to_have_count(1)
