"""A whole Slovo as `slovo run` starts it, on a folder and ports of its own."""

import fcntl
import http.client
import os
import shutil
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests import migrated
from tests.ports import free_ports

PATIENCE_SECONDS = 180


def until(true: Callable[[], object], what: str, told: Callable[[], str] = str) -> None:
    """`told`: what there is to read about it when the patience is over."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < end, f"waited in vain for {what}\n{told()}"
        time.sleep(0.1)


@dataclass
class House:
    """One Slovo on a folder of its own."""

    data: Path
    ports: list[int] = field(default_factory=lambda: free_ports(3))
    more: dict[str, str] = field(default_factory=dict)  # of the environment

    @classmethod
    def furnished(cls, folder: Path, **more: dict[str, str]) -> "House":
        """One in which the demo company works already: made once a run, and copied."""
        shutil.copytree(cls.furnishing(), folder / "data")
        return cls(folder / "data", **more)

    @classmethod
    def furnishing(cls) -> Path:
        ready = Path(os.environ["SLOVO_TEST_DATA"]) / "furnished"
        ready.mkdir(exist_ok=True)
        with (ready / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (ready / "data").exists():
                shutil.rmtree(ready / "making", ignore_errors=True)  # begun by a run that was stopped
                migrated.copied_to(ready / "making")
                with cls(ready / "making").running():
                    pass
                (ready / "making").rename(ready / "data")
        return ready / "data"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.ports[0]}"

    @property
    def environment(self) -> dict[str, str]:
        names = ("SLOVO_HTTP", "SLOVO_LIVE", "SLOVO_SMTP")
        own = {name: f"127.0.0.1:{port}" for name, port in zip(names, self.ports, strict=True)}
        others = {name: value for name, value in os.environ.items() if not name.startswith(("SLOVO_", "DJANGO_"))}
        return others | own | self.more | {"SLOVO_DATA": str(self.data), "PYTHONUNBUFFERED": "1"}

    @contextmanager
    def running(self, *options: str) -> Iterator["subprocess.Popen[bytes]"]:
        log = self.data.parent / "log"
        with log.open("wb") as file:
            command = [sys.executable, "-m", "slovo", "run", *options]
            process = subprocess.Popen(command, env=self.environment, stdout=file, stderr=file)
        try:
            until(lambda: process.poll() is not None or self.is_there(), "Slovo", self.printed)
            yield process
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)

    def printed(self) -> str:
        return (self.data.parent / "log").read_text()

    def is_there(self) -> bool:
        return self.answers() and self.listens()

    def answers(self) -> bool:
        line = http.client.HTTPConnection("127.0.0.1", self.ports[0], timeout=5)
        try:
            line.request("GET", "/health")
            return line.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()

    def listens(self) -> bool:
        try:
            smtplib.SMTP("127.0.0.1", self.ports[2], timeout=5).close()
        except OSError:
            return False
        return True


if __name__ == "__main__":  # before a run, so that no worker waits for another one
    House.furnishing()
