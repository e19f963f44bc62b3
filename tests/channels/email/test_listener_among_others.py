"""The mail listener as one part of a process: how it begins, ends, and breaks down."""

import os
import signal
import socket

import pytest

from slovo.channels.email.listener import Listener
from tests.cast import Cast
from tests.doors import speaking_to
from tests.ports import free_port

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_an_address_that_another_has_is_an_error_before_anything_begins() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(OSError, match="in use"):
        Listener(smtp=other.getsockname(), lmtp=None).start()


def test_a_listener_that_breaks_down_ends_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    monkeypatch.setattr(os, "kill", lambda _process, number: told.append(number))
    listener = Listener(smtp=None, lmtp=None)
    monkeypatch.setattr(listener, "_until_stopped", None)

    listener.start()
    listener.stop()
    listener.join()

    assert told == [signal.SIGTERM]


def test_a_listener_among_others_takes_letters_until_it_is_told_to_stop(cast: Cast) -> None:
    port = free_port()
    listener = Listener(smtp=("127.0.0.1", port), lmtp=None)
    listener.start()
    with speaking_to(port) as client:
        assert client.noop()[0] == 250

    listener.stop()
    listener.join()

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)
