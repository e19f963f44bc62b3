"""Writing a fact and following its arrows. The arrows themselves stand in `config/wiring.py`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from slovo.core.db import in_transaction
from slovo.core.journal.actor import Actor
from slovo.core.journal.models import JournalEntry
from slovo.core.rows import insert
from slovo.facts import Fact

CHAIN_DEPTH_MAX = 5

Reaction = Callable[..., None]  # (fact, *, at): a cheap handler that writes its own domain's tables


@dataclass(frozen=True, slots=True)
class AfterThat:
    """An arrow by task: `task` is enqueued with the named fields of the fact. `moment`: the field that says from
    when on it may run (ISO). `only`: whether such a fact asks for it at all."""

    task: Any
    fields: Sequence[str]
    moment: str = ""
    only: Callable[[Any], bool] | None = None

    def enqueue(self, fact: Fact) -> None:
        if self.only and not self.only(fact):
            return
        later = getattr(fact, self.moment) if self.moment else None
        task = self.task.using(run_after=datetime.fromisoformat(later)) if later else self.task
        task.enqueue(**{name: getattr(fact, name) for name in self.fields})


@dataclass(frozen=True, slots=True)
class Wiring:
    at_once: Mapping[type[Fact], Sequence[Reaction]] = field(default_factory=dict)
    by_task: Mapping[type[Fact], Sequence[AfterThat]] = field(default_factory=dict)


_wiring = Wiring()
_causes: ContextVar[tuple[int, ...]] = ContextVar("causes", default=())
_request_id: ContextVar[str] = ContextVar("request_id", default="")


def wire(wiring: Wiring) -> None:
    global _wiring
    _wiring = wiring


@contextmanager
def requested_as(request_id: str) -> Iterator[None]:
    """Facts recorded inside carry this request id."""
    token = _request_id.set(request_id)
    try:
        yield
    finally:
        _request_id.reset(token)


def record(fact: Fact, *, actor: Actor, at: datetime) -> None:
    """Write the fact, run what reacts at once, enqueue what reacts by task: all in the open transaction."""
    assert in_transaction(), "a fact is part of the change that made it true"
    causes = _causes.get()
    assert len(causes) < CHAIN_DEPTH_MAX, f"a chain of reactions without end: {type(fact).__name__}"
    entry = JournalEntry(
        kind=type(fact).__name__,
        at=at,
        brand_id=fact.brand_id,
        about=fact.about,
        actor_kind=actor.kind,
        actor_id=actor.id,
        cause_id=causes[-1] if causes else None,
        request_id=_request_id.get(),
        data={name: value for name, value in asdict(fact).items() if name != "brand_id"},
    )
    insert(entry)
    token = _causes.set((*causes, entry.pk))
    try:
        for react in _wiring.at_once.get(type(fact), ()):
            react(fact, at=at)
    finally:
        _causes.reset(token)
    for arrow in _wiring.by_task.get(type(fact), ()):
        arrow.enqueue(fact)
