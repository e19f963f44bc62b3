"""How many conversations stand in a view: exact below COUNT_MAX, which stands for «more».

A view that holds far more is not counted again for every page. Whatever leaves a built-in view does so with a fact of
its own (two conversations leave with one at most: merged ones), so what held COUNT_MAX + SPARE of them holds COUNT_MAX
as long as no more than FACTS_MAX facts have been recorded since.
"""

from collections.abc import Collection, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

from slovo.conversations.lists import BuiltIn, Rows
from slovo.conversations.models import Conversation
from slovo.conversations.queries import UNTOLD_VIEWS, view_at
from slovo.core.journal.models import JournalEntry
from slovo.core.prepared import prepared

COUNT_MAX = 1000
SPARE, FACTS_MAX = 500, 200  # the rest is for facts that are being recorded while we count
VIEWS_KEPT_MAX = 10_000
NEWEST_FACT = f"(SELECT MAX(id) FROM {JournalEntry._meta.db_table})"  # noqa: S608  (a table's name)
Said = tuple[str, Sequence[Any]]  # SQL and its values
_full: dict[BuiltIn, tuple[int, int]] = {}  # from which fact until which one a view is known to hold COUNT_MAX


def counts(views: Sequence[Rows]) -> list[int]:
    """Of each, all in one question."""
    if not views:
        return []
    counted = [_counted(rows) for rows in views]
    columns = ", ".join((NEWEST_FACT, *(sql for sql, _values in counted)))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", [value for _sql, values in counted for value in values])
        newest, *numbers = cursor.fetchone()
    for rows, number in zip(views, numbers, strict=True):
        if number >= COUNT_MAX + SPARE and isinstance(rows, BuiltIn):
            _keep(rows, newest or 0)
    return [min(number, COUNT_MAX) for number in numbers]


def _keep(view: BuiltIn, newest: int) -> None:
    if len(_full) >= VIEWS_KEPT_MAX:
        _full.clear()
    _full[view] = newest, newest + FACTS_MAX


def _counted(rows: Rows) -> Said:
    tells = isinstance(rows, BuiltIn) and rows.view not in UNTOLD_VIEWS
    said = _said(rows, at_most=COUNT_MAX + SPARE if tells else COUNT_MAX)
    if said is None:
        return "0", ()
    sql, values = said
    number = f"(SELECT COUNT(*) FROM ({sql}) AS counted)"  # noqa: S608  (Django's, with places for values)
    known = _full.get(rows) if isinstance(rows, BuiltIn) else None
    if known is None:
        return number, values
    return f"CASE WHEN {NEWEST_FACT} BETWEEN %s AND %s THEN {COUNT_MAX} ELSE {number} END", (*known, *values)


def _said(rows: Rows, *, at_most: int) -> Said | None:
    """None: no brand is left, say, and nothing can be there."""
    if isinstance(rows, BuiltIn):
        return _in_view.said(rows.staff_id, rows.brand_ids, view=rows.view, at_most=at_most)
    try:
        return rows.order_by().values("pk")[:at_most].query.sql_with_params()
    except EmptyResultSet:
        return None


@prepared
def _in_view(
    staff_id: int, brand_ids: Collection[int], *, view: str, at_most: int
) -> models.QuerySet[Conversation, int]:
    rows = view_at(brand_ids, view, staff_id=staff_id)
    return rows.order_by().values_list("pk", flat=True)[:at_most]
