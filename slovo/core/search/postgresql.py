"""The index as tsvectors in a table that is partitioned by number.

One GIN index over millions of rows is slow to add to, and "the newest 50" of it swings with the planner's guesses. So
the newest partition is asked first, by its own index alone, and the walk stops when enough are found.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from slovo.core.db import transaction
from slovo.core.search.documents import Document, Wanted
from slovo.core.walking import OFF, ONE_AFTER_ANOTHER, planned

PARTITION_DOCUMENTS = 131_072
BULK_MEMORY_MB = 512
# The words of some hundred documents are gathered, and then go into the index together: that halves what a letter costs
# the database. Whoever searches reads them as well, so they may not be many.
GATHERS = "fastupdate = on, gin_pending_list_limit = 256"
CREATE = (
    "CREATE TABLE search_document (id bigint PRIMARY KEY, terms tsvector NOT NULL) PARTITION BY RANGE (id)",
    f"CREATE INDEX search_document_terms ON search_document USING gin (terms) WITH ({GATHERS})",
    f"CREATE TABLE search_document_0 PARTITION OF search_document FOR VALUES FROM (0) TO ({PARTITION_DOCUMENTS})",
    'CREATE TABLE search_form (form text COLLATE "C" NOT NULL, lemma text COLLATE "C" NOT NULL, seen integer NOT NULL)',
    "CREATE INDEX search_form_beginning ON search_form (form, lemma, seen)",
    "CREATE INDEX search_form_lemma ON search_form (lemma)",
)
# The planner believes that "newest" is the rare thing and the words are the common one. It errs.
BY_ITS_WORDS = dict.fromkeys(("enable_seqscan", "enable_indexscan", "jit"), OFF) | ONE_AFTER_ANOTHER
AT_ONCE_MAX = 8
_LOCK = 7_355_608  # of pg_advisory_xact_lock: whoever adds a partition
_there = {0}  # partitions that are committed


def insert(documents: Iterable[Document]) -> None:
    rows = [(document.id, document.all_terms()) for document in documents]
    if not rows:
        return
    for number in sorted({id_ // PARTITION_DOCUMENTS for id_, _terms in rows} - _there):
        _add_partition(number)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_document (id, terms) SELECT id, array_to_tsvector(terms::text[])"
            " FROM unnest(%s::bigint[], %s::text[]) AS document (id, terms)",
            [[id_ for id_, _terms in rows], _array([_array(terms) for _id, terms in rows])],
        )


def insert_forms(rows: Sequence[tuple[str, str, int]]) -> None:
    forms, lemmas, seen = zip(*rows, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_form (form, lemma, seen) SELECT * FROM unnest(%s::text[], %s::text[], %s::integer[])",
            [_array(forms), _array(lemmas), list(seen)],
        )


def _array(texts: Collection[str]) -> str:
    """Some texts as PostgreSQL reads them. psycopg looks at the type of every one, which takes longer than the rest."""
    inner = '","'.join(texts)
    if "\\" in inner or inner.count('"') != 2 * (len(texts) - 1):
        inner = '","'.join(text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return f'{{"{inner}"}}'


def fill_partitions(documents: Iterable[Document]) -> int:
    """Documents by ascending id, a partition in a transaction. The number of documents."""
    added = 0
    for number, some in groupby(documents, lambda document: document.id // PARTITION_DOCUMENTS):
        with transaction(), connection.cursor() as cursor:
            added += _fill(cursor, number, some)
    return added


def _fill(cursor: CursorWrapper, number: int, documents: Iterable[Document]) -> int:
    """Into an empty partition they are copied before it has its index; one in use gets them by and by."""
    name = f"search_document_{number}"
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    if _is_there(cursor, name):
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {name})")  # noqa: S608  (ends in a whole number)
        (in_use,) = cursor.fetchone() or (True,)
        if in_use:
            rows = list(documents)
            insert(rows)
            return len(rows)
        cursor.execute(f"DROP TABLE {name}")
    cursor.execute(f"CREATE TABLE {name} (LIKE search_document INCLUDING DEFAULTS)")
    copied = 0
    with cursor.copy(f"COPY {name} (id, terms) FROM STDIN") as copy:
        for document in documents:
            copy.write_row((document.id, " ".join(map(_quoted, document.all_terms()))))
            copied += 1
    cursor.execute(f"SET LOCAL maintenance_work_mem = '{BULK_MEMORY_MB}MB'")
    cursor.execute(f"ALTER TABLE {name} ADD PRIMARY KEY (id)")
    cursor.execute(f"CREATE INDEX ON {name} USING gin (terms) WITH ({GATHERS})")
    _attach(cursor, number)
    return copied


def delete(ids: Collection[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_document WHERE id = ANY(%s)", [list(ids)])


def delete_range(low: int, high: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_document WHERE id BETWEEN %s AND %s", [low, high])


def terms_of(ids: Collection[int]) -> set[str]:
    """What these documents are found by."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT unnest(tsvector_to_array(terms)) FROM search_document WHERE id = ANY(%s)", [list(ids)]
        )
        return {term for (term,) in cursor.fetchall()}


def has(term: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM search_document WHERE terms @@ %s::tsquery LIMIT 1", [_quoted(term)])
        return cursor.fetchone() is not None


def matching(wanted: Wanted, *, before: int | None, among: Collection[int] | None, limit: int) -> list[int]:
    found: list[int] = []
    values: list[int | str | list[int]]
    condition, values = "terms @@ %s::tsquery", [_expression(wanted)]
    if before is not None:
        condition, values = f"{condition} AND id < %s", [*values, before]
    if among is not None:
        condition, values = f"{condition} AND id = ANY(%s)", [*values, list(among)]
    with planned(BY_ITS_WORDS), connection.cursor() as cursor:
        for numbers in _more_and_more(_partitions(cursor, before, among)):
            left = limit - len(found)
            cursor.execute(_newest_of(numbers, condition), [*[*values, left] * len(numbers), left])
            found += [id_ for (id_,) in cursor.fetchall()]
            if len(found) >= limit:
                break
    return found


def _more_and_more(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """One, two, four, then always eight: a common word is found in the newest partition, and whoever looks for a rare
    one does not ask forty times."""
    begin, size = 0, 1
    while begin < len(numbers):
        yield numbers[begin : begin + size]
        begin, size = begin + size, min(2 * size, AT_ONCE_MAX)


def _newest_of(numbers: Sequence[int], condition: str) -> str:
    """One partition after another, as they stand here: a later one is looked at only while there are too few."""
    asked = f"WHERE {condition} ORDER BY id DESC LIMIT %s"
    each = (f"(SELECT id FROM search_document_{number} {asked})" for number in numbers)  # noqa: S608  (whole numbers)
    return f"SELECT id FROM ({' UNION ALL '.join(each)}) AS found LIMIT %s"  # noqa: S608  (places for values)


def _expression(wanted: Wanted) -> str:
    expression = " & ".join(_any(terms) for terms in wanted.sets)
    return f"{expression} & !{_any(sorted(wanted.none_of))}" if wanted.none_of else expression


def _any(terms: Sequence[str]) -> str:
    return "(" + " | ".join(map(_quoted, terms)) + ")"


def _quoted(term: str) -> str:
    escaped = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _partitions(cursor: CursorWrapper, before: int | None, among: Collection[int] | None) -> list[int]:
    """Their numbers, the newest first."""
    cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'search_document'::regclass")
    numbers = {int(name.rpartition("_")[2]) for (name,) in cursor.fetchall()}
    if before is not None:
        numbers = {number for number in numbers if number * PARTITION_DOCUMENTS < before}
    if among is not None:
        numbers &= {id_ // PARTITION_DOCUMENTS for id_ in among}
    return sorted(numbers, reverse=True)


def _add_partition(number: int) -> None:
    """Made apart and then attached: that takes no lock which another writer would wait for.

    It is believed to be there only once it is committed, or known from before.
    """
    name = f"search_document_{number}"
    with connection.cursor() as cursor:
        if _is_there(cursor, name):
            connection.on_commit(partial(_there.add, number))
            return
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        if _is_there(cursor, name):
            return
        cursor.execute(f"CREATE TABLE {name} (LIKE search_document INCLUDING ALL)")
        gather(cursor, name)
        _attach(cursor, number)


def gather(cursor: Any, name: str) -> None:
    """In the partition of that name. Where the whole table's index was made before, it says nothing of this."""
    cursor.execute(
        "SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
        " JOIN pg_am ON pg_am.oid = relam WHERE indrelid = %s::regclass AND amname = 'gin'",
        [name],
    )
    for (index,) in cursor.fetchall():
        cursor.execute(f"ALTER INDEX {index} SET ({GATHERS})")


def _attach(cursor: CursorWrapper, number: int) -> None:
    low = number * PARTITION_DOCUMENTS
    cursor.execute(
        f"ALTER TABLE search_document ATTACH PARTITION search_document_{number} "
        f"FOR VALUES FROM ({low}) TO ({low + PARTITION_DOCUMENTS})"
    )


def _is_there(cursor: CursorWrapper, name: str) -> bool:
    cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [name])
    (there,) = cursor.fetchone() or (False,)
    return bool(there)
