"""The server of the live stream as one part of a process: how it begins, ends, and breaks down."""

import http.client
import os
import signal
import socket
from contextlib import closing
from typing import Any

import pytest

from slovo.config import live_settings
from slovo.config.streams import Streams
from tests.ports import free_port

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(autouse=True)
def house_of_its_own(settings: Any) -> None:
    """What the streams change of the settings is undone when the test is over."""
    settings.ROOT_URLCONF, settings.MIDDLEWARE = live_settings.ROOT_URLCONF, live_settings.MIDDLEWARE


def test_an_address_that_another_has_is_an_error_before_anything_begins() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(OSError, match="in use"):
        Streams(other.getsockname()).start()


def test_streams_that_break_down_end_their_process(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    monkeypatch.setattr(os, "kill", lambda _process, number: told.append(number))
    monkeypatch.setattr("uvicorn.Server.run", None)
    streams = Streams(("127.0.0.1", free_port()))

    streams.start()
    streams.join()

    assert told == [signal.SIGTERM]


def test_streams_among_others_answer_until_they_are_told_to_stop() -> None:
    port = free_port()
    streams = Streams(("127.0.0.1", port))
    streams.start()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as line:
        line.request("GET", "/live")
        assert line.getresponse().status == 403  # nobody is signed in

    streams.stop()
    streams.join()

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)
