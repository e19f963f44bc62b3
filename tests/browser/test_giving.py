"""A gift and a suggested time while one writes, by keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from slovo.promises.suggesting import CASES_MIN
from tests.browser.conftest import Enter, Held, brings_words, meanwhile
from tests.browser.test_an_agents_day import opened
from tests.browser.test_the_main_job import MARIA
from tests.browser.well import amiss, faults
from tests.house import House, until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]


def begins_to_write(page: Page, subject: str, words: str) -> None:
    opened(page, subject)
    page.keyboard.press("r")
    page.keyboard.type(words)


def test_a_gift_is_named_where_one_writes_and_taken_back_with_it(enter: Enter, house: House) -> None:
    subject = "Подарок при письме"
    brings_words(house, subject, "Где мой чайник?", message_id="<giving@irina.example.com>")
    page = enter(MARIA, width=360, height=800)
    begins_to_write(page, subject, "Здравствуйте! Ждём вас.")
    for _letter in " Ждём вас.":
        page.keyboard.press("ArrowLeft")

    page.keyboard.press("Alt+KeyG")
    sheet = page.locator("#gift-sheet")
    expect(sheet).to_be_visible()
    expect(sheet.locator("input:not([type=hidden])").first).to_be_focused()
    assert amiss(page) == []
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(page.locator("#reply-text")).to_be_focused()

    page.keyboard.press("Alt+KeyG")
    expect(sheet).to_be_visible()
    other = sheet.locator("input[name=like][value='']")
    if other.count():
        other.focus()
        page.keyboard.press("Space")
    sheet.locator("[name=what]").focus()
    page.keyboard.type("пачка чая")
    page.keyboard.press("Tab")
    page.keyboard.type("Долго ждала")
    page.keyboard.press("Enter")

    expect(sheet).to_be_hidden()
    phrase = "В подарок от нас: пачка чая."
    expect(page.locator("#reply-text")).to_have_value(f"Здравствуйте! {phrase} Ждём вас.")
    expect(page.locator("#reply-text")).to_be_focused()
    expect(page.locator(".gift")).to_contain_text("пачка чая")
    assert amiss(page) == []

    page.locator("button[name=gift_not]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".gift")).to_have_count(0)
    expect(page.locator("#reply-text")).to_have_value("Здравствуйте! Ждём вас.")
    expect(page.locator("#reply-text")).to_be_focused()


def test_a_keeping_that_was_on_its_way_does_not_hide_the_gift(enter: Enter, house: House) -> None:
    brings_words(house, "Подарок в пути", "Где мой чайник?", message_id="<giving-way@irina.example.com>")
    page = enter(MARIA)
    opened(page, "Подарок в пути")
    held = Held(page, page.locator(".reply-form").get_attribute("data-kept") or "")
    page.fill("#reply-text", "Здравствуйте!")
    until(lambda: meanwhile(page, held.made), "the draft to be kept")
    page.press("#reply-text", "Alt+KeyG")
    expect(page.locator("#gift-sheet")).to_be_visible()
    other = page.locator("#gift-sheet input[name=like][value='']")
    if other.count():
        other.check()
    page.fill("#gift-sheet [name=what]", "пачка чая")
    page.fill("#gift-sheet [name=reason]", "Долго ждала")
    page.press("#gift-sheet [name=reason]", "Enter")
    expect(page.locator(".gift")).to_contain_text("пачка чая")
    with page.expect_response(
        lambda answer: answer.request.method == "PUT" and "gift=" in (answer.request.post_data or "")
    ):
        held.arrives()

    expect(page.locator(".gift")).to_contain_text("пачка чая")
    expect(page.locator(".reply-form .kept")).not_to_be_empty()


def test_what_was_given_before_is_chosen_by_arrows(enter: Enter, house: House) -> None:
    brings_words(house, "Подарок снова", "Где мой чайник?", message_id="<giving-again@irina.example.com>")
    page = enter(MARIA)
    begins_to_write(page, "Подарок снова", "Здравствуйте!")
    for what in ("открытка", ""):
        page.keyboard.press("Alt+KeyG")
        sheet = page.locator("#gift-sheet")
        expect(sheet).to_be_visible()
        if what:
            other = sheet.locator("input[name=like][value='']")
            if other.count():
                other.focus()
                page.keyboard.press("Space")
            sheet.locator("[name=what]").focus()
            page.keyboard.type(what)
        else:
            expect(sheet.locator("input[name=like]").first).to_be_focused()
            page.keyboard.press("Space")
        sheet.locator("[name=reason]").focus()
        page.keyboard.type("Долго ждала")
        page.keyboard.press("Enter")
        expect(sheet).to_be_hidden()
    expect(page.locator(".gift")).to_have_count(2)


def test_the_palette_knows_it(enter: Enter, house: House) -> None:
    brings_words(house, "Подарок палитрой", "Где мой чайник?", message_id="<giving-palette@irina.example.com>")
    page = enter(MARIA)
    opened(page, "Подарок палитрой")
    page.keyboard.press("Control+KeyK")
    page.keyboard.type("Подарить")
    expect(page.locator("#palette-0")).to_contain_text("Подарить")
    page.keyboard.press("Enter")
    expect(page.locator("#gift-sheet")).to_be_visible()


PROMISED_AND_KEPT = """async ([number, token]) => {
  const body = (fields) => ({ method: "POST", body: new URLSearchParams({ csrfmiddlewaretoken: token, ...fields }) });
  for (let made = 0; made < number; made += 1) {
    const fields = { kind: "repair", what: `Починим ${made}`, due: "2027-10-01T10:00" };
    const answer = await fetch(`${location.pathname}promises`, body(fields));
    if (!answer.redirected) throw new Error(`${answer.status} ${answer.url}`);
    await fetch(`${answer.url}fulfilment`, body({}));
  }
}"""


def repairs_are_known(page: Page) -> None:
    """As many as a suggestion needs, each done at once."""
    token = page.locator(".reply-form [name=csrfmiddlewaretoken]").input_value()
    page.evaluate(PROMISED_AND_KEPT, [CASES_MIN, token])


def test_a_suggested_time_is_taken_by_a_key_and_stands_in_the_answer(enter: Enter, house: House) -> None:
    brings_words(house, "Совет срока", "Когда почините?", message_id="<advice@irina.example.com>")
    page = enter(MARIA)
    opened(page, "Совет срока")
    repairs_are_known(page)
    page.reload()
    page.keyboard.press("r")
    page.keyboard.type("Починим послезавтра до 18:00.")
    expect(page.locator(".advice")).to_contain_text(f"{CASES_MIN}")
    assert faults(page) == []

    page.keyboard.press("Alt+KeyT")

    expect(page.locator(".pledge")).to_have_count(1)
    expect(page.locator("#reply-text")).not_to_have_value("Починим послезавтра до 18:00.")
    expect(page.locator("#reply-text")).to_be_focused()
    expect(page.locator(".pledge")).not_to_contain_text("больше не назван")
    assert faults(page) == []
