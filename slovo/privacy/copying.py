"""A copy of all that is held of a customer, to take along: ZIP files with plain data (`data.json`), a page to read
(`index.html`) and the files themselves. Actions; and the writing of it, outside of any transaction."""

import json
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import escape
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.files import storage
from slovo.core.files.models import File
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.personal import Holding, Person, files_of, forget_files, told
from slovo.core.rules import Rule
from slovo.customers import queries as customers
from slovo.customers.models import Customer
from slovo.facts.privacy import DataCopyAsked, DataCopyTaken
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.privacy import queries, registry
from slovo.privacy.models import Copy, CopyPart

COPY_DAYS = 7
PART_BYTES_MAX = 32 * 1024 * 1024  # of files in one ZIP; a single larger file stands in one of its own
PARTS_MAX = 100
ROWS_AT_ONCE = 500
STYLE = (
    "body{font:1rem/1.5 sans-serif;max-width:60rem;margin:auto;padding:1rem;color-scheme:light dark}"
    "dd{margin:0 0 .5rem;white-space:pre-wrap;overflow-wrap:anywhere}dl{border-top:1px solid;padding-top:.5rem}"
)


class UnableToCopy(UnableTo):
    pass


@transaction()
def ask(*, customer_id: int, by: Staff, at: datetime) -> Copy:
    """For the desk, with what was said among colleagues."""
    customer = customers.person(customer_id)
    by.must(Verb.MANAGE_PERSONAL_DATA, customer)
    return _asked(customer, by_themselves=False, actor=by.actor, at=at)


@transaction()
def ask_by_customer(*, customer_id: int, at: datetime) -> Copy:
    """On a page of their own."""
    customer = customers.person(customer_id)
    return _asked(customer, by_themselves=True, actor=Actor("customer", str(customer.pk)), at=at)


def _asked(customer: Customer, *, by_themselves: bool, actor: Actor, at: datetime) -> Copy:
    customer = locked(Customer, customer.pk)
    if customer.erased_at:
        raise UnableToCopy(_("This customer was erased: there is nothing to copy."), rule=Rule.CUSTOMER_IS_KNOWN)
    making = Copy.objects.filter(customer=customer, by_themselves=by_themselves, made_at=None).first()
    if making:
        return making
    copy = Copy.objects.create(
        brand_id=customer.brand_id,
        customer=customer,
        by_themselves=by_themselves,
        by_kind=actor.kind,
        by_id=actor.id,
        asked_at=at,
        expires_at=at + timedelta(days=COPY_DAYS),
    )
    fact = DataCopyAsked(brand_id=copy.brand_id, customer_id=customer.pk, copy_id=copy.pk, by_themselves=by_themselves)
    record(fact, actor=actor, at=at)
    return copy


@transaction()
def note_taken(*, part_id: int, actor: Actor, at: datetime) -> None:
    part = CopyPart.objects.select_related("copy").get(pk=part_id)
    copy = part.copy
    fact = DataCopyTaken(brand_id=copy.brand_id, customer_id=copy.customer_id, copy_id=copy.pk, part=part.number)
    record(fact, actor=actor, at=at)


@transaction()
def finish(*, copy_id: int, at: datetime) -> None:
    Copy.objects.filter(pk=copy_id, made_at=None).update(made_at=at)


@transaction()
def forget(*, at: datetime) -> None:
    """Those that have run out, with their files."""
    _drop(CopyPart.objects.filter(copy__expires_at__lte=at), at=at)
    Copy.objects.filter(expires_at__lte=at).delete()


@transaction()
def store_part(*, copy_id: int, number: int, content: bytes, at: datetime) -> None:
    CopyPart.objects.create(copy_id=copy_id, number=number, file=storage.put(content, at=at))


@transaction()
def begin_anew(*, copy_id: int, at: datetime) -> None:
    _drop(CopyPart.objects.filter(copy_id=copy_id), at=at)


def _drop(parts: QuerySet[CopyPart], *, at: datetime) -> None:
    forget_files(list(parts.values_list("file_id", flat=True)), at=at)
    parts.delete()


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
