"""A process that works in the background until it is told to stop."""

import signal
import threading
from typing import Protocol


class Part(Protocol):
    """A worker or a ticker: starts its own threads."""

    def start(self) -> None: ...
    def stop(self) -> None:
        """Ask to stop; returns at once."""

    def join(self) -> None:
        """Wait until it has stopped, or until its grace is over."""


def run(*parts: Part) -> None:
    """Until SIGTERM or SIGINT. A second one does not wait for what is begun: leases bring it back."""
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, signal.default_int_handler)
    try:
        for part in parts:
            part.start()
        threading.Event().wait()
    except KeyboardInterrupt:
        for part in parts:
            part.stop()
        for part in parts:
            part.join()
