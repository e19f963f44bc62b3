"""A form from the builder to an answer: with a choice, a condition, a file and a consent; on its page, on another site,
and without a script."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from slovo.web.portal.taking import WRITING_SECONDS_MIN
from tests.browser.conftest import DESK, Enter
from tests.browser.shops import shop
from tests.browser.test_pages import ORLOV
from tests.browser.test_public_rooms import PHONE
from tests.browser.well import amiss
from tests.house import House
from tests.pictures import PNG

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]
NAME, SLUG = "Полировка самовара", "polishing"
PAGE = f"/ask/chainik/{SLUG}/?lang=ru"
PICTURE = {"name": "самовар.png", "mimeType": "image/png", "buffer": PNG}
OPTIONS = (
    ("За день", "Отполируем завтра", "Царапины остаются"),
    ("Не спеша", "Отполируем за неделю", "День не обещан"),
)
FIELDS: tuple[dict[str, object], ...] = (
    {"kind": "one", "label": "Из чего он?", "key": "metal", "answers": "Латунь\nМедь", "required": True},
    {"kind": "text", "label": "Когда лудили?", "key": "tinned", "when": "Медь"},
    {"kind": "file", "label": "Снимок", "key": "photo"},
    {"kind": "consent", "label": "Согласен оставить самовар на ночь", "key": "night", "required": True},
)


def opened(details: Locator) -> None:
    details.evaluate("(one) => (one.open = true)")


def adds_option(desk: Page, name: str, promised: str, not_promised: str) -> None:
    desk.get_by_text("Добавить вариант").click()
    form = desk.locator("form[action$='/options']")
    form.locator("[name=names_ru]").fill(name)
    form.locator("[name=promised_ru]").fill(promised)
    form.locator("[name=not_promised_ru]").fill(not_promised)
    form.get_by_role("button", name="Добавить").click()
    expect(desk.locator("main")).to_contain_text(promised)


def adds_field(desk: Page, field: dict[str, object]) -> None:
    desk.get_by_text("Добавить поле").click()
    form = desk.locator("form:has(#new--kind)")
    for fold in form.locator("details").all():
        opened(fold)
    form.locator("[name=kind]").select_option(str(field["kind"]))
    form.locator("[name=labels_ru]").fill(str(field["label"]))
    form.locator("[name=options_ru]").fill(str(field.get("answers", "")))
    form.locator("[name=key]").fill(str(field["key"]))
    if field.get("purpose"):
        form.locator("[name=purpose]").select_option(str(field["purpose"]))
    if field.get("required"):
        form.locator("[name=required]").check()
    if field.get("when"):
        form.get_by_label(re.compile(f"«{field['when']}»")).check()
    form.get_by_role("button", name="Добавить").click()
    expect(desk.locator(f"#field-{field['key']}")).to_be_visible()


@pytest.fixture
def line(enter: Enter) -> Iterator[str]:
    """The form is there; what is copied into another site to show it there."""
    desk = enter(ORLOV)
    desk.goto("/request-types/")
    if not desk.get_by_role("link", name=NAME).count():
        builds(desk)
    desk.goto("/request-types/")
    desk.get_by_role("link", name=NAME).click()
    desk.get_by_role("link", name="Собрать форму").click()
    return desk.input_value("#frame")


def builds(desk: Page) -> None:
    """By hand, as an administrator does."""
    brand = desk.locator("section", has_text="Чайник").filter(has=desk.locator("#bchainikslug"))
    opened(brand.locator("details.edit"))
    desk.fill("#bchainikslug", SLUG)
    brand.locator("[name=names_ru]").fill(NAME)
    brand.locator("[name=owner]").select_option(index=1)
    brand.get_by_role("button", name="Добавить").click()
    expect(desk.get_by_role("heading", name=NAME, level=1)).to_be_visible()
    for option in OPTIONS:
        adds_option(desk, *option)
    assert amiss(desk) == []
    desk.get_by_role("link", name="Собрать форму").click()
    for field in FIELDS:
        adds_field(desk, field)
    assert amiss(desk) == []
    desk.get_by_role("link", name="Русский").click()
    expect(desk.locator("main")).to_contain_text("отсюда ничего не отправляется")
    desk.go_back()
    desk.get_by_role("button", name="Опубликовать", exact=True).click()
    expect(desk.locator("#frame")).to_be_visible()


def fills(page: Page | FrameLocator, *, metal: str, contact: str) -> None:
    page.get_by_label("Не спеша").check()
    page.locator("#contact").fill(contact)
    page.get_by_label(metal).check()
    page.locator("#f-photo").set_input_files([PICTURE])  # type: ignore[list-item]  # its shape is the library's
    page.locator("#f-night").check()


def read_at_the_desk(enter: Enter, contact: str) -> Locator:
    """What was filled in, beside the newest conversation of whoever left this address."""
    desk = enter(ORLOV)
    desk.goto(f"/search/?q={contact}")
    desk.locator("main a[href^='/conversations/']").first.click()
    expect(desk.locator(".filled").first).to_be_visible()
    assert amiss(desk) == []
    return desk.locator("body")


def test_it_is_filled_in_on_a_phone_and_read_at_the_desk(enter: Enter, line: str) -> None:
    phone = enter(**PHONE)
    phone.goto(PAGE)
    assert amiss(phone) == []
    tinned = phone.locator("[data-field=tinned]")
    expect(tinned).to_be_hidden()
    fills(phone, metal="Медь", contact="copper@example.com")
    expect(tinned).to_be_visible()
    phone.fill("#f-tinned", "В прошлом году")
    assert amiss(phone) == []
    phone.wait_for_timeout(WRITING_SECONDS_MIN * 1000)
    phone.get_by_role("button", name="Отправить запрос").tap()

    expect(phone.get_by_role("status")).to_contain_text("Ваш запрос принят")
    expect(phone.locator("#chosen")).to_contain_text("Не спеша")
    assert amiss(phone) == []
    there = read_at_the_desk(enter, "copper@example.com")
    expect(there.locator(".filled").first).to_contain_text("В прошлом году")
    expect(there).to_contain_text("самовар.png")
    expect(there).to_contain_text("Отполируем за неделю")


def test_without_a_script_it_says_what_counts_and_leads_to_what_is_missing(enter: Enter, line: str) -> None:
    plain = enter(java_script_enabled=False, **PHONE)
    plain.goto(PAGE)
    expect(plain.locator("[data-field=tinned]")).to_contain_text("Только если")
    fills(plain, metal="Латунь", contact="nonsense")
    plain.wait_for_timeout(WRITING_SECONDS_MIN * 1000)
    plain.get_by_role("button", name="Отправить запрос").tap()
    expect(plain.get_by_role("alert")).to_be_visible()
    expect(plain.get_by_label("Не спеша")).to_be_checked()
    expect(plain.get_by_label("Латунь")).to_be_checked()

    plain.fill("#contact", "brass@example.com")
    plain.locator("#f-photo").set_input_files([PICTURE])  # type: ignore[list-item]  # as above
    plain.get_by_role("button", name="Отправить запрос").tap()
    expect(plain.get_by_role("status")).to_contain_text("Ваш запрос принят")
    assert plain.context.cookies() == []
    expect(read_at_the_desk(enter, "brass@example.com")).to_contain_text("Латунь")


def test_it_stands_within_another_site(enter: Enter, house: House, line: str) -> None:
    with shop(house.url) as place:
        place.line = line
        page = enter(width=360)
        page.goto(place.origin)
        framed = page.frame_locator("iframe")
        fills(framed, metal="Латунь", contact="framed@example.com")
        expect(framed.locator("[data-field=tinned]")).to_be_hidden()
        assert amiss(page) == []
        page.wait_for_timeout(WRITING_SECONDS_MIN * 1000)
        framed.locator("form button[type=submit]").click()
        expect(framed.get_by_role("status")).to_contain_text("Ваш запрос принят")
        assert amiss(page) == []
        page.goto("about:blank")
    desk = enter(ORLOV)
    desk.goto(DESK)
    expect(desk.locator(".line", has_text=NAME).first).to_be_visible()
