"""What else the widget does on a site: emoji, files by paste and drag, the title and a sound for what is new, what a
page tells it, what it tells the page, and a phone whose keyboard is open."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import JSHandle, Page, Route, expect

from tests.browser.conftest import Enter
from tests.browser.shops import Shop
from tests.browser.test_chat import Visits, begins, says, site, visits
from tests.browser.test_pages import ORLOV
from tests.browser.well import faults

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]
__all__ = ["site", "visits"]  # fixtures
SMILE = "Спасибо 👍🏽 👨‍👩‍👧 ❤️"
HIDDEN = """value => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => value });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def files(page: Page, name: str) -> JSHandle:
    """As a browser hands over what was copied or is dragged."""
    return page.evaluate_handle(
        """name => {
          const given = new DataTransfer();
          given.items.add(new File(["%PDF-1.4 чек"], name, { type: "application/pdf" }));
          return given;
        }""",
        name,
    )


def accepted(desk: Page, words: str) -> None:
    desk.goto("/chats/")
    desk.locator("tr", has_text=words).get_by_role("button").click()
    expect(desk.locator(".thread")).to_contain_text(words)


def answers(desk: Page, text: str) -> None:
    desk.fill("#reply-text", text)
    desk.click("[data-main]")


def test_emoji_and_files_by_paste_and_drag_arrive_as_they_were(site: Shop, visits: Visits, enter: Enter) -> None:
    page = visits(site)
    begins(page, "Рита")
    box = page.get_by_label("Ваше сообщение")
    box.evaluate(
        "(box, given) => box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: given, bubbles: true }))",
        files(page, "вставлен.pdf"),
    )
    page.dispatch_event(".talk", "drop", {"dataTransfer": files(page, "перетащен.pdf")})
    expect(page.get_by_role("button", name="вставлен.pdf")).to_be_visible()
    expect(page.get_by_role("button", name="перетащен.pdf")).to_be_visible()
    says(page, SMILE)
    expect(page.locator(".log")).to_contain_text("Доставлено")

    desk = enter(ORLOV)
    accepted(desk, SMILE)
    expect(desk.locator(".thread")).to_contain_text("вставлен.pdf")
    expect(desk.locator(".thread")).to_contain_text("перетащен.pdf")
    answers(desk, "Пожалуйста 🫖")
    expect(page.locator(".log .ours")).to_contain_text("Пожалуйста 🫖")


DROPS = """([where, ...named]) => {
  const dataTransfer = new DataTransfer();
  for (const name of named) dataTransfer.items.add(new File(name.startsWith("пуст") ? [] : ["чек"], name));
  for (const file of document.querySelector("#lying")?.files || []) dataTransfer.items.add(file);
  const event = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true, composed: true });
  return document.querySelector("slovo-chat").shadowRoot.querySelector(where).dispatchEvent(event);
}"""  # whether the browser goes on to do what it would do by itself


LYING = """() => {
  document.body.append(Object.assign(document.createElement("input"), { id: "lying", type: "file", multiple: true }));
}"""


def lies(page: Page, *files: Path) -> None:
    """The page has files of the disk at hand, as those that are dragged from there."""
    if not page.locator("#lying").count():
        page.evaluate(LYING)
    page.locator("#lying").set_input_files([str(file) for file in files])
    page.evaluate(
        "[...document.querySelector('#lying').files].map((file) => file.size)"
    )  # the browser has looked at them


def test_what_cannot_go_with_a_message_is_said_and_keeps_nothing_back(
    site: Shop, visits: Visits, tmp_path: Path
) -> None:
    page = visits(site)
    begins(page, "Карл")
    expect(page.get_by_label("Ваше сообщение")).to_be_visible()
    note = page.locator(".talk > .note")
    gone = tmp_path / "пропал.txt"
    gone.write_text("был")
    lies(page, gone)
    gone.unlink()
    page.evaluate(DROPS, [".talk", "чек.txt", "пустой.txt", "игра.exe"])
    expect(note).to_contain_text("игра.exe: Файлы такого вида не принимаются.")
    expect(note).to_contain_text("пустой.txt: Этот файл пуст.")
    expect(note).to_contain_text("пропал.txt: Этот файл не читается.")
    expect(page.locator(".picked li")).to_have_count(1)

    lies(page)
    page.evaluate(DROPS, [".talk", *(f"{number}.txt" for number in range(2, 8))])
    expect(note).to_contain_text("7.txt: К одному сообщению можно приложить не больше 5 файлов.")
    expect(page.locator(".picked li")).to_have_count(5)
    says(page, "Первое.")
    expect(page.locator(".log")).to_contain_text("Доставлено")

    assert page.evaluate(DROPS, ["header", "мимо.txt"]) is False


def test_a_file_that_is_gone_before_it_is_sent_stops_no_message(site: Shop, visits: Visits, tmp_path: Path) -> None:
    page = visits(site)
    begins(page, "Клара")
    expect(page.get_by_label("Ваше сообщение")).to_be_visible()
    paper = tmp_path / "бумага.txt"
    paper.write_text("есть")
    lies(page, paper)
    page.evaluate(DROPS, [".talk"])
    expect(page.locator(".picked li")).to_have_count(1)
    paper.unlink()
    says(page, "С бумагой.")
    says(page, "Без бумаги.")

    expect(page.locator(".unsent", has_text="С бумагой.")).to_contain_text("Этот файл не читается.")
    expect(page.locator(".unsent")).to_have_count(1)
    page.locator(".unsent").get_by_role("button", name="Попробовать ещё раз").click()
    expect(page.locator(".unsent")).to_have_count(0)
    assert sorted(page.locator(".log .words").all_inner_texts()) == ["Без бумаги.", "С бумагой."]


def test_what_was_said_earlier_comes_above_what_stands_there(site: Shop, visits: Visits) -> None:
    page = visits(site)
    begins(page, "Вера")
    for number, words in enumerate(("Раз.", "Два.", "Три."), start=1):
        says(page, words)
        expect(page.locator(".log .line")).to_have_count(number)
        expect(page.locator(".unsent")).to_have_count(0)

    def of_two(route: Route) -> None:
        """As a server answers that gives two messages at a time."""
        answer = route.fetch()
        told = answer.json()
        if "limits" in told:
            told["limits"]["lines"] = 2
        if "after=" not in route.request.url:
            told["lines"] = told.get("lines", [])[-2:]
        route.fulfill(response=answer, json=told)

    page.route(re.compile("/(config|news)[?]"), of_two)
    page.reload()
    page.locator(".launcher").click()
    expect(page.locator(".log .words")).to_have_text(["Два.", "Три."])
    page.get_by_role("button", name="Показать более ранние").click()
    expect(page.locator(".log .words")).to_have_text(["Раз.", "Два.", "Три."])
    expect(page.get_by_role("button", name="Показать более ранние")).to_be_hidden()
    expect(page.locator(".log")).to_be_focused()
    assert faults(page) == []


def test_what_is_new_is_in_the_title_of_a_page_that_nobody_looks_at_and_may_be_heard(
    site: Shop, visits: Visits, enter: Enter
) -> None:
    page = visits(site)
    begins(page, "Соня")
    sound = page.get_by_role("button", name="Звук")
    expect(sound).to_have_attribute("aria-pressed", "false")
    sound.click()
    expect(sound).to_have_attribute("aria-pressed", "true")
    says(page, "Кто-нибудь есть?")
    expect(page.locator(".log")).to_contain_text("Доставлено")
    desk = enter(ORLOV)
    accepted(desk, "Кто-нибудь есть?")

    page.evaluate(HIDDEN, True)
    answers(desk, "Да, слушаю.")
    expect(page).to_have_title("● Новое сообщение · Чайники")
    page.evaluate(HIDDEN, False)

    expect(page).to_have_title("Чайники")
    page.reload()
    page.locator(".launcher").click()
    expect(page.get_by_role("button", name="Звук")).to_have_attribute("aria-pressed", "true")


def test_a_page_opens_it_tells_it_where_it_is_and_hears_what_happens(site: Shop, visits: Visits, enter: Enter) -> None:
    page = visits(site, told="Failed to load resource: the server responded with a status of 403")
    expect(page.locator(".launcher")).to_be_visible()
    page.evaluate("slovo.on('message', (lines) => { window.heard = lines; })")
    page.evaluate("slovo.open('chat')")
    page.get_by_label("Ваше имя").fill("Тоня")
    page.get_by_label("Согласен").check()
    page.get_by_role("button", name="Начать чат").click()
    page.evaluate("slovo.context({ title: 'Корзина: чайник' })")
    says(page, "Как оформить?")
    expect(page.locator(".log")).to_contain_text("Доставлено")
    desk = enter(ORLOV)
    accepted(desk, "Как оформить?")
    answers(desk, "Сейчас помогу.")
    expect(page.locator(".log .ours")).to_contain_text("Сейчас помогу.")

    page.wait_for_function("window.heard")
    names = page.evaluate("slovo.log.map((one) => one.name)")
    assert [name for name in ("ready", "begun", "outbox", "lines", "message") if name not in names] == []
    assert all(page.evaluate("slovo.log.map((one) => typeof one.at === 'number')"))
    assert page.evaluate("customElements.get('slovo-chat') !== undefined")
    assert page.evaluate("slovo.identify('made.up')") is False
    why = page.evaluate("slovo.log.findLast((one) => one.name === 'refused').why")
    assert why.startswith("Подпись сделана не секретом этого чата.")


@pytest.fixture
def asks_for_pages(site: Shop, enter: Enter) -> Iterator[Shop]:
    """The shop asks whether its agents may see the page, as long as the test lasts."""
    desk = enter(ORLOV)
    for words in ("Можно видеть, на какой я странице.", ""):
        desk.goto("/brands/")
        desk.goto(desk.locator("main a[href^='/brands/']", has_text="Чайник").first.get_attribute("href") or "")
        desk.click("a[href$='/chat']")
        desk.fill("#id_page_ru", words)
        desk.click("form.section button.main-one")
        expect(desk.locator("#id_page_ru")).to_have_value(words)
        if words:
            yield site


def test_where_they_are_leaves_the_browser_with_their_consent_alone_and_follows_a_site_of_one_page(
    asks_for_pages: Shop, visits: Visits, enter: Enter
) -> None:
    page, origin = visits(asks_for_pages), asks_for_pages.origin
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.url) if "/pages?" in asked.url else None)
    page.goto(f"{origin}/kettle?card=77#pay")
    begins(page, "Эмма")
    says(page, "Где я?")
    expect(page.locator(".log")).to_contain_text("Доставлено")
    assert sent == []

    page.get_by_role("button", name="Ваши согласия").click()
    with page.expect_request("**/pages?*") as first:
        page.get_by_label("Можно видеть").check()
    assert first.value.post_data_json == {"url": f"{origin}/kettle", "title": "Чайники", "said": {}}
    with page.expect_request("**/pages?*") as second:
        page.evaluate("slovo.context({ title: 'Корзина', order: 4711, gift: true, lines: [1] })")
    said = {"order": 4711, "gift": True}
    assert second.value.post_data_json == {"url": f"{origin}/kettle", "title": "Корзина", "said": said}
    with page.expect_request("**/pages?*") as third:
        page.evaluate("history.pushState({}, '', '/lid?card=77'); document.title = 'Крышка'")
    assert third.value.post_data_json == {"url": f"{origin}/lid", "title": "Крышка", "said": said}
    with page.expect_request("**/pages?*") as fourth:
        page.evaluate("history.back()")
    assert fourth.value.post_data_json["url"] == f"{origin}/kettle"
    desk = enter(ORLOV)
    accepted(desk, "Где я?")
    expect(desk.locator("main")).to_contain_text("Крышка")
    expect(desk.locator("main")).to_contain_text("order: 4711")


def test_on_a_phone_with_its_keyboard_open_it_stands_in_what_can_be_seen(site: Shop, visits: Visits) -> None:
    phone = visits(site, width=360, height=640, is_mobile=True, has_touch=True)
    begins(phone, "Уля")
    expect(phone.get_by_label("Ваше сообщение")).to_be_visible()

    phone.evaluate(
        """() => {
          Object.defineProperty(visualViewport, "height", { configurable: true, get: () => 300 });
          visualViewport.dispatchEvent(new Event("resize"));
        }"""
    )

    panel = phone.locator(".panel").bounding_box()
    box = phone.get_by_label("Ваше сообщение").bounding_box()
    assert panel and box
    assert panel["height"] <= 300
    assert box["y"] + box["height"] <= 300
