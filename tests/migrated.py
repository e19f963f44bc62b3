"""The database as all migrations make it: made once a run, by the way that a customer's is made, and copied for every
worker and every Python.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString
from urllib.parse import urlsplit

import psycopg
from django.db import connection
from psycopg.sql import SQL, Identifier

MADE, MAKING = "slovo_migrated", "slovo_migrating"


def lay_out() -> None:
    """What this process's tests will find as their database: a fresh copy."""
    url = os.environ.get("SLOVO_DATABASE_URL", "")
    with _alone() as folder:
        if url:
            _on_postgresql(url, folder)
        else:
            _on_sqlite(folder)


def copied_to(data: Path) -> None:
    """A data folder of its own with such a database, and keys: where `slovo migrate` was once, and nobody else."""
    with _alone() as folder:
        shutil.copytree(_on_a_file(folder), data)


def copied_beside(url: str, name: str) -> None:
    """Such a database in the server that `url` names."""
    with _alone() as folder, psycopg.connect(url, autocommit=True) as line:
        _copy(line, _on_a_server(line, url, folder), name)


@contextmanager
def _alone() -> Iterator[Path]:
    folder = Path(os.environ["SLOVO_TEST_DATA"]) / "migrated"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def _on_sqlite(folder: Path) -> None:
    shutil.copy(_on_a_file(folder) / "slovo.sqlite3", connection.creation._get_test_db_name())


def _on_a_file(folder: Path) -> Path:
    if not (folder / MADE).exists():
        _migrate(folder / MAKING)
        (folder / MAKING).rename(folder / MADE)
    return folder / MADE


def _on_postgresql(url: str, folder: Path) -> None:
    with psycopg.connect(url, autocommit=True) as line:
        made, own = _on_a_server(line, url, folder), connection.creation._get_test_db_name()
        _say(line, "DROP DATABASE IF EXISTS {} WITH (FORCE)", own)
        _copy(line, made, own)


def _on_a_server(line: psycopg.Connection, url: str, folder: Path) -> str:
    if not line.execute("SELECT 1 FROM pg_database WHERE datname = %s", [MADE]).fetchone():
        _say(line, "DROP DATABASE IF EXISTS {} WITH (FORCE)", MAKING)
        _say(line, "CREATE DATABASE {}", MAKING)
        _migrate(folder / "settings", urlsplit(url)._replace(path=f"/{MAKING}").geturl())
        _say(line, "ALTER DATABASE {} RENAME TO {}", MAKING, MADE)
    return MADE


def _copy(line: psycopg.Connection, made: str, name: str) -> None:
    _say(line, "CREATE DATABASE {} TEMPLATE {}", name, made)


def _say(line: psycopg.Connection, words: LiteralString, *names: str) -> None:
    line.execute(SQL(words).format(*map(Identifier, names)))


def _migrate(data: Path, url: str = "") -> None:
    others = {name: value for name, value in os.environ.items() if not name.startswith(("SLOVO_", "DJANGO_"))}
    own = {"SLOVO_DATA": str(data), "SLOVO_DATABASE_URL": url}
    subprocess.run([sys.executable, "-m", "slovo", "migrate"], env=others | own, check=True)
