"""A brand's chat under load: visitors connected to one embedded instance, messages both ways. How soon each side has
what the other said, how much memory all processes take, and whether what was sent is stored and arrived, once.
"""

import asyncio
import json
import os
import resource
import secrets
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from tests.bench import limits
from tests.bench.company import AGENT
from tests.bench.database import signed_in
from tests.bench.processes import processor_seconds, proportional_megabytes
from tests.house import House, until

VISITORS, MESSAGES_A_SECOND = 2_000, 50
ANSWERED_PART = 5  # of so many messages one is the agent's
SETTLED_SECONDS = 10
CONNECTING_AT_ONCE = 50
FILES_MAX = 65_536
HELLO = "Здравствуйте!"
SITE = "https://chainik.example"
TOOK: dict[str, list[float]] = {}  # by what was asked for
CONVERSATION = "inbound__message__conversation_id"


@dataclass
class Person:
    """One visitor. `conversation`: the public id of theirs and its key, for those whom the agent answers."""

    number: int
    key: str
    conversation: tuple[str, str] = ("", "")
    last: str = ""
    has: set[str] = field(default_factory=set)  # of their own lines
    ready: bool = False

    @property
    def address(self) -> str:
        """Of their own: the house limits how much comes from one."""
        return f"127.{1 + self.number // 65_536}.{self.number // 256 % 256}.{self.number % 256}"


@dataclass
class Load:
    """`said`: client id → when it was sent; `heard`: conversation key → when the agent's screen was told; `answered`:
    text → when it was sent; `read`: text → when a visitor had it, each time."""

    ports: Sequence[int]
    chat: str
    cookie: str
    people: list[Person]
    pid: int
    said: dict[str, float] = field(default_factory=dict)
    heard: dict[str, list[float]] = field(default_factory=dict)
    answered: dict[str, float] = field(default_factory=dict)
    read: dict[str, list[float]] = field(default_factory=dict)
    refused: Counter[int] = field(default_factory=Counter)
    over: bool = False


def run(folder: str, *, visitors: int, messages: float, seconds: float) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, FILES_MAX), most))  # the house inherits it
    chat, cookie, people = _prepared(folder, visitors)
    print(f"the machine: {limits.commits_a_second(4):.0f} durable commits/s")
    url = os.environ.get("SLOVO_DATABASE_URL", "")
    house = House(Path(folder), more={"SLOVO_DATABASE_URL": url} if url else {})
    with house.running() as process:
        load = Load(house.ports, chat, cookie, people, process.pid)
        asyncio.run(_talk(load, messages, seconds))
        until(_nothing_waits, "what was said to be taken in")
        _tell(load)
        memory = proportional_megabytes(process.pid)
        print(f"proportional memory of all processes with {visitors} visitors: {memory:.0f} MB")


def _prepared(folder: str, visitors: int) -> tuple[str, str, list[Person]]:
    """One of ANSWERED_PART has a conversation already, in which the agent answers."""
    from django.utils import timezone

    from slovo.channels.chat import actions
    from slovo.channels.chat.setting import Terms, set_chat
    from slovo.conversations.models import Conversation
    from slovo.core.db import transaction
    from slovo.core.tasks import drain
    from slovo.people.models import Staff
    from tests import cast as cast_module

    cast = cast_module.gather(outgoing=f"{folder}/outgoing")
    at = timezone.now()
    terms = Terms(origins=[SITE], languages=["ru"], words={}, consents={})
    chat = set_chat(brand=cast.chainik, terms=terms, by=cast.orlov, at=at)
    people, first = [], {}
    come: dict[str, Any] = {"contact": "", "language": "ru", "consents": {}}
    with transaction():
        for number in range(visitors):
            visitor, key = actions.come(chat=chat, name=f"Гость {number}", **come, at=at)
            people.append(Person(number, key))
            if number % ANSWERED_PART == 0:
                actions.say(visitor_id=visitor.pk, chat=chat, client_id=uuid4(), text=HELLO, files=[], at=at)
                first[f"Гость {number}"] = people[-1]
    drain(timezone.now())
    for conversation in Conversation.objects.select_related("customer"):
        first[conversation.customer.name].conversation = (str(conversation.public_id), conversation.key)
    return str(chat.public_id), signed_in(Staff.objects.get(email=AGENT)), people


async def _talk(load: Load, messages: float, seconds: float) -> None:
    gate = asyncio.Semaphore(CONNECTING_AT_ONCE)
    listening = [asyncio.create_task(_visitor(load, one, gate)) for one in load.people]
    listening.append(asyncio.create_task(_agents_screen(load)))
    began = time.monotonic()
    while not all(one.ready for one in load.people) and time.monotonic() - began < 60 + len(load.people) / 10:
        await asyncio.sleep(0.1)
    took = time.monotonic() - began
    print(f"visitors connected: {sum(one.ready for one in load.people)} of {len(load.people)} in {took:.1f} s")
    writers = [one for one in load.people if not one.conversation[0]]
    answered = [one for one in load.people if one.conversation[0]]
    before, client = processor_seconds(load.pid), time.process_time()
    next_at = time.monotonic()
    begun, end, number = [], next_at + seconds, 0
    while next_at < end:
        await asyncio.sleep(max(0.0, next_at - time.monotonic()))
        turn, place = divmod(number, ANSWERED_PART)
        if place == 0 or not writers:
            begun.append(asyncio.create_task(_answer(load, answered[turn % len(answered)], number)))
        else:
            begun.append(asyncio.create_task(_say(load, writers[(number - turn) % len(writers)], number)))
        number += 1
        next_at += 1 / messages
    await asyncio.gather(*begun)
    _tell_processor(before, processor_seconds(load.pid), time.process_time() - client, number)
    await asyncio.sleep(SETTLED_SECONDS)
    load.over = True
    for one in listening:
        one.cancel()
    await asyncio.gather(*listening, return_exceptions=True)


async def _visitor(load: Load, person: Person, gate: asyncio.Semaphore) -> None:
    """As the widget: a stream that says "news", and the question for it. Cut, it connects anew."""
    while not load.over:
        async with gate:
            reader, writer = await _open(load.ports[1], person.address)
        head = {"Origin": SITE, "X-Slovo-Visitor": person.key}
        writer.write(_request("GET", f"/live/widget/{load.chat}", head))
        while line := await reader.readline():
            if line.startswith(b"event: news"):
                told = (await reader.readline()).decode().removeprefix("data:").strip()
                if told in person.has:
                    continue
                async with gate:
                    await _fetch(load, person)
                person.ready = True
        writer.close()


async def _fetch(load: Load, person: Person) -> None:
    path = f"/widget/{load.chat}/news?lang=ru&after={person.last}"
    head = {"Origin": SITE, "X-Slovo-Visitor": person.key}
    status, body = await _ask(load.ports[0], person.address, "GET", path, head)
    if status != 200:
        load.refused[status] += 1
        return
    now, lines = time.monotonic(), json.loads(body)["lines"]
    for line in lines:
        person.last = line["id"]
        load.read.setdefault(line["text"] if line["text"] != HELLO else line["id"], []).append(now)


async def _say(load: Load, person: Person, number: int) -> None:
    client_id, began = str(uuid4()), time.monotonic()
    given = urlencode({"client_id": client_id, "text": f"Вопрос {number}: где мой чайник?"})
    head = {"Origin": SITE, "X-Slovo-Visitor": person.key, "Content-Type": "application/x-www-form-urlencoded"}
    path = f"/widget/{load.chat}/messages?lang=ru"
    status, body = await _ask(load.ports[0], person.address, "POST", path, head, given.encode())
    if status == 200:
        load.said[client_id] = began
        person.has.add(json.loads(body)["line"]["id"])
    else:
        load.refused[status] += 1


async def _answer(load: Load, person: Person, number: int) -> None:
    text, token, began = f"Ответ {number}", secrets.token_hex(16), time.monotonic()
    head = {
        "Cookie": f"slovo={load.cookie}; csrftoken={token}",
        "X-CSRFToken": token,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    path = f"/conversations/{person.conversation[0]}/replies"
    given = urlencode({"text": text}).encode()
    status, _body = await _ask(load.ports[0], "127.0.0.1", "POST", path, head, given)
    if status == 302:
        load.answered[text] = began
    else:
        load.refused[status] += 1


async def _agents_screen(load: Load) -> None:
    while not load.over:
        reader, writer = await _open(load.ports[1], "127.0.0.1")
        writer.write(_request("GET", "/live", {"Cookie": f"slovo={load.cookie}"}))
        while line := await reader.readline():
            if line.startswith(b"data: conversation:"):
                load.heard.setdefault(line[6:].decode().strip(), []).append(time.monotonic())
        writer.close()


async def _open(port: int, address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0))


async def _ask(
    port: int, address: str, method: str, path: str, head: dict[str, str], body: bytes = b""
) -> tuple[int, bytes]:
    began = time.monotonic()
    reader, writer = await _open(port, address)
    writer.write(_request(method, path, {**head, "Connection": "close"}, body))
    top, _blank, content = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    TOOK.setdefault(path.split("?")[0].rsplit("/", 1)[1], []).append(time.monotonic() - began)
    return int(top.split(b" ")[1]) if top else 0, _whole(top, content)


def _request(method: str, path: str, head: dict[str, str], body: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in head.items())]
    lines += [f"Content-Length: {len(body)}"] if method == "POST" else []
    return "\r\n".join([*lines, "", ""]).encode() + body


def _whole(top: bytes, content: bytes) -> bytes:
    """Where it came in chunks: put together."""
    if b"transfer-encoding: chunked" not in top.lower():
        return content
    found = b""
    while content:
        size, _line, content = content.partition(b"\r\n")
        found += content[: int(size, 16)]
        content = content[int(size, 16) + 2 :]
    return found


def _tell_processor(before: dict[str, float], after: dict[str, float], client: float, messages: int) -> None:
    parts = {name: (used - before.get(name, 0.0)) * 1000 / messages for name, used in after.items()}
    shown = ", ".join(f"{name} {part:.1f}" for name, part in sorted(parts.items()) if part >= 0.05)
    print(f"processor, ms a message: {sum(parts.values()):.1f} ({shown}); the clients {client * 1000 / messages:.1f}")


def _nothing_waits() -> bool:
    from slovo.channels.models import Inbound

    return not Inbound.objects.filter(taken_in_at=None).exists()


def _tell(load: Load) -> None:
    from slovo.channels.chat.models import Line
    from slovo.conversations.models import Message

    stored = Line.objects.filter(client_id__in=list(load.said))
    where = {str(client_id): f"conversation:{pk}" for client_id, pk in stored.values_list("client_id", CONVERSATION)}
    messages = Message.objects.filter(inbound__line__in=stored).count()
    to_agent = [_after(load.heard.get(where.get(one, ""), []), at) for one, at in load.said.items()]
    print(f"said by visitors: {len(load.said)}, stored: {len(where)}, in conversations: {messages}")
    print(f"from a visitor to the agent's screen: {_told(to_agent)}")
    ours = Line.objects.filter(ours=True, text__in=list(load.answered)).count()
    times = Counter(len(load.read.get(text, [])) for text in load.answered)
    to_visitor = [_after(load.read.get(text, []), at) for text, at in load.answered.items()]
    print(f"said by the agent: {len(load.answered)}, stored: {ours}, read once: {times[1]}, never: {times[0]}")
    print(f"from the agent to the visitor's screen: {_told(to_visitor)}")
    for noun, took in TOOK.items():
        print(f"{noun}, from asking to the answer: {_told(took)}")
    doubled = sum(len(moments) > 1 for moments in load.read.values())
    refused = ", ".join(f"{count} × {status}" for status, count in sorted(load.refused.items())) or "none"
    lost = len(load.said) - messages + len(load.answered) - ours + times[0]
    print(f"lost: {lost}, doubled: {doubled}, refused: {refused}")
    assert not lost and not doubled, f"lost {lost}, doubled {doubled}"


def _after(moments: Sequence[float], at: float) -> float | None:
    return next((moment - at for moment in moments if moment >= at), None)


def _told(seconds: Sequence[float | None]) -> str:
    ordered = sorted(one for one in seconds if one is not None)
    if not ordered:
        return "none"
    median, late = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
    return f"p50 {median * 1000:.0f} ms, p95 {late * 1000:.0f} ms of {len(ordered)}"
