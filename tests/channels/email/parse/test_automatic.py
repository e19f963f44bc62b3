"""Machines that write: bounces, receipts, auto-replies, lists. And people who write as machines do."""

import pytest

from tests.channels.email.parse.conftest import Inspect
from tests.channels.email.parse.letters import multipart, part, raw, text_part, word


def judged(inspect: Inspect, letter: bytes) -> tuple[bool, bool, bool]:
    mail = inspect(letter)
    return mail["auto_submitted"], mail["bounce"], mail["may_autoreply"]


BY_A_PERSON = (False, False, True)
BY_A_MACHINE = (True, False, False)
A_BOUNCE = (True, True, False)
DO_NOT_ANSWER = (False, False, False)


@pytest.mark.parametrize(
    "fields",
    [
        ("Subject: Question",),
        ("Subject: Re: out of office hours?",),
        (f"Subject: {word('Автоответ на сайте не работает')}",),
        ("Auto-Submitted: no",),
        ("X-Autoreply: no",),
        ("X-Priority: 1", "X-Mailer: The Bat!"),
        ("Return-Path: <irina@example.com>",),
        ("Sender: irina@example.com",),
        ("X-Auto-Response-Suppress: None",),
        ("From: request@example.com",),
    ],
)
def test_a_person_may_be_answered(inspect: Inspect, fields: tuple[str, ...]) -> None:
    assert judged(inspect, raw(*fields, "Content-Type: text/plain", body=b"Where is my kettle?")) == BY_A_PERSON


@pytest.mark.parametrize(
    "fields",
    [
        ("Auto-Submitted: auto-replied",),
        ("Auto-Submitted: auto-generated",),
        ("auto-submitted: AUTO-REPLIED (vacation)",),
        ("Auto-Submitted: auto-notified; owner-email=x@example.com",),
        ("X-Autoreply: yes",),
        ("X-Autorespond: Out of office",),
        ("X-AutoReply-From: a@example.com",),
        ("X-Mail-Autoreply: yes",),
        ("X-POST-MessageClass: 9; Autoresponder",),
        ("Delivered-To: Autoresponder",),
        ("X-FC-MachineGenerated: true",),
        ("X-Mailer: vacation 1.2",),
        (f"Subject: {word('Автоответ: Ваш заказ')}",),
        ("Precedence: auto_reply",),
        (f"Subject: {word('Автоматический ответ: Ваш заказ')}", "In-Reply-To: <1@example.com>"),
        (f"Subject: {word('Автоматична відповідь: Замовлення')}", "In-Reply-To: <1@example.com>"),
        ("Subject: Automatic reply: Your order", "In-Reply-To: <1@example.com>"),
        ("Subject: Out of Office: Your order", "References: <1@example.com>"),
    ],
)
def test_an_automatic_reply_is_known(inspect: Inspect, fields: tuple[str, ...]) -> None:
    assert judged(inspect, raw(*fields, "Content-Type: text/plain", body=b"I am away.")) == BY_A_MACHINE


@pytest.mark.parametrize(
    "fields",
    [
        ("Precedence: bulk",),
        ("Precedence: list",),
        ("List-Id: <news.example.com>",),
        ("List-Unsubscribe: <mailto:u@example.com>",),
        ("Return-Path: <>",),
        ("From: noreply@example.com",),
        ("From: do-not-reply@example.com",),
        ("From: owner-news@example.com",),
        ("From: news-request@example.com",),
        ("From: news-bounces+irina=example.org@example.com",),
        ("From: robot@example.com",),
        ("X-Auto-Response-Suppress: All",),
        ("X-Auto-Response-Suppress: OOF, AutoReply",),
    ],
)
def test_whom_a_machine_must_not_answer(inspect: Inspect, fields: tuple[str, ...]) -> None:
    assert judged(inspect, raw(*fields, "Content-Type: text/plain", body=b"News.")) == DO_NOT_ANSWER


def report(status: bytes, *, kind: str = "delivery-status", words: str = "Не доставлено.") -> bytes:
    return multipart(
        text_part(words),
        part(status, f"Content-Type: message/{kind}"),
        part(b"Message-ID: <ours@chainik.example>\r\nSubject: Re: x\r\n\r\n", "Content-Type: text/rfc822-headers"),
        kind=f'report; report-type="{kind}"',
        fields=("From: MAILER-DAEMON@mx.example.com", "Subject: Undelivered Mail Returned to Sender"),
    )


FAILED = (
    b"Reporting-MTA: dns; mx.example.com\r\n\r\nFinal-Recipient: rfc822; irina@example.com\r\nAction: failed\r\n"
    b"Status: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\r\n"
)


def test_a_bounce_by_the_letter_of_the_standard(inspect: Inspect) -> None:
    assert judged(inspect, report(FAILED)) == A_BOUNCE


def test_a_delay_is_no_end(inspect: Inspect) -> None:
    delayed = FAILED.replace(b"failed", b"delayed").replace(b"5.1.1", b"4.4.1")
    mail = inspect(report(delayed, words="Попытки продолжаются."))

    assert (mail["auto_submitted"], mail["may_autoreply"]) == (True, False)


@pytest.mark.parametrize(
    ("sender", "subject", "body"),
    [
        (
            "MAILER-DAEMON@mx.example.com",
            "failure notice",
            "Hi. This is the qmail-send program at mx.example.com.\r\n<irina@example.com>:\r\n550 no such user\r\n",
        ),
        (
            "Mail Delivery System <Mailer-Daemon@mx.example.com>",
            "Mail delivery failed: returning message to sender",
            "This message was created automatically by mail delivery software.\r\n irina@example.com\r\n    550 no\r\n",
        ),
        (
            "mailer-daemon@yandex.example",
            "Недоставленное сообщение",
            "Письмо не может быть доставлено следующим адресатам:\r\n<irina@example.com>: 550 No such user!\r\n",
        ),
        (
            "postmaster@ukr.example",
            "Не вдалося доставити лист",
            "Не вдалося доставити повідомлення: <bohdan@example.org> 550 user unknown\r\n",
        ),
    ],
)
def test_a_bounce_in_the_words_of_servers_that_know_no_standard(
    inspect: Inspect, sender: str, subject: str, body: str
) -> None:
    letter = raw(
        f"From: {sender}",
        f"Subject: {word(subject)}",
        "Return-Path: <>",
        "Content-Type: text/plain; charset=utf-8",
        body=body.encode(),
    )
    assert judged(inspect, letter) == A_BOUNCE


def test_a_read_receipt_is_a_machine_and_no_bounce(inspect: Inspect) -> None:
    receipt = report(b"Final-Recipient: rfc822; irina@example.com\r\nDisposition: manual-action; displayed\r\n",
                     kind="disposition-notification", words="Прочитано.")  # fmt: skip
    letter = receipt.replace(b"MAILER-DAEMON@mx", b"irina@mx").replace(b"Undelivered Mail Returned to Sender", b"Read")

    assert judged(inspect, letter) == BY_A_MACHINE
    assert judged(inspect, letter.replace(b'; report-type="disposition-notification"', b"")) == BY_A_MACHINE


def test_a_customer_who_quotes_a_bounce_is_a_person(inspect: Inspect) -> None:
    body = (
        "Мне пришло вот это, что делать?\r\n\r\n> Undelivered Mail Returned to Sender\r\n> 550 5.1.1 User unknown\r\n"
    )
    letter = raw(f"Subject: {word('Не доходят письма')}", "Content-Type: text/plain; charset=utf-8", body=body.encode())
    assert judged(inspect, letter) == BY_A_PERSON
