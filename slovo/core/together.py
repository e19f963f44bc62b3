"""What threads of one process write at the same moment, in one transaction: SQLite's gate is waited for once, and so is
the disk. PostgreSQL writes side by side; there each has a transaction of its own.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from slovo.core.db import in_transaction, is_sqlite, transaction

HOLD_SECONDS = 0.01  # after which nobody else is let in: all who write meanwhile wait for the whole
T = TypeVar("T")
Waiting = tuple[Callable[[], Any], "Future[Any]"]


class Together:
    """For what may be run again: when one of them fails nothing is kept, and each is run alone. `durable`: as in
    `transaction`."""

    def __init__(self, *, durable: bool = False) -> None:
        self._durable = durable
        self._writing = threading.Lock()
        self._waiting: deque[Waiting] = deque()

    def __call__(self, write: Callable[[], T]) -> T:
        """What it returns or raises, once that is committed."""
        assert not in_transaction()
        if not is_sqlite():
            with transaction(durable=self._durable):
                return write()
        told: Future[T] = Future()
        self._waiting.append((write, told))
        with self._writing:  # whoever is let in writes for all who came meanwhile
            while not told.done():
                self._write()
        return told.result()

    def _write(self) -> None:
        taken: list[Waiting] = []
        found: list[Any] = []
        try:
            with transaction(durable=self._durable):
                until = time.monotonic() + HOLD_SECONDS
                while self._waiting and (not taken or time.monotonic() < until):
                    taken.append(self._waiting.popleft())
                    found.append(taken[-1][0]())
        except Exception:
            for write, told in taken or [self._waiting.popleft()]:
                self._write_alone(write, told)
        else:
            for (_write, told), result in zip(taken, found, strict=True):
                told.set_result(result)

    def _write_alone(self, write: Callable[[], Any], told: "Future[Any]") -> None:
        try:
            with transaction(durable=self._durable):
                result = write()
        except Exception as problem:
            told.set_exception(problem)
        else:
            told.set_result(result)
