import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from slovo.config.environment import VARIABLES, UnableToReadSetting, worker_processes
from tests.cli.own_house import OwnHouse
from tests.databases import on_postgresql_alone


@on_postgresql_alone("SQLite has no server")
def test_a_server_on_this_machine_is_reached_by_its_socket(tmp_path: Path, db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('unix_socket_directories'), current_setting('port'), current_user")
        folder, port, user = cursor.fetchone()
    url = f"postgres://{user}@:{port}/postgres?host={folder}"
    asks = "import django; django.setup(); from django.db import connection as known; known.ensure_connection()"
    own = {"SLOVO_DATABASE_URL": url, "SLOVO_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "slovo.config.settings"}
    told = subprocess.run(
        [sys.executable, "-c", f"{asks}; print(known.connection.info.host)"],
        env=os.environ | own,
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.strip() == folder


def test_every_variable_is_shown_with_its_meaning_and_no_secret(tmp_path: Path) -> None:
    house = OwnHouse(tmp_path / "data", "postgres://slovo:hidden@db.example.com/slovo")
    printed = house.slovo("settings")

    assert [line.split(" = ")[0] for line in printed.splitlines() if line.startswith("SLOVO_")] == [
        variable.name for variable in VARIABLES
    ]
    assert "hidden" not in printed
    assert "SLOVO_DATABASE_URL = (set, not shown)" in printed
    assert f"SLOVO_DATA = {house.data}" in printed
    assert "SLOVO_HTTP = 127.0.0.1:8000   (the default)" in printed


@pytest.mark.parametrize(
    ("url", "cores", "chosen", "workers"),
    [
        ("", 8, "", 1),  # SQLite: all writers pass one gate
        ("postgres://slovo@db.example.com/slovo", 8, "", 2),
        ("postgres://slovo@db.example.com/slovo", 1, "", 1),
        ("postgres://slovo@db.example.com/slovo", 8, "3", 3),
    ],
)
def test_there_are_two_workers_where_neither_waits_for_the_other(
    monkeypatch: pytest.MonkeyPatch, url: str, cores: int, chosen: str, workers: int
) -> None:
    monkeypatch.setenv("SLOVO_DATABASE_URL", url)
    monkeypatch.setenv("SLOVO_WORKER_PROCESSES", chosen)
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert worker_processes() == workers


def test_a_number_of_workers_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLOVO_WORKER_PROCESSES", "many")
    with pytest.raises(UnableToReadSetting, match="SLOVO_WORKER_PROCESSES=many is no number of workers"):
        worker_processes()
