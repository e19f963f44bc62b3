"""All that is held, to take along: at the desk with what colleagues said, on her own page without it."""

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest import mock
from zipfile import ZipFile

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from slovo.core.db import transaction
from slovo.core.journal.models import JournalEntry
from slovo.privacy import jobs, writing
from slovo.privacy.models import Copy, CopyPart
from tests.cast import IRINA, Cast, work
from tests.privacy.stories import MARK, has_written, irina
from tests.web.portal.test_account import Browser


@pytest.fixture(autouse=True)
def a_folder_of_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def at_the_desk(cast: Cast) -> str:
    address = f"/customers/{irina().public_id}"
    assert cast.browser_of(cast.orlov).post(f"{address}/copies").status_code == 302
    work()
    return address


def parts_of(cast: Cast, address: str) -> list[ZipFile]:
    orlov = cast.browser_of(cast.orlov)
    rows = CopyPart.objects.order_by("number")
    return [ZipFile(BytesIO(orlov.get(f"{address}/copies/{part.pk}").content)) for part in rows]


def rows_of(archive: ZipFile, what: str) -> list[dict[str, Any]]:
    held = json.loads(archive.read("data.json"))["held"]
    return next((kind["rows"] for kind in held if kind["what"] == what), [])


def test_the_desk_gives_all_of_it_with_its_files(cast: Cast) -> None:
    has_written(cast)
    address = at_the_desk(cast)

    [archive] = parts_of(cast, address)

    said = [row["text"].strip() for row in rows_of(archive, "Сообщения и заметки")]
    assert said == [f"Это {MARK}, где мой чайник?", f"{MARK} всегда права", f"Госпожа {MARK}, он в пути."]
    assert [row["value"] for row in rows_of(archive, "Адреса и номера")] == [IRINA]
    files = {row["name"]: archive.read(row["file"]) for row in rows_of(archive, "Файлы")}
    assert files["zubryakovskaya.txt"] == b"zubryakovskaya small"
    assert len(files["large.txt"]) > 64 * 1024
    page = archive.read("index.html").decode()
    assert page.startswith('<!doctype html><html lang="ru">')
    assert f"Госпожа {MARK}" in page


def test_what_is_too_much_for_one_file_goes_on_in_the_next(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    has_written(cast)
    monkeypatch.setattr(writing, "PART_BYTES_MAX", 10)

    archives = parts_of(cast, at_the_desk(cast))

    names = [name for archive in archives for name in archive.namelist() if name.startswith("files/")]
    assert len(archives) > 1
    assert len(names) == len(set(names)) == len(rows_of(archives[0], "Файлы")) + 1  # the raw letter


def test_a_worker_that_died_leaves_nothing_double(cast: Cast) -> None:
    has_written(cast)
    cast.browser_of(cast.orlov).post(f"/customers/{irina().public_id}/copies")
    writing.make_parts(Copy.objects.get().pk)

    work()

    assert [part.number for part in CopyPart.objects.all()] == [1]


def test_it_runs_out_with_its_files(cast: Cast) -> None:
    has_written(cast)
    address = at_the_desk(cast)
    part = CopyPart.objects.get()
    later = timezone.now() + timedelta(days=8)

    with mock.patch.object(timezone, "now", return_value=later):
        assert cast.browser_of(cast.orlov).get(f"{address}/copies/{part.pk}").status_code == 404
        with transaction():
            jobs.forget_copies.func()()

    assert Copy.objects.count() == CopyPart.objects.count() == 0


def test_who_has_taken_it_stands_in_the_journal(cast: Cast) -> None:
    has_written(cast)
    parts_of(cast, at_the_desk(cast))

    kinds = JournalEntry.objects.filter(kind__startswith="DataCopy").order_by("pk").values_list("kind", "actor_id")

    assert list(kinds) == [("DataCopyAsked", str(cast.orlov.pk)), ("DataCopyTaken", str(cast.orlov.pk))]


def test_on_her_own_page_she_gets_hers_without_what_colleagues_said(cast: Cast) -> None:
    has_written(cast)
    browser = Browser(cast).enters()

    assert browser.sends("copies").status_code == 303
    work()
    part = CopyPart.objects.get()
    answer = browser.client.get(f"{browser.home}copies/{part.pk}")

    archive = ZipFile(BytesIO(answer.content))
    said = [row["text"].strip() for row in rows_of(archive, "Сообщения и заметки")]
    assert said == [f"Это {MARK}, где мой чайник?", f"Госпожа {MARK}, он в пути."]
    assert rows_of(archive, "Черновики") == []
    assert f"copies/{part.pk}" in browser.sees()


def test_nobody_elses_copy_is_had(cast: Cast) -> None:
    has_written(cast)
    at_the_desk(cast)
    part = CopyPart.objects.get()

    assert Browser(cast).enters().client.get(f"/my/chainik/copies/{part.pk}").status_code == 404
    assert cast.browser_of(cast.anna).get(f"/customers/{irina().public_id}/copies/{part.pk}").status_code == 403
