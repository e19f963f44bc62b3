"""An answer lost on its way, no connection, a page loaded anew, two tabs, a server that stops and starts again: nothing
of a chat is lost and nothing doubled, with the visitor or at the desk."""

from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Enter
from tests.browser.shops import Shop
from tests.browser.test_chat import Visits, begins, says, site, visits
from tests.browser.test_chat_around import answers, takes
from tests.browser.test_pages import ORLOV
from tests.house import House

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]
__all__ = ["site", "visits"]  # fixtures
NOTHING = "about:blank"


class Life:
    """A house that is stopped and started again, on the same ports and data."""

    def __init__(self, house: House) -> None:
        self.house, self._running = house, ExitStack()

    def starts(self) -> None:
        self._running.enter_context(self.house.running())

    def stops(self) -> None:
        self._running.close()


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    life = Life(House.furnished(tmp_path_factory.mktemp("house")))
    life.starts()
    yield life
    life.stops()


@pytest.fixture(scope="module")
def house(life: Life) -> House:
    return life.house


def lost(route: Route) -> None:
    """The server has it, and its answer never arrives."""
    assert route.fetch().ok
    route.abort()


def words(page: Page) -> list[str]:
    return page.locator(".log .words").all_inner_texts()


def test_nothing_is_lost_and_nothing_doubled_on_either_side(
    life: Life, site: Shop, visits: Visits, enter: Enter
) -> None:
    page, desk = visits(site), enter(ORLOV)
    begins(page, "Захар")
    says(page, "Раз.")
    expect(page.locator(".log")).to_contain_text("Доставлено")
    page.route("**/messages?*", lost, times=1)
    says(page, "Два.")
    says(page, "Три.")
    expect(page.locator(".log .line")).to_have_count(3)
    expect(page.locator(".unsent")).to_have_count(0)
    assert words(page) == ["Раз.", "Два.", "Три."]

    takes(desk, "Раз.", of="Захар")
    talk = desk.url
    answers(desk, "Слышу вас.")
    expect(page.locator(".log .ours")).to_have_count(1)
    other = page.context.new_page()
    other.goto(site.origin)
    other.locator(".launcher").click()
    expect(other.locator(".log .line")).to_have_count(4)

    page.context.set_offline(True)
    says(page, "Четыре.")
    says(other, "Пять.")
    expect(page.locator(".unsent")).to_have_count(2)
    expect(other.locator(".unsent")).to_have_count(2)
    answers(desk, "Жду.")
    desk.goto(NOTHING)
    life.stops()
    page.context.set_offline(False)
    says(other, "Шесть.")
    expect(other.locator(".unsent")).to_have_count(3)
    page.reload()
    life.starts()

    expect(other.locator(".unsent")).to_have_count(0)
    page.locator(".launcher").click()
    expect(page.locator(".log .line")).to_have_count(8)
    expect(other.locator(".log .line")).to_have_count(8)
    expect(page.locator(".unsent")).to_have_count(0)
    said = ["Раз.", "Два.", "Три.", "Слышу вас.", "Четыре.", "Пять.", "Шесть.", "Жду."]
    assert sorted(words(page)) == sorted(said)
    assert words(page) == words(other)
    desk.goto(talk)
    expect(desk.locator(".message.in .words")).to_have_count(6)
    theirs = ["Раз.", "Два.", "Три.", "Четыре.", "Пять.", "Шесть."]
    assert [text for text in words(page) if text in theirs] == theirs
    assert desk.locator(".message.in .words").all_inner_texts() == theirs
    assert desk.locator(".message.out .words").all_inner_texts() == ["Слышу вас.", "Жду."]
    says(page, "Семь.")
    expect(desk.locator(".message.in .words")).to_have_count(7)


def test_what_is_said_while_the_message_before_is_on_its_way_follows_it(site: Shop, visits: Visits) -> None:
    page = visits(site)
    begins(page, "Мирон")
    held: list[Route] = []
    page.route("**/messages?*", lambda route: held.append(route), times=1)
    says(page, "Первое.")
    expect(page.locator(".unsent")).to_have_count(1)
    says(page, "Второе.")
    expect(page.locator(".unsent")).to_have_count(2)
    held[0].continue_()

    expect(page.locator(".unsent")).to_have_count(0)
    assert words(page) == ["Первое.", "Второе."]


# A stream that was there once and then says nothing more, as when the network has become another one.
HALF_OPEN = """(() => {
  const asks = window.fetch.bind(window);
  let streams = 0;
  window.fetch = (address, options) => {
    if (!String(address).includes("/live/widget/")) return asks(address, options);
    document.documentElement.dataset.streams = streams += 1;
    const start = (told) => {
      told.enqueue(new TextEncoder().encode(": here\\n\\n"));
      options.signal.addEventListener("abort", () => told.error(new DOMException("gone", "AbortError")));
    };
    return Promise.resolve(new Response(new ReadableStream({ start })));
  };
})()"""
SILENT_MILLISECONDS = 41_000


def of_one_origin(route: Route) -> None:
    """The stream stands behind the same proxy as the rest."""
    answer = route.fetch()
    told = answer.json()
    route.fulfill(response=answer, json=told | {"live": urlsplit(told["live"]).path})


def test_a_stream_that_has_fallen_silent_is_begun_anew_and_what_came_meanwhile_is_there(
    site: Shop, visits: Visits, enter: Enter
) -> None:
    page, desk = visits(site), enter(ORLOV)
    begins(page, "Тимур")
    says(page, "Слышно?")
    expect(page.locator(".log")).to_contain_text("Доставлено")
    takes(desk, "Слышно?", of="Тимур")
    page.clock.install()
    page.add_init_script(HALF_OPEN)
    page.route("**/config?*", of_one_origin)
    page.reload()
    page.locator(".launcher").click()
    expect(page.locator(".log .line")).to_have_count(1)
    streams = page.locator("html")
    expect(streams).to_have_attribute("data-streams", "1")
    answers(desk, "Слышно.")

    page.clock.fast_forward(SILENT_MILLISECONDS)

    expect(page.locator(".log .ours")).to_contain_text("Слышно.")
    expect(streams).to_have_attribute("data-streams", "2")
