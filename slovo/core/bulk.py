"""Many rows at once, for imports and for the bench: what `bulk_create` does in Python, the database does here.

No defaults, no journal: the named columns of every row are given, and facts about what came this way are rows too.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.management.color import no_style
from django.db import connection, models

from slovo.core.db import is_postgresql, transaction

ROWS_A_TRANSACTION = 20_000
Row = Sequence[Any]


def write_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> int:
    """Insert them, in transactions of ROWS_A_TRANSACTION rows. The number of rows.

    `columns`: names of the table's columns, "customer_id" for a foreign key. Values are Python's: aware moments,
    UUIDs, and lists and dicts for JSON.
    """
    write = _copy if is_postgresql() else _insert_many
    rows, written = iter(rows), 0
    while some := list(islice(rows, ROWS_A_TRANSACTION)):
        with transaction():
            write(model._meta.db_table, columns, some)
        written += len(some)
    _set_sequence(model)
    return written


def _copy(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
        for row in _adapted(rows, {dict: json.dumps, list: json.dumps}):
            copy.write_row(row)


def _insert_many(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" * len(columns))
    adapters: dict[type, Callable[[Any], Any]] = {
        dict: json.dumps,
        list: json.dumps,
        datetime: _text_of_moment,
        UUID: lambda value: value.hex,
    }
    connection.ensure_connection()
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608  (names of our own models)
    connection.connection.executemany(statement, _adapted(rows, adapters))


def _adapted(rows: Iterable[Row], adapters: dict[type, Callable[[Any], Any]]) -> Iterator[list[Any]]:
    for row in rows:
        yield [adapters[type(value)](value) if type(value) in adapters else value for value in row]


def _text_of_moment(at: datetime) -> str:
    """As Django writes it into SQLite."""
    return str(at.astimezone(UTC).replace(tzinfo=None))


def _set_sequence(model: type[models.Model]) -> None:
    """PostgreSQL's next id is behind those that were given."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)
