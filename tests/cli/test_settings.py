import os
from pathlib import Path

import pytest

from slovo.config.environment import VARIABLES, UnableToReadSetting, worker_processes
from tests.cli.own_house import OwnHouse


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
