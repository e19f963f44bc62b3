"""Rows that are written with every letter, by SQL that is put together once for each kind of row.

The same rows as `row.save()` would write, four times as fast: no signals (the house has none), no question whether the
row is there already. A model whose `save` does more than that is saved by it.
"""

from collections.abc import Sequence
from copy import deepcopy
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models

from slovo.core.cursors import ask
from slovo.core.values import Step, steps, values

ModelT = TypeVar("ModelT", bound=models.Model)
Fields = Sequence[Any]  # of a model
AS_READ = "_as_read"


def insert(row: ModelT, *, found_by: str = "", renewed: str = "", telling: str = "") -> ModelT:
    """A new one. What the database itself gives besides the key is not read.

    Where one with the same `found_by` is there already, this is that one, and its field `renewed` has the new value.
    `telling`: a channel of PostgreSQL's on which it is told at commit, once for a transaction, that there is something.
    """
    database = connections[DEFAULT_DB_ALIAS]
    sql, steps = _inserting(type(row), found_by, renewed, telling)
    row.pk = ask(database, sql, values(row, steps, database, new=True)).fetchall()[0][0]
    row._state.adding, row._state.db = False, database.alias
    return row


def put(rows: Sequence[models.Model], *, found_by: Sequence[str], renewed: Sequence[str]) -> None:
    """Those of one kind. Where one with the same `found_by` is there already, its fields `renewed` have the new values.
    None learns its key."""
    if not rows:
        return
    database = connections[DEFAULT_DB_ALIAS]
    sql, steps = _putting(type(rows[0]), len(rows), tuple(found_by), tuple(renewed))
    ask(database, sql, [value for row in rows for value in values(row, steps, database, new=True)])


def insert_unknown(rows: Sequence[models.Model]) -> None:
    """Those of one kind that are not there yet, whatever it is that makes them the same. None learns its key."""
    if not rows:
        return
    database = connections[DEFAULT_DB_ALIAS]
    sql, steps = _inserting_unknown(type(rows[0]), len(rows))
    ask(database, sql, [value for row in rows for value in values(row, steps, database, new=True)])


def remember(row: models.Model) -> None:
    """That it was read for writing, and as what: `update` then writes what differs."""
    now, fields = row.__dict__, row._meta.local_concrete_fields
    now[AS_READ] = {name: _kept(now[name]) for field in fields if (name := field.attname) in now}


def update(row: models.Model, *names: str) -> None:
    """These fields of one that is there, or all that were changed since it was read for writing. SQLite writes anew
    every index of a column that is named, whether its value is another one or not.

    Raises `DatabaseError` when it is not there any more."""
    read = row.__dict__.get(AS_READ)
    if read is not None and not names and not (names := _changed(row, read)):
        return
    database = connections[DEFAULT_DB_ALIAS]
    sql, steps = _updating(type(row), names)
    if ask(database, sql, [*values(row, steps, database, new=False), row.pk]).rowcount != 1:
        raise DatabaseError(f"{row!r} is not there to be changed")
    if read is not None:
        read.update((name, _kept(row.__dict__[name])) for name, _plain, _field in steps)


def _kept(value: Any) -> Any:
    """A list may be changed without becoming another one."""
    return deepcopy(value) if isinstance(value, list | dict) else value


def _changed(row: models.Model, read: dict[str, Any]) -> tuple[str, ...]:
    now = row.__dict__
    names = (field.attname for field in _own(type(row)))
    return tuple(name for name in names if name in now and (name not in read or now[name] != read[name]))


def update_if_unset(row: models.Model, name: str) -> bool:
    """This field of one in which it is null as yet. Whether it was: of several who try, one is first."""
    database = connections[DEFAULT_DB_ALIAS]
    sql, steps = _updating(type(row), (name,))
    empty = f"{sql} AND {_column(type(row), name)} IS NULL"
    return bool(ask(database, empty, [*values(row, steps, database, new=False), row.pk]).rowcount)


def update_while(row: models.Model, *names: str, **still: Any) -> bool:
    """These fields, as long as others are `still` what they were. Whether it was so."""
    database = connections[DEFAULT_DB_ALIAS]
    sql, steps = _updating(type(row), names)
    conditions = "".join(f" AND {_column(type(row), name)} = %s" for name in still)
    were = [_field(type(row), name).get_db_prep_save(value, connection=database) for name, value in still.items()]
    return bool(ask(database, sql + conditions, [*values(row, steps, database, new=False), row.pk, *were]).rowcount)


# What stands in the SQL below are names of tables and columns, and places for values.


@cache
def _inserting(model: type[models.Model], found_by: str, renewed: str, telling: str) -> tuple[str, list[Step]]:
    into, fields = _into(model)
    conflict = f" ON CONFLICT ({_column(model, found_by)}) DO UPDATE SET " if found_by else ""
    conflict += f"{_column(model, renewed)} = excluded.{_column(model, renewed)}" if found_by else ""
    told = f", pg_notify('{telling}', '')" if telling else ""
    sql = f"{into} VALUES {_places(fields)}{conflict} RETURNING {_column(model, 'pk')}{told}"
    return sql, _steps(fields)


@cache
def _inserting_unknown(model: type[models.Model], number: int) -> tuple[str, list[Step]]:
    into, fields = _into(model)
    return f"{into} VALUES {', '.join([_places(fields)] * number)} ON CONFLICT DO NOTHING", _steps(fields)


@cache
def _putting(
    model: type[models.Model], number: int, found_by: tuple[str, ...], renewed: tuple[str, ...]
) -> tuple[str, list[Step]]:
    into, fields = _into(model)
    same = ", ".join(_column(model, name) for name in found_by)
    new = ", ".join(f"{_column(model, name)} = excluded.{_column(model, name)}" for name in renewed)
    rows = ", ".join([_places(fields)] * number)
    return f"{into} VALUES {rows} ON CONFLICT ({same}) DO UPDATE SET {new}", _steps(fields)


@cache
def _updating(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, list[Step]]:
    fields: list[Any] = [model._meta.get_field(name) for name in names] or list(_own(model))
    columns = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
    sql = f"UPDATE {_quoted(model._meta.db_table)} SET {columns} WHERE {_column(model, 'pk')} = %s"  # noqa: S608 - names and places
    return sql, _steps(fields)


def _steps(fields: Fields) -> list[Step]:
    return steps(fields, connections[DEFAULT_DB_ALIAS])


def _into(model: type[models.Model]) -> tuple[str, Fields]:
    fields = _own(model)
    return f"INSERT INTO {_quoted(model._meta.db_table)} ({', '.join(_quoted(one.column) for one in fields)})", fields


@cache
def _own(model: type[models.Model]) -> Fields:
    """All that we give it: the key, and what only the database has a default for, come from there."""
    plain = model.save is models.Model.save and not model._meta.parents and model._meta.pk.db_returning
    assert plain, f"{model.__name__} saves itself in a way of its own"
    return [
        one
        for one in model._meta.local_concrete_fields
        if not one.primary_key and (one.has_default() or not one.has_db_default())
    ]


def _places(fields: Fields) -> str:
    return f"({', '.join('%s' for _field in fields)})"


def _column(model: type[models.Model], name: str) -> str:
    return _quoted(_field(model, name).column)


def _field(model: type[models.Model], name: str) -> Any:
    return model._meta.pk if name == "pk" else model._meta.get_field(name)


def _quoted(name: str) -> str:
    return connections[DEFAULT_DB_ALIAS].ops.quote_name(name)
