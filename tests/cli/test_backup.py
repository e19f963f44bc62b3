"""`slovo backup`, `slovo restore`, `slovo upgrade`, as an administrator types them."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.own_house import OwnHouse, own_house
from tests.databases import on_sqlite_alone

pytestmark = pytest.mark.slow
FILL = """
cast = t.gather(outgoing="/nowhere")
large = ("Чертёж.bin", "application/octet-stream", b"x" * 200_000)
for number in range(3):
    t.arrives(t.letter(f"Письмо {number}.", message_id=f"<{number}@example.com>", files=[large]), cast.chainik_mail)
"""
LOOK = """
from slovo.conversations.models import Message, Attachment
from slovo.core.files import storage
print([text.strip() for text in Message.objects.order_by("pk").values_list("text", flat=True)],
      {len(storage.read(one.file)) for one in Attachment.objects.select_related("file")})
"""
SEEN = "['Письмо 0.', 'Письмо 1.', 'Письмо 2.'] {200000}\n"
WRITE_FOR_EVER = """
import itertools
from slovo.channels.models import Mailbox
mailbox = Mailbox.objects.get(address="help@chainik.example")
for number in itertools.count(1000):
    large = ("n.bin", "application/octet-stream", str(number).encode() * 20_000)
    t.arrives(t.letter(f"Письмо {number}.", message_id=f"<{number}@example.com>", files=[large]), mailbox)
    print(number, flush=True)
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnHouse]:
    """Made once: each test has a copy."""
    with own_house(tmp_path_factory.mktemp("filled"), postgresql_url=os.environ.get("SLOVO_DATABASE_URL", "")) as own:
        own.python(FILL)
        yield own


@pytest.fixture
def house(tmp_path: Path, filled: OwnHouse) -> Iterator[OwnHouse]:
    with own_house(tmp_path, postgresql_url=os.environ.get("SLOVO_DATABASE_URL", ""), like=filled) as own:
        yield own


def another(house: OwnHouse, tmp_path: Path) -> OwnHouse:
    """An empty folder; on PostgreSQL the same database, which --force empties."""
    return OwnHouse(tmp_path / "elsewhere", house.database_url)


def test_a_backup_restored_elsewhere_has_everything(house: OwnHouse, tmp_path: Path) -> None:
    folder = house.slovo("backup", str(tmp_path / "copy")).strip()
    elsewhere = another(house, tmp_path)
    elsewhere.slovo("restore", folder, *(["--force"] if house.database_url else []))

    assert elsewhere.python(LOOK) == SEEN
    assert (elsewhere.data / "keys" / "field").read_text() == (house.data / "keys" / "field").read_text()
    assert (elsewhere.data / "keys" / "field").stat().st_mode & 0o777 == 0o600


def test_a_backup_goes_into_the_data_folder_and_over_no_other(house: OwnHouse) -> None:
    folder = Path(house.slovo("backup").strip())

    assert folder.parent == house.data / "backups"
    assert "exists already" in house.slovo("backup", str(folder), status=1)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["files"] == 4  # three letters and one attachment: the same bytes are one file


def test_a_backup_taken_while_letters_stream_in_is_consistent(house: OwnHouse, tmp_path: Path) -> None:
    from tests.cli.own_house import PROGRAM

    writer = subprocess.Popen(
        [sys.executable, "-c", PROGRAM + WRITE_FOR_EVER],
        env=house.environment | {"DJANGO_SETTINGS_MODULE": "slovo.config.settings"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout
    with writer, writer.stdout as said:
        for _ in range(5):
            said.readline()
        folder = house.slovo("backup", str(tmp_path / "copy")).strip()
        said.readline()
        writer.kill()

    elsewhere = another(house, tmp_path)
    elsewhere.slovo("restore", folder, *(["--force"] if house.database_url else []))
    whole = elsewhere.python(
        """
from slovo.channels.models import Inbound
from slovo.core.files import storage
from slovo.core.files.models import File
from slovo.conversations.models import Message
print(Message.objects.count() >= 8, all(len(storage.read(file)) == file.bytes for file in File.objects.all()))
"""
    )
    assert whole == "True True\n"


def test_data_is_replaced_only_when_told_to_and_then_kept_aside(house: OwnHouse, tmp_path: Path) -> None:
    folder = house.slovo("backup", str(tmp_path / "copy")).strip()
    house.python('from slovo.conversations.models import Message; Message.objects.update(text="испорчено")')

    assert "--force" in house.slovo("restore", folder, status=1)
    printed = house.slovo("restore", folder, "--force")

    assert house.python(LOOK) == SEEN
    kept = Path(printed.splitlines()[0].removeprefix("What was there before is kept in ").rstrip("."))
    assert kept.is_dir()


@pytest.mark.parametrize("damage", ["nothing there", "no manifest", "database cut", "database changed"])
def test_what_is_no_whole_backup_is_refused(house: OwnHouse, tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "copy"
    house.slovo("backup", str(folder))
    database = next(folder.glob("slovo.*"))
    if damage == "nothing there":
        shutil.rmtree(folder)
    elif damage == "no manifest":
        (folder / "manifest.json").unlink()
    elif damage == "database cut":
        database.write_bytes(database.read_bytes()[:-100])
    else:
        database.write_bytes(database.read_bytes()[:-1] + b"?")

    complaint = house.slovo("restore", str(folder), "--force", status=1)

    assert "is no backup" in complaint or "is not what the backup wrote" in complaint
    assert house.python(LOOK) == SEEN


BACK_TO_EARLIER = """
from django.core.management import call_command
call_command("migrate", "channels", "0001", verbosity=0)
"""


@pytest.fixture(scope="module")
def gone_back(tmp_path_factory: pytest.TempPathFactory, filled: OwnHouse) -> Iterator[OwnHouse]:
    url = os.environ.get("SLOVO_DATABASE_URL", "")
    with own_house(tmp_path_factory.mktemp("earlier"), postgresql_url=url, like=filled) as own:
        own.python(BACK_TO_EARLIER)
        yield own


@pytest.fixture
def earlier(tmp_path: Path, gone_back: OwnHouse) -> Iterator[OwnHouse]:
    with own_house(tmp_path, postgresql_url=os.environ.get("SLOVO_DATABASE_URL", ""), like=gone_back) as own:
        yield own


def test_an_earlier_versions_database_is_upgraded_and_nothing_is_lost(earlier: OwnHouse) -> None:
    assert "Run `slovo upgrade`" in earlier.slovo("worker", status=1)
    printed = earlier.slovo("upgrade")

    assert printed.startswith("Upgraded and checked. The state before is in ")
    assert earlier.python(LOOK) == SEEN
    assert earlier.slovo("upgrade") == "The database is current already: there is nothing to do.\n"


def test_a_newer_versions_database_is_left_alone(house: OwnHouse) -> None:
    house.python(
        """
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
MigrationRecorder(connection).record_applied("channels", "9999_of_the_future")
"""
    )

    for command in ("worker", "upgrade"):
        assert "newer than this version" in house.slovo(command, status=1)


def test_an_upgrade_that_fails_names_the_way_back(earlier: OwnHouse) -> None:
    earlier.python(
        """
from django.db import connection
in_the_way = {
    "sqlite": 'CREATE TABLE "new__channels_imapposition" (n integer)',
    "postgresql": "ALTER TABLE channels_imapposition ADD COLUMN not_given text",
}
connection.cursor().execute(in_the_way[connection.vendor])
"""
    )

    complaint = earlier.slovo("upgrade", status=1)

    assert "Nothing is lost: `slovo restore " in complaint
    backup = complaint.split("`slovo restore ")[1].split(" --force`")[0]
    earlier.slovo("restore", backup, "--force")
    assert earlier.python(LOOK) == SEEN


def test_nobody_restores_or_upgrades_under_a_running_slovo(house: OwnHouse) -> None:
    import fcntl

    with (house.data / "running").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert "Stop it first" in house.slovo("upgrade", status=1)
        assert "Stop it first" in house.slovo("restore", "/nowhere", status=1)


@on_sqlite_alone("the check is SQLite's")
def test_a_restored_sqlite_passes_its_own_check(house: OwnHouse) -> None:
    folder = Path(house.slovo("backup").strip())

    with sqlite3.connect(folder / "slovo.sqlite3") as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
