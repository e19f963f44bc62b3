"""The book, from a visitor's phone to the desk and back; articles, found while typing, judged and printed."""

import re
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from slovo.web.portal.taking import WRITING_SECONDS_MIN
from tests.browser.conftest import DESK, Enter
from tests.browser.test_pages import ORLOV
from tests.browser.well import amiss, on_paper

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]
BOOK, HELP = "/book/chainik/?lang=ru", "/help/chainik/ru/"
COMPLAINT = "Курьер бросил коробку у двери. Хам! Звоните мне: +7 900 000-00-12."
PHONE = {"width": 360, "height": 740, "has_touch": True, "is_mobile": True}


def writes(phone: Page, text: str, *, kind: str = "complaint") -> str:
    """The number of the entry."""
    phone.goto(BOOK)
    phone.check(f"#kind-{kind}")
    phone.fill("#text", text)
    phone.wait_for_timeout(WRITING_SECONDS_MIN * 1000)
    phone.get_by_role("button", name="Внести в книгу").click()
    words = phone.get_by_role("status").inner_text()
    found = re.search(r"№\s(\d+)", words)
    assert found, words
    return found[1]


def entry(page: Page, number: str) -> Locator:
    return page.locator(f"#entry-{number}")


def dots_of(code: Locator) -> list[list[bool]]:
    """As a camera sees them: dark or light, in the middle of each dot."""
    drawn = (
        "one => { const m = one.getScreenCTM(), r = one.getBoundingClientRect(); return [m.a, m.e - r.x, m.f - r.y]; }"
    )
    dot, left, top = code.evaluate(drawn)
    printed = Image.open(BytesIO(code.screenshot(scale="css"))).convert("L")
    places = range(int((code.get_attribute("viewBox") or "").split()[-1]))
    return [[_is_dark(printed, left + (x + 0.5) * dot, top + (y + 0.5) * dot) for x in places] for y in places]


def _is_dark(picture: Image.Image, x: float, y: float) -> bool:
    return picture.crop((int(x), int(y), int(x) + 1, int(y) + 1)).tobytes()[0] < 128


def dots_for(address: str) -> list[list[bool]]:
    """As the standard draws it: no reader of codes is at hand."""
    code = QRCode(border=4, error_correction=ERROR_CORRECT_M)
    code.add_data(address)
    code.make()
    return [[bool(dot) for dot in row] for row in code.get_matrix()]


def at_the_desk(enter: Enter) -> Page:
    """The page of the newest complaint."""
    desk = enter(ORLOV)
    desk.goto(DESK)
    desk.locator(".line", has_text="Жалоба в книге").first.locator("a").first.click()
    desk.get_by_role("link", name="Запись в книге").click()
    expect(desk.get_by_role("heading", name="Ответы рядом с записью")).to_be_visible()
    return desk


def test_a_complaint_is_written_looked_over_and_answered_in_the_open(enter: Enter) -> None:
    phone = enter(**PHONE)
    number = writes(phone, COMPLAINT)
    assert amiss(phone) == []
    phone.get_by_role("link", name="Вернуться к книге").click()
    expect(entry(phone, number)).to_contain_text("Её ещё никто не просмотрел")
    expect(entry(phone, number)).not_to_contain_text("Курьер бросил")

    desk = at_the_desk(enter)
    desk.get_by_text("Изъять слова").click()
    desk.fill("#words", "Хам!")
    desk.select_option("#reason", "abuse")
    desk.fill("#why", "Бранное слово о человеке")
    assert amiss(desk) == []
    desk.get_by_role("button", name="Изъять эти слова").click()
    desk.get_by_role("button", name="Просмотрено, показать").click()
    desk.fill("#text", "Так не оставляют посылки. Курьеру показали, как это делать.")
    desk.get_by_role("button", name="Дать этот ответ").click()
    expect(desk.locator("main")).to_contain_text("Курьеру показали")
    assert amiss(desk) == []

    phone.reload()
    shown = entry(phone, number)
    expect(shown.locator(".said")).to_have_text(
        "Курьер бросил коробку у двери. изъято: брань Звоните мне: изъято: личные данные."
    )
    expect(shown.locator(".answer")).to_contain_text("Курьеру показали, как это делать.")
    expect(phone.locator(".register")).to_contain_text("4 знака, брань. Бранное слово о человеке")
    assert amiss(phone) == []
    assert phone.context.cookies() == []


def test_the_poster_is_one_sheet_of_paper_with_the_code_and_the_address(enter: Enter) -> None:
    phone = enter(**PHONE)
    phone.goto(BOOK)
    phone.get_by_role("link", name="Плакат").click()
    assert amiss(phone) == []
    phone.emulate_media(media="print", color_scheme="dark")

    expect(phone.locator(".poster .qr")).to_be_visible()
    address = phone.locator(".poster a").inner_text()
    assert dots_of(phone.locator(".poster .qr")) == dots_for(address)
    expect(phone.locator(".screen-only")).to_be_hidden()
    expect(phone.locator(".languages")).to_be_hidden()
    assert on_paper(phone) == 1

    phone.emulate_media(media="null", color_scheme="null")
    there = phone.goto(urlsplit(address).path)
    assert there
    assert there.status == 200
    expect(phone.get_by_role("button", name="Внести в книгу")).to_be_visible()


def test_an_article_is_found_while_typing_read_judged_and_printed(enter: Enter) -> None:
    phone = enter(**PHONE)
    phone.goto(HELP)
    assert amiss(phone) == []
    phone.locator("#q").press_sequentially("возврат чай")
    found = phone.locator("#suggestions a")
    expect(found.filter(has_text="Как вернуть чайник")).to_be_visible()
    assert amiss(phone) == []
    found.filter(has_text="Как вернуть чайник").tap()

    expect(phone.locator("h1")).to_have_text("Как вернуть чайник")
    assert amiss(phone) == []
    phone.get_by_text("Сказать словами").tap()
    phone.fill("#words", "Не сказано, сколько идут деньги.")
    phone.locator(".helped").get_by_role("button", name="Нет").tap()
    expect(phone.get_by_role("status")).to_contain_text("Спасибо")
    assert amiss(phone) == []

    phone.emulate_media(media="print", color_scheme="dark")
    for hidden in (".seek", ".helped", ".nearby", ".crumbs", ".languages"):
        expect(phone.locator(hidden)).to_be_hidden()
    expect(phone.locator(".prose")).to_be_visible()
    assert on_paper(phone) == 1

    desk = enter(ORLOV)
    desk.goto("/articles/")
    desk.get_by_role("link", name="Как вернуть чайник").first.click()
    expect(desk.locator("main")).to_contain_text("Не сказано, сколько идут деньги.")


def test_without_a_script_the_search_answers_on_a_page_of_its_own(enter: Enter) -> None:
    plain = enter(java_script_enabled=False, **PHONE)
    plain.goto(HELP)
    plain.fill("#q", "накипь")
    plain.get_by_role("button", name="Найти").tap()

    plain.locator("main .articles a", has_text="Как убрать накипь").tap()
    expect(plain.locator("h1")).to_have_text("Как убрать накипь")
    assert plain.context.cookies() == []


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
def test_the_rooms_stand_well_in_every_language(enter: Enter, language: str) -> None:
    page = enter(locale=language)
    for path in ("/book/chainik/", "/book/chainik/poster", "/my/chainik/", "/help/chainik/"):
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == language
        expect(page.locator(".languages a")).to_have_text(["Русский", "Українська", "English"])
        assert amiss(page) == []
