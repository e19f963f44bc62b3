"""`slovo mail take`: letters out of a pipe."""

import io
import sys

import pytest
from django.db import connection

from slovo.channels.models import Inbound
from slovo.config.cli import main
from slovo.conversations.models import Conversation
from slovo.core.files import storage
from tests.cast import IRINA, Cast, letter, the_conversation, the_last_message, work

DATA_ERROR, NO_USER, COME_AGAIN = 65, 67, 75  # sysexits.h


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch):
    def take(raw: bytes, *options: str) -> int:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        return main(["mail", "take", *options])

    return take


def test_a_letter_from_a_pipe_becomes_a_conversation(cast: Cast, pipe) -> None:
    assert pipe(letter(), "--recipient", "help@chainik.example", "--sender", IRINA) == 0
    work()

    assert the_conversation().customer.name == "Ирина Соколова"
    assert the_last_message().text.strip() == "Здравствуйте! Где мой чайник?"


def test_without_a_recipient_the_header_tells_whom_it_is_for(cast: Cast, pipe) -> None:
    assert pipe(letter(to="Friend <friend@example.com>, Мёд <DOPOMOGA@honey.example>")) == 0
    work()

    assert the_conversation().brand == cast.honey


def test_where_it_was_delivered_weighs_more_than_whom_it_names(cast: Cast, pipe) -> None:
    headers = [("Delivered-To", "help@chainik.example")]
    assert pipe(letter(to="dopomoga@honey.example", headers=headers)) == 0
    work()

    assert the_conversation().brand == cast.chainik


def test_the_same_letter_by_two_pipes_is_one_message(cast: Cast, pipe) -> None:
    raw = letter()
    assert pipe(raw) == 0
    assert pipe(b"Received: by relay.example.com\n" + raw) == 0
    work()

    assert the_conversation().messages.count() == 1


def test_the_bytes_are_kept_whatever_they_are(cast: Cast, pipe) -> None:
    assert pipe(b"\xff\xfe\x00 rubbish \r\n", "--recipient", "help@chainik.example") == 0
    work()

    assert storage.read(Inbound.objects.get().raw) == b"\xff\xfe\x00 rubbish \r\n"
    assert Conversation.objects.count() == 1


def test_a_letter_for_somebody_else_is_given_back_with_the_remedy(cast: Cast, pipe, capsys) -> None:
    assert pipe(letter(to="somebody@example.org")) == NO_USER

    assert "somebody@example.org, and no mailbox has that address. Open a mailbox" in capsys.readouterr().err
    assert not Inbound.objects.exists()


def test_an_empty_pipe_is_no_letter(cast: Cast, pipe, capsys) -> None:
    assert pipe(b"\n") == DATA_ERROR
    assert capsys.readouterr().err == "slovo mail take: there is no message on standard input.\n"


@pytest.mark.django_db(transaction=True)
def test_on_a_database_of_another_form_the_pipe_is_asked_to_come_again(cast: Cast, pipe, capsys) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM django_migrations WHERE app = 'channels' ORDER BY name DESC LIMIT 1")
        (newest,) = cursor.fetchone()
        cursor.execute("DELETE FROM django_migrations WHERE app = 'channels' AND name = %s", [newest])
    try:
        assert pipe(letter()) == COME_AGAIN
    finally:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES ('channels', %s, %s)",
                [newest, "2026-01-01 00:00:00+00"],
            )
    assert "`slovo upgrade`" in capsys.readouterr().err
    assert not Inbound.objects.exists()
