"""The files of a copy: plain data, a page to read, and what they had attached. Written outside of any transaction; each
is stored by itself (`copying.py`)."""

import json
import tempfile
from collections.abc import Iterator
from html import escape
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from slovo.core.files import storage
from slovo.core.files.models import File
from slovo.core.personal import Holding, Person, files_of, told
from slovo.privacy import queries, registry
from slovo.privacy.copying import begin_anew, store_part
from slovo.privacy.models import Copy, CopyPart

PART_BYTES_MAX = 32 * 1024 * 1024  # of files in one ZIP; a single larger file stands in one of its own
PARTS_MAX = 100
ROWS_AT_ONCE = 500
STYLE = (
    "body{font:1rem/1.5 sans-serif;max-width:60rem;margin:auto;padding:1rem;color-scheme:light dark}"
    "dd{margin:0 0 .5rem;white-space:pre-wrap;overflow-wrap:anywhere}dl{border-top:1px solid;padding-top:.5rem}"
)


def make_parts(copy_id: int) -> None:
    """The first has the data and the page; all have files."""
    copy = Copy.objects.select_related("customer__brand", "brand").filter(pk=copy_id, made_at=None).first()
    if copy is None:
        return
    begin_anew(copy_id=copy_id, at=timezone.now())
    person = queries.person_of(copy.customer)
    with translation.override(copy.customer.language or copy.brand.language):
        found: list[tuple[str, File]] = []
        with tempfile.TemporaryFile() as first:
            with ZipFile(first, "w", ZIP_DEFLATED) as archive:
                _write_data(archive, copy, person, found)
                room = _add_files(archive, found)
            _store(copy, 1, first)
        number = 1
        while room and number < PARTS_MAX:
            number += 1
            with tempfile.TemporaryFile() as more:
                with ZipFile(more, "w", ZIP_DEFLATED) as archive:
                    room = _add_files(archive, room)
                _store(copy, number, more)


def _store(copy: Copy, number: int, archive: IO[bytes]) -> None:
    archive.seek(0)
    content = archive.read()
    storage.prepare(content)
    store_part(copy_id=copy.pk, number=number, content=content, at=timezone.now())


def _add_files(archive: ZipFile, files: list[tuple[str, File]]) -> list[tuple[str, File]]:
    """As many as there is room for. Those that are left."""
    room = PART_BYTES_MAX
    for place, (name, file) in enumerate(files):
        if file.bytes > room and place:
            return files[place:]
        archive.writestr(name, storage.read(file))
        room -= file.bytes
    return []


def _write_data(archive: ZipFile, copy: Copy, person: Person, found: list[tuple[str, File]]) -> None:
    """Row by row, twice: as data, and to be read."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as page:
        page.write(_head(copy))
        with archive.open("data.json", "w", force_zip64=True) as data:
            data.write(_json({"brand": copy.brand.name, "made_at": timezone.now().isoformat()})[:-1] + b', "held": [')
            for place, (holding, rows) in enumerate(_kinds(copy, person)):
                data.write((b", " if place else b"") + _json({"what": str(holding.name)})[:-1] + b', "rows": [')
                page.write(f"<h2>{escape(str(holding.name))}</h2>")
                for number, row in enumerate(rows):
                    plain = _with_files(holding, row, found)
                    data.write((b", " if number else b"") + _json(plain))
                    page.write(_readable(plain))
                data.write(b"]}")
            data.write(b"]}")
        page.write("</body></html>")
        page.seek(0)
        with archive.open("index.html", "w", force_zip64=True) as shown:
            while piece := page.read(65_536):
                shown.write(piece.encode())


def _kinds(copy: Copy, person: Person) -> Iterator[tuple[Holding, Iterator[Any]]]:
    for holding in registry.holdings():
        rows = holding.told_to_customer(person) if copy.by_themselves else holding.rows(person)
        if (holding.told or holding.file) and holding.model is not CopyPart and rows.exists():
            yield holding, rows.iterator(chunk_size=ROWS_AT_ONCE)


def _with_files(holding: Holding, row: Any, found: list[tuple[str, File]]) -> dict[str, Any]:
    plain = told(holding, row)
    for name, file in files_of(holding, row):
        place = f"files/{len(found) + 1}-{_safe(name)}"
        found.append((place, file))
        plain["file"] = place
    return plain


def _safe(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in " ._-" else "_" for letter in name)[-100:] or "file"


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _head(copy: Copy) -> str:
    language = translation.get_language() or "en"
    title = escape(_("What %(brand)s keeps about you") % {"brand": copy.brand.name})
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{STYLE}</style></head>'
        f"<body><h1>{title}</h1>"
    )


def _readable(plain: dict[str, Any]) -> str:
    shown = [(name.replace("_", " "), value) for name, value in plain.items() if value not in (None, "", [], {})]
    lines = "".join(f"<dt>{escape(name)}</dt><dd>{escape(_words(value))}</dd>" for name, value in shown)
    return f"<dl>{lines}</dl>"


def _words(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
