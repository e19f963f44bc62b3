"""What of lists is the same for all who may see the same brands: two hundred desks ask for it at each news.

It is kept until the next fact, and for a second at most. A screen that says which news it has `heard` gets what was
read after them, and nothing older than a quarter of a second: what is newer than that is on its way to it as news.
"""

import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from slovo.conversations import counting, lists
from slovo.conversations.lists import BuiltIn, Page, Rows
from slovo.conversations.queries import of_view
from slovo.core.journal import queries as journal
from slovo.core.live import queries as live
from slovo.core.live.queries import Place as News
from slovo.core.presence import queries as presence
from slovo.core.presence.models import Presence

KEPT_SECONDS, KEPT_MAX = 1.0, 64
FRESH_SECONDS = 0.25
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class _Kept:
    """`news`, `moment`: what had been told and recorded when it was begun to be read."""

    value: Any
    made_at: float
    news: News
    moment: tuple[int, int] | None


_kept: dict[Hashable, _Kept] = {}


def page(rows: Rows, *, brand_ids: Sequence[int], heard: News | None = None, **which: Any) -> Page:
    """As `lists.page`."""
    if not isinstance(rows, BuiltIn) or _is_somebodys(rows.view):
        return lists.page(rows, brand_ids=brand_ids, **which)
    key = (rows.view, *brand_ids, *which.items())
    return _shared(key, heard, lambda: lists.page(rows, brand_ids=brand_ids, **which))


def counts(views: Sequence[Rows], *, heard: News | None = None) -> list[int]:
    """As `counting.counts`."""
    if heard is None:
        return counting.counts(views)
    everybodys = [rows for rows in views if isinstance(rows, BuiltIn) and not _is_somebodys(rows.view)]
    own = [rows for rows in views if rows not in everybodys]
    key = ("counts", *((rows.view, rows.brand_ids) for rows in everybodys))
    counted = [*_shared(key, heard, lambda: counting.counts(everybodys)), *counting.counts(own)]
    return [counted[[*everybodys, *own].index(rows)] for rows in views]


def present(brand_ids: Sequence[int], *, heard: News, at: datetime) -> dict[str, list[Presence]]:
    """As `presence.queries.present_at`: who comes and goes is news, and no fact."""
    return _shared(("present", *brand_ids), heard, lambda: presence.present_at(brand_ids, at=at), facts=False)


def forget() -> None:
    """Where facts are taken back and the next ones get their numbers, as between tests."""
    _kept.clear()


def _shared(key: Hashable, heard: News | None, make: Callable[[], R], *, facts: bool = True) -> R:
    """`facts`: what it shows changes with a fact, and with nothing else."""
    kept, now = _kept.get(key), time.monotonic()
    if kept and heard and kept.news >= heard and now - kept.made_at < FRESH_SECONDS:
        value: R = kept.value
        return value
    moment = journal.moment() if facts else None
    if kept and facts and kept.moment == moment and now - kept.made_at < KEPT_SECONDS:
        value = kept.value
        return value
    news = live.newest() if heard else News()
    value = make()
    if len(_kept) >= KEPT_MAX:
        _kept.clear()
    _kept[key] = _Kept(value, now, news, moment)
    return value


@cache
def _is_somebodys(view: str) -> bool:
    """Whether it holds other conversations for each reader."""
    return of_view(view, staff_id=1) != of_view(view, staff_id=2)
