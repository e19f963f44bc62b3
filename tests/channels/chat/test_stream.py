"""A visitor's page is told that there is news, and which line of their own it has already."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connection

from slovo.config import live_settings
from slovo.config import settings as house
from slovo.config.asgi import application
from slovo.core.live.watch import Watch
from slovo.web.widget import live, streams
from tests.cast import Cast, the_conversation, work
from tests.channels.chat.visitors import Browser, a_chat
from tests.news import all_told

PATIENCE_SECONDS = 30


class Page:
    """One that listens. `told`: what each news is about, "" for the whole."""

    def __init__(self, visitor: Browser) -> None:
        self.status, self.words, self.retry_after = 0, "", ""
        headers = [(name.lower().encode(), value.encode()) for name, value in visitor.headers.items()]
        path = f"/live/widget/{visitor.chat.public_id}"
        headers.append((b"host", b"testserver"))
        self.scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": headers}
        self.told: asyncio.Queue[str] = asyncio.Queue()
        self.gone = asyncio.Event()
        self._asked = False

    async def receive(self) -> dict[str, Any]:
        if self._asked:
            await self.gone.wait()
            return {"type": "http.disconnect"}
        self._asked = True
        return {"type": "http.request", "body": b""}

    async def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.retry_after = dict(message["headers"]).get(b"Retry-After", b"").decode()
        body = message.get("body", b"").decode()
        self.words += body
        if body.startswith("event: news"):
            self.told.put_nowait(body.partition("data: ")[2].strip())


@pytest.mark.django_db(transaction=True)
def test_the_news_of_ones_own_message_names_it_and_that_of_an_answer_does_not(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    irina = Browser(a_chat(cast)).comes(name="Ирина")
    irina.says("Здравствуйте!")
    work()
    anna, where = cast.browser_of(cast.anna), f"/conversations/{the_conversation().public_id}/replies"
    watch = Watch()
    monkeypatch.setattr(live, "watch", watch)
    monkeypatch.setattr(Watch, "_run", lambda self: self._watching.set())  # a thread that never ends has one of its own

    async def listens() -> list[str]:
        page, told = Page(irina), []
        stream = asyncio.create_task(application(page.scope, page.receive, page.send))
        async with asyncio.timeout(PATIENCE_SECONDS):
            told.append(await page.told.get())
            for deed in (lambda: irina.says("Где мой чайник?"), lambda: anna.post(where, {"text": "Он в пути."})):
                told.append(await heard(page, deed))
        page.gone.set()
        await stream
        return told

    async def heard(page: Page, deed: Callable[[], Any]) -> str:
        await sync_to_async(done)(deed)
        return await page.told.get()

    def done(deed: Callable[[], Any]) -> None:
        place = all_told()
        settings.ROOT_URLCONF, settings.MIDDLEWARE = house.ROOT_URLCONF, house.MIDDLEWARE
        deed()
        assert all_told() > place
        watch._hand_out(place)
        connection.close()

    settings.ROOT_URLCONF, settings.MIDDLEWARE = live_settings.ROOT_URLCONF, live_settings.MIDDLEWARE
    first, own, answer = asyncio.run(listens())

    (said,) = [line["id"] for line in irina.get("news").json()["lines"] if line["text"] == "Где мой чайник?"]
    assert (first, own, answer) == ("", said, "")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("limit", ["OF_VISITOR_MAX", "OF_ADDRESS_MAX"])
def test_who_has_too_many_streams_is_told_so_until_one_of_them_ends(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    chat = a_chat(cast)
    irina, bohdan = Browser(chat).comes(name="Ирина"), Browser(chat).comes(name="Богдан")
    monkeypatch.setattr(live, "watch", Watch())
    monkeypatch.setattr(Watch, "_run", lambda self: self._watching.set())
    monkeypatch.setattr(streams, limit, 2)
    settings.ROOT_URLCONF, settings.MIDDLEWARE = live_settings.ROOT_URLCONF, live_settings.MIDDLEWARE

    async def opened(visitor: Browser) -> tuple[Page, asyncio.Task[None]]:
        page = Page(visitor)
        stream = asyncio.create_task(application(page.scope, page.receive, page.send))
        await asyncio.wait({stream, told := asyncio.create_task(page.told.get())}, return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        return page, stream

    async def listen() -> list[Page]:
        async with asyncio.timeout(PATIENCE_SECONDS):
            found = [await opened(irina) for _tab in range(3)]
            found.append(await opened(bohdan))
            page, stream = found[0]
            page.gone.set()
            await stream
            found.append(await opened(irina))
            for page, stream in found:
                page.gone.set()
                await stream
        return [page for page, _stream in found]

    pages = asyncio.run(listen())

    others = 200 if limit == "OF_VISITOR_MAX" else 429
    assert [page.status for page in pages] == [200, 200, 429, others, 200]
    assert "Здесь новости придут на несколько секунд позже" in json.loads(pages[2].words)["problem"]
    assert pages[2].retry_after == "60"
    assert streams._open == {}
