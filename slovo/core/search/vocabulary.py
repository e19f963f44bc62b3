"""Which words have been written, for the beginnings that people type: «дете» → «детей» → «ребёнок».

Rows are only ever added while messages come in: no writer waits for another, none can be in deadlock with another, and
what a crash loses is a count. `compact` joins rows of the same word by and by.
"""

import time
from collections.abc import Collection, Iterable, Mapping

from django.db import connection

from slovo.core.db import in_transaction, is_postgresql
from slovo.core.search import postgresql, sqlite

LEMMAS_MAX = 30
ROWS_SCANNED_MAX = 20_000
KNOWN_FORMS_MAX = 30_000  # 200 bytes each; of a letter some three come once in the world: its number, its sender
KNOWN_SECONDS_MAX = 3_600
COMPACTED_FORMS_MAX = 5_000
_LAST = "\U0010ffff"


class _Known:
    """What this process has seen committed, and how often. Forgotten now and then: it cannot be wrong for long."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.seen: dict[str, int] = {}
        self.since = time.monotonic()

    def count(self, forms: Iterable[str], fresh: dict[str, int]) -> dict[str, int]:
        """How often each form is to be written down: when it is new, and then each time its count has doubled.
        `fresh`: those that are new in this transaction.
        """
        if time.monotonic() - self.since > KNOWN_SECONDS_MAX:
            self.clear()
        elif len(self.seen) > KNOWN_FORMS_MAX:
            self._keep_the_commonest()
        due = {}
        for form in forms:
            counts = self.seen if form in self.seen else fresh
            count = counts[form] = counts.get(form, 0) + 1
            if count & (count - 1) == 0:
                due[form] = max(1, count // 2)
        return due

    def _keep_the_commonest(self) -> None:
        """Half of the room is free afterwards: what comes once in the world goes before the words of the language."""
        least, kept = 1, self.seen
        while len(kept) > KNOWN_FORMS_MAX // 2:
            least *= 2
            kept = {form: count for form, count in list(kept.items()) if count >= least}  # other threads count on
        self.seen = kept


class _Fresh:
    """Forms that a transaction has written: known once it is committed, and never if it is not."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}

    def __call__(self) -> None:
        _known.seen |= self.counts


_known = _Known()


def learn(forms: Mapping[str, Iterable[str]]) -> None:
    """These words stand in a document, each with its lemmas."""
    assert in_transaction()
    due = _known.count(forms, _fresh().counts)
    add_rows([(form, lemma, seen) for form, seen in due.items() for lemma in sorted(forms[form])])


def _fresh() -> _Fresh:
    """Of this transaction, or of this savepoint: what is rolled back to it takes its own along."""
    here = set(connection.savepoint_ids)
    for waiting in connection.run_on_commit:
        savepoints, call = waiting[:2]
        if isinstance(call, _Fresh) and savepoints == here:
            return call
    fresh = _Fresh()
    connection.on_commit(fresh)
    return fresh


def begins(beginning: str) -> frozenset[str]:
    """The commonest lemmas of words that begin so."""
    query = """
        SELECT lemma, SUM(seen) AS total
        FROM (SELECT lemma, seen FROM search_form WHERE form >= %s AND form < %s LIMIT %s) AS beginning
        GROUP BY lemma ORDER BY total DESC, lemma LIMIT %s
    """
    with connection.cursor() as cursor:
        cursor.execute(query, [beginning, beginning + _LAST, ROWS_SCANNED_MAX, LEMMAS_MAX])
        return frozenset(lemma for lemma, _total in cursor.fetchall())


def forget(lemmas: Collection[str]) -> None:
    """No document has these words any more."""
    assert in_transaction()
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM search_form WHERE lemma = %s", [(lemma,) for lemma in sorted(lemmas)])
    forget_what_is_known()


def forget_what_is_known() -> None:
    """Of this process: the table may not be the one it was."""
    _known.clear()
    for waiting in connection.run_on_commit:
        call = waiting[1]
        if isinstance(call, _Fresh):
            call.counts.clear()


def written_twice() -> list[str]:
    """Words that have several rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT form FROM search_form GROUP BY form, lemma HAVING COUNT(*) > 1 ORDER BY form LIMIT %s",
            [COMPACTED_FORMS_MAX],
        )
        return [form for (form,) in cursor.fetchall()]


def compact(forms: Iterable[str]) -> None:
    """One row instead of several. What others add meanwhile stays."""
    assert in_transaction()
    joined: dict[tuple[str, str], int] = {}
    with connection.cursor() as cursor:
        for form in forms:
            cursor.execute("DELETE FROM search_form WHERE form = %s RETURNING lemma, seen", [form])
            for lemma, seen in cursor.fetchall():
                joined[form, lemma] = joined.get((form, lemma), 0) + seen
    add_rows([(form, lemma, seen) for (form, lemma), seen in joined.items()])


def add_rows(rows: list[tuple[str, str, int]]) -> None:
    """(form, lemma, how often it was seen) each."""
    assert in_transaction()
    if rows:
        (postgresql if is_postgresql() else sqlite).insert_forms(rows)
