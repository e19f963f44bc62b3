"""From an empty folder to the first answered letter, as the guide says it: Olga opens a company, on a real mail server.

What it took is printed: `pytest tests/browser/test_first_run.py -s`.
"""

import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import migrated
from tests.browser.conftest import Enter
from tests.browser.newcomer import Newcomer
from tests.browser.test_real_servers import header
from tests.cast import IRINA
from tests.house import House
from tests.servers import DovecotServer, PostfixServer
from tests.servers.trusting import trusts

pytestmark = [pytest.mark.browser, pytest.mark.servers, pytest.mark.slow, pytest.mark.embedded]
pytestmark += [pytest.mark.timeout(900)]  # three servers, a first run and twenty pages looked at
HELP = "help@chainik.example"
MAILBOX = "Почтовый ящик подключён и проверен"
COLLEAGUES = "Коллеги приглашены"
COMPANY = {
    "name": "Ольга Чайкина",
    "email": "olga@samovar.example",
    "password": "самовар-и-баранки",
    "company": "Самовар",
    "address": HELP,
}


@pytest.fixture(scope="module")
def house(mail: DovecotServer, post: PostfixServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A first start, as after `slovo migrate`: no company, no person, no mailbox. (That migrations come of themselves
    on an empty folder is told by `tests/journeys/test_one_command.py`.)"""
    folder = Path(tmp_path_factory.mktemp("house"))
    house = House(folder / "data", more=trusts(folder, mail, post))
    migrated.copied_to(house.data)
    begun = time.monotonic()
    with house.running("--empty"):
        print(f"\nfrom the start to a page that answers: {time.monotonic() - begun:.0f} s")
        yield house


def step(page: Page, name: str):
    return page.locator(".guide li", has=page.get_by_role("link", name=name, exact=True))


def connects(olga: Newcomer, mail: DovecotServer, post: PostfixServer) -> None:
    """Her provider's servers, as the form asks for them; tested before they are saved."""
    olga.reads("3-mailbox")
    servers = {
        "imap_host": mail.host,
        "imap_port": str(mail.imaps_port),
        "imap_user": HELP,
        "imap_password": mail.password,
        "smtp_host": post.host,
        "smtp_port": str(post.port),
        "smtp_user": HELP,
        "smtp_password": mail.password,
    }
    for name, value in servers.items():
        olga.fills(name, value)
    olga.chooses("smtp_security", "starttls")
    olga.clicks_on(olga.page.get_by_role("button", name="Проверить этот ящик"))
    expect(olga.page.locator("#trial h2")).to_have_text("Всё работает.")
    olga.reads("3-tested", "#trial")
    olga.clicks_on(olga.page.get_by_role("button", name="Сохранить"))
    expect(olga.page.locator(".page")).to_contain_text("Почтовый ящик подключён заново.")


def test_a_newcomer_is_led_from_nothing_to_the_first_answered_letter(
    enter: Enter, house: House, mail: DovecotServer, post: PostfixServer, tmp_path: Path
) -> None:
    link = re.search(r"(/welcome/\S+/)", house.printed())
    assert link
    page = enter()
    olga = Newcomer(page, tmp_path)
    page.goto(link[1])
    olga.reads("1-welcome", "body")
    for name, value in COMPANY.items():
        olga.fills(name, value)
    olga.clicks_on(page.get_by_role("button", name="Начать"))

    expect(step(page, MAILBOX)).to_have_attribute("aria-current", "step")
    olga.reads("2-desk")
    olga.clicks_on(page.get_by_role("link", name=MAILBOX))
    connects(olga, mail, post)

    olga.clicks_on(page.locator(".logo"))
    expect(step(page, MAILBOX)).to_have_class("done")
    olga.clicks_on(page.get_by_role("link", name="Первое письмо получено"))
    olga.reads("4-letter")
    writes_as_the_guide_says(page)
    olga.clicks_on(page.locator(".logo"))
    olga.clicks_on(page.locator(".line", has_text="Kettle").locator("a"))
    expect(page.locator(".message.in .words")).to_have_text("Where is my kettle?")
    olga.reads("5-letter")
    answers(olga)

    (answer,) = mail.letters_when(IRINA, count=1)
    assert "Re: " in header(answer, "Subject")
    print(f"\nfrom the link to the answer that has left: {olga.told()}")
    olga.reads("6-answered")
    invites(olga)
    page.goto("/guide/")
    expect(page.locator(".guide li.done")).to_have_count(5)
    olga.reads("8-guide")


def invites(olga: Newcomer) -> None:
    page = olga.page
    page.goto("/guide/")
    expect(step(page, COLLEAGUES)).to_have_attribute("aria-current", "step")
    olga.clicks_on(page.get_by_role("link", name=COLLEAGUES))
    olga.reads("7-people")
    olga.fills("name", "Пётр Баранкин")
    olga.fills("email", "pyotr@samovar.example")
    olga.clicks_on(page.get_by_role("button", name="Пригласить"))
    expect(page.locator("#link")).to_have_value(re.compile("/welcome/"))
    olga.reads("7-invited")


def writes_as_the_guide_says(page: Page) -> None:
    """The very command that it shows, only that Irina has a mailbox, and `you@example.com` has none."""
    command = page.get_by_role("region", name=re.compile("Python")).inner_text().replace("you@example.com", IRINA)
    subprocess.run(["sh", "-c", command], check=True, timeout=60)


def answers(olga: Newcomer) -> None:
    page = olga.page
    olga.writes(page.locator("#reply-text"), "Он уже в пути.")
    olga.presses(page.locator("#reply-text"), "Control+Enter")
    expect(page.locator(".message.out .delivery")).to_contain_text("Отправлено")
    expect(page.locator(".beside-wrap")).to_contain_text("сдержано")
