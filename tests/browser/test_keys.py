"""A day without the mouse: single keys in any layout, the palette, and a focus that is never lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter, Held, brings_words, meanwhile
from tests.browser.well import faults
from tests.house import House, until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]
MARIA = "maria@chainik.example"
ORLOV = "orlov@chainik.example"
RUSSIAN = {
    "KeyJ": "о",
    "KeyK": "л",
    "KeyO": "щ",
    "KeyR": "к",
    "KeyN": "т",
    "KeyU": "г",
    "KeyE": "у",
    "KeyG": "п",
    "KeyM": "ь",
    "KeyX": "ч",
    "KeyC": "с",
}


def presses(page: Page, *codes: str) -> None:
    """As a keyboard with the Russian layout sends them."""
    for code in codes:
        page.evaluate(
            "([code, key]) => document.activeElement.dispatchEvent("
            "new KeyboardEvent('keydown', {code, key, bubbles: true, cancelable: true}))",
            [code, RUSSIAN[code]],
        )


def brought(enter: Enter, house: House, subject: str, who: str = MARIA) -> Page:
    """The desk of somebody who has this letter open."""
    brings_words(house, subject, "Можно без мыши?", message_id=message_id(subject))
    page = enter(who)
    page.locator(".line", has_text=subject).locator("a").click()
    expect(page.locator("#talk h1")).to_have_text(subject)
    expect(page.locator("#talk h1")).to_be_focused()
    return page


def message_id(subject: str) -> str:
    return f"<{abs(hash(subject))}@irina.example.com>"


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.localName"))


def acts(page: Page, key: str) -> None:
    """Presses it and waits until what it did has come back whole."""
    with page.expect_event("load"):
        page.keyboard.press(key)


def test_the_list_is_walked_and_opened_in_the_russian_layout(enter: Enter) -> None:
    page = enter(MARIA)
    ids = [line.get_attribute("id") for line in page.locator(".line a").all()]
    presses(page, "KeyJ")
    assert focused(page) == ids[0]
    presses(page, "KeyJ", "KeyJ", "KeyK")
    assert focused(page) == ids[1]

    presses(page, "KeyO")
    expect(page.locator("#talk h1")).to_be_focused()
    presses(page, "KeyU")
    assert focused(page) == ids[1]


def test_arrows_walk_the_list_and_enter_opens(enter: Enter) -> None:
    page = enter(MARIA)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert focused(page) == page.locator(".line a").nth(1).get_attribute("id")
    page.keyboard.press("Enter")
    expect(page.locator("#talk h1")).to_be_focused()


def test_a_reply_is_written_and_sent_without_the_mouse(enter: Enter, house: House) -> None:
    page = brought(enter, house, "Ответ с клавиатуры")
    presses(page, "KeyN")
    assert focused(page) == "note-text"
    page.keyboard.press("Escape")
    presses(page, "KeyR")
    assert focused(page) == "reply-text"
    page.keyboard.type("jkenr? Можно.")
    page.keyboard.press("Control+Enter")

    expect(page.locator(".message.out .words")).to_have_text("jkenr? Можно.")
    expect(page.locator(".message.note")).to_have_count(0)
    expect(page.locator(".message.out .delivery")).to_contain_text("Отправлено")  # nothing is owed any more
    expect(page.locator(".head button[data-key=e]")).to_be_visible()
    page.keyboard.press("e")
    expect(page.locator(".head .state").first).to_have_text("Разговор закрыт")


def test_take_tags_and_wait_have_their_keys(enter: Enter, house: House) -> None:
    page = brought(enter, house, "Взять клавишей")
    acts(page, "a")
    expect(page.locator(".beside .edit summary").first).to_contain_text("Мария Ветрова")
    page.keyboard.press("a")
    assert focused(page) == "assign-staff"
    page.keyboard.press("Escape")
    expect(page.locator(".beside .edit[open]")).to_have_count(0)
    page.keyboard.press("t")
    assert page.evaluate("document.activeElement.name") == "tags"
    page.keyboard.press("Escape")
    page.keyboard.press("w")
    expect(page.locator(".head .state").first).to_have_text("Ждём клиента")


def test_there_is_no_moment_without_the_focus_while_news_come(enter: Enter, house: House) -> None:
    page = brought(enter, house, "Фокус при новостях")
    link = page.get_by_role("link", name="Перезвонить…")
    link.focus()
    page.evaluate(
        "new MutationObserver(() => document.body.setAttribute('data-held', document.activeElement.localName))"
        ".observe(document.querySelector('.beside-in'), {childList: true})"
    )
    headers = [("References", message_id("Фокус при новостях"))]
    brings_words(house, "Re: Фокус", "Ещё слово.", message_id="<lost@irina.example.com>", headers=headers)

    expect(page.locator("body")).to_have_attribute("data-held", re.compile("."))
    assert page.locator("body").get_attribute("data-held") == "a"
    expect(link).to_be_focused()


def test_what_was_opened_while_news_were_on_their_way_stays_open_and_the_news_come_after(
    enter: Enter, house: House
) -> None:
    page = brought(enter, house, "Открыто раньше новостей")
    acts(page, "a")
    expect(page.locator(".beside .edit summary").first).to_contain_text("Мария Ветрова")
    held = Held(page, "part=beside")
    headers = [("References", message_id("Открыто раньше новостей"))]
    brings_words(house, "Re: Открыто", "Ещё слово.", message_id="<opened@irina.example.com>", headers=headers)
    until(lambda: meanwhile(page, held.made), "the news to be made")
    page.keyboard.press("a")
    with page.expect_event("requestfinished", lambda request: "part=beside" in request.url):
        held.arrives()

    expect(page.locator(".message.in")).to_have_count(2)
    assert focused(page) == "assign-staff"
    with page.expect_request(lambda request: "part=beside" in request.url):
        page.keyboard.press("Escape")


def test_putting_off_and_forwarding_have_their_keys(enter: Enter, house: House) -> None:
    page = brought(enter, house, "Отложить клавишей")
    page.keyboard.press("z")
    expect(page.locator(".menu[open] button[name=until]").first).to_be_focused()
    page.keyboard.press("f")
    page.wait_for_url("**/forwards?*")


def test_g_and_a_letter_go_to_a_view(enter: Enter) -> None:
    page = enter(MARIA)
    presses(page, "KeyG", "KeyM")
    page.wait_for_url("**/conversations/?view=mine*")


def test_g_and_r_go_to_the_room(enter: Enter) -> None:
    page = enter(MARIA)
    presses(page, "KeyG", "KeyR")
    page.wait_for_url("**/room/")


def test_several_are_chosen_and_changed_by_keys(enter: Enter) -> None:
    page = enter(MARIA)
    presses(page, "KeyC")  # nothing is chosen yet
    expect(page.locator("#change select")).to_have_count(0)
    presses(page, "KeyJ", "KeyX", "KeyJ", "KeyX")
    expect(page.locator("#picked")).to_have_text("Выбрано: 2")
    presses(page, "KeyC")
    expect(page.locator("#change select")).to_be_focused()


def test_a_slash_leads_to_the_search(enter: Enter) -> None:
    page = enter(MARIA)
    page.set_viewport_size({"width": 1600, "height": 900})
    page.keyboard.press("/")
    assert focused(page) == "nav-q"
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1200, "height": 900})
    page.keyboard.press("/")
    page.wait_for_url("**/search/")
    expect(page.locator("#q")).to_be_focused()


def test_the_sheet_opens_on_a_question_mark_and_closes_on_escape(enter: Enter) -> None:
    page = enter(MARIA)
    page.keyboard.press("j")
    line = focused(page)
    page.keyboard.press("?")
    expect(page.locator("dialog.sheet")).to_be_visible()
    expect(page.locator("dialog.sheet kbd").first).to_have_text("J О")
    assert faults(page) == []
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(page.locator("dialog.sheet")).to_be_hidden()
    expect(page.locator(f"#{line}")).to_be_focused()


def test_who_switched_them_off_types_in_peace(enter: Enter) -> None:
    page = enter("anna@chainik.example")
    page.goto("/preferences/")
    page.uncheck("[name=single_keys]")
    with page.expect_event("load"):
        page.get_by_role("button", name="Save", exact=True).click()
    page.goto("/conversations/")
    page.keyboard.press("j")
    assert focused(page) == "body"
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-q")).to_be_focused()


def palette(page: Page, words: str) -> Page:
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-q")).to_be_focused()
    page.keyboard.type(words)
    return page


def option(page: Page):
    return page.locator("#palette-list [aria-selected=true]")


def test_the_palette_does_what_the_buttons_do(enter: Enter, house: House) -> None:
    page = brought(enter, house, "Палитра", ORLOV)
    palette(page, "отв мария")
    expect(option(page)).to_contain_text("Ответственный: Мария Ветрова")
    assert faults(page) == []
    acts(page, "Enter")
    expect(page.locator(".beside .edit summary").first).to_contain_text("Мария Ветрова")

    palette(page, "pfrhsnm ,tp")  # «закрыть без» in the other layout
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    palette(page, "zobrb")
    expect(option(page)).to_contain_text("Почтовые ящики")
    page.keyboard.press("Enter")
    page.wait_for_url("**/mailboxes/")

    page.keyboard.press("Control+k")
    expect(option(page)).to_contain_text("Почтовые ящики")  # the newest of the recent ones
    page.keyboard.press("ArrowDown")
    assert page.locator("#palette-q").get_attribute("aria-activedescendant") == "palette-1"


def test_what_news_has_replaced_under_the_palette_is_done_where_it_now_stands(enter: Enter, house: House) -> None:
    page = brought(enter, house, "Палитра и новость", ORLOV)
    palette(page, "отв мария")
    expect(option(page)).to_contain_text("Ответственный: Мария Ветрова")
    thread = [("In-Reply-To", message_id("Палитра и новость"))]
    brings_words(house, "Re: Палитра и новость", "И ещё одно.", message_id="<news@irina.example.com>", headers=thread)
    expect(page.locator("#talk .message .words")).to_have_text(["Можно без мыши?", "И ещё одно."])
    page.locator("#talk .beside").evaluate("beside => beside.replaceWith(beside.cloneNode(true))")

    acts(page, "Enter")

    expect(page.locator(".beside .edit summary").first).to_contain_text("Мария Ветрова")


def test_the_palette_finds_a_customer_in_the_wrong_layout(enter: Enter, house: House) -> None:
    page = brought(enter, house, "Найти клиента")
    palette(page, "bhbyf cjr")
    customer = page.locator("#palette-list [role=option]", has_text="Ирина Соколова").first
    expect(customer).to_contain_text("Клиент")
    for _ in range(page.locator("#palette-list [role=option]").count()):
        if "Клиент" in option(page).inner_text():
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1").first).to_have_text("Ирина Соколова")


def test_the_palette_finds_a_letter_by_its_words_and_stays_where_the_reader_is(enter: Enter, house: House) -> None:
    page = brought(enter, house, "Трещина на крышке")
    page.goto("/preferences/")
    palette(page, "трещины")
    expect(page.locator("#palette-list [role=option]", has_text="Трещина на крышке")).to_contain_text("Разговор")
    expect(page.locator("#palette-list [role=option]").last).to_have_text("Искать «трещины»")
    page.keyboard.press("Enter")
    expect(page.locator("#talk h1")).to_have_text("Трещина на крышке")


def test_the_palette_opens_by_its_button_and_says_when_nothing_fits(enter: Enter) -> None:
    page = enter(MARIA)
    page.locator("[data-palette]").click()
    page.keyboard.type("щщщщщ")
    expect(page.locator("#palette-none")).to_contain_text("Ничего не подходит")
    expect(page.locator("#palette-list [role=option]")).to_have_text(["Искать «щщщщщ»"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.locator("#q")).to_have_value("щщщщщ")


def test_the_focus_stays_where_it_was_when_the_list_comes_anew(enter: Enter, house: House) -> None:
    page = enter(MARIA)
    page.keyboard.press("j")
    page.keyboard.press("j")
    line = focused(page)
    brings_words(house, "Ещё одно живое", "Видно?", message_id="<focus@irina.example.com>")
    expect(page.locator(".line", has_text="Ещё одно живое")).to_be_visible()
    assert focused(page) == line
    expect(page.locator("#said")).to_have_text("Новое в списке: Ирина Соколова, Ещё одно живое.")


def test_how_a_call_went_is_said_with_one_key(enter: Enter) -> None:
    desk = enter(ORLOV)
    desk.goto("/brands/1/tokens/")
    desk.fill("[name=name]", "АТС")
    desk.check("[name=scopes][value=file]")
    desk.locator("form:has([name=scopes]) button.main-one").click()
    key = {"Authorization": f"Bearer {desk.input_value('#token')}"}
    missed = {"call_id": "keys-1", "phone": "+79000000017", "name": "Ирина Ключевая"}
    answer = desk.context.request.post("/api/v1/calls/missed", headers=key, data=missed)
    assert answer.ok, answer.text()

    desk.goto(f"/callbacks/?chosen={answer.json()['id']}")
    expect(desk.locator(".callback-now")).to_contain_text("Ирина Ключевая")
    acts(desk, "2")

    desk.goto(f"/callbacks/?chosen={answer.json()['id']}")
    expect(desk.locator(".callback-now li")).to_contain_text("Не ответили")
    desk.keyboard.press("5")
    expect(desk.locator("#callback-again")).to_be_visible()
