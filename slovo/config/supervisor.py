"""The one-command mode: all processes of the desk under one parent that restarts who dies.

They are forked from the parent when everything is imported, and so share its memory: five Pythons that each import
the same cost three times as much.
"""

import ctypes
import gc
import logging
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from multiprocessing.context import ForkProcess
from types import FrameType

from slovo.config.giving_back import give_back

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.2
STOP_SECONDS_MAX = 25.0
BACKOFF_SECONDS = (0.5, 1.0, 2.0, 5.0, 15.0)
WELL_SECONDS = 30.0  # who lived this long starts again at once
PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15

Program = Callable[[], int]  # returns its exit status


@dataclass
class Child:
    name: str
    program: Program
    process: ForkProcess | None = None
    started_at: float = 0.0
    start_after: float = 0.0
    deaths: int = field(default=0)

    def look(self, now: float) -> None:
        """Start it when it should run and does not."""
        if self.process and self.process.is_alive():
            return
        if self.process:
            self._died(now)
        if now >= self.start_after:
            self.process = fork(self.name, self.program)
            self.started_at = now

    def _died(self, now: float) -> None:
        assert self.process
        self.deaths = 0 if now - self.started_at > WELL_SECONDS else self.deaths + 1
        wait = BACKOFF_SECONDS[min(self.deaths, len(BACKOFF_SECONDS) - 1)]
        logger.error("%s ended with %s; it starts again in %s s.", self.name, self.process.exitcode, wait)
        self.process.close()
        self.process, self.start_after = None, now + wait


def fork(name: str, program: Program) -> ForkProcess:
    """A child with all that we have imported. We must have no threads and no open connection to a database."""
    process = multiprocessing.get_context("fork").Process(target=_become, args=(name, program, os.getpid()))
    process.start()
    return process


def supervise(programs: Mapping[str, Program]) -> None:
    """Until SIGTERM or SIGINT. Then everybody is asked to stop, and made to when the time is up."""
    stopping: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopping.append(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    give_back()
    gc.freeze()  # what is shared stays shared: the collector writes into all that it looks at
    children = [Child(name, program) for name, program in programs.items()]
    while not stopping:
        for child in children:
            child.look(time.monotonic())
        time.sleep(LOOK_SECONDS)
    _stop(children)


def _stop(children: list[Child]) -> None:
    alive = [child.process for child in children if child.process and child.process.is_alive()]
    for process in alive:
        process.terminate()
    until = time.monotonic() + STOP_SECONDS_MAX
    for process in alive:
        process.join(max(0.0, until - time.monotonic()))
        if process.is_alive():
            process.kill()
            process.join()


def _become(name: str, program: Program, parent: int) -> None:
    os.setsid()  # a Ctrl-C in the terminal is the parent's to pass on
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    _end_with(parent, name)
    sys.exit(program())


def _end_with(parent: int, name: str) -> None:
    """The kernel ends a child whose parent was killed (Linux): nothing is left behind."""
    if sys.platform == "linux":
        system = ctypes.CDLL(None)
        system.prctl(PR_SET_NAME, f"slovo {name}".encode())
        system.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)
