"""Reading the journal: by what it is about, or by a cursor that loses nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeVar

from django.db import models

from slovo.core.db import TransactionId, is_postgresql, later_than
from slovo.core.journal.models import JournalEntry
from slovo.core.prepared import prepared

RowT = TypeVar("RowT", bound=models.Model)
LATE_MAX = 500  # facts that may become visible while an earlier one is still on its way


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last entry that a reader has taken."""

    transaction_id: int = 0
    id: int = 0


def about(*keys: str) -> models.QuerySet[JournalEntry]:
    return JournalEntry.objects.filter(about__in=keys).order_by("id")


@prepared
def of_kinds(keys: Collection[str], kinds: Collection[str]) -> models.QuerySet[JournalEntry]:
    return JournalEntry.objects.filter(about__in=keys, kind__in=kinds).order_by("id")


def after(
    cursor: Cursor, *, entries_max: int = 500, brand_ids: Collection[int] | None = None, of_the_house: bool = False
) -> list[JournalEntry]:
    """The next entries in the order in which they became visible. None is ever skipped: see `settled`.
    `brand_ids`: only of these brands; `of_the_house`: and those of no brand."""
    later = later_than(cursor.transaction_id, cursor.id)
    rows = settled(JournalEntry.objects.filter(later)).order_by("transaction_id", "id")
    if brand_ids is not None:
        theirs = models.Q(brand_id__in=brand_ids)
        rows = rows.filter(theirs | models.Q(brand_id=None) if of_the_house else theirs)
    return list(rows[:entries_max])


def end() -> Cursor:
    """Where a reader begins who wants only what happens from now on."""
    last = settled(JournalEntry.objects.all()).order_by("transaction_id", "id").last()
    return Cursor(last.transaction_id, last.pk) if last else Cursor()


def moment() -> tuple[int, int]:
    """Two equal ones, asked within seconds: no fact has become visible in between. The newest one's id; and, where one
    that began earlier may be committed later, how many of the ids just before it are there."""
    return next(iter(_moment()), (0, 0))


@prepared
def _moment() -> models.QuerySet[JournalEntry, tuple[int, int]]:
    newest = JournalEntry.objects.filter(id__gt=0).order_by("-id")[:1]
    if not is_postgresql():
        return newest.values_list("id", models.Value(0))
    late = JournalEntry.objects.filter(id__gt=models.OuterRef("id") - LATE_MAX).order_by()
    there = late.annotate(number=models.Func("id", function="COUNT")).values("number")
    return newest.values_list("id", models.Subquery(there))


def settled(rows: models.QuerySet[RowT]) -> models.QuerySet[RowT]:
    """Only rows that no transaction still running can overtake: below the oldest of them."""
    if not is_postgresql():
        return rows
    return rows.filter(transaction_id__lt=OldestRunning())


class OldestRunning(TransactionId):
    template = "pg_snapshot_xmin(pg_current_snapshot())"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the journal is read. `actors`: "people" for what staff did, "machine" for all else, "" for both."""

    actors: str = ""
    staff_id: int | None = None
    kind: str = ""

    def of(self, rows: models.QuerySet[JournalEntry]) -> models.QuerySet[JournalEntry]:
        if self.staff_id:
            rows = rows.filter(actor_kind="staff", actor_id=str(self.staff_id))
        elif self.actors:
            by_staff = models.Q(actor_kind="staff")
            rows = rows.filter(by_staff if self.actors == "people" else ~by_staff)
        return rows.filter(kind=self.kind) if self.kind else rows


ANYTHING = Wanted()


def of_brands(
    brand_ids: list[int],
    *,
    and_about: list[str],
    before: int | None,
    entries_max: int,
    wanted: Wanted = ANYTHING,
) -> list[JournalEntry]:
    """The newest entries, older than the entry `before`: of these brands, and of no brand about these keys."""
    found: list[JournalEntry] = []
    for which in (models.Q(brand_id__in=brand_ids), models.Q(brand_id=None, about__in=and_about)):
        rows = wanted.of(JournalEntry.objects.filter(which, **({"pk__lt": before} if before else {})))
        found += rows.order_by("-pk")[:entries_max]
    return sorted(found, key=lambda entry: -entry.pk)[:entries_max]
