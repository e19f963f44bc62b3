"""The index as an FTS5 table.

Its text is kept: SQLite 3.40 cannot delete from an index that has forgotten what it held. Positions are not
(`detail=none`): phrases are verified on the documents themselves.
"""

from collections.abc import Collection, Iterable, Sequence

from django.db import connection

from slovo.core.search.documents import Document, Wanted

CREATE = (
    "CREATE VIRTUAL TABLE search_document USING fts5(terms, tokenize='ascii', detail=none, columnsize=0)",
    "CREATE TABLE search_form (form text NOT NULL, lemma text NOT NULL, seen integer NOT NULL)",
    "CREATE INDEX search_form_beginning ON search_form (form, lemma, seen)",
    "CREATE INDEX search_form_lemma ON search_form (lemma)",
)
IDS_AT_ONCE_MAX = 500

# The tokenizer parts terms at ASCII signs, so those travel as signs of Unicode's private area.
_WHOLE = {code: chr(0xE000 + code) for code in range(1, 128) if not chr(code).isalnum()}


def insert(documents: Iterable[Document]) -> None:
    rows = [(document.id, " ".join(map(_whole, document.all_terms()))) for document in documents]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO search_document (rowid, terms) VALUES (%s, %s)", rows)


def insert_forms(rows: Sequence[tuple[str, str, int]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO search_form (form, lemma, seen) VALUES (%s, %s, %s)", rows)


def delete(ids: Collection[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM search_document WHERE rowid = %s", [(id_,) for id_ in ids])


def delete_range(low: int, high: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_document WHERE rowid BETWEEN %s AND %s", [low, high])


def terms_of(ids: Collection[int]) -> set[str]:
    """What these documents are found by."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT terms FROM search_document WHERE rowid IN ({_marks(ids)})", list(ids))  # noqa: S608
        return {term.translate(_AS_IT_WAS) for (terms,) in cursor.fetchall() for term in terms.split(" ")}


def has(term: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM search_document WHERE search_document MATCH %s LIMIT 1", [_any([term])])
        return cursor.fetchone() is not None


def matching(wanted: Wanted, *, before: int | None, among: Collection[int] | None, limit: int) -> list[int]:
    values: list[int | str | list[int]]
    condition, values = "search_document MATCH %s", [_expression(wanted)]
    if before is not None:
        condition, values = f"{condition} AND rowid < %s", [*values, before]
    if among is not None:
        condition, values = f"{condition} AND rowid IN ({_marks(among)})", [*values, *among]
    query = f"SELECT rowid FROM search_document WHERE {condition} ORDER BY rowid DESC LIMIT %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query, [*values, limit])
        return [id_ for (id_,) in cursor.fetchall()]


def _expression(wanted: Wanted) -> str:
    expression = " AND ".join(_any(terms) for terms in wanted.sets)
    return f"({expression}) NOT {_any(sorted(wanted.none_of))}" if wanted.none_of else expression


def _any(terms: Sequence[str]) -> str:
    return "(" + " OR ".join(f'"{_whole(term)}"' for term in terms) + ")"


def _whole(term: str) -> str:
    return term if term.isalnum() else term.translate(_WHOLE)


_AS_IT_WAS = {ord(sign): chr(code) for code, sign in _WHOLE.items()}


def _marks(values: Collection[object]) -> str:
    return ", ".join(["%s"] * len(values))
