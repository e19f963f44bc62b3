"""Answers leave through a mail server that refuses, hangs up and lies. What its word means is kept and shown."""

from collections.abc import Iterator
from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone

from slovo.channels import actions
from slovo.channels.email import smtp
from slovo.channels.models import Outbound, Security
from slovo.channels.models import State as Delivery
from slovo.conversations.models import Conversation, State
from slovo.core.live.models import Nudge
from slovo.core.tasks import drain
from slovo.promises.models import Promise
from slovo.promises.models import State as PromiseState
from tests.cast import IRINA, Cast, arrives, letter, the_conversation, work
from tests.smtp_double import Session, SmtpDouble, serving

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def server(cast: Cast) -> Iterator[SmtpDouble]:
    """The brand's letters leave through it."""
    with serving(SmtpDouble()) as double:
        servers = {"smtp_host": "127.0.0.1", "smtp_port": double.port, "smtp_security": Security.NONE.value}
        actions.connect_mailbox(mailbox=cast.chainik_mail, servers=servers, by=cast.orlov, at=timezone.now())
        yield double
        smtp.drop_all()


def asks(cast: Cast, *, number: int = 1) -> Conversation:
    arrives(letter(subject=f"Вопрос {number}", message_id=f"<{number}@irina.example.com>"), cast.chainik_mail)
    return Conversation.objects.order_by("-pk")[0]


def answers(cast: Cast, conversation: Conversation, text: str = "Он уже в пути.", **more: str) -> None:
    address = f"/conversations/{conversation.public_id}/replies"
    assert cast.browser_of(cast.anna).post(address, {"text": text, **more}).status_code == 302
    work()


def page(cast: Cast) -> str:
    return cast.browser_of(cast.anna).get(f"/conversations/{the_conversation().public_id}/").content.decode()


def later(*, minutes: int) -> None:
    """What is due then, is done then."""
    then = timezone.now() + timedelta(minutes=minutes)
    with mock.patch.object(timezone, "now", return_value=then):
        drain(then, raise_errors=True)


def hang_up(session: Session) -> None:
    session.hang_up()


def test_the_answer_is_handed_over_whole_and_the_promise_is_kept(cast: Cast, server: SmtpDouble) -> None:
    answers(cast, asks(cast), "Он уже в пути.\n.\n.. и ещё строка с точками")

    (taken,) = server.taken
    assert (taken.sender, taken.recipients) == ("help@chainik.example", [IRINA])
    assert "\r\n.\r\n.. и ещё строка с точками\r\n" in taken.letter.get_body(("plain",)).get_content()
    assert taken.wire.isascii()
    assert max(map(len, taken.wire.split(b"\r\n"))) <= 998
    assert Promise.objects.get().state == PromiseState.KEPT


def test_many_answers_share_one_line(cast: Cast, server: SmtpDouble) -> None:
    for number in range(1, 6):
        answers(cast, asks(cast, number=number))

    assert len(server.taken) == 5
    assert server.connections == 1


def test_a_line_that_the_server_has_closed_is_opened_again(cast: Cast, server: SmtpDouble) -> None:
    answers(cast, asks(cast, number=1))
    server.will_say("RSET", hang_up)
    answers(cast, asks(cast, number=2))

    assert len(server.taken) == 2
    assert server.connections == 2
    assert set(Outbound.objects.values_list("state", flat=True)) == {Delivery.SENT}


@pytest.mark.parametrize("command", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "DOT"])
def test_what_passes_is_tried_again_after_a_while(cast: Cast, server: SmtpDouble, command: str) -> None:
    server.will_say(command, "451 4.3.0 come again later")
    if command == "EHLO":
        server.will_say("HELO", "451 4.3.0 come again later")
    answers(cast, asks(cast))

    outbound = Outbound.objects.get()
    assert (outbound.state, server.taken) == (Delivery.QUEUED, [])
    assert "come again later" in page(cast)
    assert Nudge.objects.filter(key=the_conversation().key).order_by("-pk")[0].at > outbound.queued_at
    assert Promise.objects.get().owed

    later(minutes=2)
    assert len(server.taken) == 1
    assert Outbound.objects.get().state == Delivery.SENT
    assert "come again later" not in page(cast)


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA", "DOT"])
def test_what_is_refused_for_good_is_shown_and_the_turn_is_ours_again(
    cast: Cast, server: SmtpDouble, command: str
) -> None:
    server.will_say(command, "550 5.1.1 nobody of that name lives here")
    answers(cast, asks(cast))
    later(minutes=10_000)

    assert (Outbound.objects.get().state, server.taken) == (Delivery.FAILED, [])
    assert "nobody of that name lives here" in page(cast)
    assert the_conversation().state == State.OPEN
    assert Promise.objects.get().owed


def test_what_is_not_taken_again_and_again_is_our_turn_until_it_has_left(cast: Cast, server: SmtpDouble) -> None:
    server.will_say("CONNECT", *[hang_up] * 3)
    answers(cast, asks(cast))
    later(minutes=2)
    assert the_conversation().state == State.WAITING  # a busy server is no news

    later(minutes=5)
    assert the_conversation().state == State.OPEN
    assert Promise.objects.get().owed
    later(minutes=16)
    assert (len(server.taken), the_conversation().state) == (1, State.WAITING)
    assert Promise.objects.get().done_at is not None


def test_the_mailbox_says_what_could_not_leave_and_tries_at_once_when_it_is_connected_anew(
    cast: Cast, server: SmtpDouble
) -> None:
    server.will_say("MAIL", *["451 4.3.0 come again later"] * 2)
    for number in (1, 2):
        answers(cast, asks(cast, number=number))
    browser, address = cast.browser_of(cast.orlov), f"/mailboxes/{cast.chainik_mail.pk}/"
    for place in ("/mailboxes/", address):
        told = browser.get(place).content.decode()
        assert "2 ответа пока не удалось отправить" in told
        assert "come again later" in told

    form = {"imap_port": 993, "imap_security": "tls", "imap_folder": "INBOX", "smtp_security": "none"}
    browser.post(address, form | {"smtp_host": "127.0.0.1", "smtp_port": server.port})
    work()

    assert len(server.taken) == 2
    assert "не удалось отправить" not in browser.get(address).content.decode()
    later(minutes=2)  # when it would have been tried otherwise
    assert len(server.taken) == 2


def test_a_server_that_is_away_for_days_loses_nothing(cast: Cast, server: SmtpDouble) -> None:
    server.will_say("CONNECT", *[hang_up] * 8)
    answers(cast, asks(cast))
    for minutes in (2, 5, 16, 47, 108, 230, 475):
        later(minutes=minutes)

    assert server.taken == []
    later(minutes=730)
    assert len(server.taken) == 1


def test_after_five_days_of_trying_the_author_is_told(cast: Cast, server: SmtpDouble) -> None:
    server.will_say("MAIL", *["451 greylisted"] * 20)
    answers(cast, asks(cast), then_close="1")
    for days in range(1, 15):
        later(minutes=days * 1500)

    assert Outbound.objects.get().state == Delivery.FAILED
    assert "greylisted" in page(cast)
    assert the_conversation().state == State.OPEN


@pytest.mark.parametrize("moment", ["MAIL", "RCPT", "DATA"])
def test_a_line_cut_before_the_last_dot_sends_nothing_and_is_tried_again(
    cast: Cast, server: SmtpDouble, moment: str
) -> None:
    server.will_say(moment, hang_up)
    answers(cast, asks(cast))
    assert (Outbound.objects.get().state, server.taken) == (Delivery.QUEUED, [])

    later(minutes=2)
    assert len(server.taken) == 1


def test_a_line_cut_after_the_last_dot_is_doubtful_and_a_person_decides(cast: Cast, server: SmtpDouble) -> None:
    server.will_say("DOT", hang_up)
    answers(cast, asks(cast))
    later(minutes=10_000)
    message = the_conversation().messages.order_by("-pk")[0]

    assert (Outbound.objects.get().state, server.taken) == (Delivery.UNCERTAIN, [])
    assert Promise.objects.get().owed

    cast.browser_of(cast.anna).post(f"/messages/{message.public_id}/delivery", {"decision": "again"})
    work()
    assert len(server.taken) == 1
    assert Outbound.objects.get().state == Delivery.SENT
    assert not Promise.objects.get().owed


def test_somebody_found_out_that_a_doubtful_letter_arrived(cast: Cast, server: SmtpDouble) -> None:
    server.will_say("DOT", hang_up)
    answers(cast, asks(cast))
    message = the_conversation().messages.order_by("-pk")[0]

    cast.browser_of(cast.anna).post(f"/messages/{message.public_id}/delivery", {"decision": "arrived"})
    work()
    assert server.taken == []
    assert Promise.objects.get().state == PromiseState.KEPT


def test_an_answer_to_the_dot_that_is_no_answer_is_doubtful(cast: Cast, server: SmtpDouble) -> None:
    server.will_say("DOT", "well, who knows")
    answers(cast, asks(cast))

    assert Outbound.objects.get().state == Delivery.UNCERTAIN


def test_a_letter_too_large_for_the_server_is_not_begun(cast: Cast, server: SmtpDouble) -> None:
    server.features = ("SIZE 1000",)
    answers(cast, asks(cast), "слово " * 1000)

    assert Outbound.objects.get().state == Delivery.FAILED
    assert not any(line.startswith("MAIL") for line in server.heard)


def test_a_mailbox_that_demands_encryption_says_nothing_to_a_server_without_it(cast: Cast, server: SmtpDouble) -> None:
    servers = {"smtp_security": Security.STARTTLS.value, "smtp_user": "help", "smtp_password": "secret"}
    actions.connect_mailbox(mailbox=cast.chainik_mail, servers=servers, by=cast.orlov, at=timezone.now())
    answers(cast, asks(cast))

    assert Outbound.objects.get().state == Delivery.QUEUED
    assert [line.split()[0].upper() for line in server.heard] == ["EHLO"]
    assert "encrypted" in page(cast) or "шифров" in page(cast)


def test_a_name_or_subject_with_line_ends_adds_no_header(cast: Cast, server: SmtpDouble) -> None:
    sender = "=?utf-8?q?Irina=0D=0ABcc=3A_thief=40example=2Enet?= <irina@example.com>"
    raw = letter().replace(b"From: ", b"X-Was: ", 1)
    subject = b"Subject: =?utf-8?q?Kettle=0D=0ABcc=3A_thief=40example=2Enet?=\r\n"
    lines = [line for line in raw.splitlines(keepends=True) if not line.startswith(b"Subject:")]
    arrives(f"From: {sender}\r\n".encode() + subject + b"".join(lines), cast.chainik_mail)
    answers(cast, the_conversation())

    (taken,) = server.taken
    assert taken.recipients == [IRINA]
    assert taken.letter["Bcc"] is None


def test_a_bounce_is_attached_to_the_very_letter_that_bounced(cast: Cast, server: SmtpDouble) -> None:
    answers(cast, asks(cast))
    message_id = server.taken[0].letter["Message-ID"]
    arrives(bounce(message_id), cast.chainik_mail)

    outbound = Outbound.objects.get()
    assert outbound.state == Delivery.BOUNCED
    assert outbound.bounce is not None
    assert "no such mailbox" in page(cast)
    conversation = the_conversation()
    assert conversation.messages.count() == 2
    assert conversation.state == State.OPEN


def bounce(message_id: str) -> bytes:
    return f"""\
From: MAILER-DAEMON@mx.example.com
To: help@chainik.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce@mx.example.com>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

The letter could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; {IRINA}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such mailbox

--b
Content-Type: text/rfc822-headers

From: help@chainik.example
To: {IRINA}
Message-ID: {message_id}

--b--
""".replace("\n", "\r\n").encode()
