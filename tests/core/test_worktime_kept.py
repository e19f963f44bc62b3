"""What the package of holidays says is kept, so that a process which works with calendars need not import it."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
from slovo.config.cli.setup import django_ready
django_ready()
from datetime import datetime
from slovo.core.worktime import Calendar
calendar = Calendar.from_document({
    "tz": "Europe/Moscow", "week": {"mon": [["09:00", "18:00"]]}, "holidays": [sys.argv[1]]
})
print(calendar.is_open(datetime.fromisoformat(sys.argv[2])), "holidays" in sys.modules)
"""
NEW_YEARS_MONDAY, ANOTHER_MONDAY = "2024-01-01T12:00+03:00", "2024-01-15T12:00+03:00"


def asks(data: Path, moment: str, country: str = "RU") -> str:
    env = os.environ | {"SLOVO_DATA": str(data), "SLOVO_DATABASE_URL": ""}
    command = [sys.executable, "-c", PROGRAM, country, moment]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_who_comes_second_reads_what_is_kept(tmp_path: Path) -> None:
    assert asks(tmp_path, NEW_YEARS_MONDAY) == "False True"
    assert asks(tmp_path, NEW_YEARS_MONDAY) == "False False"
    assert asks(tmp_path, ANOTHER_MONDAY) == "True False"


def test_what_is_kept_and_no_longer_whole_is_made_anew(tmp_path: Path) -> None:
    asks(tmp_path, NEW_YEARS_MONDAY)
    kept = sorted((tmp_path / "days-off").rglob("*.json"))
    assert kept
    for path in kept:
        path.write_text("[[738")

    assert asks(tmp_path, NEW_YEARS_MONDAY) == "False True"
    assert asks(tmp_path, NEW_YEARS_MONDAY) == "False False"


def test_where_nothing_can_be_kept_the_answer_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "days-off").write_text("a file stands where the folder should")

    assert [asks(tmp_path, NEW_YEARS_MONDAY) for _time in range(2)] == ["False True"] * 2
