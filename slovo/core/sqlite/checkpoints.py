"""What was written to SQLite's log goes to its file in the background.

Left alone, SQLite does it within the commit that makes the log long, while all who write wait at the gate: on a large
file each time for a tenth of a second. Here nobody waits but for the last few pages of it, after which the log begins
anew. Where nobody works in the background, SQLite still does it, when the log is longer (`config/settings.py`).
"""

import logging
import os
import threading
from contextlib import closing

from django.db import connection
from django.db.utils import DatabaseError

from slovo.core.db import commits_of_others, write_gate

logger = logging.getLogger(__name__)
LOOK_SECONDS = 0.5
LOG_PAGES = 1_000
STOP_SECONDS_MAX = 5


class Checkpoints:
    """A part of a process (`tasks/process.py`). More of them, in several processes, do no harm."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="checkpoints", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()

    def join(self) -> None:
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS_MAX)

    def _work(self) -> None:
        # Whoever closes the file gives up the locks of this process on it: it stays open as long as the process does.
        self._file = os.open(connection.settings_dict["NAME"], os.O_RDWR | os.O_CLOEXEC)
        seen = 0
        with closing(connection):
            while not self._stopping.wait(LOOK_SECONDS):
                try:
                    if (now := commits_of_others()) != seen:
                        self._write_back()
                        seen = now
                except (DatabaseError, OSError):
                    logger.exception("The log of the database cannot be written back; it is tried again.")
                    connection.close_if_unusable_or_obsolete()

    def _write_back(self) -> None:
        if _checkpoint() > LOG_PAGES:
            os.fsync(self._file)
            with write_gate():
                _checkpoint()


def _checkpoint() -> int:
    """Of how many pages the log is."""
    with connection.cursor() as cursor:
        _busy, pages, _written_back = cursor.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    return int(pages)
