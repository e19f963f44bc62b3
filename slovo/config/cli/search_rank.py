"""`slovo search rank`: the index and the ranking on documents of anybody's own, in a database of their own."""

import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slovo.config.cli.setup import django_ready
from slovo.core.errors import UnableTo

BRAND = 1
DOCUMENTS_AT_ONCE = 500


class UnableToRank(UnableTo):
    """A file that cannot be read, or a line of it that says no document."""


@dataclass(frozen=True, slots=True)
class Text:
    id: Any  # whatever the file calls it
    text: str


def run(docs: Path, queries: Path, *, language: str) -> int:
    documents, questions = list(read(docs)), list(read(queries))
    with tempfile.TemporaryDirectory(prefix="slovo-rank-") as folder:
        os.environ |= {"SLOVO_DATA": folder, "SLOVO_DATABASE_URL": ""}
        django_ready()
        from django.db import connection

        collection = Collection(documents, language)
        for question in questions:
            ranked = [documents[number - 1].id for number in collection.ranked(question.text)]
            print(json.dumps({"id": question.id, "ranked": ranked}, ensure_ascii=False))
        connection.close()
    return 0


def read(path: Path) -> Iterator[Text]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError) as problem:
        raise UnableToRank(f"{path} cannot be read; give JSON lines in UTF-8. {problem}") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            plain = json.loads(line)
            yield Text(plain["id"], str(plain["text"]))
        except (ValueError, KeyError, TypeError, RecursionError):
            raise UnableToRank(
                f'{path}, line {number}: write one object with "id" and "text", such as {{"id": 1, "text": "…"}}.'
            ) from None


class Collection:
    """Documents in the index, numbered from 1, and what ranking wants to know about each."""

    def __init__(self, documents: Sequence[Text], language: str) -> None:
        self._language = language
        self._counts: list[Counter[str]] = []
        self._lengths: list[int] = []
        self._fill(documents)
        self._average = max(1.0, sum(self._lengths) / max(1, len(self._lengths)))

    def ranked(self, question: str) -> list[int]:
        """The numbers of all documents that have any of its words, the best first."""
        from slovo.conversations.search.partial import LITTLE
        from slovo.core.search import index, ranking
        from slovo.core.search.documents import Wanted
        from slovo.core.text import carries_little, forms, lemmas_in_a_text

        total = len(self._lengths)
        words: dict[frozenset[str], float] = {}
        for form in forms(question):
            words.setdefault(lemmas_in_a_text(form, self._language), LITTLE if carries_little(form) else 1.0)
        having = []
        for word, weight in words.items():
            ids = index.matching(Wanted(frozenset({BRAND}), (word,)), limit=total)
            having.append((ids, weight * ranking.rarity(len(ids), total)))
        sets = list(words)
        return ranking.best_first(
            ranking.any_match(
                having,
                mentions=lambda id_, word: max(self._counts[id_ - 1][lemma] for lemma in sets[word]),
                length=lambda id_: self._lengths[id_ - 1] / self._average,
            )
        )

    def _fill(self, documents: Sequence[Text]) -> None:
        from django.db import connection

        from slovo.core.db import transaction
        from slovo.core.search import index, sqlite
        from slovo.core.search.documents import Document
        from slovo.core.text import forms, lemmas_in_a_text

        with connection.cursor() as cursor:
            for statement in sqlite.CREATE:
                cursor.execute(statement)
        for start in range(0, len(documents), DOCUMENTS_AT_ONCE):
            batch = []
            for number, document in enumerate(documents[start : start + DOCUMENTS_AT_ONCE], start=start + 1):
                written = list(forms(document.text))
                counts = Counter(lemma for form in written for lemma in lemmas_in_a_text(form, self._language))
                self._counts.append(counts)
                self._lengths.append(len(written))
                batch.append(Document(number, BRAND, list(counts)))
            with transaction():
                index.add(batch)
