"""A visitor of a shop's site, whose policy is strict, and an agent at the desk, side by side."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PATIENCE_MILLISECONDS, Enter, ends
from tests.browser.shops import Shop, shop
from tests.browser.test_pages import ORLOV
from tests.browser.well import by_day_and_by_night, faults, too_wide
from tests.house import House

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]

BOT = "/brands/1/assistant"
Visits = Callable[..., Page]
LOST = "Failed to load resource: net::ERR_"  # the browser notes what the test has cut on purpose


def switches(desk: Page, *, on: bool) -> None:
    desk.goto(BOT)
    desk.get_by_label("Бот отвечает первым").set_checked(on)
    desk.get_by_role("button", name="Сохранить").click()
    desk.goto(BOT)
    expect(desk.get_by_label("Бот отвечает первым")).to_be_checked(checked=on)


@pytest.fixture
def site(house: House, enter: Enter) -> Iterator[Shop]:
    with shop(house.url) as place:
        desk = enter(ORLOV)
        desk.goto("/brands/")
        desk.goto(desk.locator("main a[href^='/brands/']", has_text="Чайник").first.get_attribute("href") or "")
        desk.click("a[href$='/chat']")
        desk.fill("#id_origins", place.origin)
        desk.fill("#id_words_ru", "Здравствуйте! Чем помочь?")
        desk.fill("#id_talk_ru", "Согласен: переписка хранится год.")
        desk.click("form.section button.main-one")
        expect(desk.locator("#chat-script")).to_be_visible()
        place.line = desk.input_value("#chat-script")
        switches(desk, on=False)  # in the demo it answers first
        desk.goto("about:blank")  # nothing of the desk stays open that a test does not know of
        yield place


@pytest.fixture
def visits(chromium: Browser) -> Iterator[Visits]:
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def visited(place: Shop, *, width: int = 1000, height: int = 800, told: str = LOST, **options: object) -> Page:
        """`told`: how what the browser notes begins that the test has brought about on purpose."""
        viewport = {"width": width, "height": height}
        context = chromium.new_context(viewport=viewport, locale="ru", **options)  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        context.on("console", lambda said: _note(complaints, said.type, said.text, told))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        page = context.new_page()
        page.goto(place.origin)
        return page

    yield visited
    for context in contexts:
        ends(context)
    assert complaints == []


def _note(complaints: list[str], kind: str, text: str, told: str) -> None:
    if kind in {"error", "warning"} and not text.startswith((LOST, told)):
        complaints.append(f"{kind}: {text}")


def begins(page: Page, name: str = "Ирина") -> None:
    page.locator(".launcher").click()
    page.get_by_label("Ваше имя").fill(name)
    box = page.get_by_label("Согласен")
    assert not box.is_checked()
    box.check()
    page.get_by_role("button", name="Начать чат").click()


def says(page: Page, text: str) -> None:
    page.get_by_label("Ваше сообщение").fill(text)
    page.get_by_label("Ваше сообщение").press("Enter")


def test_a_visitor_and_an_agent_talk_side_by_side(site: Shop, visits: Visits, enter: Enter) -> None:
    page = visits(site)
    expect(page.locator(".launcher")).to_be_visible()
    begins(page)
    says(page, "Где мой чайник?")
    expect(page.locator(".log")).to_contain_text("Доставлено")

    desk = enter(ORLOV)
    desk.goto("/chats/")
    desk.locator("tr", has_text="Где мой чайник?").get_by_role("button").click()
    expect(desk.locator(".thread")).to_contain_text("Где мой чайник?")
    expect(page.locator(".log")).to_contain_text("Прочитано")
    desk.fill("#reply-text", "Он в пути.")
    expect(page.locator(".note").last).to_contain_text("печатает")
    desk.click("[data-main]")
    expect(page.locator(".log .ours")).to_contain_text("Он в пути.")
    expect(desk.locator(".thread")).to_contain_text("Клиент прочитал")

    assert page.context.cookies() == []
    assert (faults(page), too_wide(page) <= 0) == ([], True)


def test_offline_two_tabs_and_a_new_page_lose_and_double_nothing(site: Shop, visits: Visits) -> None:
    page = visits(site)
    begins(page, "Пётр")
    says(page, "Первое.")
    expect(page.locator(".log")).to_contain_text("Доставлено")
    other = page.context.new_page()
    other.goto(site.origin)
    other.locator(".launcher").click()
    expect(other.locator(".log .line")).to_have_count(1)

    page.context.set_offline(True)
    says(page, "Второе.")
    says(page, "Третье.")
    expect(page.locator(".unsent")).to_have_count(2)
    says(other, "Четвёртое.")
    expect(other.locator(".unsent")).to_have_count(3)
    page.context.set_offline(False)
    expect(page.locator(".unsent")).to_have_count(0)
    expect(other.locator(".unsent")).to_have_count(0)

    page.reload()
    page.locator(".launcher").click()
    expect(page.locator(".log .line")).to_have_count(4)
    assert sorted(page.locator(".log .words").all_inner_texts()) == ["Второе.", "Первое.", "Третье.", "Четвёртое."]


def test_on_a_phone_it_fills_the_screen_and_passes_axe(site: Shop, visits: Visits) -> None:
    phone = visits(site, width=360, height=640, is_mobile=True, has_touch=True)
    phone.locator(".launcher").tap()
    expect(phone.get_by_role("button", name="Начать чат")).to_be_visible()
    found = by_day_and_by_night(phone)
    phone.get_by_role("tab", name="Вопрос").tap()
    found += by_day_and_by_night(phone)

    assert (found, too_wide(phone) <= 0) == ([], True)
