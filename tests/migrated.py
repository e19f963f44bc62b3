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


@contextmanager
def _alone() -> Iterator[Path]:
    folder = Path(os.environ["SLOVO_TEST_DATA"]) / "migrated"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def _on_sqlite(folder: Path) -> None:
    if not (folder / MADE).exists():
        _migrate(folder / MAKING)
        (folder / MAKING).rename(folder / MADE)
    shutil.copy(folder / MADE / "slovo.sqlite3", connection.creation._get_test_db_name())


def _on_postgresql(url: str, folder: Path) -> None:
    with psycopg.connect(url, autocommit=True) as line:

        def say(words: str, *names: str) -> None:
            line.execute(SQL(words).format(*map(Identifier, names)))  # type: ignore[arg-type]  # ours, each of them

        if not line.execute("SELECT 1 FROM pg_database WHERE datname = %s", [MADE]).fetchone():
            say("DROP DATABASE IF EXISTS {} WITH (FORCE)", MAKING)
            say("CREATE DATABASE {}", MAKING)
            _migrate(folder / "settings", urlsplit(url)._replace(path=f"/{MAKING}").geturl())
            say("ALTER DATABASE {} RENAME TO {}", MAKING, MADE)
        own = connection.creation._get_test_db_name()
        say("DROP DATABASE IF EXISTS {} WITH (FORCE)", own)
        say("CREATE DATABASE {} TEMPLATE {}", own, MADE)


def _migrate(data: Path, url: str = "") -> None:
    others = {name: value for name, value in os.environ.items() if not name.startswith(("SLOVO_", "DJANGO_"))}
    own = {"SLOVO_DATA": str(data), "SLOVO_DATABASE_URL": url}
    subprocess.run([sys.executable, "-m", "slovo", "migrate"], env=others | own, check=True)
