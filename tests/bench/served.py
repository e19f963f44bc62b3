"""Pages as a browser gets them: pages of a running house on the bench's database, asked by one client and by eight."""

import http.client
import statistics
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.bench.processes import Running

CLIENTS = 8
SECONDS = 4.0
Who = Mapping[str, str]  # the headers by which somebody is known
ROUNDS = 3
ASKED = 60


@dataclass(frozen=True)
class Served:
    """`p50_ms`, `p95_ms`: of one client. `rate`: answers a second of eight. `cpu_ms`: what one costs the server's
    processes and the database's, which tells more than the clock while others work on the machine. Medians.
    """

    p50_ms: float
    p95_ms: float
    rate: float
    cpu_ms: float


class Browser:
    """One connection that stays, and who asks."""

    def __init__(self, port: int, who: Who) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {**who, "Accept-Language": "ru", "Accept-Encoding": "gzip"}

    def get(self, path: str) -> int:
        self._line.request("GET", path, headers=self._headers)
        answer = self._line.getresponse()
        content = answer.read()
        assert answer.status == 200, (path, answer.status)
        return len(content)


def cookie(session: str) -> Who:
    """Of somebody who has signed in."""
    return {"Cookie": f"slovo={session}"}


def bearer(token: str) -> Who:
    """Of a program."""
    return {"Authorization": f"Bearer {token}"}


def measure(house: Running, who: Who, paths: Sequence[str], *, seconds: float = SECONDS) -> Served:
    """`paths` are asked in turn, so that no cache of one page tells the tale. `seconds`: how long eight ask."""
    rounds = [_round(house, who, paths, seconds) for _ in range(ROUNDS)]
    return Served(*(statistics.median(figures) for figures in zip(*rounds, strict=True)))


def _round(house: Running, who: Who, paths: Sequence[str], seconds: float) -> tuple[float, float, float, float]:
    port = house.http
    browser, took = Browser(port, who), []
    for number in range(ASKED + 5):
        started = time.perf_counter()
        browser.get(paths[number % len(paths)])
        took.append((time.perf_counter() - started) * 1000)
    took = sorted(took[5:])
    before = house.cpu()
    with ThreadPoolExecutor(CLIENTS) as clients:
        asked = sum(clients.map(lambda number: _many(port, who, paths, number, seconds), range(CLIENTS)))
    after = house.cpu()
    cpu = sum(after[name] - before[name] for name in after) * 1000 / asked
    return took[len(took) // 2], took[int(len(took) * 0.95)], asked / seconds, cpu


def _many(port: int, who: Who, paths: Sequence[str], first: int, seconds: float) -> int:
    browser, end, asked = Browser(port, who), time.monotonic() + seconds, 0
    while time.monotonic() < end:
        browser.get(paths[(first + asked) % len(paths)])
        asked += 1
    return asked
