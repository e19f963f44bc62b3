"""How long each kind of row is kept, of the whole house. The faces, which stand above, add theirs
(`config/wiring.py`)."""

from collections.abc import Sequence

from slovo.assistant import retention as assistant
from slovo.book import retention as book
from slovo.brands import retention as brands
from slovo.callbacks import retention as callbacks
from slovo.channels import retention as channels
from slovo.channels.chat import retention as chat
from slovo.conversations import retention as conversations
from slovo.core import retention as core
from slovo.core.keeping import Days, Kept
from slovo.customers import retention as customers
from slovo.knowledge import retention as knowledge
from slovo.orders import retention as orders
from slovo.people import retention as people
from slovo.privacy import retention as privacy
from slovo.promises import retention as promises
from slovo.recovery import retention as recovery
from slovo.requests import retention as requests
from slovo.standards import retention as standards
from slovo.visits import retention as visits

DOMAINS = (
    *(privacy, assistant, book, recovery, requests, callbacks, visits, orders, conversations, promises),
    *(knowledge, standards, chat, channels, customers, people, brands, core),
)
_added: list[Kept] = []


def add(kept: Sequence[Kept]) -> None:
    _added.extend(one for one in kept if one not in _added)


def declared() -> list[Kept]:
    return [*_added, *(one for domain in DOMAINS for one in domain.KEPT)]


def by_days() -> list[Days]:
    """What the one job for all takes away, in its order."""
    return [one for one in declared() if isinstance(one, Days)]
