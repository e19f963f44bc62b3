"""A real Dovecot: IDLE, encryption, moved folders, an outage, and nothing changed in the customer's mailbox."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from slovo.channels import actions, queries
from slovo.channels.email import watch
from slovo.channels.email.imap import ImapLine, ImapTrouble
from slovo.channels.email.watch import Fetcher, Watch
from slovo.channels.models import Inbound, Mailbox, Security
from slovo.conversations.models import Message
from slovo.core.files import storage
from tests.cast import Cast, letter, work
from tests.servers import DovecotServer, dovecot
from tests.servers.processes import until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers]
HELP = "help@chainik.example"


@pytest.fixture(scope="module")
def server() -> Iterator[DovecotServer]:
    with dovecot() as running:
        yield running


@pytest.fixture(autouse=True)
def empty(server: DovecotServer) -> None:
    with server.signed_in(HELP) as line:
        if line.select("INBOX")[1] == [b"0"]:
            return
        line.store("1:*", "+FLAGS", "\\Deleted")
        line.expunge()


def connected(cast: Cast, server: DovecotServer, **servers: object) -> Mailbox:
    settings = {
        "imap_host": server.host,
        "imap_port": server.imap_port,
        "imap_security": Security.NONE.value,
        "imap_user": HELP,
        "imap_password": server.password,
    }
    at = timezone.now()
    actions.connect_mailbox(mailbox=cast.chainik_mail, servers=settings | servers, by=cast.orlov, at=at)
    return Mailbox.objects.select_related("brand").get(pk=cast.chainik_mail.pk)


def fetch(mailbox: Mailbox) -> int:
    line = ImapLine(mailbox)
    try:
        return Fetcher(mailbox).fetch(line)
    finally:
        line.close()


def numbered(number: int) -> bytes:
    return letter(f"Письмо {number}.", subject=f"Вопрос {number}", message_id=f"<{number}@irina.example.com>")


def test_letters_are_fetched_once_and_the_mailbox_stays_as_it_was(cast: Cast, server: DovecotServer) -> None:
    for number in (1, 2, 3):
        server.deliver(HELP, numbered(number))
    mailbox = connected(cast, server)

    assert (fetch(mailbox), fetch(mailbox)) == (3, 0)
    work()

    assert [message.text.strip() for message in Message.objects.order_by("pk")] == [
        "Письмо 1.",
        "Письмо 2.",
        "Письмо 3.",
    ]
    with server.signed_in(HELP) as line:
        line.select("INBOX", readonly=True)
        assert line.search(None, "UNSEEN")[1] == [b"1 2 3"]


def test_what_is_stored_is_what_lay_there_byte_for_byte(cast: Cast, server: DovecotServer) -> None:
    server.deliver(HELP, numbered(1))
    fetch(connected(cast, server))

    assert storage.read(Inbound.objects.get().raw) == server.letters(HELP)[0]


def test_a_new_letter_is_told_of_at_once_and_letters_of_an_outage_come_after_it(
    cast: Cast, server: DovecotServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "IDLE_SECONDS", 3600)  # so that only IDLE can have told
    connected(cast, server)
    running = Watch()
    running.start()
    try:
        until(lambda: queries.imap_position(cast.chainik_mail).checked_at, "the first look")
        server.deliver(HELP, numbered(1))
        until(lambda: Inbound.objects.count() == 1, "the letter")
    finally:
        running.stop()
        running.join()
    for number in (2, 3, 4):
        server.deliver(HELP, numbered(number))
    again = Watch()
    again.start()
    try:
        until(lambda: Inbound.objects.count() == 4, "the letters of the outage")
    finally:
        again.stop()
        again.join()


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_certificate_that_nobody_signed_is_not_trusted(cast: Cast, server: DovecotServer, security: Security) -> None:
    port = server.imaps_port if security == Security.TLS else server.imap_port
    mailbox = connected(cast, server, imap_security=security.value, imap_port=port)

    with pytest.raises(ImapTrouble) as trouble:
        ImapLine(mailbox)
    assert trouble.value.code == "certificate"


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_letters_come_over_an_encrypted_line(
    cast: Cast, server: DovecotServer, security: Security, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    server.deliver(HELP, numbered(1))
    port = server.imaps_port if security == Security.TLS else server.imap_port

    assert fetch(connected(cast, server, imap_host="localhost", imap_security=security.value, imap_port=port)) == 1


def test_a_folder_with_a_cyrillic_name_is_read(cast: Cast, server: DovecotServer) -> None:
    with server.signed_in(HELP) as line:
        line.create('"&BBcEMAQ,BEAEPgRBBEs-"')  # «Запросы» in IMAP's own UTF-7
        line.append('"&BBcEMAQ,BEAEPgRBBEs-"', "", "", numbered(1))

    assert fetch(connected(cast, server, imap_folder="Запросы")) == 1


def test_a_folder_made_anew_loses_nothing_and_doubles_nothing(cast: Cast, server: DovecotServer) -> None:
    old, new = numbered(1), numbered(2)
    with server.signed_in(HELP) as line:
        line.create("Archive")
        line.append("Archive", "", "", old)
        mailbox = connected(cast, server, imap_folder="Archive")
        fetch(mailbox)
        line.delete("Archive")
        line.create("Archive")
        for raw in (old, new):
            line.append("Archive", "", "", raw)
        fetch(mailbox)
    work()

    assert sorted(message.text.strip() for message in Message.objects.all()) == ["Письмо 1.", "Письмо 2."]


def test_a_wrong_password_is_named(cast: Cast, server: DovecotServer) -> None:
    with pytest.raises(ImapTrouble) as trouble:
        ImapLine(connected(cast, server, imap_password="wrong"))
    assert trouble.value.code == "login"
