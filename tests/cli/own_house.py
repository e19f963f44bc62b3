"""A Slovo on a data folder and a database of its own, told what to do by the command line alone."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests import migrated

PATIENCE_SECONDS = 120
PROGRAM = """
import django
django.setup()
from tests import cast as t
"""


@dataclass(frozen=True)
class OwnHouse:
    data: Path
    database_url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        others = {name: value for name, value in os.environ.items() if not name.startswith(("SLOVO_", "DJANGO_"))}
        return others | {"SLOVO_DATA": str(self.data), "SLOVO_DATABASE_URL": self.database_url}

    def slovo(self, *words: str, status: int = 0) -> str:
        """What the command printed; its complaint, when it was to fail."""
        done = subprocess.run(
            [sys.executable, "-m", "slovo", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stderr if status else done.stdout

    def python(self, program: str, *arguments: str) -> str:
        """What a program prints that stands on this house's data. `t` is `tests.cast`."""
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM + program, *arguments],
            env=self.environment | {"DJANGO_SETTINGS_MODULE": "slovo.config.settings"},
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def own_house(folder: Path, *, postgresql_url: str = "", like: OwnHouse | None = None) -> Iterator[OwnHouse]:
    """Migrated, or `like`, a copy of that one; on SQLite, or on a database of its own beside the one that
    `postgresql_url` names."""
    if like:
        shutil.copytree(like.data, folder / "data")
    elif not postgresql_url:
        migrated.copied_to(folder / "data")
    if not postgresql_url:
        yield OwnHouse(folder / "data")
        return
    name = f"slovo_house_{os.getpid()}_{folder.name[-8:].lower()}"
    with psycopg.connect(postgresql_url, autocommit=True) as line:
        if like:
            line.execute(f'CREATE DATABASE "{name}" TEMPLATE "{urlsplit(like.database_url).path[1:]}"'.encode())
        else:
            migrated.copied_beside(postgresql_url, name)
        try:
            yield OwnHouse(folder / "data", urlsplit(postgresql_url)._replace(path=f"/{name}").geturl())
        finally:
            line.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
