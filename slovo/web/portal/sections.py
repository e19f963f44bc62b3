"""What the page shows, from top to bottom. Whoever brings more of it adds a section here.

`read` gives what the template finds as `shown`; what is empty is not shown at all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from slovo.web.portal import told_beside
from slovo.web.portal.opened import Opened
from slovo.web.portal.words import Told, told

PAST_MAX = 10


@dataclass(frozen=True, slots=True)
class Section:
    template: str
    read: Callable[[Opened], Any]


@dataclass(frozen=True, slots=True)
class Shown:
    template: str
    shown: Any


def _owed(page: Opened) -> list[Told]:
    return [_told(page, row) for row in page.rows if row.owed and row.pk not in page.beside.promise_ids]


def _past(page: Opened) -> list[Told]:
    return [_told(page, row) for row in islice((row for row in page.rows if not row.owed), PAST_MAX)]


def _told(page: Opened, row: Any) -> Told:
    return told(row, page.moves.get(row.pk, []), page.brand, at=page.at)


SECTIONS: Sequence[Section] = (
    Section("portal/_owed.html", _owed),
    Section("portal/_visits.html", told_beside.visits),
    Section("portal/_calls.html", told_beside.calls),
    Section("portal/_reserved.html", told_beside.reservations),
    Section("portal/_chosen.html", told_beside.choices),
    Section("portal/_gifts.html", told_beside.gifts),
    Section("portal/_amends.html", told_beside.amends),
    Section("portal/_orders.html", told_beside.orders),
    Section("portal/_past.html", _past),
)


def shown(page: Opened) -> list[Shown]:
    found = ((section.template, section.read(page)) for section in SECTIONS)
    return [Shown(template, read) for template, read in found if read]
