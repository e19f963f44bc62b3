"""The widget as its visitor holds it: what they write, what a screen reader hears, what they have agreed to, photos,
articles; and what axe says of each of its places, in Ukrainian and English."""

import pytest
from playwright.sync_api import JSHandle, Page, expect

from tests.browser.conftest import Enter
from tests.browser.shops import BY_NONCE, TRUSTING, Shop
from tests.browser.test_chat import Visits, begins, says, site, visits
from tests.browser.test_chat_around import answers, takes
from tests.browser.test_pages import ORLOV
from tests.browser.well import by_day_and_by_night, faults, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]
__all__ = ["site", "visits"]  # fixtures
UNTIL_NOBODY_TYPES = 10_000  # milliseconds; the desk forgets who is silent after thirty seconds
WATCHES = """() => {
  const log = document.querySelector("slovo-chat").shadowRoot.querySelector(".log");
  window.added = [];
  const noted = (changes) => changes.forEach((one) => one.addedNodes.forEach((node) => {
    if (node.parentNode === log) added.push(node.innerText);
  }));
  new MutationObserver(noted).observe(log, { childList: true });
}"""
PHOTO = """async () => {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: 640, height: 480 });
  const paper = canvas.getContext("2d");
  paper.fillStyle = "teal";
  paper.fillRect(0, 0, 640, 480);
  const photo = await new Promise((made) => canvas.toBlob(made, "image/jpeg"));
  const given = new DataTransfer();
  given.items.add(new File([photo], "скол.jpg", { type: "image/jpeg" }));
  return given;
}"""


def photo(page: Page) -> JSHandle:
    return page.evaluate_handle(PHOTO)


def test_it_is_told_when_somebody_ceases_to_type_and_how_much_they_may_still_write(
    site: Shop, visits: Visits, enter: Enter
) -> None:
    page, desk = visits(site), enter(ORLOV)
    begins(page, "Лиза")
    says(page, "Я подумаю.")
    expect(page.locator(".log")).to_contain_text("Доставлено")
    takes(desk, "Я подумаю.")
    box, left = page.get_by_label("Ваше сообщение"), page.locator("#left")

    box.press_sequentially("Ну")
    box.evaluate("box => { window.goes_on = setInterval(() => box.dispatchEvent(new Event('input')), 1000); }")
    seen = desk.locator("#talk").get_by_text("Лиза пишет")
    expect(seen).to_be_visible()
    page.evaluate("clearInterval(goes_on)")
    with page.expect_request(lambda asked: "/typing?" in asked.url and asked.post_data_json == {"typing": False}):
        box.fill("")
    expect(seen).to_be_hidden(timeout=UNTIL_NOBODY_TYPES)

    box.fill("а" * 3_700)
    expect(left).to_be_hidden()
    box.fill("а" * 3_910)
    expect(left).to_have_text("Осталось знаков: 80")
    box.fill("а" * 4_003)
    expect(left).to_have_text("Лишних знаков: 3. Разделите текст на несколько сообщений.")
    expect(box).to_have_attribute("aria-invalid", "true")
    assert faults(page) == []
    box.press("Enter")
    expect(page.locator(".log .line")).to_have_count(1)
    box.fill("а" * 4_000)
    box.press("Enter")
    expect(page.locator(".log .line")).to_have_count(2)
    expect(left).to_be_hidden()
    expect(page.locator(".unsent")).to_have_count(0)


def test_a_screen_reader_hears_each_line_once(site: Shop, visits: Visits, enter: Enter) -> None:
    page, desk = visits(site), enter(ORLOV)
    begins(page, "Мира")
    says(page, "Раз.")
    expect(page.locator(".log")).to_contain_text("Доставлено")
    page.evaluate(WATCHES)
    takes(desk, "Раз.")
    expect(page.locator(".log")).to_contain_text("Прочитано")
    says(page, "Два.")
    expect(page.locator(".log .line")).to_have_count(2)
    expect(desk.locator(".thread")).to_contain_text("Два.")
    answers(desk, "Слышу.")
    expect(page.locator(".log .ours")).to_contain_text("Слышу.")
    expect(page.locator(".unsent")).to_have_count(0)

    heard = page.evaluate("added")
    assert len(heard) == 2
    assert ("Два." in heard[0], "Слышу." in heard[1]) == (True, True)


def test_what_stands_behind_another_tab_has_arrived_and_is_not_read(site: Shop, visits: Visits, enter: Enter) -> None:
    page, desk = visits(site), enter(ORLOV)
    begins(page, "Инна")
    says(page, "Жду ответа.")
    expect(page.locator(".log")).to_contain_text("Доставлено")
    takes(desk, "Жду ответа.")
    page.get_by_role("tab", name="Справка").click()
    expect(page.get_by_label("Что ищете?")).to_be_visible()
    answers(desk, "Вот ответ.")

    expect(page.locator(".launcher .badge")).to_have_text("1")
    expect(page.get_by_role("tab", name="Чат").locator(".badge")).to_have_text("1")
    expect(desk.locator(".thread")).to_contain_text("Дошло до клиента")
    expect(desk.locator(".thread")).not_to_contain_text("Клиент прочитал")
    assert faults(page) == []
    page.get_by_role("tab", name="Чат").click()
    expect(desk.locator(".thread")).to_contain_text("Клиент прочитал")
    expect(page.locator(".launcher .badge")).to_be_hidden()


def test_a_sign_is_put_where_one_writes_by_keys_alone(site: Shop, visits: Visits) -> None:
    page = visits(site, width=390, height=760)
    begins(page, "Рита")
    box, button = page.get_by_label("Ваше сообщение"), page.get_by_role("button", name="Смайлики")
    box.fill("Спасибо!")
    box.press("ArrowLeft")
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    assert (faults(page), too_wide(page) <= 0) == ([], True)
    page.get_by_role("group", name="Смайлики").get_by_role("button", name="👍").press("Enter")

    expect(box).to_be_focused()
    expect(box).to_have_value("Спасибо👍!")
    box.press("Enter")
    expect(page.locator(".log .words")).to_have_text("Спасибо👍!")


def test_what_was_agreed_to_is_seen_and_taken_back_in_the_chat(site: Shop, visits: Visits) -> None:
    page = visits(site, width=390, height=760)
    begins(page, "Зоя")
    says(page, "Это останется?")
    expect(page.locator(".log")).to_contain_text("Доставлено")
    button = page.get_by_role("button", name="Ваши согласия")
    button.press("Enter")
    box = page.get_by_label("Согласен: переписка хранится год.")
    expect(box).to_be_checked()
    assert (faults(page), too_wide(page) <= 0) == ([], True)

    box.uncheck()
    expect(page.get_by_role("button", name="Начать чат")).to_be_visible()
    expect(page.get_by_label("Согласен")).not_to_be_checked()
    page.reload()
    page.locator(".launcher").click()
    expect(page.get_by_label("Согласен")).not_to_be_checked()
    page.get_by_label("Согласен").check()
    page.get_by_role("button", name="Начать чат").click()
    expect(page.locator(".log .words")).to_have_text(["Это останется?"])


def test_a_photo_is_seen_small_by_both_though_the_site_allows_no_pictures(
    site: Shop, visits: Visits, enter: Enter
) -> None:
    page, desk = visits(site), enter(ORLOV)
    begins(page, "Фаина")
    given = photo(page)
    page.get_by_label("Ваше сообщение").evaluate(
        "(box, given) => box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: given, bubbles: true }))", given
    )
    expect(page.locator(".picked").get_by_role("img", name="скол.jpg")).to_be_visible()
    page.dispatch_event(".talk", "drop", {"dataTransfer": given})
    expect(page.locator(".picked").get_by_role("img")).to_have_count(2)
    says(page, "Вот скол.")
    expect(page.locator(".log")).to_contain_text("Доставлено")
    expect(page.locator(".log a").get_by_role("img", name="скол.jpg")).to_have_count(2)
    assert faults(page) == []

    takes(desk, "Вот скол.")
    expect(desk.locator(".thread .picture img").first).to_be_visible()
    assert desk.locator(".thread .picture img").first.evaluate("picture => picture.decode().then(() => 1)") == 1
    page.reload()
    page.locator(".launcher").click()
    drawn = page.locator(".log a").get_by_role("img", name="скол.jpg").first
    expect(drawn).to_be_visible()
    assert drawn.evaluate("one => [...one.getContext('2d').getImageData(9, 9, 1, 1).data]")[3] == 255


def test_an_article_is_found_while_one_types_read_there_and_judged(site: Shop, visits: Visits) -> None:
    page = visits(site, width=390, height=760)
    page.locator(".launcher").click()
    page.get_by_role("tab", name="Справка").click()
    box = page.get_by_label("Что ищете?")
    expect(page.locator(".articles li").first).to_be_visible()
    box.press_sequentially("достав")
    expect(page.get_by_role("status").filter(has_text="Найдено статей")).to_be_visible()
    first = page.locator(".articles button").first
    title = first.inner_text()
    assert (faults(page), too_wide(page) <= 0) == ([], True)
    first.press("Enter")

    expect(page.get_by_role("heading", name=title)).to_be_focused()
    assert (faults(page), too_wide(page) <= 0) == ([], True)
    page.get_by_role("group", name="Помогло?").get_by_role("button", name="Нет").click()
    page.get_by_label("Чего не хватает или что не так?").fill("Срока.")
    page.get_by_role("button", name="Рассказать").click()
    expect(page.get_by_role("status").filter(has_text="Спасибо.")).to_be_visible()
    page.get_by_role("button", name="Назад к статьям").click()
    expect(box).to_be_focused()
    box.fill("фывапролдж")
    page.locator(".place:not([hidden]) .ways").get_by_role("button", name="Чат").click()
    expect(page.get_by_role("button", name="Начать чат")).to_be_visible()


@pytest.mark.parametrize("path", [TRUSTING, BY_NONCE])
def test_it_works_where_a_site_lets_in_nothing_that_is_not_named(site: Shop, visits: Visits, path: str) -> None:
    page = visits(site)
    page.goto(site.origin + path)
    begins(page, "Фома")
    says(page, "Есть кто?")
    expect(page.locator(".log")).to_contain_text("Доставлено")
    expect(page.get_by_role("button", name="Смайлики")).to_be_visible()
    page.get_by_role("tab", name="Справка").click()
    first = page.locator(".articles button").first
    title = first.inner_text()
    first.click()
    expect(page.get_by_role("heading", name=title)).to_be_focused()
    expect(page.locator("article p").first).to_be_visible()


WORDS = {
    "uk": ("Передзвоніть мені", "Запитання", "Довідка"),
    "en": ("Call me back", "Question", "Help"),
}


@pytest.mark.parametrize("language", ["uk", "en"])
def test_each_of_its_places_passes_axe(site: Shop, visits: Visits, language: str) -> None:
    site.line, line = site.line.replace("data-chat", f'data-lang="{language}" data-chat'), site.line
    page = visits(site, width=390, height=760)
    site.line = line
    page.locator(".launcher").click()
    expect(page.locator(".place:not([hidden]) .main")).to_be_visible()
    expect(page.locator(".ways").first).to_be_visible()  # nobody takes chats
    found = by_day_and_by_night(page)
    for tab in WORDS[language]:
        page.get_by_role("tab", name=tab).click()
        expect(page.locator(".place:not([hidden]) :is(input, textarea)").first).to_be_visible()
        found += by_day_and_by_night(page)
        assert too_wide(page) <= 0
    page.locator(".articles button").first.click()
    expect(page.locator(".helped")).to_be_visible()
    found += by_day_and_by_night(page)
    page.get_by_role("tab").first.click()
    page.locator("#name").fill("Axe")
    page.locator("#agree-talk").check()
    page.locator(".place:not([hidden]) .main").click()
    page.locator("textarea:visible").fill("?")
    page.keyboard.press("Enter")
    expect(page.locator(".log .line")).to_have_count(1)
    found += by_day_and_by_night(page)

    assert found == []
