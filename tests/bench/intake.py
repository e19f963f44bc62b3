"""Four clients bring as much as is taken, the full way: stored raw, read, threaded, indexed, promised; nothing left.

Three ways in: letters by SMTP, messages and replies through the API. All are processes of their own, as in operation;
so are the clients. What a message costs each process is told beside the rate.
"""

import http.client
import json
import multiprocessing
import smtplib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.bench import limits
from tests.bench.processes import Running, running

CLIENTS = 4
PREPARED = 400  # texts of one client, made before the clock starts and sent again under new ids
PATIENCE_SECONDS = 600
WAYS = ("smtp", "api", "replies")
ANSWERED = 4_000  # conversations that get the replies, the newest ones
CHARACTERS = 850
TOLD_WHEN = 4  # of so many sentences of an answer one begins with a moment


@dataclass(frozen=True)
class Brought:
    """`rate`: messages a second, taken in and done with. `waited`: how many seconds' worth waited when the clients
    stopped. `cost`: milliseconds of processor time a message, by process.
    """

    rate: float
    waited: float
    cost: dict[str, float]


def run(seconds: float, ways: Sequence[str] = WAYS) -> None:
    for way in ways:
        brought = measure(way, seconds)
        limit = limits.commits_a_second(CLIENTS)
        cost = ", ".join(f"{name} {value:.1f}" for name, value in brought.cost.items())
        print(
            f"{way}, {CLIENTS} clients, {seconds:.0f} s: {brought.rate:.0f}/s, "
            f"{brought.waited:.1f} seconds' worth waited at the end; ms of processor a message: {cost}; "
            f"the machine: {limit:.0f} commits/s of {CLIENTS} clients, ratio {brought.rate / limit:.3f}",
            flush=True,
        )


def measure(way: str, seconds: float) -> Brought:
    with running("listen" if way == "smtp" else "web", "worker") as house:
        _nothing_waits()
        arguments = _arguments(way, house)
        before = house.cpu()
        with multiprocessing.get_context("spawn").Pool(CLIENTS) as clients:
            done = clients.starmap(
                CLIENT[way], [(number, seconds, *arguments[number]) for number in range(CLIENTS)], chunksize=1
            )
        took = max(one[1] for one in done)
        waiting, brought = _waiting(), sum(one[0] for one in done)
        _nothing_waits()
        after = house.cpu()
    rate = (brought - waiting) / took
    cost = {name: (after[name] - before[name]) * 1000 / brought for name in after}
    cost["clients"] = sum(one[2] for one in done) * 1000 / brought
    return Brought(rate, waiting / rate, cost)


def _arguments(way: str, house: Running) -> list[tuple[Any, ...]]:
    """What each client is told."""
    if way == "smtp":
        return [(house.smtp,)] * CLIENTS
    token = _token()
    if way == "api":
        return [(house.http, token)] * CLIENTS
    ids = _answered()
    return [(house.http, token, ids[number::CLIENTS]) for number in range(CLIENTS)]


def _token() -> str:
    from django.utils import timezone

    from slovo.people import tokens
    from slovo.people.models import Staff
    from slovo.people.rights import Verb

    anna = Staff.objects.get(email="anna@chainik.example")
    scopes = {Verb.READ, Verb.REPLY, Verb.FILE}
    _row, text = tokens.issue_token(
        by=anna, name="bench", scopes=scopes, expires_at=None, at=timezone.now(), requests_a_minute_max=60_000
    )
    return text


def _answered() -> list[str]:
    from slovo.conversations.models import Conversation
    from slovo.people.models import Staff

    brand_ids = Staff.objects.get(email="anna@chainik.example").brand_ids
    rows = Conversation.objects.filter(brand_id__in=brand_ids, mailbox__isnull=False).order_by("-pk")
    return [str(public_id) for public_id in rows.values_list("public_id", flat=True)[:ANSWERED]]


def _waiting() -> int:
    """Tasks that somebody should be at."""
    from slovo.core.tasks.models import Task

    return Task.objects.filter(parked_at=None, run_after=None).count()


def _nothing_waits() -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while _waiting():
        assert time.monotonic() < end
        time.sleep(0.05)


def _texts(number: int, *, told_when: int = 1) -> list[str]:
    """As `sentences`."""
    from tests.bench.words import sentences

    return [" ".join(sentences(number * 1000 + index, CHARACTERS, told_when=told_when)) for index in range(PREPARED)]


def bring_letters(number: int, seconds: float, port: int) -> tuple[int, float, float]:
    """How many, in how many seconds, with how many seconds of processor."""
    letters = [a_letter(number, index, text) for index, text in enumerate(_texts(number))]
    brought, started, used = 0, time.monotonic(), time.process_time()
    with smtplib.SMTP("127.0.0.1", port, local_hostname="client.example.com", timeout=60) as line:
        while time.monotonic() < started + seconds:
            raw = letters[brought % PREPARED].replace(b"@@", b"%d-%d-%d" % (time.time_ns(), number, brought))
            line.sendmail(f"c{number}.{brought}@example.com", ["help@chainik.example"], raw)
            brought += 1
    return brought, time.monotonic() - started, time.process_time() - used


def a_letter(number: int, index: int, text: str) -> bytes:
    return (
        f"From: Клиент <client{number}.{index}@example.com>\r\nTo: help@chainik.example\r\nSubject: Вопрос {index}\r\n"
        "Message-ID: <@@@example.com>\r\nDate: Tue, 24 Nov 2026 10:00:00 +0300\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text} @@\r\n"
    ).encode()


def file_messages(number: int, seconds: float, port: int, token: str) -> tuple[int, float, float]:
    def body(index: int, text: str) -> tuple[str, dict[str, Any]]:
        sender = {"name": "Клиент", "email": f"client{number}.{index % PREPARED}@example.com"}
        own = f"{time.time_ns()}-{number}-{index}"
        return "/api/v1/conversations", {"sender": sender, "text": text, "subject": "Вопрос", "external_id": own}

    return _post(_texts(number), seconds, port, token, body)


def answer(number: int, seconds: float, port: int, token: str, ids: Sequence[str]) -> tuple[int, float, float]:
    def body(index: int, text: str) -> tuple[str, dict[str, Any]]:
        return f"/api/v1/conversations/{ids[index % len(ids)]}/replies", {"text": text}

    return _post(_texts(number, told_when=TOLD_WHEN), seconds, port, token, body)


def _post(texts: Sequence[str], seconds: float, port: int, token: str, body: Any) -> tuple[int, float, float]:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    brought, started, used = 0, time.monotonic(), time.process_time()
    while time.monotonic() < started + seconds:
        path, document = body(brought, texts[brought % PREPARED])
        line.request("POST", path, body=json.dumps(document), headers=headers)
        response = line.getresponse()
        content = response.read()
        assert response.status in (200, 201), (response.status, content)
        brought += 1
    return brought, time.monotonic() - started, time.process_time() - used


CLIENT = {"smtp": bring_letters, "api": file_messages, "replies": answer}
