"""Ten thousand lines: scrolled to the end, kept in place by news and on coming back, turned without script."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter, brings_words
from tests.house import House, until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded, pytest.mark.timeout(600)]
MARIA = "maria@chainik.example"
COUNT = 10_000
SUBJECTS = "[...document.querySelectorAll('.line .subject')].map((one) => one.textContent)"
PARTS = "[...document.getElementById('lines').children]"  # blocks of lines, and the links before and behind them
BLOCKS = f"{PARTS}.filter((one) => one.matches('.block')).length"
TO_THE_END = "document.querySelector('.list-scroll').scrollTop = 1e9"
TO_THE_TOP = "document.querySelector('.list-scroll').scrollTop = 0"
TOP_LINE = """() => {
  const edge = document.querySelector('.list-scroll').getBoundingClientRect().top;
  const line = [...document.querySelectorAll('.line')].find((one) => one.getBoundingClientRect().top >= edge - 1);
  return [line.querySelector('.subject').textContent, Math.round(line.getBoundingClientRect().top - edge)];
}"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House.furnished(tmp_path_factory.mktemp("house"))
    with house.running():
        command = [sys.executable, "-m", "tests.browser.many", str(COUNT)]
        subprocess.run(command, check=True, env=house.environment, cwd=Path(__file__).parents[2])
        yield house


@pytest.fixture
def enter(enter: Enter) -> Enter:
    """Before the list as it is by itself: the most urgent first."""

    def entered(who: str, **options: object) -> Page:
        page = enter(who, **options)
        page.goto("/conversations/")
        return page

    return entered


def made(subjects: list[str]) -> list[str]:
    return [subject for subject in subjects if re.fullmatch(r"Письмо \d{5}", subject)]


def reaches_the_end(page: Page) -> None:
    while page.evaluate(f"{PARTS}.at(-1).matches('.pages')"):
        brings_more(page, TO_THE_END)


def brings_more(page: Page, scroll: str) -> None:
    before = page.evaluate(BLOCKS)
    page.evaluate(scroll)
    page.wait_for_function(f"(before) => {BLOCKS} > before", arg=before)


def goes_down(page: Page, blocks: int) -> None:
    """So far that there are so many blocks, and half of the last one further up again."""
    while page.locator(".block").count() < blocks:
        brings_more(page, TO_THE_END)
    page.evaluate("document.querySelector('.list-scroll').scrollTop -= 2345")
    page.wait_for_timeout(600)  # until the place has been remembered


def stands(page: Page, before: list[object]) -> bool:
    """The same line at the same place, but for the fraction of a pixel that rounding makes one."""
    line, at = page.evaluate(TOP_LINE)
    return line == before[0] and abs(at - before[1]) <= 1  # type: ignore[operator]


def test_ten_thousand_lines_are_scrolled_to_their_end(enter: Enter, house: House) -> None:
    page = enter(MARIA)
    reaches_the_end(page)

    subjects = made(page.evaluate(SUBJECTS))
    assert subjects == [f"Письмо {number:05d}" for number in range(COUNT)]
    ids = page.evaluate("[...document.querySelectorAll('.line a')].map((one) => one.id)")
    assert len(ids) == len(set(ids))
    skipped = "(one) => !one.checkVisibility({ contentVisibilityAuto: true })"
    assert page.locator(".block").count() > COUNT / 50
    assert page.locator(".block").first.locator(".subject").first.evaluate(skipped) is True


def test_news_refresh_what_is_seen_and_leave_the_reader_where_they_are(enter: Enter, house: House) -> None:
    page = enter(MARIA)
    goes_down(page, 8)
    before = page.evaluate(TOP_LINE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "part=block" in request.url else None)

    brings_words(house, "Новость наверху", "Что нового?", message_id="<news@irina.example.com>")
    until(lambda: page.wait_for_timeout(100) is None and asked, "the list to hear of it")
    page.wait_for_timeout(1000)

    assert len({re.sub(r"&counts=1|counts=1&", "", address) for address in asked}) <= 2
    assert stands(page, before)
    page.evaluate(TO_THE_TOP)
    expect(page.locator(".line", has_text="Новость наверху")).to_be_visible()


def test_back_returns_to_the_place_in_the_list(enter: Enter, house: House) -> None:
    page = enter(MARIA)
    goes_down(page, 8)
    before = page.evaluate(TOP_LINE)
    assert made([before[0]]) == [before[0]]

    page.locator(".line", has_text=before[0]).locator("a").click()
    expect(page.locator(".head h1")).to_have_text(before[0])
    assert stands(page, before)
    page.go_back()
    expect(page.locator("#talk.inviting")).to_be_visible()
    until(lambda: stands(page, before), f"{before}, not {page.evaluate(TOP_LINE)}")
    page.reload()
    until(lambda: stands(page, before), f"{before}, not {page.evaluate(TOP_LINE)}")


def test_who_comes_to_a_place_far_down_scrolls_up_to_the_first_line(enter: Enter, house: House) -> None:
    page = enter(MARIA)
    goes_down(page, 8)
    there = page.url
    assert "after=" in there
    plain = enter(MARIA, java_script_enabled=False)
    plain.goto(there)
    first = plain.locator(".line .subject").first.text_content()

    page = enter(MARIA)
    page.goto(there)
    expect(page.locator(".line .subject").first).not_to_have_text(first)  # what is above has come by itself
    assert page.evaluate(TOP_LINE)[0] == first
    while page.locator(".pages [rel=prev]").count():
        brings_more(page, TO_THE_TOP)

    subjects = made(page.evaluate(SUBJECTS))
    assert subjects == [f"Письмо {number:05d}" for number in range(len(subjects))]
    assert len(subjects) >= 250


def test_without_script_the_links_lead_from_page_to_page(enter: Enter, house: House) -> None:
    page = enter(MARIA, java_script_enabled=False)
    subjects = page.locator(".line .subject")
    first = subjects.all_text_contents()
    page.locator("[rel=next]").click()
    expect(page.locator("[rel=prev]")).to_be_visible()
    second = subjects.all_text_contents()
    page.locator("[rel=prev]").click()
    expect(subjects.first).to_have_text(first[0])

    assert (len(first), len(second)) == (50, 50)
    assert set(first) & set(second) == set()
    assert subjects.all_text_contents() == first


def test_a_range_of_lines_is_chosen_with_shift_and_changed_with_progress_and_undone(enter: Enter, house: House) -> None:
    page = enter(MARIA)
    boxes = page.locator(".pick")
    boxes.nth(10).check()
    boxes.nth(14).click(modifiers=["Shift"])
    expect(page.locator("#picked")).to_have_text("Выбрано: 5")
    chosen = page.evaluate("[...document.querySelectorAll('.pick:checked')].map((one) => one.value)")
    assert len(chosen) == 5

    page.locator("#picks button").click()
    page.select_option("#change-what", label="Ждать клиента")
    page.get_by_role("button", name="Выполнить").click()
    expect(page.locator(".change-state")).to_contain_text("Готово.")
    expect(page.locator(".change-state")).to_contain_text("сделано: 5")
    page.get_by_role("button", name="Отменить").click()
    expect(page.locator(".change-state")).to_contain_text("Отменено.")
    expect(page.locator(".change-state")).to_contain_text("возвращено: 5")
