"""A program and the command line copy and erase as well, with the same rights."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from pytest_django.fixtures import Settings

from slovo.config.cli import main
from slovo.privacy.models import Copy, Erasure
from tests.api.programs import program_of
from tests.cast import IRINA, Cast, work
from tests.privacy.stories import (
    BOTH,
    MARK,
    erased_by_the_worker,
    has_done_everything,
    has_written,
    irina,
    what_is_left,
)


@pytest.fixture(autouse=True)
def a_folder_of_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "data"


def slovo(*words: str) -> int:
    return main(["customers", *words, "--brand", "chainik", "--as", "orlov@chainik.example", "--customer", IRINA])


def test_the_command_line_says_first_and_erases_when_told(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    has_written(cast)

    assert slovo("erase", "--why", "asked") == 0
    assert "Nothing was erased" in capsys.readouterr().out
    assert Erasure.objects.count() == 0

    assert slovo("erase", "--why", "asked", "--yes") == 0
    assert Erasure.objects.count() == 1


def test_the_command_line_writes_a_copy(cast: Cast, tmp_path: Path) -> None:
    has_written(cast)

    assert slovo("export", str(tmp_path / "copy")) == 0

    [path] = (tmp_path / "copy").iterdir()
    assert MARK in ZipFile(BytesIO(path.read_bytes())).read("index.html").decode()


def test_the_command_line_knows_nobody_it_does_not_know(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert slovo("erase", "--why", "asked") == 1
    assert f"nobody at chainik is known by {IRINA}" in capsys.readouterr().err


def test_a_program_sees_what_is_held_and_what_stands_in_the_way(cast: Cast) -> None:
    has_done_everything(cast)
    held = program_of(cast.orlov).get(f"customers/{irina().public_id}/data").json()

    tables = {line["table"]: line for line in held["held"]}
    assert tables["customers.Identity"]["goes"] is True
    assert tables["promises.Promise"]["stays"]
    assert len(held["still_promised"]) > 1


def test_a_program_erases_once(cast: Cast) -> None:
    has_written(cast)
    program, path = program_of(cast.orlov), f"customers/{irina().public_id}/erasure"

    first = program.post(path, {"why": "withdrawn"}, Idempotency_Key="1")
    again = program.post(path, {"why": "withdrawn"}, Idempotency_Key="1")
    other = program.post(path, {"why": "asked"})

    assert [one.status_code for one in (first, again, other)] == [202, 202, 202]
    assert first.json()["id"] == again.json()["id"] == other.json()["id"]
    assert Erasure.objects.get().why == "withdrawn"
    erased_by_the_worker()
    assert program.get(path).json()["done_at"]
    assert what_is_left(*BOTH) == []


def test_a_program_is_told_by_which_rule_it_is_refused(cast: Cast) -> None:
    has_done_everything(cast)

    answer = program_of(cast.orlov).post(f"customers/{irina().public_id}/erasure", {"why": "asked"})

    assert (answer.status_code, answer.json()["rule"]) == (409, "nothing-is-owed-to-the-erased")


def test_a_program_takes_a_copy(cast: Cast) -> None:
    has_written(cast)
    program, path = program_of(cast.orlov), f"customers/{irina().public_id}/copies"

    asked = program.post(path)
    work()

    [made] = program.get(path).json()["data"]
    assert (asked.status_code, made["id"], made["parts"]) == (202, asked.json()["id"], 1)
    part = program.get(f"{path}/{made['id']}/1")
    assert MARK in ZipFile(BytesIO(part.content)).read("data.json").decode()


@pytest.mark.parametrize("who", ["anna", "maria"])
def test_a_program_of_somebody_else_may_not(cast: Cast, who: str) -> None:
    has_written(cast)
    program, path = program_of(getattr(cast, who)), f"customers/{irina().public_id}"

    statuses = {program.get(f"{path}/data").status_code, program.post(f"{path}/copies").status_code}

    assert statuses == {403}
    assert Copy.objects.count() == 0
