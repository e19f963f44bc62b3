"""Pages of lists that are the same for all who may see the same brands: two hundred desks ask for one at each news.

Each is kept until the next fact, and for a second at most.
"""

import time
from collections.abc import Sequence
from functools import cache
from typing import Any

from slovo.conversations import lists
from slovo.conversations.lists import BuiltIn, Page, Rows
from slovo.conversations.queries import of_view
from slovo.core.journal import queries as journal

KEPT_SECONDS, KEPT_MAX = 1.0, 64
_kept: dict[tuple[Any, ...], tuple[float, Page]] = {}


def page(rows: Rows, *, brand_ids: Sequence[int], **which: Any) -> Page:
    """As `lists.page`."""
    if not isinstance(rows, BuiltIn) or _is_somebodys(rows.view):
        return lists.page(rows, brand_ids=brand_ids, **which)
    key = (journal.moment(), rows.view, *brand_ids, *which.items())
    made_at, made = _kept.get(key, (0.0, None))
    now = time.monotonic()
    if made is None or now - made_at > KEPT_SECONDS:
        if len(_kept) >= KEPT_MAX:
            _kept.clear()
        made = lists.page(rows, brand_ids=brand_ids, **which)
        _kept[key] = now, made
    return made


def forget() -> None:
    """Where facts are taken back and the next ones get their numbers, as between tests."""
    _kept.clear()


@cache
def _is_somebodys(view: str) -> bool:
    """Whether it holds other conversations for each reader."""
    return of_view(view, staff_id=1) != of_view(view, staff_id=2)
