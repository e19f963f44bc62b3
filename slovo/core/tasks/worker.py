"""The worker: threads that take tasks, prepare them, and apply what they prepared."""

import logging
import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from django.db import connection
from django.db.utils import DatabaseError, InterfaceError
from django.utils import timezone

from slovo.core.db import commits_of_others, in_transaction, is_postgresql, is_sqlite, transaction
from slovo.core.prepared import asking_once
from slovo.core.tasks import leases, process
from slovo.core.tasks.definitions import declared_queues, definitions
from slovo.core.tasks.hand import LOOK_SECONDS, Hand
from slovo.core.tasks.leases import Leased, LeaseLost
from slovo.core.tasks.trouble import will_pass
from slovo.core.together import HOLD_SECONDS, Together

logger = logging.getLogger(__name__)
T = TypeVar("T")

LEASE_SECONDS = 30
BEATS_PER_LEASE = 3
GRACE_SECONDS = 20
POLL_SECONDS = 0.15
GLANCE_SECONDS = 0.03  # on SQLite: whether anything was committed
GROUP_SECONDS = 0.02  # of preparing
TROUBLE_SECONDS = (0.2, 0.5, 1, 2, 4, 8)  # waits between tries while the database cannot write


@dataclass(frozen=True, slots=True)
class Prepared:
    leased: Leased
    apply: Callable[[], object] | None


class Worker:
    """`threads` at work on `queues` (all that tasks are declared for, if none are named)."""

    def __init__(
        self,
        threads: int = 1,
        queues: Sequence[str] | None = None,
        *,
        lease_seconds: float = LEASE_SECONDS,
        look_seconds: float = LOOK_SECONDS,
        grace_seconds: float = GRACE_SECONDS,
    ) -> None:
        queues = declared_queues() if queues is None else queues
        self._hand = Hand(queues, few=threads, lease_seconds=lease_seconds, look_seconds=look_seconds)
        self._beat_seconds = lease_seconds / BEATS_PER_LEASE
        self._grace_seconds = grace_seconds
        self._now: Callable[[], datetime] = timezone.now
        self._waits = True
        self._raises = False
        self._claiming = threading.Lock()
        self._with_others = Together()
        self._stopping = threading.Event()
        self._stopped = threading.Event()
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(threads)]
        self._heart = threading.Thread(target=self._beat, daemon=True)

    def run(self) -> None:
        """Until SIGTERM or SIGINT."""
        process.run(self)

    def start(self) -> None:
        for thread in (*self._threads, self._heart):
            thread.start()

    def stop(self) -> None:
        self._stopping.set()

    def join(self) -> None:
        """What is begun is finished, within the grace; what takes longer is left to its lease."""
        until = time.monotonic() + self._grace_seconds
        for thread in self._threads:
            if thread.is_alive():  # a signal may come before all have been started
                thread.join(max(0.0, until - time.monotonic()))
        self._stopped.set()
        if self._heart.is_alive():
            self._heart.join()
        self._hand.give_back(begun=False)

    def drain(self, at: datetime | None = None, *, raise_errors: bool = False) -> int:
        """Run in this thread all that is due, and what it enqueues, until nothing is. The number of tasks run.

        `at`: pretend it is this moment. `raise_errors`: the first failure is raised, once it is recorded.
        """
        assert not in_transaction()
        self._now = (lambda: at) if at else timezone.now
        self._waits, self._raises = False, raise_errors
        try:
            return sum(iter(self._round, 0))
        finally:
            self._hand.give_back(begun=True)

    def _work(self) -> None:
        troubles = 0
        while not self._stopping.is_set():
            try:
                self._round()
                troubles = 0
            except Exception:  # whatever it is, a worker that stands still helps nobody
                wait = TROUBLE_SECONDS[min(troubles, len(TROUBLE_SECONDS) - 1)]
                troubles += 1
                logger.exception("The worker cannot take tasks; it tries again in %s s.", wait)
                connection.close_if_unusable_or_obsolete()
                self._stopping.wait(wait)
        connection.close()

    def _beat(self) -> None:
        while not self._stopped.wait(self._beat_seconds):
            try:
                self._hand.keep(at=self._now())
            except (DatabaseError, InterfaceError):
                logger.exception("The worker cannot keep its leases.")
                connection.close_if_unusable_or_obsolete()
        connection.close()

    def _round(self) -> int:
        """Prepare a task, or a group of small ones, and settle it. How many came to an end of any kind."""
        leased = self._next()
        if leased and definitions[leased.name].grouped:
            with asking_once():
                return self._together(leased)
        if leased:
            self._settle(self._prepare(leased))
        return 1 if leased else 0

    def _together(self, first: Leased) -> int:
        """With it, as many of its like as are at hand and quickly prepared."""
        until, definition = time.monotonic() + GROUP_SECONDS, definitions[first.name]
        leased: Leased | None = first
        group: list[Prepared] = []
        ended = 0
        while leased:
            ended += 1
            group += self._prepare(leased)
            more = ended < definition.group_max and time.monotonic() < until
            leased = self._hand.next(joining=definition) if more else None
        self._settle(group)
        return ended

    def _next(self) -> Leased | None:
        """One thread watches the queue for all; the others wait for it at the lock."""
        with self._claiming:
            while not self._stopping.is_set():
                seen = commits_of_others() if is_sqlite() else None
                self._hand.claim_at_once(at=self._now())
                if leased := self._hand.next():
                    return leased
                self._hand.claim(at=self._now())
                if leased := self._hand.next():
                    return leased
                if not self._waits:
                    return None
                self._rest(seen)
        return None

    def _rest(self, seen: int | None) -> None:
        """Until it is time to look again: sooner, where the database tells without a query that something has come."""
        if seen is None:
            self._stopping.wait(POLL_SECONDS)
            return
        until = time.monotonic() + POLL_SECONDS
        while time.monotonic() < until and commits_of_others() == seen:
            if self._stopping.wait(GLANCE_SECONDS):
                return

    def _prepare(self, leased: Leased) -> list[Prepared]:
        """One, or none if it failed."""
        definition = definitions[leased.name]
        if leased.attempts > definition.attempts_max:
            self._park(leased)
            return []
        try:
            apply = definition.task.call(*leased.arguments["args"], **leased.arguments["kwargs"])
            assert apply is None or callable(apply), f"{leased.name} returned no function that applies its work"
            assert not in_transaction()
        except KeyboardInterrupt:
            raise
        except BaseException as problem:
            self._fail(leased, problem)
            return []
        return [Prepared(leased, apply)]

    def _settle(self, group: list[Prepared]) -> None:
        """Apply and acknowledge in one transaction, or in a few; when that fails, each alone, to find the one that
        failed."""
        if not group:
            return
        write = partial(_apply, group)
        if definitions[group[0].leased.name].grouped:
            write = partial(self._with_others, write)
        try:
            applied = self._patiently(write)
        except KeyboardInterrupt:
            raise
        except BaseException as problem:
            if len(group) == 1:
                self._fail(group[0].leased, problem)
                return
            for prepared in group:
                self._settle([prepared])
        else:
            self._hand.let_go(prepared.leased for prepared in group[:applied])
            self._settle(group[applied:])

    def _fail(self, leased: Leased, problem: BaseException) -> None:
        if isinstance(problem, LeaseLost):
            logger.warning("Task %d, %s, took longer than its lease: another worker has it.", leased.id, leased.name)
            self._hand.let_go([leased])
            return
        logger.warning("Task %d, %s, attempt %d:", leased.id, leased.name, leased.attempts, exc_info=problem)
        self._write_down(leased, partial(leases.record_failure, leased, problem, at=self._now()))
        if self._raises:
            raise problem

    def _park(self, leased: Leased) -> None:
        text = f"Taken {leased.attempts - 1} times; each time its worker stopped before it was done."
        logger.error("Task %d, %s, is parked: %s", leased.id, leased.name, text)
        self._write_down(leased, partial(leases.park, leased, text, at=self._now()))

    def _write_down(self, leased: Leased, write: Callable[[], None]) -> None:
        try:
            self._patiently(write)
        except (DatabaseError, InterfaceError):  # the lease runs out, and this attempt is counted already
            logger.exception("What came of task %d cannot be written down.", leased.id)
        finally:
            self._hand.let_go([leased])

    def _patiently(self, write: Callable[[], T]) -> T:
        """What is prepared may have left its trace in the world already: a locked database must not waste it."""
        for wait in TROUBLE_SECONDS:
            try:
                return write()
            except (DatabaseError, InterfaceError) as problem:
                if not will_pass(problem):
                    raise
                logger.warning("The database cannot write (%s); again in %s s.", problem, wait)
                connection.close_if_unusable_or_obsolete()
                time.sleep(wait)
        return write()


def _apply(group: list[Prepared]) -> int:
    """Of how many the work is done, from the first on."""
    done = 0
    with transaction():
        until = math.inf if is_postgresql() else time.monotonic() + HOLD_SECONDS
        while done < len(group) and (done == 0 or time.monotonic() < until):
            if apply := group[done].apply:
                apply()
            done += 1
        leases.finish([prepared.leased for prepared in group[:done]])
    return done
