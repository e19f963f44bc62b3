"""It will be late: the photographer taps it on a phone, the dispatcher's clock says it, to whoever drives, to the lead,
to the customer, who hears of it before the deadline and decides, and the open desk shows it.
"""

import re
from datetime import datetime, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Enter, brings_words
from tests.browser.test_an_agents_day import LIDIA
from tests.browser.test_pages import ORLOV
from tests.browser.test_the_main_job import MARIA, line, sent
from tests.browser.well import by_day_and_by_night, faults, too_wide
from tests.house import House, until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.embedded]
MOSCOW = ZoneInfo("Europe/Moscow")
MINUTE = timedelta(minutes=1)
AHEAD = timedelta(seconds=15)  # enough to promise it
OWNER_MINUTES, LEAD_MINUTES, TELLING_MINUTES = 10, 5, 3  # of the dispatcher's ladder
WAIT = "Теперь — "


def now() -> datetime:
    return datetime.now(MOSCOW)


def kind(desk: Page, slug: str, name: str, *, template: str = "") -> None:
    """One whose customers are awake for it, so that the test holds at night."""
    desk.goto("/brands/1/promise-kinds/")
    desk.fill("#kind-name", name)
    desk.fill("#kind-slug", slug)
    desk.locator("form:has(#kind-slug) button").click()
    desk.check("#night")
    desk.locator("form:has(#night) button").click()
    if template:
        desk.click(f"button[name=template][value={template}]")
    expect(desk.locator("h1")).to_contain_text(name)


def asks(desk: Page, house: House, subject: str, **options: object) -> str:
    """Irina writes, or another `sender`; the address of the conversation."""
    brings_words(house, subject, "Жду!", message_id=f"<{subject.encode().hex()}@irina.example.com>", **options)
    desk.goto("/conversations/?view=open&order=newest")
    expect(line(desk, subject)).to_be_visible()
    return (line(desk, subject).locator("a").get_attribute("href") or "").partition("?")[0]


def promises(desk: Page, talk: str, what: str, *, of_kind: str, due: datetime) -> str:
    """The address of the promise."""
    desk.goto(f"{talk}promises")
    desk.select_option("[name=kind]", of_kind)
    desk.fill("#what", what)
    desk.fill("#due", f"{due:%Y-%m-%dT%H:%M}")
    desk.click("main button.main-one")
    expect(desk.locator("h1")).to_have_text(what)
    return desk.url


def watches(desk: Page, talk: str) -> None:
    desk.goto(talk)
    desk.evaluate("document.body.dataset.loaded = 'once'")


def hears(house: House, subject: str) -> EmailMessage:
    until(lambda: sent(house, subject), "a letter to Irina")
    [letter] = sent(house, subject)
    return letter


def words_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body
    return str(body.get_content())


def test_the_photographer_taps_a_delay_and_irina_hears_of_it_before_the_deadline(enter: Enter, house: House) -> None:
    desk = enter(ORLOV)
    kind(desk, "photos", "Фотографии")
    talk, due = asks(desk, house, "Когда снимки"), (now() + 120 * MINUTE).replace(second=0, microsecond=0)
    promise = promises(desk, talk, "Снимки со свадьбы", of_kind="photos", due=due)
    desk.goto(f"{promise}work-links")
    desk.fill("#label", "Фотограф Лев")
    assert faults(desk) == []
    desk.click("main button.main-one")
    address = desk.input_value("#link")
    watches(desk, talk)

    phone = enter(width=320, height=640, has_touch=True, is_mobile=True, java_script_enabled=False)
    phone.goto(address)
    expect(phone.locator("h1")).to_have_text("Фотограф Лев")
    phone.locator("button[value='40']").tap()
    expect(phone.locator("[role=status]")).to_contain_text("пишем клиенту прямо сейчас")
    assert phone.context.cookies() == []

    later = due + 40 * MINUTE
    letter = hears(house, "Когда снимки")
    assert "irina@example.com" in letter["To"]
    assert f"{WAIT}{later:%H:%M}" in words_of(letter)
    assert now() < due
    expect(desk.locator(".thread")).to_contain_text(f"{WAIT}{later:%H:%M}")
    assert desk.evaluate("document.body.dataset.loaded") == "once"
    desk.goto(promise)
    expect(desk.locator("main .due").first).to_have_attribute("data-state", re.compile("calm|moved|open|soon"))
    expect(desk.locator(".ledger-moves")).to_contain_text(f"{later:%H:%M}")


def just_before_a_step(desk: Page, talk: str, what: str, *, minutes: int, owner: str) -> datetime:
    """Promised so that the step which comes so many minutes before the deadline is a few seconds away: that far a desk
    does not choose a moment, so the field is told to take seconds. What had passed before would be no step of it."""
    desk.goto(f"{talk}promises")
    desk.select_option("[name=kind]", "ride")
    desk.fill("#what", what)
    desk.select_option("#owner", label=owner)
    desk.eval_on_selector("#due", "field => field.step = 1")
    due = (now() + minutes * MINUTE + AHEAD).replace(microsecond=0)
    desk.fill("#due", f"{due:%Y-%m-%dT%H:%M:%S}")
    desk.click("main button.main-one")
    expect(desk.locator("h1")).to_have_text(what)
    assert now() < due - minutes * MINUTE
    return due


def watches_reminders(enter: Enter, who: str) -> Page:
    page = enter(who)
    watches(page, "/promises/reminders/")
    return page


def reminder(page: Page, what: str) -> Locator:
    return page.locator(".ledger tbody tr", has_text=what)


def test_the_dispatchers_clock_reminds_the_driver_then_the_lead_then_tells_irina_and_she_decides(
    enter: Enter, house: House
) -> None:
    """Three cars, each of which comes to another step of the same ladder as soon as it is promised."""
    desk, driver, lead = enter(ORLOV), watches_reminders(enter, LIDIA), watches_reminders(enter, MARIA)
    kind(desk, "ride", "Поездка", template="taxi")
    talk = asks(desk, house, "Где машина")
    desk.goto(f"{talk}links")
    desk.click("button[value=matter]")
    address = desk.input_value("#link")
    for what, minutes in (
        ("На вокзал", OWNER_MINUTES),
        ("В театр", LEAD_MINUTES),
        ("Машина у подъезда", TELLING_MINUTES),
    ):
        due = just_before_a_step(desk, talk, what, minutes=minutes, owner="Лидия Сомова")
    watches(desk, talk)

    letter = hears(house, "Где машина")
    assert due - TELLING_MINUTES * MINUTE <= now() < due
    assert "Машина у подъезда: мы обещали" in words_of(letter)
    expect(desk.locator(".thread")).to_contain_text(WAIT)
    expect(reminder(driver, "На вокзал")).to_contain_text("Подходит срок вашего обещания")
    expect(reminder(lead, "В театр")).to_contain_text("Подходит срок обещания вашей команды")
    expect(reminder(driver, "В театр")).to_have_count(0)  # ten minutes before, when nobody had promised it yet
    assert [page.evaluate("document.body.dataset.loaded") for page in (driver, lead)] == ["once", "once"]

    phone = enter(width=360, height=740, has_touch=True, is_mobile=True)
    phone.goto(address)
    phone.locator(".choice button.main-one").first.tap()
    expect(phone.locator("[role=status]")).to_be_visible()
    expect(desk.locator(".thread")).to_contain_text("Клиент согласился")
    assert desk.evaluate("document.body.dataset.loaded") == "once"


def test_everybody_can_read_the_page_of_whoever_does_the_work(enter: Enter) -> None:
    desk = enter(ORLOV)
    desk.goto("/brands/1/work-links")
    desk.fill("#label", "Курьер Олег")
    desk.select_option("#work-kind", "delivery")
    desk.click("main button.main-one")
    phone, address = enter(width=320), desk.input_value("#link")
    for language in ("ru", "uk", "en"):
        phone.goto(f"{address}?lang={language}")
        for summary in phone.locator("summary").all():
            summary.click()

        assert (too_wide(phone) <= 0, by_day_and_by_night(phone)) == (True, [])
