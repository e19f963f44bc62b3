"""The values of a row as the database takes them: what Django's fields make of them, found out once for each field.

A text is written as it is. Django asks five functions before it says so, and a letter writes a hundred and ten values.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import models

Field = Any  # of a model
Plain = dict[type, Callable[[Any], Any]]
Step = tuple[str, Plain, Field]


def steps(fields: Sequence[Field], database: Any) -> list[Step]:
    """For `values`: what to read, and what is done with values of the kind that is nearly always there."""
    return [(field.attname, _plain(field, database), field) for field in fields]


def values(row: models.Model, steps: Sequence[Step], database: Any, *, new: bool) -> list[Any]:
    found = []
    for name, plain, field in steps:
        value = getattr(row, name)
        quick = plain.get(type(value))
        if quick:
            found.append(quick(value))
        else:
            found.append(field.get_db_prep_save(field.pre_save(row, new), connection=database))
    return found


def _plain(field: Field, database: Any) -> Plain:
    """By the type of a value. Empty for a field with a way of its own."""
    given_by_itself = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    target = field
    while type(target) in {models.ForeignKey, models.OneToOneField}:
        target = target.target_field
    kind = None if given_by_itself else type(target)
    if kind in _AS_IT_IS:
        return {_AS_IT_IS[kind]: _same, type(None): _same}
    if kind in _WHOLE_NUMBERS:
        adapt, internal = database.ops.adapt_integerfield_value, target.get_internal_type()
        return {int: lambda value: adapt(value, internal), type(None): _same}
    if kind is models.DateTimeField:
        return {datetime: _moment(target, database), type(None): _same}
    if kind is models.UUIDField:
        return {UUID: _same if database.features.has_native_uuid_field else lambda value: value.hex, type(None): _same}
    return {}


def _same(value: Any) -> Any:
    return value


def _moment(field: Field, database: Any) -> Callable[[datetime], Any]:
    def as_django(value: datetime) -> Any:
        return field.get_db_prep_value(value, connection=database)

    if database.vendor == "postgresql":
        return lambda value: value if value.tzinfo is UTC else as_django(value)
    in_utc = database.timezone is UTC
    return lambda value: str(value.replace(tzinfo=None)) if in_utc and value.tzinfo is UTC else as_django(value)


_AS_IT_IS: dict[type, type] = {
    models.CharField: str,
    models.SlugField: str,
    models.EmailField: str,
    models.TextField: str,
    models.BooleanField: bool,
    models.BigAutoField: int,
}
_WHOLE_NUMBERS = {
    models.IntegerField,
    models.BigIntegerField,
    models.SmallIntegerField,
    models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
    models.PositiveBigIntegerField,
}
