"""The processes of a Slovo on the bench's database, and what each of them costs."""

import http.client
import os
import signal
import smtplib
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from slovo.config.environment import worker_processes
from tests.house import until
from tests.ports import free_ports

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Running:
    """Ports, and the processes by name: of several workers the others have a number. `database`: PostgreSQL's
    postmaster, None on SQLite."""

    http: int
    smtp: int
    live: int
    processes: dict[str, int] = field(default_factory=dict)
    database: int | None = None

    def cpu(self) -> dict[str, float]:
        """Seconds that each has used so far, with its children."""
        pids = self.processes | ({"database": self.database} if self.database else {})
        used: dict[str, float] = defaultdict(float)
        for name, pid in pids.items():
            used[name.split()[0]] += sum(map(seconds, tree(pid)))
        return used


@contextmanager
def running(*names: str) -> Iterator[Running]:
    """`names`: of the commands, "listen", "worker", "web", "live", "ticker". Of workers there are as many as `bin/run`
    starts on this database."""
    http, smtp, live = free_ports(3)
    addresses = {"SLOVO_HTTP": http, "SLOVO_SMTP": smtp, "SLOVO_LIVE": live}
    env = os.environ | {name: f"127.0.0.1:{port}" for name, port in addresses.items()}
    more = [f"worker {number}" for number in range(2, worker_processes() + 1)] if "worker" in names else []
    begun = {
        name: subprocess.Popen([sys.executable, "-m", "slovo", name.split()[0]], env=env, stderr=subprocess.DEVNULL)
        for name in (*names, *more)
    }
    found = Running(http, smtp, live, {name: process.pid for name, process in begun.items()}, _postmaster())
    try:
        if "listen" in names:
            until(lambda: _listens(smtp), "the listener")
        if "web" in names:
            until(lambda: answers(http), "the pages")
        yield found
    finally:
        for process in begun.values():
            process.send_signal(signal.SIGTERM)
        for process in begun.values():
            process.wait()


def answers(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/health")
        return line.getresponse().status == 200
    except OSError:
        return False


def _listens(port: int) -> bool:
    try:
        smtplib.SMTP("127.0.0.1", port, local_hostname="client.example.com", timeout=5).close()
    except OSError:
        return False
    return True


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [pid]
    for one in found:
        found += parents.get(one, [])
    return found


def seconds(pid: int) -> float:
    """Its own, and of its children that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(value) for value in fields[11:15]) / TICKS


def name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return "gone"


def processor_seconds(pid: int) -> dict[str, float]:
    """What a whole tree of processes has used so far, by the names that they go by."""
    used: dict[str, float] = defaultdict(float)
    for one in tree(pid):
        used[name(one)] += seconds(one)
    return used


def proportional_megabytes(pid: int) -> float:
    """Of a whole tree of processes; what they share is counted once."""
    return sum(map(proportional_kilobytes, tree(pid))) / 1024


def proportional_kilobytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _postmaster() -> int | None:
    from django.db import connection

    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('data_directory')")
        (folder,) = cursor.fetchone()
    try:
        return int((Path(folder) / "postmaster.pid").read_text().split("\n")[0])
    except OSError:  # on another machine
        return None
