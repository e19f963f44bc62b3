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

from collections.abc import Callable, Collection, Hashable, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from functools import update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

SHAPES_MAX = 500  # of one question; more mean that a value was taken for a shape
P = ParamSpec("P")
R = TypeVar("R")


def related(thing: models.Model, name: str, rows: Iterable[models.Model]) -> None:
    """From now on `thing.name.all()` is these rows, as after Django's own prefetching."""
    relation = getattr(thing, name).get_queryset()
    relation._result_cache, relation._prefetch_done = list(rows), True
    vars(thing).setdefault("_prefetched_objects_cache", {})[name] = relation


class _Place(models.Expression):
    """Where the `position`-th argument goes. `room`: for how many values, if it is a collection of them."""

    def __init__(self, position: int, room: int | None) -> None:
        super().__init__()
        self.position, self.room = position, room

    def as_sql(self, compiler: Any, connection: Any, **_more: Any) -> Any:
        if self.room is None:
            return "%s", [_Value(self.position)]
        if self.room == 0:
            raise EmptyResultSet
        return f"({', '.join(['%s'] * self.room)})", [_Value(self.position, item) for item in range(self.room)]


@dataclass(frozen=True, slots=True)
class _Value:
    """What stands for a value among the parameters of kept SQL."""

    position: int
    item: int | None = None

    def among(self, values: tuple[Any, ...]) -> Any:
        value = values[self.position]
        if self.item is not None:
            value = value[min(self.item, len(value) - 1)]
        if isinstance(value, datetime):
            return connection.ops.adapt_datetimefield_value(value)
        if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
            return value.hex
        return value


class _Question:
    """Stands in for a query set's query: it hands out the compiler that has done its work already."""

    def __init__(self, rows: Any) -> None:
        self.rows = rows
        self.compiler: Any = rows.query.get_compiler(rows.db)
        self.sql, self.parameters = self.compiler.as_sql()
        self.converters: Any = None  # of the columns: the same for every connection to this kind of database

    def answer(self, values: tuple[Any, ...]) -> list[Any]:
        parameters = self.filled(values)
        compiler = copy(self.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda: (self.sql, parameters)
        compiler.get_converters = self._converters
        found: list[Any] = list(self.rows._iterable_class(_Asked(self.rows, compiler)))
        if found and self.rows._prefetch_related_lookups:
            models.prefetch_related_objects(found, *self.rows._prefetch_related_lookups)
        return found

    def filled(self, values: tuple[Any, ...]) -> list[Any]:
        return [one.among(values) if isinstance(one, _Value) else one for one in self.parameters]

    def _converters(self, columns: Any) -> Any:
        if self.converters is None:
            self.converters = self.compiler.get_converters(columns)
        return self.converters


class _Asked:
    """What Django's own iterables want of a query set and of its query."""

    def __init__(self, rows: Any, compiler: Any) -> None:
        self.db, self.model, self._fields = rows.db, rows.model, rows._fields
        self._known_related_objects: dict[Any, Any] = {}
        self._query, self._compiler = rows.query, compiler
        self.query = self

    def get_compiler(self, using: str) -> Any:
        return self._compiler

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
        return (question.sql, question.filled(given)) if question else None

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


def _given(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(tuple(value) if _is_many(value) else value for value in values)


def _room(value: Any) -> int | None:
    """A power of two, so that there are few shapes: the last value fills the rest. None for what is one value."""
    assert value is not None
    if not isinstance(value, tuple):
        return None
    return 1 << (len(value) - 1).bit_length() if value else 0


def _is_many(value: Any) -> bool:
    return isinstance(value, Collection) and not isinstance(value, str | bytes)
