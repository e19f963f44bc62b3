"""The live stream, as the process that serves it answers many pages at once."""

import asyncio
from typing import Any

import pytest
from django.core.asgi import get_asgi_application
from django.db import connection
from django.test import Client

from slovo.config import live_settings
from slovo.core.live.watch import Watch
from slovo.web.desk import live
from tests.cast import Cast

PAGES = 20
PATIENCE_SECONDS = 30


def open_connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


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


async def while_they_listen(pages: list[Page]) -> int:
    application = get_asgi_application()
    streams = [asyncio.create_task(application(page.scope, page.receive, page.send)) for page in pages]
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await asyncio.gather(*(page.ready.wait() for page in pages))
        return await asyncio.to_thread(_counted)
    finally:
        for page in pages:
            page.gone.set()
        await asyncio.gather(*streams)


def _counted() -> int:
    try:
        return open_connections()
    finally:
        connection.close()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no connections to lose")
@pytest.mark.django_db(transaction=True)
def test_pages_that_listen_hold_no_connection_to_the_database(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "watch", Watch())
    monkeypatch.setattr(Watch, "_run", lambda self: self._watching.set())  # a thread that never ends has one of its own
    settings.ROOT_URLCONF, settings.MIDDLEWARE = live_settings.ROOT_URLCONF, live_settings.MIDDLEWARE
    cookie = cast.browser_of(cast.anna).cookies["slovo"].value

    async def listen() -> tuple[int, int]:
        alone = await while_they_listen([Page(cookie)])
        return alone, await while_they_listen([Page(cookie) for _number in range(PAGES)])

    alone, together = asyncio.run(listen())

    assert together <= alone + 2


def test_there_is_nothing_but_the_stream(settings: Any, client: Client) -> None:
    settings.ROOT_URLCONF, settings.MIDDLEWARE = live_settings.ROOT_URLCONF, live_settings.MIDDLEWARE
    client.raise_request_exception = False

    assert client.get("/conversations/").status_code == 404
