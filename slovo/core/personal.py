"""What the house holds about one customer: the words in which each domain declares it, in its `personal_data.py`.

A declaration says of every table whose its rows are, what of them is told to whom they are about, and how they go. What
goes is deleted; what has to stay, because it is evidence or stands in the books, keeps its figures and moments, and its
words make way for a mark. Nothing here keeps count of how far an erasure has come: what still holds something is looked
for in the rows themselves, so that it can be broken off at any moment, and done twice is done once.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Model, Q, QuerySet, Value, When

from slovo.core.db import in_transaction
from slovo.core.files.models import File

ERASED = "[…]"  # in place of words that were there
LONG_AGO = timedelta(days=2)  # older than any file that waits for the row that will refer to it


@dataclass(frozen=True, slots=True)
class Person:
    """`ids`: all customers who are this one. `identities`: (kind, value) of each way to them, `spoken`: the kinds that
    people read and dial. `keys`: of their conversations, as other domains name them."""

    brand_id: int
    ids: tuple[int, ...]
    identities: tuple[tuple[str, str], ...] = ()
    spoken: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    @property
    def values(self) -> list[str]:
        """Their addresses and numbers."""
        return [value for kind, value in self.identities if kind in self.spoken]

    def of_kind(self, kind: str) -> list[str]:
        return [value for known, value in self.identities if known == kind]

    def named_in(self, *fields: str) -> Q:
        """Rows of which nobody knows whose they are, in which they are named: by an address, a number or their whole
        name. A first name alone is many people's."""
        words = [*self.values, *(name for name in self.names if " " in name.strip())]
        found = Q(pk__in=[])
        for name in fields:
            for word in words:
                found |= Q(**{f"{name}__icontains": word})
        return found


class Mark:
    """Where there were words there is a mark now; where there were none there are none."""


MARK = Mark()


@dataclass(frozen=True, slots=True)
class Nothing:
    """No row of it says anything about a customer, for this `reason`."""

    model: type[Model]
    reason: str


@dataclass(frozen=True, slots=True)
class GoesWith:
    """Its rows go when those of `holder` do: by the database's own rules."""

    model: type[Model]
    holder: type[Model]


Erase = Callable[[Sequence[int], datetime], None]
Whose = Callable[[Person], Q]


def of_customer(person: Person) -> Q:
    """Rows that stand under their customer, as most do."""
    return Q(customer_id__in=person.ids)


@dataclass(frozen=True, kw_only=True, slots=True)
class Holding:
    """Rows about a customer.

    `name`: what they are, in the plural, for whoever reads. `whose`: which are a person's. `told`: the fields that an
    export shows, by the names that it gives them. `emptied`: what stays of a row, with what stands in its fields then;
    None: it is deleted. `stays`: why, for people. `file`: the field with the bytes that go along; an export brings them
    under `file_name`. `among_us`: said between colleagues: told by the company, not on the customer's own page.
    `still`: which rows still hold something, where the fields themselves do not tell. `first`: what else goes before
    these rows do; `erase`: in place of emptying or deleting them.
    """

    model: type[Model]
    name: Any
    whose: Whose = of_customer
    told: Mapping[str, str] = field(default_factory=dict)
    emptied: Mapping[str, Any] | None = None
    stays: Any = ""
    file: str = ""
    file_name: str = "name"
    among_us: Q | bool = False
    still: Whose | None = None
    first: Erase | None = None
    erase: Erase | None = None

    @property
    def goes(self) -> bool:
        """Wholly, and nothing of it stays."""
        return self.emptied is None and not self.stays

    def rows(self, person: Person) -> QuerySet[Any]:
        return self.model._base_manager.filter(self.whose(person)).order_by("pk")

    def told_to_customer(self, person: Person) -> QuerySet[Any]:
        if self.among_us is True:
            return self.rows(person).none()
        return self.rows(person).exclude(self.among_us) if self.among_us else self.rows(person)

    def left(self, person: Person) -> QuerySet[Any]:
        """Those of which something has still to go."""
        rows = self.rows(person)
        if self.still:
            return rows.filter(self.still(person))
        if self.emptied is None:
            return rows
        full = Q(pk__in=[])
        for name, value in self.emptied.items():
            full |= _holds(name, value)
        return rows.filter(full)


Declared = Nothing | GoesWith | Holding


def told(holding: Holding, row: Model) -> dict[str, Any]:
    """A row as plain values, for an export."""
    return {name: _plain(_value(row, path)) for name, path in holding.told.items()}


def erase_some(holding: Holding, person: Person, *, most: int, at: datetime) -> int:
    """The first that are left. How many."""
    assert in_transaction()
    ids = list(holding.left(person).values_list("pk", flat=True)[:most])
    if not ids:
        return 0
    if holding.first:
        holding.first(ids, at)
    rows = holding.model._base_manager.filter(pk__in=ids)
    if holding.file:
        forget_files(list(rows.values_list(f"{holding.file}_id", flat=True)), at=at)
    if holding.erase:
        holding.erase(ids, at)
    elif holding.emptied is None:
        rows.delete()
    else:
        rows.update(**{name: _left_in(name, value) for name, value in holding.emptied.items()})
    return len(ids)


def forget_files(file_ids: Sequence[int], *, at: datetime) -> None:
    """Bytes to which nothing refers after this are swept next time, and not only after their day of grace."""
    File.objects.filter(pk__in=file_ids).update(created_at=at - LONG_AGO)


def files_of(holding: Holding, row: Model) -> Iterator[tuple[str, File]]:
    """Its bytes, with the name that they had."""
    if holding.file and (kept := getattr(row, holding.file)):
        yield str(getattr(row, holding.file_name, "") or "file"), kept


def _holds(name: str, value: Any) -> Q:
    if value is None:
        return Q(**{f"{name}__isnull": False})
    if value is MARK:
        return ~Q(**{f"{name}__in": ["", ERASED]})
    return ~Q(**{name: value})


def _left_in(name: str, value: Any) -> Any:
    if value is MARK:
        return Case(When(**{name: "", "then": Value("")}), default=Value(ERASED))
    return value


def _value(row: Model, path: str) -> Any:
    value: Any = row
    for part in path.split("__"):
        value = getattr(value, part) if value is not None else None
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
