"""Letters brought to our own SMTP and LMTP port."""

import resource
import smtplib
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone

from slovo.channels.email import storing
from slovo.channels.email.bounded import CONNECTIONS_OF_ONE_HOST_MAX, LETTER_BYTES_MAX, BoundedLMTP
from slovo.channels.email.listener import RECIPIENTS_MAX
from slovo.channels.models import Inbound
from slovo.conversations.models import Conversation, Message
from slovo.core.files import storage
from tests.cast import IRINA, Cast, letter, the_conversation, the_last_message, work
from tests.databases import on_sqlite_alone
from tests.doors import PATIENCE_SECONDS, open_door, speaking_to
from tests.house import until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
HELP = "help@chainik.example"
HONEY = "dopomoga@honey.example"
UNHEARD_SECONDS = 0.5  # in which six letters would long be stored


def said_to(port: int, *lines: bytes) -> list[bytes]:
    """Each line as it is, and the first line of each answer. The greeting comes first."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS) as sock, sock.makefile("rb") as file:
        answers = [file.readline()]
        for line in lines:
            sock.sendall(line)
            answers.append(file.readline())
            while answers[-1][3:4] == b"-":
                answers[-1] = file.readline()
        return answers


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Writing beyond that fails, as it does on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_letter_brought_by_smtp_becomes_a_conversation(cast: Cast) -> None:
    with open_door() as port, speaking_to(port) as client:
        client.sendmail(IRINA, [HELP], letter())
    work()

    assert the_conversation().brand == cast.chainik
    assert the_last_message().text.strip() == "Здравствуйте! Где мой чайник?"


def test_it_is_stored_as_it_came_byte_for_byte_before_anybody_looks_inside(cast: Cast) -> None:
    raw = b"From: <irina@example.com>\r\nSubject: \xef\xf0\xe8\xe2\xe5\xf2\r\n\r\n..dots\r\n.one\r\n\xff\xfe\r\n"
    with open_door() as port, speaking_to(port) as client:
        client.sendmail(IRINA, [HELP], raw)

    assert storage.read(Inbound.objects.get(taken_in_at=None).raw) == raw
    assert not Message.objects.exists()


def test_nobody_here_relays_for_strangers(cast: Cast) -> None:
    with open_door() as port, speaking_to(port) as client, pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
        client.sendmail("spam@example.net", ["victim@example.org"], letter())

    assert refusal.value.recipients["victim@example.org"][0] == 550
    assert not Inbound.objects.exists()


def test_our_reply_addresses_with_a_detail_are_known(cast: Cast) -> None:
    with open_door() as port, speaking_to(port) as client:
        assert client.sendmail(IRINA, ["help+anything@chainik.example", "HELP@Chainik.Example"], letter()) == {}

    assert Inbound.objects.get().envelope["recipients"] == ["help+anything@chainik.example", "HELP@Chainik.Example"]


def test_a_letter_to_two_brands_is_a_conversation_in_each(cast: Cast) -> None:
    with open_door() as port, speaking_to(port) as client:
        client.sendmail(IRINA, [HELP, HONEY], letter(to=f"{HELP}, {HONEY}"))
    work()

    assert {conversation.brand for conversation in Conversation.objects.all()} == {cast.chainik, cast.honey}


def test_lmtp_answers_for_each_recipient(cast: Cast) -> None:
    with open_door(BoundedLMTP) as port:
        answers = said_to(
            port,
            b"LHLO relay.example.com\r\n",
            b"MAIL FROM:<irina@example.com>\r\n",
            b"RCPT TO:<help@chainik.example>\r\n",
            b"RCPT TO:<nobody@chainik.example>\r\n",
            b"RCPT TO:<dopomoga@honey.example>\r\n",
            b"DATA\r\n",
            letter().replace(b"\n", b"\r\n") + b"\r\n.\r\n",
            b"",  # the second recipient's answer
        )

    assert [answer[:3] for answer in answers] == [
        b"220",
        b"250",
        b"250",
        b"250",
        b"550",
        b"250",
        b"354",
        b"250",
        b"250",
    ]
    assert Inbound.objects.count() == 2


def test_a_client_that_hangs_up_in_the_middle_has_brought_nothing(cast: Cast) -> None:
    with open_door() as port:
        answers = said_to(
            port,
            b"EHLO client.example.com\r\n",
            b"MAIL FROM:<irina@example.com>\r\n",
            b"RCPT TO:<help@chainik.example>\r\n",
            b"DATA\r\n",
        )

    assert answers[-1].startswith(b"354")
    assert not Inbound.objects.exists()


def test_a_second_letter_cannot_be_smuggled_behind_a_bare_line_feed(cast: Cast) -> None:
    smuggled = b"Subject: one\r\n\r\nx\n.\nMAIL FROM:<boss@chainik.example>\r\nRCPT TO:<help@chainik.example>\r\n"
    with open_door() as port:
        said_to(
            port,
            b"EHLO client.example.com\r\n",
            b"MAIL FROM:<irina@example.com>\r\n",
            b"RCPT TO:<help@chainik.example>\r\n",
            b"DATA\r\n",
            smuggled + b"\r\n.\r\n",
        )

    assert Inbound.objects.get().envelope["sender"] == IRINA
    assert b"MAIL FROM:<boss@chainik.example>" in storage.read(Inbound.objects.get().raw)


def test_a_letter_of_nothing_but_a_dot_is_an_empty_letter(cast: Cast) -> None:
    with open_door() as port:
        answers = said_to(
            port,
            b"EHLO client.example.com\r\n",
            b"MAIL FROM:<irina@example.com>\r\n",
            b"RCPT TO:<help@chainik.example>\r\n",
            b"DATA\r\n",
            b".\r\n",
            b"QUIT\r\n",
        )
    work()

    assert [answer[:3] for answer in answers] == [b"220", b"250", b"250", b"250", b"354", b"250", b"221"]
    assert the_conversation().customer is not None


def test_a_letter_that_announces_too_much_is_refused_at_once(cast: Cast) -> None:
    with open_door() as port, speaking_to(port) as client:
        client.ehlo()
        assert client.mail(IRINA, [f"SIZE={LETTER_BYTES_MAX + 1}"])[0] == 552


@pytest.mark.parametrize("piece", [b"x" * 65_536, b"\r\n" * 32_768], ids=["one endless line", "millions of lines"])
def test_a_letter_without_end_is_refused_and_the_next_one_is_taken(cast: Cast, piece: bytes) -> None:
    with open_door() as port, speaking_to(port) as client:
        client.ehlo()
        client.mail(IRINA)
        client.rcpt(HELP)
        client.putcmd("DATA")
        assert client.getreply()[0] == 354
        with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
            client.send(piece * (3 * LETTER_BYTES_MAX // len(piece)))
        with speaking_to(port) as another:
            another.sendmail(IRINA, [HELP], letter())

    assert Inbound.objects.count() == 1


def test_a_letter_a_little_too_large_hears_why(cast: Cast) -> None:
    with open_door() as port, speaking_to(port) as client:
        client.ehlo()
        client.mail(IRINA)
        client.rcpt(HELP)
        code, words = client.data(b"Subject: x\r\n\r\n" + (b"y" * 998 + b"\r\n") * (LETTER_BYTES_MAX // 1000 + 1))
        assert (code, words) == (552, b"5.3.4 Letters have at most 50 MB here")
        assert client.sendmail(IRINA, [HELP], letter()) == {}

    assert Inbound.objects.count() == 1


def test_more_recipients_than_a_letter_may_have_are_told_to_come_in_another(cast: Cast) -> None:
    with open_door() as port, speaking_to(port) as client:
        client.ehlo()
        client.mail(IRINA)
        codes = [client.rcpt(f"help+{number}@chainik.example")[0] for number in range(RECIPIENTS_MAX + 2)]

    assert codes == [250] * RECIPIENTS_MAX + [452, 452]


def test_one_host_has_so_many_connections_and_others_still_get_theirs(cast: Cast) -> None:
    with open_door() as port:
        greedy = [socket.create_connection(("127.0.0.1", port)) for _ in range(CONNECTIONS_OF_ONE_HOST_MAX)]
        greetings = [sock.recv(100)[:3] for sock in greedy]
        with socket.create_connection(("127.0.0.1", port)) as one_more:
            refused = one_more.recv(100)[:3]
        with socket.create_connection(("127.0.0.1", port), source_address=("127.0.0.2", 0)) as another:
            answer = another.recv(100)[:3]
        for sock in greedy:
            sock.close()

    assert greetings == [b"220"] * CONNECTIONS_OF_ONE_HOST_MAX
    assert (refused, answer) == (b"421", b"220")


@on_sqlite_alone("PostgreSQL locks rows")
def test_a_locked_database_means_come_again_and_nothing_is_lost(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.2)
    with open_door() as port, speaking_to(port) as client:
        other = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(smtplib.SMTPDataError) as refusal:
            client.sendmail(IRINA, [HELP], letter())
        other.execute("ROLLBACK")
        other.close()
        assert refusal.value.smtp_code == 451
        client.sendmail(IRINA, [HELP], letter())

    assert Inbound.objects.count() == 1


def test_a_full_disk_means_come_again(cast: Cast) -> None:
    large = letter("Много слов. " * 20_000)
    with open_door() as port, speaking_to(port) as client:
        with files_of_at_most(100_000), pytest.raises(smtplib.SMTPDataError) as refusal:
            client.sendmail(IRINA, [HELP], large)
        assert refusal.value.smtp_code == 451
        assert not Inbound.objects.exists()
        client.sendmail(IRINA, [HELP], large)

    assert Inbound.objects.count() == 1


def test_when_the_queue_is_too_old_senders_are_asked_to_come_later(cast: Cast) -> None:
    with open_door() as port, speaking_to(port) as client:
        client.sendmail(IRINA, [HELP], letter())
        Inbound.objects.update(received_at=timezone.now() - timedelta(hours=1))
        with pytest.raises(smtplib.SMTPDataError) as refusal:
            client.sendmail(IRINA, [HELP], letter(message_id="<2@irina.example.com>"))
        assert refusal.value.smtp_code == 451
        work()
        client.sendmail(IRINA, [HELP], letter(message_id="<2@irina.example.com>"))
    work()

    assert Message.objects.count() == 2


def test_a_flood_waits_with_its_senders_until_the_workers_have_caught_up(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "IN_HAND_MAX", 2)
    monkeypatch.setattr(storing, "PAUSES_MAX", 10_000)  # as long as it takes
    with open_door() as port:
        sender = Thread(target=brings_six, args=(port,))
        sender.start()
        until(lambda: Inbound.objects.count() == 3, "as many letters as are taken")
        sender.join(UNHEARD_SECONDS)
        assert (sender.is_alive(), Inbound.objects.count()) == (True, 3)
        while sender.is_alive():
            work()
        sender.join()
    work()

    assert Message.objects.count() == 6


def brings_six(port: int) -> None:
    with speaking_to(port) as client:
        for number in range(6):
            client.sendmail(IRINA, [HELP], letter(message_id=f"<{number}@irina.example.com>"))


def test_rubbish_for_an_address_is_refused_and_rubbish_for_a_sender_keeps_no_letter_out(cast: Cast) -> None:
    with open_door() as port:
        said = said_to(
            port,
            b"EHLO client.example.com\r\n",
            b"MAIL FROM:<\xff\x00@example.com>\r\n",
            b"RCPT TO:<\xff@chainik.example>\r\n",
            b"RCPT TO:<a\x00b@chainik.example>\r\n",
            b"RCPT TO:<help@chainik.example>\r\n",
            b"DATA\r\n",
            letter() + b"\r\n.\r\n",
        )

    assert [answer[:3] for answer in said] == [b"220", b"250", b"250", b"550", b"550", b"250", b"354", b"250"]
    assert Inbound.objects.get().envelope["sender"] == "@example.com"
