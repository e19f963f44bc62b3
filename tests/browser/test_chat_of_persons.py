"""Who wrote it says it: somebody signs in or out in the middle of a chat, a key runs out, an answer never comes, a page
names the widget twice."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from slovo.channels.chat.identity import signed
from tests.browser.conftest import Enter
from tests.browser.shops import Shop
from tests.browser.test_chat import Visits, begins, says, site, visits
from tests.browser.test_pages import ORLOV

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]
__all__ = ["site", "visits"]  # fixtures
PATIENCE = 21_000  # milliseconds, longer than the widget waits for an answer
UNKNOWN = "Failed to load resource: the server responded with a status of 401"
Token = Callable[[str], str]


@pytest.fixture
def token(site: Shop, enter: Enter) -> Token:
    """As the shop's server signs who has signed in there."""
    secret = settings_of_chat(enter).input_value("#chat-secret")
    ends = (timezone.now() + timedelta(hours=1)).timestamp()
    return lambda person: signed({"id": person, "exp": ends}, secret=secret)


def settings_of_chat(enter: Enter) -> Page:
    desk = enter(ORLOV)
    desk.goto("/brands/")
    desk.goto(desk.locator("main a[href^='/brands/']", has_text="Чайник").first.get_attribute("href") or "")
    desk.click("a[href$='/chat']")
    return desk


def identified(page: Page, token: str) -> None:
    assert page.evaluate("token => slovo.identify(token)", token)


def agrees(page: Page) -> None:
    page.get_by_label("Согласен").check()
    page.get_by_role("button", name="Начать чат").click()


def words(page: Page) -> list[str]:
    return page.locator(".log .words").all_inner_texts()


def cut(page: Page) -> None:
    """What is said does not leave."""
    page.route("**/messages?*", lambda route: route.abort())


def test_what_one_person_has_not_sent_is_never_sent_under_the_name_of_another(
    site: Shop, visits: Visits, token: Token
) -> None:
    page = visits(site)
    page.locator(".launcher").click()
    identified(page, token("71"))
    agrees(page)
    says(page, "Я — Ирина.")
    expect(page.locator(".log")).to_contain_text("Доставлено")
    cut(page)
    says(page, "Секрет Ирины.")
    expect(page.locator(".unsent")).to_have_count(1)

    identified(page, token("72"))
    page.unroute_all()
    agrees(page)
    says(page, "Я — Богдан.")
    expect(page.locator(".log")).to_contain_text("Доставлено")
    assert words(page) == ["Я — Богдан."]

    identified(page, token("71"))
    expect(page.locator(".unsent")).to_have_count(0)
    expect(page.locator(".log .words")).to_have_text(["Я — Ирина.", "Секрет Ирины."])
    identified(page, token("72"))
    expect(page.locator(".log .words")).to_have_text(["Я — Богдан."])


def test_what_is_on_its_way_when_somebody_else_signs_in_stays_theirs(site: Shop, visits: Visits, token: Token) -> None:
    page = visits(site)
    page.locator(".launcher").click()
    identified(page, token("73"))
    agrees(page)
    held: list[Route] = []
    page.route("**/messages?*", lambda route: held.append(route), times=1)
    says(page, "Едет ли мой чайник?")
    expect(page.locator(".unsent")).to_have_count(1)

    identified(page, token("74"))
    held[0].continue_()
    agrees(page)
    says(page, "А мой?")
    expect(page.locator(".log")).to_contain_text("Доставлено")

    assert words(page) == ["А мой?"]
    identified(page, token("73"))
    expect(page.locator(".log .words")).to_have_text(["Едет ли мой чайник?"])


def test_what_a_browser_has_not_sent_goes_with_it_when_it_turns_out_to_be_somebody(
    site: Shop, visits: Visits, token: Token
) -> None:
    page = visits(site)
    begins(page, "Гость")
    cut(page)
    says(page, "Пока я гость.")
    expect(page.locator(".unsent")).to_have_count(1)
    page.unroute_all()
    identified(page, token("75"))

    expect(page.locator(".unsent")).to_have_count(0)
    expect(page.locator(".log .words")).to_have_text(["Пока я гость."])


def test_who_has_signed_out_finds_it_unsent_when_they_are_back(site: Shop, visits: Visits, token: Token) -> None:
    page = visits(site)
    page.locator(".launcher").click()
    identified(page, token("76"))
    agrees(page)
    cut(page)
    says(page, "Не ушло.")
    expect(page.locator(".unsent")).to_have_count(1)
    page.evaluate("slovo.forget()")
    page.unroute_all()
    begins_anew(page, "Чужой")
    says(page, "Я здесь впервые.")
    expect(page.locator(".log")).to_contain_text("Доставлено")
    assert words(page) == ["Я здесь впервые."]
    page.evaluate("slovo.forget()")

    identified(page, token("76"))
    expect(page.locator(".log .words")).to_have_text(["Не ушло."])
    expect(page.locator(".log")).to_contain_text("Доставлено")


def begins_anew(page: Page, name: str) -> None:
    page.get_by_label("Ваше имя").fill(name)
    agrees(page)


def test_a_key_that_has_run_out_loses_nothing_and_says_nothing_by_itself(
    site: Shop, visits: Visits, token: Token, enter: Enter
) -> None:
    person, guest = visits(site, told=UNKNOWN), visits(site, told=UNKNOWN)
    person.locator(".launcher").click()
    identified(person, token("77"))
    agrees(person)
    begins(guest, "Гостья")
    for page in (person, guest):
        cut(page)
        says(page, "Не успело уйти.")
        expect(page.locator(".unsent")).to_have_count(1)
    guest.evaluate(SPOILT)
    desk = settings_of_chat(enter)
    before = desk.input_value("#chat-secret")
    desk.locator("summary", has_text="Кто вошёл на вашем сайте").click()
    desk.get_by_role("button", name="Сделать новый секрет").click()
    expect(desk.locator("#chat-secret")).not_to_have_value(before)
    secret = desk.input_value("#chat-secret")
    guest.reload()
    guest.locator(".launcher").click()

    for page, name in ((person, "Другой"), (guest, "Снова я")):
        page.unroute_all()
        begins_anew(page, name)
        says(page, f"Пишет {name}.")
        expect(page.locator(".log")).to_contain_text("Доставлено")
    assert words(person) == ["Пишет Другой."]
    assert words(guest) == ["Пишет Снова я.", "Не успело уйти."]
    expect(guest.locator(".unsent")).to_contain_text("Начните новый")
    guest.locator(".unsent").get_by_role("button", name="Попробовать ещё раз").click()
    expect(guest.locator(".unsent")).to_have_count(0)

    ends = (timezone.now() + timedelta(hours=1)).timestamp()
    person.evaluate("slovo.forget()")
    identified(person, signed({"id": "77", "exp": ends}, secret=secret))
    expect(person.locator(".log .words")).to_have_text(["Не успело уйти."])
    expect(person.locator(".log")).to_contain_text("Доставлено")


SPOILT = """() => Object.keys(localStorage).filter((name) => /^slovo\\.[^.]+$/.test(name))
  .forEach((name) => localStorage.setItem(name, "unknown"))"""


def test_an_answer_that_never_comes_is_not_waited_for_and_nothing_is_doubled(site: Shop, visits: Visits) -> None:
    page = visits(site)
    page.clock.install()
    page.reload()
    page.clock.resume()
    begins(page, "Вера")
    held: list[Route] = []
    page.route("**/messages?*", lambda route: held.append(route), times=1)
    says(page, "Слышно меня?")
    expect(page.locator(".unsent")).to_have_count(1)
    with page.expect_response("**/messages?*") as second:
        page.clock.fast_forward(PATIENCE)
        page.clock.fast_forward(PATIENCE)
    assert second.value.ok
    expect(page.locator(".unsent")).to_have_count(0)
    page.unroute_all(behavior="ignoreErrors")

    assert words(page) == ["Слышно меня?"]


def test_a_page_that_names_it_twice_has_one(site: Shop, visits: Visits) -> None:
    line, site.line = site.line, site.line * 2
    page = visits(site)
    site.line = line
    begins(page, "Двойной")
    says(page, "Один чат?")
    expect(page.locator(".log")).to_contain_text("Доставлено")

    expect(page.locator("slovo-chat")).to_have_count(1)
    expect(page.locator(".log .line")).to_have_count(1)
    assert page.evaluate("slovo.log.filter((one) => one.name === 'ready').length") == 1
