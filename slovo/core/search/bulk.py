"""The index of many documents that come all at once: an import, or the bench's corpus.

What stands there afterwards is what `index.add` would have put there, document by document. Quicker, because nothing is
looked up, words are written down once, and PostgreSQL makes the index of a partition when its documents are in.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from slovo.core.db import is_postgresql, transaction
from slovo.core.search import postgresql, sqlite, vocabulary
from slovo.core.search.documents import Document

DOCUMENTS_A_TRANSACTION = 20_000

# How often each form was written, by form and lemmas: a form may have others in a text of another language.
_Forms = Counter[tuple[str, frozenset[str]]]


def add_many(documents: Iterable[Document]) -> int:
    """Documents that are not there yet, by ascending id, in transactions of their own. The number of documents."""
    forms: _Forms = Counter()
    counted = _counting(documents, forms)
    added = postgresql.fill_partitions(counted) if is_postgresql() else _in_batches(counted)
    rows = ((form, lemma, seen) for (form, lemmas), seen in forms.items() for lemma in sorted(lemmas))
    while some := list(islice(rows, DOCUMENTS_A_TRANSACTION)):
        with transaction():
            vocabulary.add_rows(some)
    return added


def _counting(documents: Iterable[Document], forms: _Forms) -> Iterator[Document]:
    for document in documents:
        forms.update((form, frozenset(lemmas)) for form, lemmas in document.forms.items())
        yield document


def _in_batches(documents: Iterator[Document]) -> int:
    added = 0
    while some := list(islice(documents, DOCUMENTS_A_TRANSACTION)):
        with transaction():
            sqlite.insert(some)
        added += len(some)
    return added
