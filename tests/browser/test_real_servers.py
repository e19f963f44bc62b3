"""The main job over other people's software: swaks writes, Postfix carries, Dovecot keeps, Chromium shows.

Irina's provider is a Postfix with a Dovecot; the shop's mailbox stands on the same servers, and Slovo fetches from
it by IMAP and answers through it by SMTP with STARTTLS and a password, as most companies will have it.
"""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.cast import IRINA
from tests.house import House, until
from tests.servers import DovecotServer, PostfixServer
from tests.servers.processes import path_of
from tests.servers.trusting import trusts

pytestmark = [pytest.mark.browser, pytest.mark.servers, pytest.mark.slow, pytest.mark.embedded]
HELP = "help@chainik.example"
ORLOV = "orlov@chainik.example"
MARIA = "maria@chainik.example"


@pytest.fixture(scope="module")
def house(mail: DovecotServer, post: PostfixServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = Path(tmp_path_factory.mktemp("house"))
    house = House.furnished(folder, more=trusts(folder, mail, post))
    with house.running():
        yield house


def writes(
    post: PostfixServer, *, subject: str, body: str, sender: str = IRINA, to: str = HELP, **headers: str
) -> None:
    """A person's mail program hands a letter to their provider."""
    swaks = path_of("swaks", "apt-get install swaks")
    command = [swaks, "--server", post.host, "--port", str(post.port), "--from", sender, "--to", to, "--body", body]
    command += ["--h-Subject", subject, "--h-Content-Type", "text/plain; charset=utf-8", "--ehlo", "client.example.com"]
    for name, value in headers.items():
        command += [f"--h-{name.replace('_', '-')}", value]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout


def connects_the_mailbox(page: Page, mail: DovecotServer, post: PostfixServer) -> None:
    page.goto("/mailboxes/")
    page.get_by_role("link", name=HELP).click()
    fields = {
        "imap_host": mail.host,
        "imap_port": str(mail.imaps_port),
        "imap_user": HELP,
        "imap_password": mail.password,
        "smtp_host": post.host,
        "smtp_port": str(post.port),
        "smtp_user": HELP,
        "smtp_password": mail.password,
    }
    for name, value in fields.items():
        page.fill(f"[name={name}]", value)
    page.select_option("[name=imap_security]", "tls")
    page.select_option("[name=smtp_security]", "starttls")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.locator(".page")).to_contain_text(HELP)


def header(raw: bytes, name: str) -> str:
    found = re.search(rf"^{name}: (.+(?:\r?\n[ \t].+)*)", raw.decode("ascii", "replace"), re.MULTILINE)
    assert found, raw
    return re.sub(r"\r?\n[ \t]", " ", found[1]).strip()


def threads(mail: DovecotServer) -> str:
    """How Irina's server threads her inbox, RFC 5256: "(1 2 3)" is one conversation."""
    with mail.signed_in(IRINA) as line:
        line.select("INBOX", readonly=True)
        answer: bytes = line.uid("THREAD", "REFERENCES", "UTF-8", "ALL")[1][0]
        return answer.decode()


def test_a_letter_goes_the_whole_way_and_back_and_the_promise_is_kept(
    enter: Enter, mail: DovecotServer, post: PostfixServer
) -> None:
    connects_the_mailbox(enter(ORLOV), mail, post)
    page = enter(MARIA)
    expect(page.locator(".line").first).to_be_visible()
    page.evaluate("window.notReloaded = true")

    question = {"subject": "Kettle on the way?", "body": "Где мой чайник?", "Message_Id": "<real1@irina.example.com>"}
    writes(post, **question)
    writes(post, **question, to=IRINA)  # her own copy
    line = page.locator(".line", has_text="Kettle on the way?")
    expect(line).to_be_visible()
    assert page.evaluate("window.notReloaded") is True

    line.locator("a").click()
    expect(page.locator(".message.in .words")).to_have_text("Где мой чайник?")
    page.fill("#reply-text", "Он уже в пути.")
    page.press("#reply-text", "Control+Enter")
    expect(page.locator(".message.out .delivery")).to_contain_text("Отправлено")
    expect(page.locator(".beside-wrap")).to_contain_text("сдержано")

    _own, answer = mail.letters_when(IRINA, count=2)
    assert header(answer, "In-Reply-To") == "<real1@irina.example.com>"
    assert threads(mail) == "(1 2)"

    reply_to = re.search(r"<([^>]+)>", header(answer, "Reply-To"))
    assert reply_to
    writes(
        post,
        to=reply_to[1],
        subject="Re: Kettle on the way?",
        body="Спасибо!",
        Message_Id="<real2@irina.example.com>",
        In_Reply_To=header(answer, "Message-ID"),
    )
    expect(page.locator(".message.in .words")).to_have_text(["Где мой чайник?", "Спасибо!"])


def test_a_real_bounce_comes_to_the_very_letter_that_bounced(
    enter: Enter, mail: DovecotServer, post: PostfixServer
) -> None:
    page = enter(MARIA)
    writes(post, subject="From nowhere", body="Ответьте мне.", sender="nobody.here@example.com")
    page.locator(".line", has_text="From nowhere").locator("a").click()
    page.fill("#reply-text", "Отвечаем.")
    page.press("#reply-text", "Control+Enter")

    failed = page.locator(".message.out .delivery")
    expect(failed).to_contain_text("nobody.here@example.com", timeout=30_000)
    expect(page.locator(".message")).to_have_count(2)
    until(lambda: "status=bounced" in post.log(), "Postfix to have bounced it")
