"""A whole house at work: two hundred open desks, letters streaming in, one agent answering. How soon each sees what is
new, how soon an answer is committed, how much memory all processes take, how soon the first page stood there.

What slipped while the corpus lay in its folder is told of first, as by a house that was never off, and letters begin
when all desks stand open. The first seconds, in which the house does everything for the first time, are told apart.
"""

import asyncio
import gzip
import http.client
import os
import random
import re
import secrets
import smtplib
import statistics
import threading
import time
from array import array
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from tests.bench.company import AGENT
from tests.bench.database import signed_in
from tests.bench.intake import a_letter
from tests.bench.processes import name, proportional_kilobytes, seconds, tree
from tests.house import House

DESKS, LETTERS_A_SECOND, REPLIES_A_SECOND = 200, 20, 2
CALM_SECONDS_MAX, OPENING_SECONDS_MAX = 900, 60
CALM_LOOKS = 3
FIRST_SECONDS = 10.0
SETTLED_SECONDS = 5
NEWS_BYTES = 65_536
SPREAD_SECONDS, PACE_SECONDS = 0.25, 0.6  # as the scripts and the list of the desk have it
COUNTED_SECONDS = 3.0
WATCHED_SECONDS = 60.0
LINES = "/conversations/?part=block&order=newest&top=1"
HEARD = re.compile(rb"id: ([\d.]+)\n")
LINE, LENGTH = re.compile(rb'id="line-(\d+)"'), re.compile(rb"(?i)content-length: (\d+)")
ASSETS = re.compile(r'(?:src|href)="(/static/[^"]+\.(?:css|js|svg))"')


@dataclass
class Seen:
    """`at`: when each conversation first stood on each screen. `asked`: how often screens asked for their lines."""

    at: "dict[int, array[float]]" = field(default_factory=dict)
    connected: int = 0
    asked: int = 0
    all_open: threading.Event = field(default_factory=threading.Event)
    closing: threading.Event = field(default_factory=threading.Event)


def run(folder: str, seconds: float, *, desks: int = DESKS) -> None:
    from slovo.people.models import Staff

    cookies = list(map(signed_in, Staff.objects.filter(memberships__brand__slug="chainik").distinct()))
    cookie, answered = signed_in(Staff.objects.get(email=AGENT)), _answered()
    url = os.environ.get("SLOVO_DATABASE_URL", "")
    house = House(Path(folder), more={"SLOVO_DATABASE_URL": url} if url else {})
    started = time.monotonic()
    # The agent who answers has a processor's thread of their own, as they would at their own machine.
    with ProcessPoolExecutor(1, get_context("spawn")) as agent, house.running() as process:
        agent.submit(time.monotonic).result()
        page = _get(house.ports[0], "/conversations/", cookie)
        print(f"prepared folder to first page: {time.monotonic() - started:.1f} s")
        print(f"first load, compressed: {_weight(house.ports[0], page, cookie) / 1024:.0f} KB")
        _wait_for_calm()
        seen, sent = Seen(), {}
        opened, spent, used = time.monotonic(), time.process_time(), _processor(process.pid)
        screens = threading.Thread(target=lambda: asyncio.run(_desks(house.ports, cookies, seen, desks)))
        screens.start()
        seen.all_open.wait(OPENING_SECONDS_MAX)
        print(f"{seen.connected} of {desks} desks open after {time.monotonic() - opened:.1f} s")
        threading.Thread(target=_watch_memory, args=(process.pid, seen.closing)).start()
        answering = agent.submit(_answer, house.ports[0], cookie, answered, seconds)
        _stream_in(house.ports[2], seconds, sent)
        replies = answering.result()
        time.sleep(SETTLED_SECONDS)  # the last letters are still on their way to the screens
        seen.closing.set()
        screens.join()
        _tell(seen, sent, replies)
        print(f"seconds of processor: {_used(process.pid, used)}, the desks {time.process_time() - spent:.1f}")
        print(f"proportional memory of all processes after {seconds:.0f} s: {_memory(process.pid)}")


def _watch_memory(pid: int, over: threading.Event) -> None:
    began = time.monotonic()
    while not over.wait(WATCHED_SECONDS):
        print(f"{(time.monotonic() - began) / 60:.0f} min: {_memory(pid)}", flush=True)


def _memory(pid: int) -> str:
    parts = [proportional_kilobytes(one) / 1024 for one in tree(pid)]
    return f"{sum(parts):.0f} MB ({', '.join(f'{part:.0f}' for part in parts)})"


def _processor(pid: int) -> dict[int, float]:
    return {one: seconds(one) for one in tree(pid)}


def _used(pid: int, before: dict[int, float]) -> str:
    after = _processor(pid)
    return ", ".join(f"{name(one)} {used - before.get(one, 0.0):.1f}" for one, used in after.items())


def _wait_for_calm() -> None:
    """Until nothing is overdue that has not been told, and no work waits."""
    from django.utils import timezone

    from slovo.core.tasks.models import Task
    from slovo.promises.models import Promise

    def calm() -> bool:
        overdue = Promise.objects.filter(done_at=None, broken_at=None, release_reason="", due_at__lt=timezone.now())
        return not overdue.exists() and not Task.objects.filter(parked_at=None, run_after=None).exists()

    began = time.monotonic()
    times_calm = 0
    while times_calm < CALM_LOOKS:
        assert time.monotonic() < began + CALM_SECONDS_MAX
        time.sleep(1)  # the workers are other processes; what one step has done may make the next one due
        times_calm = times_calm + 1 if calm() else 0
    print(f"calm after {time.monotonic() - began:.0f} s")


def _tell(seen: Seen, sent: dict[str, float], replies: Sequence[tuple[float, float]]) -> None:
    """`sent`: the moment of each letter. `replies`: the moment of each, and the seconds that it took."""
    from slovo.conversations.models import Message

    rows = Message.objects.filter(external_id__in=list(sent)).values_list("external_id", "conversation_id")
    begun = {conversation_id: sent[external_id] for external_id, conversation_id in rows}
    print(f"letters sent: {len(sent)}, taken in: {len(begun)}, lines asked for {seen.asked} times")
    first = min(sent.values()) + FIRST_SECONDS
    for when, early in ((f"the first {FIRST_SECONDS:.0f} s", True), ("after them", False)):
        waits = [
            at - sent_at
            for conversation_id, sent_at in begun.items()
            if (sent_at < first) is early
            for at in seen.at.get(conversation_id, ())
        ]
        took = [took for at, took in replies if (at < first) is early]
        print(f"{when}: letter to its line on a screen: {_told(waits)}; an answer, click to commit: {_told(took)}")


def _told(seconds: Sequence[float]) -> str:
    ordered = sorted(seconds)
    if not ordered:
        return "none"
    median, late = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
    return f"median {median * 1000:.0f} ms, p95 {late * 1000:.0f} ms of {len(ordered)}"


async def _desks(ports: Sequence[int], cookies: Sequence[str], seen: Seen, desks: int) -> None:
    """All who work there, each at some desks, until they are told to close."""
    open_ = [_Desk(ports, cookies[number % len(cookies)], seen, desks) for number in range(desks)]
    watching = asyncio.gather(*(desk.watch() for desk in open_))
    await asyncio.to_thread(seen.closing.wait)
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching


class _Desk:
    """A screen with the newest conversations: it listens, and asks for its lines anew as `live.js` does."""

    def __init__(self, ports: Sequence[int], cookie: str, seen: Seen, desks: int) -> None:
        self._http, self._live = ports[:2]
        self._cookie, self._seen, self._desks = cookie, seen, desks
        self._shown: set[bytes] = set()
        self._news, self._heard = asyncio.Event(), ""

    async def watch(self) -> None:
        await asyncio.gather(self._listen(), self._refresh())

    async def _listen(self) -> None:
        """A stream ends after some minutes; then a page connects again, and says what it has heard."""
        known = False
        while True:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._live)
            heard = f"?after={self._heard}" if self._heard else ""
            writer.write(self._request(f"/live{heard}", self._live))
            if b"200" in await reader.readline() and not known:
                known = True
                self._seen.connected += 1
            if self._seen.connected == self._desks:
                self._seen.all_open.set()
            while news := await reader.read(NEWS_BYTES):  # whole, not by lines: two hundred desks in one process
                if b"data: conversation:" in news:
                    self._heard = HEARD.findall(news)[-1].decode()
                    self._news.set()
            writer.close()

    async def _refresh(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._http)
        asked = counted = 0.0
        while True:
            await self._news.wait()
            await asyncio.sleep(
                max(
                    random.random() * SPREAD_SECONDS,
                    asked + PACE_SECONDS * (0.75 + random.random() / 2) - time.monotonic(),
                )
            )
            self._news.clear()
            asked = time.monotonic()
            counts = asked - counted > COUNTED_SECONDS
            counted = asked if counts else counted
            path = f"{LINES}&heard={self._heard}{'&counts=1' if counts else ''}"
            writer.write(self._request(path, self._http))
            head = await reader.readuntil(b"\r\n\r\n")
            assert b" 200 " in head.split(b"\r\n")[0], head
            length = LENGTH.search(head)
            assert length, head
            lines = set(LINE.findall(gzip.decompress(await reader.readexactly(int(length[1])))))
            at = time.monotonic()
            for pk in lines - self._shown:
                self._seen.at.setdefault(int(pk), array("d")).append(at)
            self._shown = lines
            self._seen.asked += 1

    def _request(self, path: str, port: int) -> bytes:
        more = "HX-Request: true\r\nAccept-Encoding: gzip\r\n" if path.startswith(LINES) else ""
        return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: slovo={self._cookie}\r\n{more}\r\n".encode()


def _stream_in(port: int, seconds: float, sent: dict[str, float]) -> None:
    """`sent` gets the moment at which each letter was begun, by its id."""
    from tests.bench.words import sentences

    def call() -> smtplib.SMTP:
        return smtplib.SMTP("127.0.0.1", port, local_hostname="client.example.com", timeout=60)

    started, number, line = time.monotonic(), 0, call()
    while time.monotonic() < started + seconds:
        began, own = time.monotonic(), f"{time.time_ns()}-{number}"
        raw = a_letter(9, number, " ".join(sentences(number, 850))).replace(b"@@", own.encode(), 1)
        sent[f"<{own}@example.com>"] = began
        letter = (f"c{number}@example.com", ["help@chainik.example"], raw.replace(b" @@", b""))
        try:
            line.sendmail(*letter)
        except smtplib.SMTPServerDisconnected:  # the door ends each call after twenty minutes; a relay calls again
            line = call()
            line.sendmail(*letter)
        number += 1
        until = started + number / LETTERS_A_SECOND
        time.sleep(max(0.0, until - time.monotonic()))  # the next one is due at its moment, however long this one took
    line.quit()


def _answered() -> list[str]:
    from slovo.conversations.models import Conversation

    rows = Conversation.objects.filter(brand__slug="chainik", mailbox__isnull=False).order_by("-pk")
    return [str(public_id) for public_id in rows.values_list("public_id", flat=True)[:500]]


def _answer(port: int, cookie: str, ids: Sequence[str], seconds: float) -> list[tuple[float, float]]:
    """The moment of each answer, and the seconds until it was committed."""
    token = secrets.token_hex(16)
    headers = {
        "Cookie": f"slovo={cookie}; csrftoken={token}",
        "X-CSRFToken": token,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    line, end, number = http.client.HTTPConnection("127.0.0.1", port, timeout=60), time.monotonic() + seconds, 0
    took = []
    while time.monotonic() < end:
        began = time.monotonic()
        line.request("POST", f"/conversations/{ids[number % len(ids)]}/replies", "text=Answer", headers)
        response = line.getresponse()
        response.read()
        assert response.status == 302, response.status
        took.append((began, time.monotonic() - began))
        number += 1
        time.sleep(max(0.0, began + 1 / REPLIES_A_SECOND - time.monotonic()))
    return took


def _get(port: int, path: str, cookie: str) -> tuple[bytes, int]:
    """What it says, and its bytes on the line."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", path, headers={"Cookie": f"slovo={cookie}", "Accept-Encoding": "gzip"})
    response = line.getresponse()
    content = response.read()
    assert response.status == 200, (path, response.status)
    packed = response.headers.get("Content-Encoding") == "gzip"
    return gzip.decompress(content) if packed else content, len(content)


def _weight(port: int, page: tuple[bytes, int], cookie: str) -> int:
    """Bytes of the page and of all styles, scripts and pictures that it asks for, as they travel."""
    content, weight = page
    return weight + sum(_get(port, path, cookie)[1] for path in set(ASSETS.findall(content.decode())))
