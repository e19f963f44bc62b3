"""Every page: for everybody, in three languages, light and dark, from a phone's width to 4K, under a strict policy."""

import re
from pathlib import Path

import polib
import pytest
from playwright.sync_api import Page, expect

from slovo.config import translations
from slovo.config.demo import PASSWORD
from tests.browser.conftest import Enter, brings_words, signs_in_by_hand
from tests.browser.well import amiss, too_wide
from tests.house import House

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]
ORLOV = "orlov@chainik.example"
PAGES = (
    "/conversations/",
    "/conversations/?view=all",
    "/search/",
    "/search/?q=чайник",
    "/mailboxes/",
    "/mailboxes/1/",
    "/people/",
    "/brands/",
    "/brands/1/",
    "/canned-replies/",
    "/brands/1/tokens/",
    "/brands/1/webhooks/",
    "/preferences/tokens/",
    "/room/",
    "/promises/",
    "/promises/?state=kept",
    "/promises/unowned/",
    "/promises/figures/",
    "/request-types/",
    "/request-types/1/",
    "/extras/",
    "/expectations/",
    "/views/",
    "/views/new/",
    "/changes/new/?all=yes",
    "/tags/",
    "/audit/",
    "/tasks/",
    "/preferences/",
    "/guide/",
    "/keys/",
    "/palette?q=%D0%B8%D1%80",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/nowhere/",
)
WORDS = """html => [...new DOMParser().parseFromString(html, "text/html").querySelectorAll(
    "h1, h2, label, button, a, th, summary, legend, p.help, p.quiet, p.prose, option"
)].map(one => one.textContent.replace(/\\s+/g, " ").trim())"""
BEFORE_SIGNING_IN = ("/accounts/login/", "/accounts/password/reset/", "/welcome/used/")


def beside_the_list(page: Page) -> list[str]:
    """The pages of one conversation, its customer and a promise."""
    page.goto("/conversations/?view=all")
    thread = page.locator(".line a").first.get_attribute("href") or ""
    page.goto(thread)
    customer = page.locator("a[href*='/customers/']").first.get_attribute("href") or ""
    person = page.request.get("/people/").text()
    one = re.search(r"/people/[0-9a-f-]{36}/", person)
    talk = thread.partition("?")[0]
    acts = [f"{talk}{page}" for page in ("forwards", "merges", "splits", "paper", "promises")]
    promise = re.search(r"/promises/[0-9a-f-]{36}/", page.request.get("/promises/").text())
    return [thread, customer, one[0] if one else "", promise[0] if promise else "", *acts]


def test_nothing_stands_in_the_way_of_anybody_before_signing_in(enter: Enter) -> None:
    page = enter()
    found = []
    for path in BEFORE_SIGNING_IN:
        page.goto(path)
        found += amiss(page)

    assert found == []


@pytest.mark.parametrize(("width", "menu"), [(360, ".who"), (1200, ".nav-settings"), (1440, ".nav-settings")])
def test_the_settings_are_found_by_their_words_on_every_width(enter: Enter, width: int, menu: str) -> None:
    page = enter(ORLOV, width=width)
    page.click(f"{menu} > summary")
    found = page.locator(f"{menu} a").filter(has_text="Бренды")
    words = found.locator(".label").bounding_box()
    assert words
    assert words["width"] > 40
    found.click()
    expect(page.locator("h1")).to_have_text("Бренды")


def test_a_long_name_and_address_fit_a_phone(enter: Enter, house: House) -> None:
    sender = f"Константин Константинович Достопримечательный <{'konstantin.' * 5}dostoprimechatelny@example.com>"
    brings_words(house, "Длинное имя", "Здравствуйте!", message_id="<long-name@example.com>", sender=sender)
    page = enter(ORLOV, width=360)
    line = page.locator(".line", has_text="Длинное имя")
    expect(line).to_be_visible()
    page.goto(line.locator("a").get_attribute("href") or "")

    expect(page.locator(".message.in .words")).to_have_text("Здравствуйте!")
    assert too_wide(page) <= 0
    page.click("summary:has-text('Кому')")
    assert too_wide(page) <= 0


def test_on_a_very_wide_screen_the_words_stay_together(enter: Enter) -> None:
    page = enter(ORLOV, width=3840, height=2160)
    page.goto(beside_the_list(page)[0])

    assert too_wide(page) <= 0
    box = page.locator(".thread .message .words").first.bounding_box()
    assert box
    assert box["width"] < 1400


@pytest.mark.parametrize(("language", "word"), [("ru", "Ждут ответа"), ("uk", "Чекають"), ("en", "Awaiting")])
def test_the_browsers_language_is_spoken(enter: Enter, language: str, word: str) -> None:
    page = enter(locale=language)
    page.goto("/accounts/login/")

    assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize(
    ("language", "path"), list(zip(translations.LANGUAGES, translations.catalogues(), strict=True))
)
def test_no_english_is_left_where_another_language_was_chosen(
    enter: Enter, house: House, language: str, path: Path
) -> None:
    page = enter(ORLOV)
    page.goto("/preferences/")
    page.select_option("select[name=language]", language)
    page.click("form.form button.main-one")
    assert page.locator("html").get_attribute("lang") == language
    english = {entry.msgid for entry in polib.pofile(str(path)) if entry.msgstr != entry.msgid and len(entry.msgid) > 3}
    english -= {"English"}  # in the list of languages each has its own name

    left = []
    for address in (*PAGES, *beside_the_list(page)):
        words = page.evaluate(WORDS, page.request.get(address).text())
        left += [(address, text) for text in words if text in english]
    page.goto("/preferences/")
    page.select_option("select[name=language]", "ru")
    page.click("form.form button.main-one")
    assert left == []


def test_the_keyboard_reaches_everything_and_is_seen(enter: Enter) -> None:
    page = enter(ORLOV)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.line a')"):
            break
    assert page.evaluate("document.activeElement.matches('.line a')")
    assert page.evaluate("getComputedStyle(document.activeElement.closest('.line')).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("#reply-text")).to_be_visible()


def test_a_name_and_a_password_open_the_desk(enter: Enter) -> None:
    page = enter()
    signs_in_by_hand(page, ORLOV)
    expect(page.locator(".line").first).to_be_visible()


def test_a_passkey_opens_the_desk(enter: Enter, house: House) -> None:
    page = enter("lidia@chainik.example", base_url=house.url.replace("127.0.0.1", "localhost"))
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    authenticator = {"options": options | {"isUserVerified": True, "automaticPresenceSimulation": True}}
    devtools.send("WebAuthn.addVirtualAuthenticator", authenticator)
    page.goto("/accounts/2fa/webauthn/add/")
    if page.locator("input[name=password]").count():
        page.fill("input[name=password]", PASSWORD)
        page.locator("form button.main-one").click()
    page.fill("input[name=name]", "Ноутбук")
    if page.locator("input[name=passwordless]").count():
        page.check("input[name=passwordless]")
    page.click("#mfa_webauthn_add")
    expect(page).not_to_have_url(re.compile("/add/"))

    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_url("**/conversations/**")
    expect(page.locator(".line").first).to_be_visible()
