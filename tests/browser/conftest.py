"""Chromium before a whole Slovo with its demo company. Whatever the console complains of fails the test."""

import re
import shutil
import smtplib
from collections.abc import Callable, Iterator, Sequence

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from slovo.config.demo import PASSWORD
from tests.cast import letter
from tests.house import House
from tests.servers import DovecotServer, PostfixServer, dovecot, postfix

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE_MILLISECONDS = 45_000
DESK = "/conversations/?view=open&order=newest"  # what a test brings stands above, whatever the demo still has open
# Gone or refused on purpose by a test, and said so by the page; the browser notes it all the same.
EXPECTED = ("Failed to load resource: the server responded with a status of 4",)
Enter = Callable[..., Page]
expect.set_options(timeout=PATIENCE_MILLISECONDS)


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        pytest.skip("Chromium is missing: apt-get install chromium")
    browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Each file has a house of its own: what one leaves behind (a chat in somebody's hands, eighty conversations that
    wait) is nothing that another has to reckon with."""
    house = House.furnished(tmp_path_factory.mktemp("house"))
    with house.running():
        yield house


@pytest.fixture(scope="module")
def mail() -> Iterator[DovecotServer]:
    with dovecot() as server:
        yield server


@pytest.fixture(scope="module")
def post(mail: DovecotServer) -> Iterator[PostfixServer]:
    with postfix(mail) as server:
        yield server


@pytest.fixture
def enter(chromium: Browser, house: House) -> Iterator[Enter]:
    """A browser in which somebody of the demo company has signed in: `enter("maria@chainik.example", width=360)`."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def entered(who: str = "", *, width: int = 1440, height: int = 900, **options: object) -> Page:
        viewport = {"width": width, "height": height}
        chosen = {"base_url": house.url, "locale": "ru", **options}
        context = chromium.new_context(viewport=viewport, **chosen)  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        page = context.new_page()
        context.on("console", lambda said: _note(complaints, said.type, said.text))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        if who and options.get("java_script_enabled", True):
            _signs_in(context, who)
            page.goto(DESK)
        elif who:
            signs_in_by_hand(page, who)
            page.goto(DESK)
        return page

    yield entered
    for context in contexts:
        ends(context)
    assert complaints == []


def _signs_in(context: BrowserContext, who: str) -> None:
    """By the form's own address, without drawing the pages on the way: `test_pages` fills the form in."""
    form = context.request.get("/accounts/login/").text()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token
    words = {"csrfmiddlewaretoken": token[1], "login": who, "password": PASSWORD}
    answer = context.request.post("/accounts/login/", form=words, max_redirects=0)
    assert (answer.status, answer.headers["location"]) == (302, "/")


def signs_in_by_hand(page: Page, who: str) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", who)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button.main-one, form[action*=login] button[type=submit], form button.main-one")
    page.wait_for_url("**/conversations/**")


def ends(context: BrowserContext) -> None:
    """Chromium may forget to close a page that is just arriving, and the closing would wait for ever (Playwright's
    issue 42366): each page arrives at an empty one first."""
    for page in context.pages:
        page.goto("about:blank")
    context.close()


def _note(complaints: list[str], kind: str, text: str) -> None:
    if kind in {"error", "warning"} and not text.startswith(EXPECTED):
        complaints.append(f"{kind}: {text}")


def brings(house: House, raw: bytes, *, to: str = "help@chainik.example") -> None:
    with smtplib.SMTP("127.0.0.1", house.ports[2], local_hostname="client.example.com") as client:
        client.sendmail("irina@example.com", [to], raw)


def brings_words(house: House, subject: str, words: str, *, message_id: str, **options: object) -> None:
    brings(house, letter(words, subject=subject, message_id=message_id, **options))  # type: ignore[arg-type]


class Held:
    """The next answer to `path` is made, and stays on its way until it is let arrive."""

    def __init__(self, page: Page, path: str) -> None:
        self.made: list[str] = []
        self._wire = page.context.new_cdp_session(page)
        self._wire.on("Fetch.requestPaused", lambda paused: self.made.append(paused["requestId"]))
        self._wire.send("Fetch.enable", {"patterns": [{"urlPattern": f"*{path}*", "requestStage": "Response"}]})

    def arrives(self) -> None:
        self._wire.send("Fetch.continueResponse", {"requestId": self.made[0]})
        self._wire.send("Fetch.disable")


def meanwhile(page: Page, there: Sequence[object]) -> bool:
    """A page on its way to another one says nothing itself; any word with the browser lets its events through."""
    page.context.cookies()
    return bool(there)
