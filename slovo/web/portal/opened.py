"""What a link opens: what is promised to one customer, or about one matter, and nothing of anybody else."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from slovo.brands.models import Brand
from slovo.conversations import queries as conversations
from slovo.core.journal.actor import Actor
from slovo.customers import queries as customers
from slovo.customers.models import Customer
from slovo.promises import shown
from slovo.promises.link_models import LIFE_DAYS_AFTER_SETTLED, StatusLink
from slovo.promises.models import Promise
from slovo.promises.more_models import PromiseMove
from slovo.visits import queries as visits
from slovo.web.portal.beside import Beside

TOKEN_LETTERS_MAX = 64


@dataclass(frozen=True, slots=True)
class Opened:
    """`language`: in which the customer is spoken to, "" if nobody knows. `zone`: in whose time. By a link for anybody
    neither is the customer's: it would tell of them."""

    link: StatusLink
    token: str
    brand: Brand
    language: str
    zone: str
    rows: list[Promise]
    moves: dict[int, list[PromiseMove]]
    beside: Beside
    at: datetime

    @property
    def customer(self) -> Customer:
        """As whom they stand now, with everybody merged into them."""
        return self.link.customer.root or self.link.customer

    @property
    def customer_id(self) -> int:
        return self.customer.pk

    @property
    def actor(self) -> Actor:
        return Actor("customer", str(self.customer_id))

    def promise(self, shown_id: str) -> Promise | None:
        """Of those on the page."""
        return next((row for row in self.rows if str(row.shown_id) == shown_id), None)


def opened(token: str, *, at: datetime) -> Opened | None:
    """None for what was never made, was revoked, or holds no longer: nobody is told which."""
    link = shown.link_shown(token) if len(token) <= TOKEN_LETTERS_MAX else None
    if link is None:
        return None
    customer = link.customer.root or link.customer
    about, language = _matters(link)
    since = at - timedelta(days=LIFE_DAYS_AFTER_SETTLED)
    family = customers.family_ids(customer)
    rows = shown.promises_to(link.brand_id, family, about, since=since)
    settled_at = max((row.done_at or row.released_at or row.made_at for row in rows), default=None)
    if not link.holds(at, owes=any(row.owed for row in rows), settled_at=settled_at):
        return None
    return Opened(
        link=link,
        token=token,
        brand=link.brand,
        language=language or ("" if link.is_anybodys else customer.language),
        zone=link.brand.zone if link.is_anybodys else customer.zone_or(link.brand.zone),
        rows=rows,
        moves=_moves(rows),
        beside=Beside(link.brand_id, family, about, at),
        at=at,
    )


def _matters(link: StatusLink) -> tuple[Collection[str], str]:
    """The keys of what it shows, none for everything; and the language in which that is spoken of. A link for anybody
    does not show with what its matter was joined."""
    if link.is_anybodys:
        return [link.about], ""
    if not link.about:
        return (), ""
    beside = visits.booked_beside(link.about)  # there it stands, and what is promised by it
    conversation = conversations.of_key(beside or link.about)
    if conversation is None:
        return [link.about, *([beside] if beside else [])], ""
    return [link.about, *conversations.keys(conversation)], conversation.language


def _moves(rows: Collection[Promise]) -> dict[int, list[PromiseMove]]:
    found: dict[int, list[PromiseMove]] = {}
    moved = [row.pk for row in rows if row.moved_at or row.expected_at]
    for move in shown.moves_of(moved) if moved else ():
        found.setdefault(move.promise_id, []).append(move)
    return found
