"""The widget on a phone: a photo taken on the spot, and one tap to what is theirs for whom the site vouches."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.shops import Shop
from tests.browser.test_chat import Visits, begins, says, site, visits
from tests.browser.test_chat_of_persons import Token, agrees, identified, token
from tests.pictures import PNG

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]
__all__ = ["site", "token", "visits"]  # fixtures


def test_a_photo_taken_on_a_phone_goes_with_the_message(site: Shop, visits: Visits) -> None:
    page = visits(site, width=360, height=640, is_mobile=True, has_touch=True)
    begins(page)
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Сделать фото").click()
    assert chosen.value.element.get_attribute("capture") == "environment"
    chosen.value.set_files({"name": "скол.png", "mimeType": "image/png", "buffer": PNG})
    expect(page.get_by_role("button", name="Убрать файл: скол.png")).to_be_visible()
    says(page, "Вот скол")
    expect(page.locator(".log a").get_by_role("img", name="скол.png")).to_be_visible()

    desk = visits(site)
    begins(desk, "Лиза")
    expect(desk.get_by_text("Сделать фото")).to_be_hidden()


def test_what_a_page_calls_before_the_script_has_come_is_done_in_its_order(
    site: Shop, visits: Visits, token: Token
) -> None:
    page, signed = visits(site), token("Клим")
    calls = [["on", "ready"], ["on", "identified"], ["on", "open"], ["identify", signed], ["open", "ask"]]
    page.add_init_script(
        f"""window.slovo = {json.dumps(calls)};
        const noted = (name) => document.documentElement.setAttribute(`data-${{name}}`, "");
        for (const call of slovo) if (call[0] === "on") call.push(() => noted(call[1]));"""
    )
    page.reload()

    expect(page.get_by_label("Ваш вопрос")).to_be_visible()
    for name in ("ready", "identified", "open"):
        expect(page.locator("html")).to_have_attribute(f"data-{name}", "")
    page.get_by_role("tab", name="Чат").click()
    page.locator("#agree-talk").check()
    page.get_by_role("button", name="Начать чат").click()
    says(page, "Это я.")
    expect(page.get_by_role("button", name="Мои обращения")).to_be_visible()
    page.get_by_role("tab", name="Вопрос").click()
    page.get_by_label("Ваш вопрос").focus()
    expect(page.get_by_label("Согласен")).to_have_count(0)


def test_one_tap_leads_from_the_chat_to_what_is_theirs(site: Shop, visits: Visits, token: Token) -> None:
    page, stranger = visits(site, width=360, height=640, is_mobile=True, has_touch=True), visits(site)
    begins(stranger, "Лиза")
    expect(stranger.get_by_text("Сделать фото")).to_be_attached()
    expect(stranger.get_by_text("Мои обращения")).to_be_hidden()

    page.locator(".launcher").click()
    identified(page, token("Ирина"))
    agrees(page)
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Мои обращения").click()
    opened.value.wait_for_url("**/my/*/")
    expect(opened.value.get_by_role("heading", name="Ваша страница у нас")).to_be_visible()
