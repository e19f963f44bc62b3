"""Questions to the database that are compiled once.

Django turns a query set into SQL anew each time it is asked, which takes longer than most answers. Where the same
question is asked with every page, it is kept as SQL with places for its values:

    @prepared
    def by_key(brand_ids: Collection[int], key: str) -> QuerySet[Thing]:
        return Thing.objects.filter(brand_id__in=brand_ids, key=key)

    by_key([1, 2], "a")  # a list of things

The function is called with places instead of values, once for each shape: it may hand them to `filter`, `exclude` and
expressions, and nothing else. What a question looks like may depend on keyword arguments alone; those are real.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import update_wrapper, wraps
from typing import Any, Generic, ParamSpec, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from slovo.core.cursors import ask

SHAPES_MAX = 500  # of one question; more mean that a value was taken for a shape
# psycopg reads a question anew each time when it has more than fifty places, and PostgreSQL plans each of them.
ARRAY_PLACES_MIN = 16
_ARRAY = "(/* any of */"
P = ParamSpec("P")
R = TypeVar("R")


def related(thing: models.Model, name: str, rows: Iterable[models.Model]) -> None:
    """From now on `thing.name.all()` is these rows, as after Django's own prefetching. Ask no more of it than that."""
    known = _Known(type(thing)._meta.get_field(name).related_model)
    known._result_cache, known._prefetch_done = list(rows), True  # type: ignore[attr-defined]  # Django’s own names
    vars(thing).setdefault("_prefetched_objects_cache", {})[name] = known


class _Known(models.QuerySet[Any]):
    """Rows that somebody has brought. Which ones the database would give it cannot tell: it must not ask."""

    def _chain(self) -> Any:
        raise AssertionError("what was brought is all that is known: see `related`")


@dataclass(frozen=True, slots=True)
class _Room:
    """How many values a collection may have, and whether they are whole numbers."""

    places: int
    of_numbers: bool


class _Place(models.Expression):
    """Where the `position`-th argument goes. `room`: if it is a collection."""

    def __init__(self, position: int, room: _Room | None) -> None:
        super().__init__()
        self.position, self.room = position, room

    def as_sql(self, compiler: Any, connection: Any, **_more: Any) -> Any:
        if self.room is None:
            return "%s", [_Value(self.position)]
        if self.room.places == 0:
            raise EmptyResultSet
        if connection.vendor == "postgresql" and self.room.of_numbers and self.room.places >= ARRAY_PLACES_MIN:
            return f"{_ARRAY}%s::bigint[])", [_Value(self.position, as_array=True)]
        return f"({', '.join(['%s'] * self.room.places)})", [
            _Value(self.position, item) for item in range(self.room.places)
        ]


@dataclass(frozen=True, slots=True)
class _Value:
    """What stands for a value among the parameters of kept SQL."""

    position: int
    item: int | None = None
    as_array: bool = False

    def among(self, values: tuple[Any, ...], database: Any) -> Any:
        value = values[self.position]
        if self.as_array:
            return f"{{{','.join(map(str, value))}}}"
        if self.item is not None:
            value = value[min(self.item, len(value) - 1)]
        if isinstance(value, datetime):
            return database.ops.adapt_datetimefield_value(value)
        if isinstance(value, UUID) and not database.features.has_native_uuid_field:
            return value.hex
        return value


class _Question:
    """SQL with places for values, and what turns its rows into what the query set would have given."""

    def __init__(self, rows: Any) -> None:
        self.rows = rows
        self.compiler: Any = rows.query.get_compiler(rows.db)
        sql, self.parameters = self.compiler.as_sql()
        self.sql = sql.replace(f"IN {_ARRAY}", "= ANY(")
        assert _ARRAY not in self.sql, "a collection goes where something is among it"
        columns = [column for column, *_more in self.compiler.select]
        self.width = len(columns)  # of a row: what it is ordered by may stand behind that
        converters = self.compiler.get_converters(columns)
        self.converters = [(at, tuple(map(_quick, steps)), column) for at, (steps, column) in converters.items()]

    def answer(self, values: tuple[Any, ...]) -> list[Any]:
        database = connections[DEFAULT_DB_ALIAS]  # looked up once
        found = self._converted(ask(database, self.sql, self.filled(values, database)).fetchall(), database)
        told: list[Any] = list(self.rows._iterable_class(_Asked(self.rows, _Answered(self, found))))
        if told and self.rows._prefetch_related_lookups:
            models.prefetch_related_objects(told, *self.rows._prefetch_related_lookups)
        return told

    def filled(self, values: tuple[Any, ...], database: Any) -> list[Any]:
        return [one.among(values, database) if isinstance(one, _Value) else one for one in self.parameters]

    def _converted(self, found: list[tuple[Any, ...]], database: Any) -> list[tuple[Any, ...]]:
        if not self.converters and all(len(row) == self.width for row in found[:1]):
            return found
        rows = []
        for row in found:
            values = list(row[: self.width])
            for at, steps, column in self.converters:
                for step in steps:
                    values[at] = step(values[at], column, database)
            rows.append(tuple(values))
        return rows


def _quick(convert: Callable[..., Any]) -> Callable[..., Any]:
    """SQLite's moments are naive and in UTC; Django's converter takes four calls to say so."""
    if convert != getattr(connection.ops, "convert_datetimefield_value", None) or connection.timezone is not UTC:
        return convert

    def in_utc(value: Any, column: Any, _connection: Any) -> Any:
        return value.replace(tzinfo=UTC) if type(value) is datetime else convert(value, column, _connection)

    return in_utc


class _Answered:
    """Stands in for the compiler before Django's own iterables: it has asked already."""

    def __init__(self, question: _Question, found: list[tuple[Any, ...]]) -> None:
        compiler = question.compiler
        self.select, self.klass_info = compiler.select, compiler.klass_info
        self.annotation_col_map, self._found = compiler.annotation_col_map, found

    def execute_sql(self, **_how: Any) -> list[tuple[Any, ...]]:
        return self._found

    def results_iter(self, *_results: Any, **_how: Any) -> Iterator[tuple[Any, ...]]:
        return iter(self._found)


class _Asked:
    """What Django's own iterables want of a query set and of its query."""

    def __init__(self, rows: Any, answered: _Answered) -> None:
        self.db, self.model, self._fields = rows.db, rows.model, rows._fields
        self._known_related_objects: dict[Any, Any] = {}
        self._query, self._answered = rows.query, answered

    @property
    def query(self) -> "_Asked":
        return self  # kept as an attribute it would hold all rows until the collector comes

    def get_compiler(self, using: str) -> _Answered:
        return self._answered

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


class prepared(Generic[P, R]):
    """See above. A value is never None: the SQL for that is another."""

    def __init__(self, build: Callable[P, models.QuerySet[Any, R]]) -> None:
        self._build: Callable[..., models.QuerySet[Any, R]] = build
        self._kept: dict[Hashable, _Question | None] = {}
        update_wrapper(self, build)

    def __call__(self, *values: P.args, **shape: P.kwargs) -> list[R]:
        given = _given(values)
        question = self._question(given, shape)
        return question.answer(given) if question else []

    def said(self, *values: P.args, **shape: P.kwargs) -> tuple[str, list[Any]] | None:
        """The SQL and its parameters, to be part of a greater question. None: nothing can be found."""
        given = _given(values)
        question = self._question(given, shape)
        return (question.sql, question.filled(given, connection)) if question else None

    def _question(self, given: tuple[Any, ...], shape: dict[str, Any]) -> "_Question | None":
        key = (*map(_room, given), *shape.items())
        if key not in self._kept:
            assert len(self._kept) < SHAPES_MAX, f"{self._build.__name__} has as many shapes as values"
            places = [_Place(position, _room(value)) for position, value in enumerate(given)]
            try:
                self._kept[key] = _Question(self._build(*places, **shape))
            except EmptyResultSet:
                self._kept[key] = None
        return self._kept[key]


_told: ContextVar[dict[Hashable, list[Any]] | None] = ContextVar("told", default=None)


@contextmanager
def asking_once() -> Iterator[None]:
    """For as long as this lasts, a question that is `once` is asked once for the same values: letters that are taken in
    together are held to the same settings. Nothing inside changes them."""
    token = _told.set({})
    try:
        yield
    finally:
        _told.reset(token)


def once(question: prepared[P, R]) -> Callable[P, list[R]]:
    """About what people settle, not about what comes in. Nobody changes the rows."""

    @wraps(question)
    def asked(*values: P.args, **shape: P.kwargs) -> list[R]:
        told = _told.get()
        if told is None:
            return question(*values, **shape)
        key = (question, _given(values), *shape.items())
        if key not in told:
            told[key] = question(*values, **shape)
        return list(told[key])

    return asked


def _given(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(tuple(value) if _is_many(value) else value for value in values)


def _room(value: Any) -> _Room | None:
    """A power of two, so that there are few shapes: the last value fills the rest. None for what is one value."""
    assert value is not None
    if not isinstance(value, tuple):
        return None
    places = 1 << (len(value) - 1).bit_length() if value else 0
    return _Room(places, all(type(one) is int for one in value))


def _is_many(value: Any) -> bool:
    return isinstance(value, Collection) and not isinstance(value, str | bytes)
