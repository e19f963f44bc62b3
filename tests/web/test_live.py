"""The live stream, as the process that serves it answers many pages at once."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from django.test import Client

from slovo.config import live_settings
from slovo.config.asgi import application
from slovo.core.live.watch import Watch
from slovo.web.desk import live
from tests.cast import Cast
from tests.databases import on_postgresql_alone

PAGES = 20
PATIENCE_SECONDS = 30


def open_connections() -> int:
    """With the one that asks."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
            return int(cursor.fetchone()[0])
    finally:
        connection.close()


def close_connection() -> None:
    connection.close()


class Page:
    """A page that listens."""

    def __init__(self, cookie: str) -> None:
        headers = [(b"host", b"testserver"), (b"cookie", f"slovo={cookie}".encode())]
        self.scope = {"type": "http", "method": "GET", "path": "/live", "query_string": b"", "headers": headers}
        self.ready, self.gone = asyncio.Event(), asyncio.Event()
        self._asked = False

    async def receive(self) -> dict[str, Any]:
        if self._asked:
            await self.gone.wait()
            return {"type": "http.disconnect"}
        self._asked = True
        return {"type": "http.request", "body": b""}

    async def send(self, message: dict[str, Any]) -> None:
        if b"event: ready" in message.get("body", b""):
            self.ready.set()


async def while_they_listen(pages: list[Page], counted: Callable[[], int]) -> int:
    streams = [asyncio.create_task(application(page.scope, page.receive, page.send)) for page in pages]
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await asyncio.gather(*(page.ready.wait() for page in pages))
        return await asyncio.to_thread(counted)
    finally:
        for page in pages:
            page.gone.set()
        await asyncio.gather(*streams)


@pytest.fixture
def listened(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], int]], list[int]]:
    """What is counted while one page listens, and while many do."""
    monkeypatch.setattr(live, "watch", Watch())
    monkeypatch.setattr(Watch, "_run", lambda self: self._watching.set())  # a thread that never ends has one of its own
    settings.ROOT_URLCONF, settings.MIDDLEWARE = live_settings.ROOT_URLCONF, live_settings.MIDDLEWARE
    cookie = cast.browser_of(cast.anna).cookies["slovo"].value

    def listen(counted: Callable[[], int]) -> list[int]:
        async def one_and_many() -> list[int]:
            try:
                return [
                    await while_they_listen([Page(cookie) for _ in range(number)], counted) for number in (1, PAGES)
                ]
            finally:
                await sync_to_async(close_connection)()  # that of the thread which they shared

        return asyncio.run(one_and_many())

    return listen


@on_postgresql_alone("SQLite has no connections to lose")
@pytest.mark.django_db(transaction=True)
def test_pages_that_listen_hold_no_connection_to_the_database(
    listened: Callable[[Callable[[], int]], list[int]],
) -> None:
    alone, together = listened(open_connections)

    assert together <= alone + 2


@pytest.mark.django_db(transaction=True)
def test_pages_that_listen_hold_no_thread_of_their_own(listened: Callable[[Callable[[], int]], list[int]]) -> None:
    alone, together = listened(threading.active_count)

    assert together <= alone + 2


def test_there_is_nothing_but_the_stream(settings: Any, client: Client) -> None:
    settings.ROOT_URLCONF, settings.MIDDLEWARE = live_settings.ROOT_URLCONF, live_settings.MIDDLEWARE
    client.raise_request_exception = False

    assert client.get("/conversations/").status_code == 404
