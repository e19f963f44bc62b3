"""How long each kind of row is kept, of the whole house. The faces, which stand above, add theirs
(`config/wiring.py`)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from slovo.assistant import retention as assistant
from slovo.book import retention as book
from slovo.brands import retention as brands
from slovo.brands.models import Brand
from slovo.callbacks import retention as callbacks
from slovo.channels import retention as channels
from slovo.channels.chat import retention as chat
from slovo.conversations import retention as conversations
from slovo.core import retention as core
from slovo.core.keeping import DAYS_KEPT_MAX, NOBODY_CHOSE, Choice, Chosen, Days, Kept
from slovo.customers import retention as customers
from slovo.knowledge import retention as knowledge
from slovo.orders import retention as orders
from slovo.people import retention as people
from slovo.privacy import retention as privacy
from slovo.privacy.models import KeptDays
from slovo.promises import retention as promises
from slovo.recovery import retention as recovery
from slovo.requests import retention as requests
from slovo.standards import retention as standards
from slovo.visits import retention as visits

DOMAINS = (
    *(privacy, assistant, book, recovery, requests, callbacks, visits, orders, conversations, promises),
    *(knowledge, standards, chat, channels, customers, people, brands, core),
)
ROWS_COUNTED_MAX = 10_000  # by looking over them before
_added: list[Kept] = []


def add(kept: Sequence[Kept]) -> None:
    _added.extend(one for one in kept if one not in _added)


def declared() -> list[Kept]:
    return [*_added, *(one for domain in DOMAINS for one in domain.KEPT)]


def by_days() -> list[Days]:
    """What the one job for all takes away, in its order."""
    return [one for one in declared() if isinstance(one, Days)]


def choices() -> dict[str, Choice]:
    """Of what a brand says itself how long it is kept, by code."""
    return {one.choice.code: one.choice for one in by_days() if one.choice}


def chosen() -> dict[str, dict[int, int]]:
    """What brands have chosen, by kind: never less than is needed today, whatever was allowed when they chose."""
    known = choices()
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for row in KeptDays.objects.filter(kind__in=known).order_by("pk"):
        found[row.kind][row.brand_id] = max(row.days, known[row.kind].least)
    return found


def of_rule(rule: Days, by_kind: Mapping[str, Chosen]) -> Chosen:
    return by_kind.get(rule.choice.code, NOBODY_CHOSE) if rule.choice else NOBODY_CHOSE


@dataclass(frozen=True, slots=True)
class Line:
    """Of a kind that is kept for so many `days`, `rows` would go if this were the night; at most ROWS_COUNTED_MAX are
    counted. None: nobody has counted."""

    choice: Choice
    days: int
    rows: int | None

    @property
    def is_usual(self) -> bool:
        return self.days == self.choice.days

    @property
    def most(self) -> int:
        return DAYS_KEPT_MAX

    @property
    def is_more(self) -> bool:
        return self.rows == ROWS_COUNTED_MAX


def days_of(brand: Brand) -> dict[str, int]:
    mine = {kind: days[brand.pk] for kind, days in chosen().items() if brand.pk in days}
    return {code: mine.get(code, one.days) for code, one in choices().items()}


def lines_of(brand: Brand, at: datetime, days: Mapping[str, int]) -> list[Line]:
    """What would go tonight, if the brand kept each kind for so many `days`."""
    return [Line(one, days[code], _rows_due(brand, at, one, days[code])) for code, one in choices().items()]


def uncounted(days: Mapping[str, int]) -> list[Line]:
    return [Line(one, days[code], None) for code, one in choices().items()]


def _rows_due(brand: Brand, at: datetime, choice: Choice, days: int) -> int:
    rows = 0
    for rule in by_days():
        if rule.choice == choice:
            due = rule.due_of(brand.pk, at, days)
            rows += due.order_by().values("pk")[: ROWS_COUNTED_MAX - rows].count()
    return rows
