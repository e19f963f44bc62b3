"""Every page that is open without a place at the desk: each address, and what it says when something goes wrong.

By day and by night, on a phone. A new address that asks nobody to sign in at the desk fails the test until it is
visited here, or is written down as no page.
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from slovo.web.portal.taking import WRITING_SECONDS_MIN
from tests.browser.conftest import Enter
from tests.browser.public_walk import NO_PAGES, Walk, open_to_all, presses
from tests.browser.shops import shop
from tests.browser.test_built_form import adds_field
from tests.browser.test_pages import ORLOV
from tests.browser.test_portal import MY, asks_for_a_code
from tests.browser.test_public_rooms import BOOK, COMPLAINT, HELP, PHONE
from tests.browser.test_status_page import link_beside
from tests.browser.test_the_main_job import sent
from tests.browser.test_work_links import asks, now, promises, words_of
from tests.browser.well import by_day_and_by_night, faults
from tests.house import House, until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]
VERA, TARAS = "vera.everywhere@example.com", "taras@medovyi-dim.example"


def in_a_queue(walk: Walk) -> None:
    desk, phone = walk.desk, walk.phone
    desk.goto("/queues/1/hours")
    desk.locator("form.hours").evaluate("one => one.closest('details').open = true")
    for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"):
        for end in ("opens", "closes"):
            for row, one in enumerate(desk.locator(f"form.hours [name^={day}-][name$=-{end}]").all()):
                one.fill("" if row else "00:00")
    desk.locator("form.hours button.main-one").click()
    desk.goto("/queues/1/poster")
    found = re.search(r"/q/(\w+)", desk.locator("main, body").first.inner_text())
    assert found
    walk.opens(phone, f"{found[0]}?lang=ru")
    phone.get_by_role("button", name="Взять номер").click()
    expect(phone.locator(".number")).to_be_visible()
    walk.looks(phone)
    phone.get_by_role("button", name="Отдать").click()
    expect(phone.get_by_role("button", name="Отдать")).to_have_count(0)
    walk.looks(phone)


def calls(walk: Walk) -> None:
    phone = walk.phone
    walk.opens(phone, "/callback/chainik?lang=ru")
    phone.fill("#phone", "12")
    presses(phone, "Перезвоните мне")
    expect(phone.get_by_role("alert")).to_be_visible()
    walk.looks(phone)
    phone.fill("#phone", "+7 900 000-00-31")
    presses(phone, "Перезвоните мне")
    expect(phone.get_by_role("status")).to_be_visible()
    walk.looks(phone)


def visits(walk: Walk) -> None:
    desk, phone = walk.desk, walk.phone
    desk.goto("/visits/settings/")
    desk.get_by_role("button", name="Открыть страницу").click()
    public = desk.locator("main a[href^='/visit/']").get_attribute("href")
    walk.opens(phone, f"{public}?lang=uk")
    phone.goto(f"{public}?lang=ru")
    phone.locator(".days a").last.click()  # what begins soon can no longer be moved
    phone.locator("input[name=starts_at]").first.check()
    presses(phone, "Записаться")
    expect(phone.get_by_role("alert")).to_be_visible()
    walk.looks(phone)
    phone.locator("input[name=starts_at]").last.check()
    phone.fill("#name", "Вера")
    phone.fill("#contact", VERA)
    presses(phone, "Записаться")
    expect(phone.get_by_role("status")).to_be_visible()
    walk.looks(phone)
    phone.locator("main a.main-one").click()
    phone.locator(".visit a[href*='/times']").first.click()
    walk.opens(phone, phone.url.replace("lang=ru", "lang=en"))


def behind_a_link(walk: Walk, house: House) -> None:
    desk, phone = walk.desk, walk.phone
    talk = asks(desk, house, "По ссылке")
    address = link_beside(desk, talk)
    walk.opens(phone, f"{address}?lang=ru")
    for behind, language in (("times", "uk"), ("letters", "en"), ("call", "uk")):
        walk.opens(phone, f"{address}/{behind}?lang={language}")
    phone.goto(f"{address}/call?lang=ru")
    phone.fill("#phone", "+7 900 000-00-32")
    phone.locator("button[name=slot]").nth(1).click()
    phone.locator("article.call a[href*='/calls/']").first.click()
    walk.looks(phone)
    walk.opens(phone, f"{address}x?lang=en")
    phone.goto(f"{address}?lang=ru")
    phone.fill("#question", "Ещё вопрос")
    phone.locator(".write input[name=once]").evaluate("one => { one.value = 'of another page'; }")
    phone.locator(".write > form button").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    walk.looks(phone)


def at_work(walk: Walk, house: House) -> None:
    """The page of whoever does the work; told a delay without a reason it asks for one."""
    desk, phone = walk.desk, walk.phone
    talk = asks(desk, house, "Самовар в ремонте")
    promise = promises(desk, talk, "Самовар как новый", of_kind="delivery", due=now() + timedelta(hours=30))
    desk.goto(f"{promise}work-links")
    desk.fill("#label", "Мастер Олег")
    desk.click("main button.main-one")
    walk.opens(phone, f"{desk.input_value('#link')}?lang=uk")
    phone.locator("input[name=promise]").first.evaluate("one => { one.value = 'of another page'; }")
    phone.locator("main form button").first.click()
    walk.looks(phone)


def articles(walk: Walk) -> None:
    phone = walk.phone
    walk.opens(phone, "/help/chainik/uk/")
    for words in ("чайник", "абракадабра"):
        walk.opens(phone, f"{HELP}search?q={words}")
    walk.opens(phone, f"{HELP}nowhere/")
    phone.goto(f"{HELP}search?q=чайник")
    walk.opens(phone, phone.locator("main .articles a").first.get_attribute("href") or "")


def writes_for_gourmets(desk: Page) -> None:
    """Vera is one."""
    desk.goto("/portraits/")
    new = desk.locator("form[action='/portraits/']:has(input[name=brand][value='1'])")
    new.evaluate("one => one.closest('details').open = true")
    new.locator("[name=name]").fill("Гурман")
    new.locator("button").click()
    there = desk.locator("form[action$='/customers']").first
    there.evaluate("one => one.closest('details').open = true")
    there.locator("textarea").fill(VERA)
    there.locator("button").click()
    desk.goto("/articles/new/?brand=1")
    desk.fill("#id_title", "Редкие сорта")
    desk.fill("#id_body", "Первый сбор: **по записи**.")
    desk.select_option("#id_audience", "portrait")
    desk.select_option("#id_portrait", label="Гурман")
    desk.locator("form.section button.main-one").click()
    desk.locator("form[action$='/publication'] button").click()
    expect(desk.locator("form[action$='/publication'] button")).to_have_count(0)


def at_home(walk: Walk, house: House) -> None:
    asks(walk.desk, house, "Где мой поднос", sender=f"Вера <{VERA}>")
    writes_for_gourmets(walk.desk)
    phone = walk.phone
    walk.opens(phone, MY)
    phone.fill("#contact", "nobody")
    presses(phone, "Прислать код")
    walk.looks(phone)
    code = asks_for_a_code(phone, house, VERA)
    walk.looks(phone)
    phone.fill("#code", code[::-1] if code != code[::-1] else f"{(int(code) + 1) % 1_000_000:06}")
    phone.get_by_role("button", name="Войти").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    walk.looks(phone)
    phone.fill("#code", code)
    phone.get_by_role("button", name="Войти").click()
    expect(phone.locator("#requests")).to_be_visible()
    walk.looks(phone)
    walk.opens(phone, f"{MY}&held=all")
    presses(phone, "Попросить стереть")
    expect(phone.get_by_role("alert")).to_be_visible()
    walk.looks(phone)
    phone.goto(MY)
    phone.get_by_role("link", name="Редкие сорта").click()
    walk.looks(phone)
    phone.goto(MY)
    phone.get_by_role("link", name="Где мой поднос").first.click()
    walk.looks(phone)
    presses(phone, "Отправить")
    expect(phone.get_by_role("alert")).to_be_visible()
    walk.looks(phone)


def forms(walk: Walk, house: House) -> None:
    phone = walk.phone
    walk.opens(phone, "/ask/chainik/repair/?lang=en")
    desk = walk.desk
    desk.goto("/request-types/")
    desk.locator("h3:has-text('Чайник сломался') ~ p a[href$='/form']").first.click()
    with shop(house.url) as place:
        place.line = desk.input_value("#frame")
        page = walk.phone
        page.goto(place.origin)
        expect(page.frame_locator("iframe").locator("#contact")).to_be_visible()
        frame = next(one for one in page.frames if "/framed" in one.url)
        walk.knows(frame.url)
        walk.found += by_day_and_by_night(page)
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        walk.found += faults(frame)
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        walk.found += faults(frame)
        page.goto("about:blank")


def agrees(walk: Walk, house: House) -> None:
    """Whoever ticked «news» is asked by a letter whether it was they."""
    desk, phone = walk.desk, walk.phone
    desk.goto("/request-types/")
    desk.locator("h3:has-text('Чайник сломался') ~ p a[href$='/form']").first.click()
    adds_field(desk, {"kind": "consent", "label": "Присылайте новости", "key": "news", "purpose": "marketing"})
    desk.get_by_role("button", name="Опубликовать", exact=True).click()
    expect(desk.locator("#frame")).to_be_visible()
    phone.goto("/ask/chainik/repair/?lang=ru")
    phone.get_by_label("Ваше имя").fill("Вера")
    phone.fill("#contact", VERA)
    for label in ("Течёт", "Согласие на то, что мастер откроет чайник", "Присылайте новости"):
        phone.get_by_label(label).check()
    phone.wait_for_timeout(WRITING_SECONDS_MIN * 1000)
    phone.get_by_role("button", name="Отправить запрос").click()
    expect(phone.get_by_role("status")).to_be_visible()
    until(lambda: links_in_letters(house, VERA, "/agree/"), "the letter that asks")
    walk.opens(phone, links_in_letters(house, VERA, "/agree/")[-1])
    phone.get_by_role("button", name="Да, присылайте").click()
    expect(phone.get_by_role("button", name="Да, присылайте")).to_have_count(0)
    walk.looks(phone)
    walk.opens(phone, "/agree/nothing?lang=uk")


def book(walk: Walk) -> None:
    phone = walk.phone
    walk.opens(phone, "/book/chainik/poster?lang=uk")
    walk.opens(phone, BOOK)
    presses(phone, "Внести в книгу")
    expect(phone.get_by_role("alert")).to_be_visible()
    walk.looks(phone)
    phone.check("#kind-complaint")
    phone.fill("#text", COMPLAINT)
    phone.wait_for_timeout(WRITING_SECONDS_MIN * 1000)
    presses(phone, "Внести в книгу")
    expect(phone.get_by_role("status")).to_be_visible()
    walk.looks(phone)


def doors(walk: Walk, house: House) -> None:
    """Of the desk, for those who are still outside."""
    phone = walk.phone
    for address in ("login/", "signup/", "inactive/", "confirm-email/", "password/reset/", "password/reset/key/done/"):
        walk.opens(phone, f"/accounts/{address}")
    walk.opens(phone, "/accounts/password/reset/key/1-nothing/")
    walk.opens(phone, "/nowhere/")
    phone.goto("/accounts/password/reset/")
    phone.fill("input[name=email]", TARAS)
    phone.locator("main button.main-one").click()
    expect(phone).to_have_url(re.compile("reset/done/"))
    walk.looks(phone)
    until(lambda: links_in_letters(house, TARAS, "/accounts/password/reset/key/"), "the letter with a link")
    walk.opens(phone, links_in_letters(house, TARAS, "/accounts/password/reset/key/")[-1])
    phone.goto("/accounts/login/")
    phone.locator("input[name=csrfmiddlewaretoken]").first.evaluate("one => one.remove()")
    phone.fill("input[name=login]", TARAS)
    phone.fill("input[name=password]", "не то")
    phone.locator("main form button[type=submit]").first.click()
    expect(phone.locator("h1")).not_to_have_text("Вход")
    walk.looks(phone)
    desk = walk.desk
    desk.goto("/people/")
    desk.locator("main tbody a", has_text="Тарас").first.click()
    desk.locator("form[action$='/links'] button").click()
    walk.opens(phone, desk.input_value("#link"))
    phone.locator("main form button").first.click()
    walk.looks(phone)
    desk.set_viewport_size({"width": 360, "height": 740})
    walk.opens(desk, "/accounts/logout/")


def links_in_letters(house: House, address: str, path: str) -> list[str]:
    letters = [one for one in sent(house, "") if address in one["To"]]
    return [found[0] for one in letters if (found := re.search(rf"{path}\S+", words_of(one)))]


@pytest.mark.timeout(600)
def test_nothing_stands_in_the_way_on_any_page_of_the_public(enter: Enter, house: House) -> None:
    walk = Walk(enter(ORLOV), enter(**PHONE))
    in_a_queue(walk)
    calls(walk)
    visits(walk)
    book(walk)
    articles(walk)
    forms(walk, house)
    agrees(walk, house)
    behind_a_link(walk, house)
    at_work(walk, house)
    at_home(walk, house)
    doors(walk, house)

    assert not walk.found, "\n".join(walk.found)
    assert open_to_all() - walk.seen == NO_PAGES
