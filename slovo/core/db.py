"""The one way to write: `transaction()`.

SQLite has one write lock, and waiting for it is a polling sleep without a queue. So every writer of every
process first passes one gate, a `flock` on a file beside the database, which the kernel hands over at once.
Reading, parsing and the network stay outside.
"""

import fcntl
import os
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, TypeVar, cast

from django.db import connection, models
from django.db.transaction import atomic

from slovo.core.prepared import prepared
from slovo.core.rows import remember

ModelT = TypeVar("ModelT", bound=models.Model)
_depth: ContextVar[int] = ContextVar("transaction_depth", default=0)
_gate = threading.local()
_ours = threading.Lock()  # one thread of a process waits at the gate, so that no process takes it many times in a row


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def in_transaction() -> bool:
    """Whether one of our own transactions is open (a test's wrapping one does not count)."""
    return _depth.get() > 0


def commits_of_others() -> int:
    """SQLite alone: a number that changes when another connection has committed. A look at shared memory, no query."""
    with connection.cursor() as cursor:
        version: int = cursor.execute("PRAGMA data_version").fetchone()[0]
    return version


@contextmanager
def transaction(*, durable: bool = False) -> Iterator[None]:
    """One transaction; an inner use joins the outer one. Also a decorator: `@transaction()`.

    `durable`: the commit survives a power cut before this returns. Others survive a crash of the process,
    and on PostgreSQL all are durable.
    """
    if in_transaction():
        with atomic(savepoint=False):
            yield
        return
    with write_gate(), _synchronous(durable), atomic():
        token = _depth.set(1)
        try:
            yield
            assert not connection.needs_rollback, (
                "a refusal was swallowed: Django would take everything back in silence"
            )
        finally:
            _depth.reset(token)


def locked(model: type[ModelT], pk: int, *known: str) -> ModelT:
    """The row, held until the transaction ends. SQLite's one writer holds everything already.

    Take them in one order: conversation, promise, customer. `known`: names of related rows, brought along and not held.
    """
    assert in_transaction()
    for row in _row_for_writing(model, known)(pk):
        remember(row)
        return cast(ModelT, row)
    raise model.DoesNotExist  # type: ignore[attr-defined]  # every model has one


def locked_together(model: type[ModelT], pks: Collection[int]) -> dict[int, ModelT]:
    """Several rows of one kind, taken in the order of their ids so that two takers never wait for each other."""
    assert in_transaction()
    rows = _rows_for_writing(model)(list(pks))
    for row in rows:
        remember(row)
    return {row.pk: cast(ModelT, row) for row in rows}


@cache
def _row_for_writing(model: type[ModelT], known: tuple[str, ...]) -> Callable[[int], list[ModelT]]:
    def by_pk(pk: int) -> models.QuerySet[ModelT]:
        rows = _for_writing(model).filter(pk=pk)
        return rows.select_related(*known) if known else rows

    return prepared(by_pk)


@cache
def _rows_for_writing(model: type[ModelT]) -> Callable[[Collection[int]], list[ModelT]]:
    def by_pks(pks: Collection[int]) -> models.QuerySet[ModelT]:
        return _for_writing(model).filter(pk__in=pks).order_by("pk")

    return prepared(by_pks)


def _for_writing(model: type[ModelT]) -> models.QuerySet[ModelT]:
    assert in_transaction()
    rows: models.QuerySet[ModelT] = model._default_manager.all()
    return rows.select_for_update(of=("self",)) if is_postgresql() else rows


@contextmanager
def write_gate() -> Iterator[None]:
    """SQLite: nobody writes meanwhile."""
    if not is_sqlite():
        yield
        return
    gate = _gate_file(f"{connection.settings_dict['NAME']}.gate")
    with _ours:
        fcntl.flock(gate, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(gate, fcntl.LOCK_UN)


def _gate_file(path: str) -> int:
    """One open file a thread: locks of one open file would not exclude one another."""
    if getattr(_gate, "path", None) != (path, os.getpid()):
        _gate.path = (path, os.getpid())
        _gate.file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    file: int = _gate.file
    return file


@contextmanager
def _synchronous(durable: bool) -> Iterator[None]:
    if not durable or not is_sqlite() or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")


class TransactionId(models.Func):
    """PostgreSQL's id of the writing transaction. SQLite's writers come one by one: 0 does."""

    template = "pg_current_xact_id()"

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, tuple[str | int, ...]]:
        return "0", ()


class CommitOrderField(models.BigIntegerField):  # type: ignore[type-arg]
    """The writing transaction's id, so that a cursor can read rows in the order in which they became visible.

    On PostgreSQL ids are given at insert but seen at commit: reading by `id >` would lose a late commit.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "db_default": TransactionId(), "editable": False})

    def db_type(self, connection: Any) -> str:
        return "xid8" if connection.vendor == "postgresql" else "integer"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int:
        return int(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """As a text, which PostgreSQL reads as xid8; it compares no integers with those."""
        return str(value) if connection.vendor == "postgresql" and isinstance(value, int) else value

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        for given in ("db_default", "editable"):
            options.pop(given, None)
        return name, path, args, options


def later_than(transaction_id: int | str, pk: int) -> models.Q:
    """Rows after that one, where they lie in the order in which they became visible: an index on both is begun there.

    Neither database sees that in the two ways of being later alone: SQLite reads all that is older each time.
    """
    if not is_postgresql():
        return models.Q(transaction_id=transaction_id, id__gt=pk)  # it gives all rows the same transaction
    later = models.Q(transaction_id__gt=transaction_id) | models.Q(transaction_id=transaction_id, id__gt=pk)
    return models.Q(transaction_id__gte=transaction_id) & later
