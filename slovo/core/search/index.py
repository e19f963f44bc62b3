"""The index itself: what goes in, what comes out, the same on both databases."""

from collections.abc import Collection, Sequence
from types import ModuleType

from slovo.core.db import in_transaction, is_postgresql
from slovo.core.search import postgresql, sqlite, vocabulary
from slovo.core.search.documents import Document, Wanted

SEEN_IDS_MAX = 1_000


def add(documents: Sequence[Document]) -> None:
    """Documents that are not there yet."""
    assert in_transaction()
    _database().insert(documents)
    for document in documents:
        vocabulary.learn(document.forms)


def replace(documents: Sequence[Document]) -> None:
    """Documents as they are now, whether they were there or not. Nothing is left of what they were."""
    assert in_transaction()
    _database().delete([document.id for document in documents])
    add(documents)


def replace_range(low: int, high: int, documents: Sequence[Document]) -> None:
    """From `low` to `high` there are now these documents and no others."""
    assert in_transaction() and all(low <= document.id <= high for document in documents)
    _database().delete_range(low, high)
    add(documents)


def forget(ids: Collection[int]) -> None:
    """Nobody finds these documents any more, and words that only they had are no longer offered."""
    assert in_transaction()
    gone = _database().terms_of(ids) if ids else set()
    _database().delete(ids)
    vocabulary.forget({term for term in gone if not _database().has(term)})


def matching(
    wanted: Wanted, *, limit: int, before: int | None = None, among: Collection[int] | None = None
) -> list[int]:
    """The newest ids that are wanted, newest first. `before`: only smaller ids. `among`: only of these."""
    if wanted.is_hopeless or limit < 1 or (among is not None and not among):
        return []
    assert among is None or len(among) <= SEEN_IDS_MAX
    found: list[int] = _database().matching(wanted, before=before, among=among, limit=limit)
    return found


def _database() -> ModuleType:
    return postgresql if is_postgresql() else sqlite
