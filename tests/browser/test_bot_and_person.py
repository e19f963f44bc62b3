"""From the bot to a person: what it quotes, what a visitor reads when they want somebody, what that somebody finds."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.shops import Shop
from tests.browser.test_chat import Visits, begins, says, site, switches, visits
from tests.browser.test_chat_around import answers, takes
from tests.browser.test_pages import ORLOV
from tests.browser.well import amiss, faults

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]
__all__ = ["site", "visits"]  # fixtures
PAVEL = "pavel@chainik.example"


@pytest.fixture
def attended(site: Shop, enter: Enter) -> Iterator[Shop]:
    """The bot answers first, as long as the test lasts."""
    desk = enter(ORLOV)
    switches(desk, on=True)
    yield site
    switches(desk, on=False)


def test_the_bot_quotes_an_article_and_gives_the_chat_to_a_person(attended: Shop, visits: Visits, enter: Enter) -> None:
    page, desk, name = visits(attended, width=360, height=640), enter(PAVEL), "Яна"
    begins(page, name)
    says(page, "Можно ли вернуть чайник после покупки?")
    expect(page.locator(".log")).to_contain_text("Я бот. В нашей статье «Как вернуть чайник» сказано:")
    expect(page.locator(".log")).to_contain_text("14 дней после получения")
    assert amiss(page) == []

    says(page, "Позовите человека <b>сейчас</b>")
    expect(page.locator(".log")).to_contain_text("а дальше вам ответит человек")
    takes(desk, "Позовите человека", of=name)
    expect(desk.locator(".message.note")).to_contain_text("Как вернуть чайник")
    expect(desk.locator(".thread .tag", has_text="бот").first).to_be_visible()
    assert faults(desk) == []
    answers(desk, "Это Павел. Приносите, вернём.")
    expect(page.locator(".log")).to_contain_text("Это Павел. Приносите, вернём.")
    says(page, "Можно ли вернуть чайник после покупки?")
    expect(desk.locator(".message.in .words").last).to_have_text("Можно ли вернуть чайник после покупки?")
    expect(page.locator(".log")).to_contain_text("Доставлено")
    expect(page.get_by_text("Я бот. В нашей статье")).to_have_count(1)
