"""An administrator tests a mailbox and reads, step by step, what works, what does not, and what to do."""

import re
import threading
from collections.abc import Iterator
from html import unescape

import pytest
from django.db import connection

from slovo.channels.email import trial
from slovo.channels.models import Mailbox
from tests.cast import Cast, letter
from tests.imap_double import ImapDouble
from tests.imap_double import serving as serving_imap
from tests.smtp_double import Session, SmtpDouble, serving

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.thorough]
OPEN = "Соединение не зашифровано: так можно только внутри одной машины или сети."


@pytest.fixture
def imap() -> Iterator[ImapDouble]:
    with serving_imap(ImapDouble({1: letter(), 2: letter()})) as double:
        yield double


@pytest.fixture
def smtp() -> Iterator[SmtpDouble]:
    with serving(SmtpDouble(features=("SIZE 1000000", "AUTH PLAIN"))) as double:
        yield double


def form(imap: ImapDouble | None = None, smtp: SmtpDouble | None = None, **changes: object) -> dict[str, object]:
    return {
        "imap_host": "127.0.0.1" if imap else "",
        "imap_port": imap.port if imap else 993,
        "imap_security": "none",
        "imap_user": "help",
        "imap_password": "secret",
        "imap_folder": "INBOX",
        "smtp_host": "127.0.0.1" if smtp else "",
        "smtp_port": smtp.port if smtp else 587,
        "smtp_security": "none",
    } | changes


def tried(cast: Cast, given: dict[str, object], *, by_htmx: bool = True) -> str:
    headers = {"HX-Request": "true"} if by_htmx else {}
    address = f"/mailboxes/{cast.chainik_mail.pk}/trials"
    return cast.browser_of(cast.orlov).post(address, given, headers=headers).content.decode()


def told(page: str) -> list[tuple[str, str]]:
    rows = re.findall(r'data-step="(\w+)">.*?<p>(.*?)</p>', page, re.DOTALL)
    return [(code, unescape(words)) for code, words in rows]


def said(page: str) -> list[str]:
    return [unescape(words) for words in re.findall(r"<q>(.*?)</q>", page)]


def outcomes(page: str) -> list[str]:
    return [code for code, _words in told(page)]


def test_a_mailbox_that_works_is_told_step_by_step(cast: Cast, imap: ImapDouble, smtp: SmtpDouble) -> None:
    smtp.will_say("AUTH", "235 welcome")
    page = tried(cast, form(imap, smtp, smtp_user="help", smtp_password="secret"))

    assert told(page) == [
        ("well", "Сервер входящих писем отвечает."),
        ("careful", OPEN),
        ("well", "Имя и пароль приняты."),
        ("well", "Папка на месте и читается."),
        ("well", "Писем в ней: 2."),
        ("well", "Сервер исходящих писем отвечает."),
        ("careful", OPEN),
        ("well", "Имя и пароль приняты."),
        ("well", "С этого адреса можно отправлять. Ничего не отправлено."),
    ]
    assert "Всё работает." in page


def test_nothing_is_fetched_sent_or_kept(cast: Cast, imap: ImapDouble, smtp: SmtpDouble) -> None:
    tried(cast, form(imap, smtp))

    assert imap.fetched == []
    assert [line.split()[0].upper() for line in smtp.heard] == ["EHLO", "MAIL", "RSET"]
    assert smtp.taken == []
    assert Mailbox.objects.get(pk=cast.chainik_mail.pk).imap_host == ""


@pytest.mark.parametrize(
    ("changes", "outcome", "words"),
    [
        ({"imap_password": "wrong"}, ["well", "careful", "failed"], "[AUTHENTICATIONFAILED] Wrong password."),
        ({"imap_folder": "Archive"}, ["well", "careful", "well", "failed"], "No such folder."),
        ({"imap_security": "starttls"}, ["failed"], ""),
    ],
)
def test_what_is_wrong_with_the_way_in_is_named(
    cast: Cast, imap: ImapDouble, changes: dict[str, str], outcome: list[str], words: str
) -> None:
    page = tried(cast, form(imap, **changes))

    assert outcomes(page) == [*outcome, "careful"]  # the last: no way out is named
    assert said(page) == ([words] if words else [])
    assert "Пока не работает." in page


@pytest.mark.parametrize(
    ("command", "answer", "outcome"),
    [
        ("CONNECT", "554 not you", ["failed"]),
        ("AUTH", "535 5.7.8 bad password", ["well", "careful", "failed"]),
        ("MAIL", "553 5.7.1 not yours", ["well", "careful", "well", "failed"]),
    ],
)
def test_what_is_wrong_with_the_way_out_is_named(
    cast: Cast, smtp: SmtpDouble, command: str, answer: str, outcome: list[str]
) -> None:
    smtp.will_say("AUTH", *([] if command == "AUTH" else ["235 welcome"]))
    smtp.will_say(command, answer)
    page = tried(cast, form(None, smtp, smtp_user="help", smtp_password="secret"))

    assert outcomes(page) == ["careful", *outcome]
    assert said(page) == [answer]


def test_without_a_user_there_is_no_signing_in_and_that_is_said(cast: Cast, smtp: SmtpDouble) -> None:
    assert outcomes(tried(cast, form(None, smtp))) == ["careful", "well", "careful", "careful", "well"]


@pytest.mark.parametrize(
    ("security", "words"),
    [
        (
            "starttls",
            "Сервер не предлагает STARTTLS, поэтому мы ничего ему не сообщили. "
            "Попробуйте TLS с самого начала, с его портом.",
        ),
        (
            "tls",
            "Зашифрованного соединения не вышло. Порт и защита не подходят друг другу: попробуйте другую.",
        ),
    ],
)
def test_a_security_that_the_server_does_not_have_is_named(
    cast: Cast, smtp: SmtpDouble, security: str, words: str
) -> None:
    assert told(tried(cast, form(None, smtp, smtp_security=security)))[1:] == [("failed", words)]


def test_nobody_there_and_no_such_name(cast: Cast) -> None:
    gone = SmtpDouble()
    with serving(gone):
        pass
    page = tried(cast, form(None, gone, imap_host="mail.invalid"))

    assert outcomes(page) == ["failed", "failed"]
    assert said(page)[1] == "Connection refused"


def test_a_server_that_never_answers_ends_the_patience(
    cast: Cast, smtp: SmtpDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()

    def stay_silent(session: Session) -> None:
        released.wait(20)

    monkeypatch.setattr(trial, "TRIAL_SECONDS_MAX", 0.2)
    smtp.will_say("CONNECT", stay_silent)
    page = tried(cast, form(None, smtp))
    released.set()

    assert outcomes(page) == ["careful", "failed"]
    assert told(page)[1][1] == "Сервер не отвечает вовремя. Проверьте порт и не мешает ли межсетевой экран."


def test_the_kept_password_is_used_when_none_is_entered(cast: Cast, imap: ImapDouble) -> None:
    cast.browser_of(cast.orlov).post(f"/mailboxes/{cast.chainik_mail.pk}/", form(imap))

    page = tried(cast, form(imap, imap_password=""))
    assert outcomes(page) == ["well", "careful", "well", "well", "well", "careful"]


def test_where_no_server_is_named_nothing_is_said_to_work(cast: Cast) -> None:
    page = tried(cast, form())

    assert outcomes(page) == ["careful", "careful"]
    assert "Серверы не указаны: проверять нечего." in page


def test_without_scripts_the_page_comes_back_with_the_form_as_it_was(cast: Cast, imap: ImapDouble) -> None:
    page = tried(cast, form(imap, imap_user="somebody-else"), by_htmx=False)

    assert "<!doctype html>" in page
    assert 'value="somebody-else"' in page
    assert outcomes(page)[:2] == ["well", "careful"]


def test_what_is_missing_in_the_form_is_said_before_anybody_is_asked(cast: Cast, imap: ImapDouble) -> None:
    page = tried(cast, form(imap, imap_port=""))

    assert outcomes(page) == []
    assert "Что-то в форме" in page


@pytest.mark.parametrize("who", ["anna", "maria", "taras"])
def test_only_an_administrator_of_the_brand_may(cast: Cast, who: str) -> None:
    browser = cast.browser_of(getattr(cast, who))

    assert browser.post(f"/mailboxes/{cast.chainik_mail.pk}/trials", form()).status_code == 404


def test_the_network_is_outside_of_any_transaction(
    cast: Cast, smtp: SmtpDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_then: list[bool] = []
    monkeypatch.setattr(trial._Way, "begin", lambda way: open_then.append(connection.in_atomic_block))
    monkeypatch.setattr(trial._Way, "end", lambda way, until: ())
    tried(cast, form(None, smtp))

    assert open_then == [False]
