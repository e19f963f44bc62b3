"""Letters fetched from an IMAP server, with all that can go wrong on the way."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone

from slovo.channels import actions, queries
from slovo.channels.email import imap, watch
from slovo.channels.email.imap import ImapLine, ImapTrouble
from slovo.channels.email.watch import BREAKS_MAX, Fetcher, Watch
from slovo.channels.models import ImapPosition, Inbound, Mailbox, Security
from slovo.conversations.models import Conversation, Message
from slovo.core.journal.models import JournalEntry
from tests.cast import Cast, letter, work
from tests.imap_double import ImapDouble, Session, serving

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PATIENCE_SECONDS = 20


def letters(count: int) -> dict[int, bytes]:
    return {
        uid: letter(f"Письмо {uid}.", subject=f"Вопрос {uid}", message_id=f"<{uid}@irina.example.com>")
        for uid in range(1, count + 1)
    }


def connected(cast: Cast, server: ImapDouble, **servers: object) -> Mailbox:
    """Orlov has named this server for the mailbox."""
    settings = {
        "imap_host": "127.0.0.1",
        "imap_port": server.port,
        "imap_security": Security.NONE.value,
        "imap_user": "help",
        "imap_password": "secret",
    }
    at = timezone.now()
    actions.connect_mailbox(mailbox=cast.chainik_mail, servers=settings | servers, by=cast.orlov, at=at)
    return Mailbox.objects.select_related("brand").get(pk=cast.chainik_mail.pk)


def fetch(mailbox: Mailbox, fetcher: Fetcher | None = None) -> int:
    line = ImapLine(mailbox)
    try:
        return (fetcher or Fetcher(mailbox)).fetch(line)
    finally:
        line.close()


def texts() -> list[str]:
    work()
    return [message.text.strip() for message in Message.objects.order_by("pk")]


def eventually(true: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


@contextmanager
def watching() -> Iterator[None]:
    watch_ = Watch()
    watch_.start()
    try:
        yield
    finally:
        watch_.stop()
        watch_.join()


def test_letters_come_in_their_order_and_only_once(cast: Cast) -> None:
    with serving(ImapDouble(letters(3))) as server:
        mailbox = connected(cast, server)
        assert fetch(mailbox) == 3
        assert fetch(mailbox) == 0
        server.receive(letter("Письмо 4.", message_id="<4@irina.example.com>"))
        assert fetch(mailbox) == 1

    assert texts() == ["Письмо 1.", "Письмо 2.", "Письмо 3.", "Письмо 4."]
    assert server.fetched == [1, 2, 3, 4]


def test_after_an_outage_of_days_reading_goes_on_where_it_stopped(cast: Cast) -> None:
    server = ImapDouble(letters(2))
    with serving(server):
        mailbox = connected(cast, server)
        fetch(mailbox)
    ImapPosition.objects.update(checked_at=timezone.now() - timedelta(days=9))
    with pytest.raises(ImapTrouble) as trouble:
        fetch(mailbox)
    assert trouble.value.code == "connection"
    for number in range(3, 40):
        server.receive(letter(f"Письмо {number}.", message_id=f"<{number}@irina.example.com>"))
    with serving(server):
        assert fetch(mailbox) == 37

    assert texts() == [f"Письмо {number}." for number in range(1, 40)]


def test_when_the_server_counts_anew_nothing_is_lost_and_nothing_comes_twice(cast: Cast) -> None:
    with serving(ImapDouble(letters(3))) as server:
        mailbox = connected(cast, server)
        fetch(mailbox)
        server.uidvalidity = 8
        server.letters = {100 + uid: raw for uid, raw in server.letters.items()}
        server.receive(letter("Новое.", message_id="<4@irina.example.com>"))
        fetch(mailbox)

    assert texts() == ["Письмо 1.", "Письмо 2.", "Письмо 3.", "Новое."]
    assert Conversation.objects.count() == 4


def test_a_fetcher_killed_in_the_middle_goes_on_with_the_next_letter(cast: Cast) -> None:
    def vanish(session: Session, tag: str, uid: int) -> None:
        session.connection.shutdown(2)

    with serving(ImapDouble(letters(5), lies={3: vanish})) as server:
        mailbox = connected(cast, server)
        with pytest.raises(ImapTrouble):
            fetch(mailbox)
        assert Inbound.objects.count() == 2
        server.lies.clear()
        assert fetch(mailbox) == 3

    assert texts() == [f"Письмо {number}." for number in range(1, 6)]


def test_a_letter_at_which_the_line_always_breaks_stops_no_other_and_is_asked_for_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def vanish(session: Session, tag: str, uid: int) -> None:
        session.connection.shutdown(2)

    with serving(ImapDouble(letters(4), lies={2: vanish})) as server:
        mailbox = connected(cast, server)
        fetcher = Fetcher(mailbox)
        for _ in range(BREAKS_MAX):
            with pytest.raises(ImapTrouble):
                fetch(mailbox, fetcher)
        assert fetch(mailbox, fetcher) == 2
        assert texts() == ["Письмо 1.", "Письмо 3.", "Письмо 4."]
        assert ImapPosition.objects.get().not_given == [2]

        server.lies.clear()
        assert fetch(mailbox) == 1

    assert texts()[-1] == "Письмо 2."
    assert ImapPosition.objects.get().not_given == []


def test_a_letter_that_the_server_refuses_stops_no_other(cast: Cast) -> None:
    def refuse(session: Session, tag: str, uid: int) -> None:
        session.say(f"{tag} NO Internal error.")

    with serving(ImapDouble(letters(3), lies={2: refuse})) as server:
        assert fetch(connected(cast, server)) == 2

    assert texts() == ["Письмо 1.", "Письмо 3."]
    assert ImapPosition.objects.get().not_given == [2]


def test_a_letter_deleted_before_it_was_fetched_is_passed_over(cast: Cast) -> None:
    def gone(session: Session, tag: str, uid: int) -> None:
        session.say(f"{tag} OK nothing there")

    with serving(ImapDouble(letters(3), lies={2: gone})) as server:
        assert fetch(connected(cast, server)) == 2

    assert ImapPosition.objects.get().uid == 3
    assert ImapPosition.objects.get().not_given == []


def test_news_of_other_letters_between_the_answers_confuse_nobody(cast: Cast) -> None:
    def with_news(session: Session, tag: str, uid: int) -> None:
        raw = session.double.letters[uid]
        session.say("* 9 EXISTS")
        session.say("* 1 FETCH (UID 1 FLAGS (\\Seen))")
        session.say(f"* 2 FETCH (BODY[]<0> {{{len(raw)}}}".encode() + b"\r\n" + raw)
        session.say(f" UID {uid})")
        session.say(f"{tag} OK done")

    with serving(ImapDouble(letters(2), lies={2: with_news})) as server:
        fetch(connected(cast, server))

    assert texts() == ["Письмо 1.", "Письмо 2."]


def a_literal_of_a_terabyte(session: Session, tag: str, uid: int) -> None:
    session.say(f"* 1 FETCH (UID {uid} BODY[]<0> {{1000000000000}}")


def a_line_without_end(session: Session, tag: str, uid: int) -> None:
    for _ in range(4000):
        session.say(b"* " + b"x" * 65_536)


def rubbish(session: Session, tag: str, uid: int) -> None:
    session.say(b"\xff\xfe\x00\r\n" * 10)


def drops(session: Session, tag: str, uid: int) -> None:
    for _ in range(200):
        session.say(b"x")
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("lie", "seconds_max", "code"),
    [
        (a_literal_of_a_terabyte, 60, "protocol"),
        (a_line_without_end, 60, "protocol"),
        (rubbish, 60, "connection"),
        (drops, 1, "connection"),
    ],
)
def test_a_lying_server_has_an_end_and_is_named(
    cast: Cast,
    lie: Callable[[Session, str, int], None],
    seconds_max: int,
    code: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(imap, "LETTER_SECONDS_MAX", seconds_max)
    with serving(ImapDouble(letters(2), lies={2: lie})) as server, pytest.raises(ImapTrouble) as trouble:
        fetch(connected(cast, server))

    assert trouble.value.code == code
    assert texts() == ["Письмо 1."]


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"imap_password": "wrong"}, "login"),
        ({"imap_folder": "Нет такой"}, "folder"),
        ({"imap_security": "starttls"}, "encryption"),
        ({"imap_security": "tls"}, "connection"),
        ({"imap_host": "nowhere.invalid"}, "name"),
    ],
)
def test_what_is_wrong_with_a_mailbox_has_a_name(cast: Cast, settings: dict[str, str], code: str) -> None:
    with serving(ImapDouble(letters(1))) as server, pytest.raises(ImapTrouble) as trouble:
        ImapLine(connected(cast, server, **settings))

    assert trouble.value.code == code


def test_a_password_in_cyrillic_signs_in(cast: Cast) -> None:
    with serving(ImapDouble(letters(1))) as server:
        assert fetch(connected(cast, server, imap_password="секрет")) == 1


@pytest.mark.parametrize("idle", [True, False], ids=["with IDLE", "without IDLE"])
def test_a_new_letter_is_there_soon_after_it_came(cast: Cast, idle: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "POLL_SECONDS", 0.2)
    with serving(ImapDouble(letters(1), idle=idle)) as server:
        connected(cast, server)
        with watching():
            eventually(lambda: Inbound.objects.count() == 1)
            if idle:
                assert server.idling.wait(PATIENCE_SECONDS)
            server.receive(letter("Ещё одно.", message_id="<2@irina.example.com>"))
            eventually(lambda: Inbound.objects.count() == 2)

    assert texts() == ["Письмо 1.", "Ещё одно."]


def test_a_mailbox_connected_while_the_watch_runs_is_noticed_and_a_changed_one_too(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "LOOK_SECONDS", 0.05)
    with serving(ImapDouble(letters(1))) as server, watching():
        connected(cast, server, imap_password="wrong")
        eventually(lambda: queries.imap_position(cast.chainik_mail).trouble == "login")
        connected(cast, server)
        eventually(lambda: Inbound.objects.count() == 1)
        eventually(lambda: queries.imap_position(cast.chainik_mail).trouble == "")


def test_the_server_away_and_back_again_is_written_down_once_each_and_shown(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "BACKOFF_SECONDS", (0.05,))
    monkeypatch.setattr(imap, "WAIT_SLICE_SECONDS", 0.05)
    server = ImapDouble(letters(1))
    with serving(server):
        connected(cast, server)
    with watching():
        eventually(lambda: queries.imap_position(cast.chainik_mail).trouble == "connection")
        page = cast.browser_of(cast.orlov).get(f"/mailboxes/{cast.chainik_mail.pk}/").content.decode()
        assert "Сервер не отвечает" in page
        with serving(server):
            eventually(lambda: Inbound.objects.count() == 1)
            eventually(lambda: queries.imap_position(cast.chainik_mail).trouble == "")

    told = JournalEntry.objects.filter(kind="MailboxChecked").order_by("pk").values_list("data", flat=True)
    assert [fact["trouble"] for fact in told] == ["connection", ""]
