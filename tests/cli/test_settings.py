from pathlib import Path

from slovo.config.environment import VARIABLES
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
