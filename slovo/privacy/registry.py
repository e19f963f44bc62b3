"""All that is declared, in the order in which it goes: what refers to something goes before it, and last who they are.
The faces, which stand above, add their own (`config/wiring.py`)."""

from collections.abc import Iterator, Sequence

from django.db.models import Model

from slovo.assistant import personal_data as assistant
from slovo.book import personal_data as book
from slovo.brands import personal_data as brands
from slovo.callbacks import personal_data as callbacks
from slovo.channels import personal_data as channels
from slovo.channels.chat import personal_data as chat
from slovo.conversations import personal_data as conversations
from slovo.core import personal_data as core
from slovo.core.personal import Declared, Holding
from slovo.customers import personal_data as customers
from slovo.knowledge import personal_data as knowledge
from slovo.orders import personal_data as orders
from slovo.people import personal_data as people
from slovo.privacy import others
from slovo.privacy import personal_data as privacy
from slovo.promises import personal_data as promises
from slovo.recovery import personal_data as recovery
from slovo.requests import personal_data as requests
from slovo.standards import personal_data as standards
from slovo.visits import personal_data as visits

_added: list[Declared] = []


def add(held: Sequence[Declared]) -> None:
    _added.extend(one for one in held if one not in _added)


def declared() -> list[Declared]:
    """The chat goes before the doors: its lines hold what they carry."""
    domains = (privacy, assistant, book, recovery, requests, callbacks, visits, orders)
    below = (conversations, promises, knowledge, standards, channels, people, brands, core, others, customers)
    found = list(_added)
    for domain in domains:
        found += domain.HELD
    found += chat.DECLARED
    for domain in below:
        found += domain.HELD
    return found


def holdings() -> list[Holding]:
    return [one for one in declared() if isinstance(one, Holding)]


def models() -> Iterator[type[Model]]:
    return (one.model for one in declared())
