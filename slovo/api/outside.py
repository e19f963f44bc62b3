"""The journal for the outside: every row's id becomes the one by which the API names that thing.

Kinds with a random id of their own are looked up, all of one kind in one query; ids of the rest are sealed. A fact
that is new here is safe by itself: whatever ends in `_id` is sealed.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models

from slovo.api.answers import Shape, moment
from slovo.api.kinds import Shown
from slovo.api.webhooks.models import Webhook
from slovo.book.models import Entry, Withheld
from slovo.brands.models import Brand
from slovo.callbacks.models import CallAttempt, Callback
from slovo.conversations.models import Conversation, Message
from slovo.core.journal.actor import STAFF_KINDS
from slovo.core.journal.models import JournalEntry
from slovo.core.secrets import sealed
from slovo.customers.models import Customer
from slovo.knowledge.models import Article
from slovo.orders.hook_models import OrderHook
from slovo.orders.import_models import OrderImport
from slovo.orders.models import Order, Reservation, Return
from slovo.people.models import Staff, Token
from slovo.promises.link_models import StatusLink
from slovo.promises.models import Promise
from slovo.promises.work_models import WorkLink
from slovo.visits.models import Resource, Visit, VisitType
from slovo.visits.walk_in_models import Ticket

NAMED: dict[str, type[models.Model]] = {
    "article": Article,
    "attempt": CallAttempt,
    "brand": Brand,
    "callback": Callback,
    "conversation": Conversation,
    "entry": Entry,
    "withheld": Withheld,
    "customer": Customer,
    "link": StatusLink,
    "message": Message,
    "order": Order,
    "order_hook": OrderHook,
    "order_import": OrderImport,
    "promise": Promise,
    "resource": Resource,
    "reservation": Reservation,
    "return": Return,
    "staff": Staff,
    "ticket": Ticket,
    "token": Token,
    "visit": Visit,
    "visit_type": VisitType,
    "webhook": Webhook,
    "work_link": WorkLink,
    "worker": WorkLink,  # who reports by it
}
KIND_OF_FIELD = {
    "new": "conversation",
    "other": "conversation",
    "owner": "staff",
    "promise_of": "conversation",
    "was_brand": "brand",
    "was_customer": "customer",
    "was_staff": "staff",
}
SEVERAL = {"merged": "merged"}  # how a field is called in which there are several
_KEY = re.compile(r"([a-z_]+):(\d+)")


class ThingShown(Shown):
    type: str
    id: UUID | None


@dataclass(frozen=True, slots=True)
class Names:
    """(kind, row id) → the id outside. One that was erased has none."""

    known: dict[tuple[str, int], UUID]

    @classmethod
    def of_keys(cls, keys: Iterable[str]) -> "Names":
        return cls.of(found for key in keys for found in _in_key(key))

    @classmethod
    def of(cls, wanted: Iterable[tuple[str, int]]) -> "Names":
        by_kind: dict[str, set[int]] = defaultdict(set)
        for kind, pk in wanted:
            by_kind[kind].add(pk)
        known = {
            (kind, pk): public_id or sealed(kind, pk)  # older promises have none of their own
            for kind in by_kind.keys() & NAMED.keys()
            for pk, public_id in NAMED[kind]
            ._default_manager.filter(pk__in=by_kind[kind])
            .values_list("pk", "public_id")
        }
        return cls(known)

    def id(self, kind: str, pk: int) -> UUID | None:
        return self.known.get((kind, pk)) if kind in NAMED else sealed(kind, pk)

    def thing(self, key: str) -> Shape | None:
        """«conversation:12» → its kind and id."""
        found = _KEY.fullmatch(key)
        return {"type": found[1], "id": self.id(found[1], int(found[2]))} if found else None


def facts(entries: Sequence[JournalEntry]) -> list[Shape]:
    names = Names.of(found for entry in entries for found in _in_entry(entry))
    return [_fact(entry, names) for entry in entries]


def _fact(entry: JournalEntry, names: Names) -> Shape:
    by_row = entry.actor_kind in (*STAFF_KINDS, "customer", "worker") and entry.actor_id.isdecimal()
    kind = "staff" if entry.actor_kind in STAFF_KINDS else entry.actor_kind
    return {
        "id": sealed("fact", entry.pk),
        "kind": entry.kind,
        "at": moment(entry.at),
        "brand": names.id("brand", entry.brand_id) if entry.brand_id else None,
        "about": names.thing(entry.about),
        "actor": {"kind": entry.actor_kind, "id": names.id(kind, int(entry.actor_id)) if by_row else None},
        "data": dict(_outside(entry, field, value, names) for field, value in entry.data.items()),
    }


def _outside(entry: JournalEntry, field: str, value: Any, names: Names) -> tuple[str, Any]:
    if field.endswith("_id"):
        stem = field.removesuffix("_id")
        return stem, names.id(_kind(entry, stem), value) if isinstance(value, int) else None
    if field.endswith("_ids"):
        stem = field.removesuffix("_ids")
        return SEVERAL.get(stem, f"{stem}s"), [names.id(_kind(entry, stem), pk) for pk in value]
    if isinstance(value, str) and _KEY.fullmatch(value):
        return field, names.thing(value)
    return field, value


def _kind(entry: JournalEntry, stem: str) -> str:
    if stem == "merged":  # into one of its own kind
        return entry.about.partition(":")[0]
    return KIND_OF_FIELD.get(stem, stem)


def _in_entry(entry: JournalEntry) -> Iterable[tuple[str, int]]:
    yield from _in_key(entry.about)
    if entry.brand_id:
        yield "brand", entry.brand_id
    if entry.actor_id.isdecimal():
        yield "staff" if entry.actor_kind in STAFF_KINDS else entry.actor_kind, int(entry.actor_id)
    for field, value in entry.data.items():
        stem = re.sub(r"_ids?$", "", field)
        kind = _kind(entry, stem)
        if field.endswith("_id") and isinstance(value, int):
            yield kind, value
        elif field.endswith("_ids"):
            yield from ((kind, pk) for pk in value)
        elif isinstance(value, str):
            yield from _in_key(value)


def _in_key(key: str) -> Iterable[tuple[str, int]]:
    if found := _KEY.fullmatch(key):
        yield found[1], int(found[2])
