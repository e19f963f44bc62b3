"""What one worker has taken and must keep, finish or give back."""

import itertools
import os
import secrets
import socket
import time
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from slovo.core.tasks import leases
from slovo.core.tasks.definitions import AT_ONCE, PRIORITIES, Definition, definitions
from slovo.core.tasks.leases import Claim, Leased

CLAIM_TASKS_MAX = 20
LOOK_SECONDS = 0.1  # between two looks for what comes before all that is in hand
CLAIM_SECONDS = 1.0  # whose last claim lasted longer takes few, and leaves the rest to other workers


class Hand:
    """Shared by the threads of a worker. Only one of them calls `claim` at a time; a deque and a dict do the rest."""

    def __init__(self, queues: Sequence[str], *, few: int, lease_seconds: float, look_seconds: float) -> None:
        self._queues = tuple(queues)
        self._few = few
        self._lease = timedelta(seconds=lease_seconds)
        self._look_seconds = look_seconds
        self._name = f"{socket.gethostname()[:40]}/{os.getpid()}/{secrets.token_hex(4)}"
        self._claims = itertools.count(1)
        self._claimed_at = self._looked_at = 0.0
        self._waiting: deque[Leased] = deque()
        self._held: dict[int, Leased] = {}  # waiting here or being worked on

    def claim(self, *, at: datetime) -> None:
        """Take some of what is due at that moment, if anything is."""
        quick = time.monotonic() - self._claimed_at < CLAIM_SECONDS
        self._waiting.extend(self._taken(CLAIM_TASKS_MAX if quick else self._few, PRIORITIES, at=at))
        self._claimed_at = self._looked_at = time.monotonic()

    def claim_at_once(self, *, at: datetime) -> None:
        """What a clock wants done this very moment goes before what waits here: of that there may be seconds' worth."""
        if self._waiting and time.monotonic() - self._looked_at >= self._look_seconds:
            self._waiting.extendleft(reversed(self._taken(self._few, (AT_ONCE,), at=at)))
            self._looked_at = time.monotonic()

    def _taken(self, tasks_max: int, priorities: Sequence[int], *, at: datetime) -> list[Leased]:
        by = f"{self._name}/{next(self._claims)}"
        taken = leases.take(Claim(by, self._queues, tasks_max, at, self._lease, priorities))
        self._held.update((leased.id, leased) for leased in taken)
        return taken

    def next(self, *, joining: Definition | None = None) -> Leased | None:
        """The first that nobody has begun; with `joining` only if it may be applied together with that one."""
        try:
            leased = self._waiting.popleft()
        except IndexError:
            return None
        if joining and not definitions[leased.name].joins(joining):
            self._waiting.appendleft(leased)
            return None
        return leased

    def let_go(self, done: Iterable[Leased]) -> None:
        for leased in done:
            if self._held.get(leased.id) == leased:
                del self._held[leased.id]

    def keep(self, *, at: datetime) -> None:
        """Make the leases longer: the work is not done yet."""
        if held := list(self._held.values()):
            leases.extend(held, until=at + self._lease)

    def give_back(self, *, begun: bool) -> None:
        """What nobody has begun; with `begun` also the rest."""
        waiting = list(iter(self.next, None))
        if back := list(self._held.values()) if begun else waiting:
            leases.give_back(back)
            self.let_go(back)
