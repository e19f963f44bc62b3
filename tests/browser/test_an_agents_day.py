"""Two agents side by side: drafts, a stopped reply, undo, merging, splitting; a ready reply by keyboard; files
dropped."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter, Held, brings_words, meanwhile
from tests.browser.test_the_main_job import MARIA, line, sent
from tests.browser.well import faults
from tests.house import House, until
from tests.pictures import PNG

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]
LIDIA = "lidia@chainik.example"
ORLOV = "orlov@chainik.example"


def opened(page: Page, subject: str) -> None:
    until(lambda: page.goto("/conversations/?view=all&order=newest") and line(page, subject).count(), subject)
    line(page, subject).first.locator("a").click()
    expect(page.locator("#talk h1")).to_have_text(subject)
    page.wait_for_url(re.compile("/conversations/[0-9a-f-]{36}/"))  # the words stand there a moment before the address


def test_a_reply_is_taken_back_and_its_words_come_back(enter: Enter, house: House) -> None:
    brings_words(house, "Отмена отправки", "Есть красные?", message_id="<undo@irina.example.com>")
    page = enter(MARIA)
    opened(page, "Отмена отправки")
    page.fill("#reply-text", "Красных нет")
    page.press("#reply-text", "Control+Enter")
    expect(page.locator(".message.out .words")).to_have_text("Красных нет")
    page.get_by_role("button", name="Отменить", exact=True).click()

    expect(page.locator(".message.out")).to_have_count(0)
    expect(page.locator("#reply-text")).to_have_value("Красных нет")
    page.fill("#reply-text", "Красных нет, есть синие.")
    page.press("#reply-text", "Control+Enter")
    expect(page.locator(".message.out .delivery")).to_contain_text("Отправлено", timeout=30_000)
    assert len(sent(house, "Отмена отправки")) == 1


def test_a_draft_is_kept_shown_to_a_colleague_and_there_on_another_machine(enter: Enter, house: House) -> None:
    brings_words(house, "Черновик", "Сколько стоит?", message_id="<draft@irina.example.com>")
    page, colleague = enter(MARIA), enter(LIDIA)
    opened(page, "Черновик")
    opened(colleague, "Черновик")
    page.locator("#reply-text").press_sequentially("Стоит он")

    expect(page.locator(".reply-form .kept")).to_have_text("Черновик сохранён.")
    expect(colleague.locator(".fold.draft summary")).to_contain_text("пишет черновик…")
    other = enter(MARIA)
    opened(other, "Черновик")
    expect(other.locator("#reply-text")).to_have_value("Стоит он")


def test_a_reply_is_stopped_when_the_thread_has_changed_under_it(enter: Enter, house: House) -> None:
    brings_words(house, "Остановленный ответ", "Пришлите счёт.", message_id="<stop1@irina.example.com>")
    page = enter(MARIA)
    opened(page, "Остановленный ответ")
    page.locator("#reply-text").press_sequentially("Счёт выслали.")
    headers = [("References", "<stop1@irina.example.com>")]
    brings_words(
        house, "Re: Остановленный ответ", "Счёт не нужен!", message_id="<stop2@irina.example.com>", headers=headers
    )
    expect(page.locator(".message.in .words")).to_have_count(2)
    page.press("#reply-text", "Control+Enter")

    expect(page.locator(".news")).to_contain_text("Счёт не нужен!")
    expect(page.locator("#reply-text")).to_have_value("Счёт выслали.")
    assert faults(page) == []
    page.get_by_role("button", name="Всё равно отправить").click()
    expect(page.locator(".message.out .words")).to_have_text("Счёт выслали.")


def test_two_are_merged_and_separated_by_keyboard(enter: Enter, house: House) -> None:
    for number in (1, 2):
        brings_words(house, f"Слияние {number}", f"Дело {number}", message_id=f"<merge{number}@irina.example.com>")
    page = enter(MARIA)
    opened(page, "Слияние 2")
    opened(page, "Слияние 1")
    menu = page.locator(".acts summary", has_text="Ещё").last
    menu.press("Enter")
    page.get_by_role("link", name="Объединить").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Присоединить другой разговор к этому")
    assert faults(page) == []
    page.locator("li", has_text="Слияние 2").get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".message.in .words")).to_have_count(2)

    page.locator(".beside-wrap").get_by_role("button", name="Разделить").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".message.in .words")).to_have_text(["Дело 1"])


def test_news_that_come_while_the_list_is_on_its_way_are_not_lost(enter: Enter, house: House) -> None:
    page, witness = enter(MARIA), enter(ORLOV)
    held = Held(page, "part=block")
    brings_words(house, "Первая новость", "Раз.", message_id="<news1@irina.example.com>")
    until(lambda: meanwhile(page, held.made), "the list to be on its way")
    for number, subject in enumerate(("Вторая новость", "Третья новость", "Четвёртая новость"), start=2):
        brings_words(house, subject, "Ещё.", message_id=f"<news{number}@irina.example.com>")
        expect(line(witness, subject)).to_have_count(1)

    held.arrives()

    expect(line(page, "Четвёртая новость")).to_have_count(1)


def test_one_splits_a_letter_off_and_brings_it_back_and_the_others_open_page_shows_both(
    enter: Enter, house: House
) -> None:
    asked, other = "Где мой чайник?", "И ещё: возьмёте на работу?"
    brings_words(house, "Два дела", asked, message_id="<split1@irina.example.com>")
    headers = [("References", "<split1@irina.example.com>")]
    brings_words(house, "Re: Два дела", other, message_id="<split2@irina.example.com>", headers=headers)
    maria, pavel = enter(MARIA), enter(ORLOV)
    for page in (maria, pavel):
        opened(page, "Два дела")
        expect(page.locator(".message.in .words")).to_have_text([asked, other])
        page.evaluate("window.notReloaded = true")

    maria.locator(".message", has_text=other).get_by_role("link", name="Выделить отсюда").click()
    expect(maria.locator("h1")).to_have_text("Выделить часть в новый разговор")
    expect(maria.locator("[name=messages]:checked")).to_have_count(1)
    maria.fill("#subject", "О работе")
    maria.get_by_role("button", name="Выделить часть").click()
    expect(maria.locator("#talk h1")).to_have_text("О работе")
    expect(maria.locator(".message.in .words")).to_have_text([other])
    expect(pavel.locator(".message.in .words")).to_have_text([asked])
    expect(line(pavel, "О работе")).to_have_count(1)
    assert pavel.evaluate("window.notReloaded") is True

    line(pavel, "О работе").locator("a").click()
    expect(pavel.locator(".message.in .words")).to_have_text([other])
    maria.get_by_role("button", name="Вернуть сообщения").click()
    for page in (maria, pavel):
        expect(page.locator(".message.in .words")).to_have_text([asked, other])
        expect(page.locator("#talk h1")).to_have_text("Два дела")
        expect(line(page, "О работе")).to_have_count(0)
    assert pavel.evaluate("window.notReloaded") is True


def test_a_slash_opens_the_ready_replies(enter: Enter, house: House) -> None:
    brings_words(house, "Готовый ответ", "Как заказать?", message_id="<canned@irina.example.com>")
    page = enter(ORLOV)
    page.goto("/canned-replies/")
    section = page.locator("section", has=page.get_by_role("heading", name="Чайник"))
    section.locator("summary").click()
    form = section.locator("form")
    form.locator("[name=title]").fill("Как заказать")
    form.locator("[name=text_ru]").fill("Здравствуйте, {customer.first_name}! Закажите на сайте.")
    form.locator("button.main-one").click()
    opened(page, "Готовый ответ")
    expect(page.locator("#canned")).to_be_hidden()  # that choice is for pages without scripts
    page.locator("#reply-text").press_sequentially("/")
    finder = page.get_by_role("combobox", name="Найти готовый ответ")
    expect(finder).to_be_focused()
    expect(page.locator("#canned-list [role=option]", has_text="Как заказать")).to_have_count(1)
    assert faults(page) == []
    finder.press_sequentially("заказ")
    page.keyboard.press("Enter")

    expect(page.locator("#reply-text")).to_have_value("Здравствуйте, Ирина! Закажите на сайте.")
    page.locator("#reply-text").press_sequentially(" /zzz")
    page.keyboard.press("Escape")
    expect(page.locator("#reply-text")).to_have_value("Здравствуйте, Ирина! Закажите на сайте. /zzz")


def test_files_are_dropped_and_pasted(enter: Enter, house: House) -> None:
    brings_words(house, "Файлы", "Пришлите фото.", message_id="<files@irina.example.com>")
    page = enter(MARIA)
    opened(page, "Файлы")
    transfer = f"""(name) => {{
        const all = new DataTransfer();
        all.items.add(new File([new Uint8Array({list(PNG)})], name, {{ type: "image/png" }}));
        return all;
    }}"""
    page.locator("#reply-text").dispatch_event("drop", {"dataTransfer": page.evaluate_handle(transfer, "drop.png")})
    page.evaluate(
        f"""() => document.querySelector("#reply-text").dispatchEvent(
            new ClipboardEvent("paste", {{ clipboardData: ({transfer})("paste.png"), bubbles: true }}))"""
    )
    expect(page.locator("#chosen-files li")).to_have_count(2)
    page.fill("#reply-text", "Вот.")
    page.press("#reply-text", "Control+Enter")

    expect(page.locator(".message.out .picture")).to_have_count(2)
