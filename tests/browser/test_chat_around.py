"""Around the talk: what is chosen before it, how it was, the chat as a letter. At the visitor's and at the desk."""

import email
import email.policy
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.shops import Shop
from tests.browser.test_chat import Visits, begins, says, site, visits
from tests.browser.test_pages import ORLOV
from tests.browser.well import by_day_and_by_night, faults, too_wide
from tests.house import House, until

MARIA, LIDIA = "maria@chainik.example", "lidia@chainik.example"  # nobody takes more chats than they can lead
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]
__all__ = ["site", "visits"]  # fixtures


@pytest.fixture
def asking(site: Shop, enter: Enter) -> Iterator[Shop]:
    """The shop's chat begins with a choice, as long as the test lasts."""
    desk = enter(ORLOV)
    asks_for(desk, "Гравировка на чайнике")
    yield site
    asks_for(desk, "Нет")


def asks_for(desk: Page, choice: str) -> None:
    desk.goto("/brands/")
    desk.goto(desk.locator("main a[href^='/brands/']", has_text="Чайник").first.get_attribute("href") or "")
    desk.click("a[href$='/chat']")
    desk.select_option("#id_request_type", label=choice)
    desk.click("form.section button.main-one")
    expect(desk.locator("#id_request_type option:checked")).to_have_text(choice)


def takes(desk: Page, words: str, *, of: str = "") -> None:
    """`of`: the visitor's name, where the last words are others."""
    desk.goto("/chats/")
    desk.locator("tr", has_text=of or words).get_by_role("button").click()
    expect(desk.locator(".thread")).to_contain_text(words)


def answers(desk: Page, words: str) -> None:
    desk.fill("#reply-text", words)
    desk.click("[data-main]")
    expect(desk.locator(".thread .message.out").last).to_contain_text(words)


def letters(house: House, to: str) -> list[str]:
    """The words of what has left the house to this address."""
    found = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in Path(house.data, "outgoing", "new").glob("*")
    ]
    return [one.get_body(("plain",)).get_content() for one in found if to in str(one["To"])]  # type: ignore[union-attr]


def test_a_choice_before_the_chat_is_made_by_keys_and_stands_at_the_desk(
    asking: Shop, visits: Visits, enter: Enter
) -> None:
    page = visits(asking, width=360, height=640)
    words = "Надпись на чайнике"
    begins(page, "Глафира")
    options = page.get_by_role("group", name="Гравировка на чайнике")
    expect(options.get_by_role("radio")).to_have_count(2)
    expect(options.get_by_role("radio", checked=True)).to_have_count(0)
    assert (by_day_and_by_night(page), too_wide(page) <= 0) == ([], True)

    says(page, words)
    expect(page.get_by_role("status").filter(has_text="За вас ничего не выбрано")).to_be_visible()
    expect(options.get_by_role("radio", name="Вручную")).to_be_focused()
    assert page.get_by_label("Ваше сообщение").input_value() == words
    page.keyboard.press("ArrowDown")
    expect(options.get_by_role("radio", name="Станком")).to_be_checked()
    page.get_by_label("Ваше сообщение").press("Enter")
    expect(page.locator(".log")).to_contain_text("Доставлено")
    expect(options).to_be_hidden()

    desk = enter(MARIA)
    takes(desk, words)
    expect(desk.locator(".beside-wrap")).to_contain_text("Ровная надпись до двадцати букв")
    expect(desk.locator(".beside-wrap")).to_contain_text("Клиент выбрал сам")
    assert faults(desk) == []


def test_when_it_is_over_a_mark_and_a_letter_are_seen_on_both_sides(
    site: Shop, visits: Visits, enter: Enter, house: House
) -> None:
    page, desk, to = visits(site), enter(ORLOV), "raisa@example.com"
    begins(page, "Раиса")
    says(page, "Какой чайник не свистит?")
    expect(page.locator(".log")).to_contain_text("Доставлено")
    expect(page.get_by_role("button", name="Прислать чат письмом")).to_be_hidden()
    takes(desk, "Какой чайник не свистит?")
    answers(desk, "Стеклянный, модель 7.")
    expect(page.locator(".log .ours")).to_contain_text("Стеклянный, модель 7.")
    expect(page.get_by_text("Как всё прошло?")).to_be_hidden()

    page.get_by_role("button", name="Прислать чат письмом").press("Enter")
    expect(page.get_by_label("Адрес почты для письма")).to_be_focused()
    assert faults(page) == []
    page.get_by_label("Адрес почты для письма").fill(to)
    page.get_by_label("Адрес почты для письма").press("Enter")
    expect(page.get_by_role("status").filter(has_text=f"Чат отправлен на {to}.")).to_be_visible()
    until(lambda: letters(house, to), "the letter")
    assert ["Стеклянный, модель 7." in words for words in letters(house, to)] == [True]
    expect(desk.locator(".thread")).to_contain_text("Посетитель отправил себе этот чат письмом")

    desk.locator("form[action*='closure'] button").click()
    expect(page.get_by_text("Как всё прошло?")).to_be_visible()
    assert (faults(page), too_wide(page) <= 0) == ([], True)
    page.get_by_role("button", name="4 из 5").press("Enter")
    expect(page.get_by_role("button", name="4 из 5")).to_have_attribute("aria-pressed", "true")
    page.get_by_label("Что было хорошо, а что нет?").fill("Быстро.")
    page.get_by_role("button", name="Рассказать").click()
    expect(page.get_by_role("status").filter(has_text="Теперь мы знаем, как всё прошло.")).to_be_visible()
    assert faults(page) == []

    desk.goto("/conversations/?view=all&order=newest")
    desk.goto(desk.locator(".line", has_text="Какой чайник не свистит?").locator("a").first.get_attribute("href") or "")
    expect(desk.locator(".beside-wrap")).to_contain_text("Оценка клиента: 4 из 5")
    expect(desk.locator(".thread")).to_contain_text("«Быстро.»")
    assert faults(desk) == []

    page.reload()
    page.locator(".launcher").click()
    expect(page.get_by_role("button", name="4 из 5")).to_have_attribute("aria-pressed", "true")


def test_an_answer_is_chosen_by_keys_and_is_the_visitors_message(site: Shop, visits: Visits, enter: Enter) -> None:
    page, desk, words = visits(site, width=360, height=640), enter(LIDIA), "Как забрать?"
    begins(page, "Ульяна")
    says(page, words)
    takes(desk, words)
    desk.locator("summary", has_text="Ответы на выбор").click()
    for number, (text, more) in enumerate([("Курьером", "Завтра, 300 ₽"), ("Сама заберу", "")], start=1):
        desk.fill(f"#option-{number}", text)
        desk.fill(f"#option-words-{number}", more)
    assert faults(desk) == []
    answers(desk, "Как удобнее?")
    expect(desk.locator(".message.out").last).to_contain_text("Курьером (Завтра, 300 ₽) · Сама заберу")

    offered = page.get_by_role("group", name="Ответы на выбор").get_by_role("button")
    expect(offered).to_have_text(["КурьеромЗавтра, 300 ₽", "Сама заберу"])
    assert (by_day_and_by_night(page), too_wide(page) <= 0) == ([], True)
    page.get_by_label("Ваше сообщение").fill("Ещё думаю")
    offered.nth(1).focus()
    page.keyboard.press("Enter")
    expect(offered).to_have_count(0)
    expect(page.get_by_label("Ваше сообщение")).to_be_focused()
    assert page.get_by_label("Ваше сообщение").input_value() == "Ещё думаю"
    expect(desk.locator(".message.in .words").last).to_have_text("Сама заберу")
