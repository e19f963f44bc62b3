"""Letters that are brought at the same moment are stored in one commit: the disk is waited for once for all of them.

One thread stores. Who brought a letter hears when the commit has it; a letter that cannot be stored spoils no other.
While more wait to be taken in than the workers have in hand, the next ones stay with their senders a moment longer: a
flood that is stored at full speed would leave the workers no processor to take it in.
"""

import threading
import time
from concurrent.futures import Future
from queue import Empty, SimpleQueue

from django.db import close_old_connections, connections
from django.db.utils import DatabaseError, InterfaceError

from slovo.channels import queries
from slovo.channels.email.actions import Brought, take

TOGETHER_MAX = 10
IN_HAND_MAX = 40
PAUSE_SECONDS, PAUSES_MAX = 0.02, 25  # before one commit; whoever takes nothing in is not waited for
Waiting = tuple[Brought, "Future[None]"]


class Store:
    def __init__(self) -> None:
        self._waiting: SimpleQueue[Waiting | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="door-in")
        self._thread.start()

    def put(self, letter: Brought) -> "Future[None]":
        """Done when the letter is stored; has the exception of what kept it from that."""
        told: Future[None] = Future()
        self._waiting.put((letter, told))
        return told

    def close(self) -> None:
        """What waits is stored; then the connection is given back."""
        self._waiting.put(None)
        self._thread.join()

    def _work(self) -> None:
        ended = False
        while not ended:
            together, ended = self._next()
            together = [one for one in together if one[1].set_running_or_notify_cancel()]
            if together:
                _store(together)
                _let_catch_up()
        connections.close_all()

    def _next(self) -> tuple[list[Waiting], bool]:
        """All that waits, and whether nothing comes after it."""
        together: list[Waiting] = []
        one = self._waiting.get()
        while one is not None:
            together.append(one)
            if len(together) == TOGETHER_MAX:
                return together, False
            try:
                one = self._waiting.get_nowait()
            except Empty:
                return together, False
        return together, True


def _let_catch_up() -> None:
    for _pause in range(PAUSES_MAX):
        try:
            if not queries.more_wait_than(IN_HAND_MAX):
                return
        except (DatabaseError, InterfaceError):
            return  # whoever brings the next letter hears of it
        time.sleep(PAUSE_SECONDS)  # workers are other processes: only the queue tells how far they are


def _store(together: list[Waiting]) -> None:
    try:
        close_old_connections()
        take(letters=[letter for letter, _told in together])
    except Exception as problem:
        if len(together) == 1:
            together[0][1].set_exception(problem)
            return
        for one in together:
            _store([one])
    else:
        for _letter, told in together:
            told.set_result(None)
