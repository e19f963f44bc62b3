"""How long rows are kept: the words in which each domain says it of every one of its tables, in its `retention.py`.

Days stand there and nowhere else; whoever needs them refers to that place. What has days is swept by one job for all
(`privacy/sweeping.py`), at night and some rows at a time. What has to go on the hour, or is swept by whoever comes by,
says so and stays with its own sweep (`SweptElsewhere`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise as Lazy

from slovo.core.db import in_transaction, locked_together

ROWS_MAX = 200  # of one transaction: nobody's reply may wait for more
DAYS_KEPT_MAX = 3_650


@dataclass(frozen=True, slots=True)
class ForEver:
    """Nothing takes its rows away by time, for this `reason`. Who it is about may be erased all the same."""

    model: type[Model]
    reason: str


@dataclass(frozen=True, slots=True)
class AsLongAs:
    """As long as the row of `holder` that it belongs to by its field `by`."""

    model: type[Model]
    holder: type[Model]
    by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """A kind of rows for which a brand says itself how many days they are kept: without a word of it so many `days`,
    and never fewer than `least`, because of `needed`. One kind may be rows of several tables."""

    code: str
    name: str | Lazy
    days: int
    least: int
    needed: str | Lazy

    @property
    def life(self) -> timedelta:
        return timedelta(days=self.days)


Chosen = Mapping[int, int]  # by brand, where one has chosen: how many days
NOBODY_CHOSE: Chosen = {}

Rows = Callable[[datetime], QuerySet[Any]]
Forget = Callable[[Sequence[int], datetime], object]


@dataclass(frozen=True, kw_only=True, slots=True)
class Days:
    """`life` after the moment in its column `after`, and a night later at most its rows are gone.

    `only`: which of them. `choice`: as a brand has chosen, `brand` being the way to it, and `life` where none has.
    Where brands set the days elsewhere `life` is None and `set_at` says where; `rows`: which have outlived theirs at a
    moment. `forget`: in place of deleting them. `rows_max`: so many in one transaction.
    """

    model: type[Model]
    after: str
    life: timedelta | None
    choice: Choice | None = None
    brand: str = ""
    set_at: str = ""
    only: Q | None = None
    rows: Rows | None = None
    forget: Forget | None = None
    rows_max: int = ROWS_MAX

    @property
    def name(self) -> str:
        """Of this rule: one table may have several."""
        return f"{self.table}.{self.after}"

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def due(self, at: datetime, chosen: Chosen = NOBODY_CHOSE) -> QuerySet[Any]:
        if self.rows:
            return self.rows(at)
        assert self.life is not None
        lives = {brand_id: timedelta(days=days) for brand_id, days in chosen.items()}
        shortest = min([self.life, *lives.values()])
        old = self.model._base_manager.filter(**self._before(at - shortest))
        if lives:
            outlived = ~Q(**{f"{self.brand}__in": list(lives)}) & Q(**self._before(at - self.life))
            for brand_id, life in lives.items():
                outlived |= Q(**{self.brand: brand_id}, **self._before(at - life))
            old = old.filter(outlived)
        return old.filter(self.only) if self.only else old

    def due_of(self, brand_id: int, at: datetime, days: int) -> QuerySet[Any]:
        """Those of one brand, if it keeps them for so many days."""
        return self.due(at, {brand_id: days}).filter(**{self.brand: brand_id})

    def _before(self, moment: datetime) -> dict[str, datetime]:
        return {f"{self.after}__lt": moment}

    def first(self, at: datetime, chosen: Chosen = NOBODY_CHOSE) -> list[int]:
        """Who goes first, looked for before anybody is kept from writing."""
        return list(self.due(at, chosen).order_by("pk").values_list("pk", flat=True)[: self.rows_max])

    def sweep(self, ids: Sequence[int], *, at: datetime, chosen: Chosen = NOBODY_CHOSE) -> int:
        """Those of them that are still due: one may have come to life meanwhile. How many."""
        assert in_transaction()
        held = list(locked_together(self.model, ids))
        still = list(self.due(at, chosen).filter(pk__in=held).values_list("pk", flat=True))
        if self.forget:
            self.forget(still, at)
        else:
            self.model._base_manager.filter(pk__in=still).delete()
        return len(still)


@dataclass(frozen=True, kw_only=True, slots=True)
class SweptElsewhere:
    """`life` after the moment in its column `after`, by a sweep of its own. `by`: the task by the clock that does it,
    or in words who else does. `why`: it does not wait for the night."""

    model: type[Model]
    after: str
    life: timedelta
    by: str
    why: str


Kept = ForEver | AsLongAs | Days | SweptElsewhere


def for_ever(reason: str, *models: type[Model]) -> list[Kept]:
    return [ForEver(model, reason) for model in models]


def as_long_as(holder: type[Model], by: Mapping[type[Model], str]) -> list[Kept]:
    """`by`: through which field each belongs to the holder."""
    return [AsLongAs(model, holder, field) for model, field in by.items()]
