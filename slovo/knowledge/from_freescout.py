"""Articles of FreeScout. It has no export of its own: what it keeps is taken out of its database, as phpMyAdmin
gives out tables: `kb_articles` (`id, title, text, status, slug`) with HTML, `kb_categories` (`id, name, visibility`),
`kb_article_kb_category`, which says what stands where.

* JSON: all three in one file.
* CSV with the names of the columns in its first line: `kb_articles` alone; a column `category`, where the query joined
  one, names the section.
"""

import csv
import io
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from slovo.knowledge.actions import Terms
from slovo.knowledge.exports import old_addresses, unreadable, words_of
from slovo.knowledge.from_html import markdown_of
from slovo.knowledge.importing import Page
from slovo.knowledge.models import Audience

PUBLISHED = "2"
PRIVATE = "2"  # a category's visibility
NEEDED = ("id", "title", "text")

Row = Mapping[str, Any]


def pages(content: bytes, *, language: str, publish: bool) -> Iterator[Page]:
    """It does not say in which language it is written: `language` is taken at its word. What was a draft there is one
    here. One that stands in private categories alone is for the staff."""
    try:
        text = content.decode("utf-8-sig")
        tables = _of_json(text) if text.lstrip()[:1] in {"[", "{"} else {"kb_articles": _of_csv(text)}
        articles = tables["kb_articles"]
        assert all(name in row for row in articles for name in NEEDED)
    except (ValueError, KeyError, TypeError, AttributeError, AssertionError, csv.Error) as problem:
        raise unreadable() from problem
    shelves = _shelves(tables)
    for row in articles:
        yield _page(row, shelves.get(str(row["id"]), ()), language, publish)


def _page(row: Row, shelves: Sequence[Row], language: str, publish: bool) -> Page:
    shown = [one for one in shelves if str(one.get("visibility")) != PRIVATE]
    internal = bool(shelves) and not shown
    shelf = next(iter(shown or shelves), {"name": row.get("category")})
    return Page(
        place=f"freescout:{row['id']}",
        language=language,
        words=words_of(row["title"], markdown_of(str(row["text"] or ""))),
        section=str(shelf.get("name") or ""),
        terms=Terms(audience=Audience.INTERNAL.value if internal else Audience.PUBLIC.value),
        publish=publish and str(row.get("status")) == PUBLISHED,
        old_addresses=old_addresses(row.get("slug"), row["id"]),
    )


def _shelves(tables: Mapping[str, Sequence[Row]]) -> dict[str, list[Row]]:
    """The categories of each article, by its id."""
    categories = {str(one.get("id")): one for one in tables.get("kb_categories", ())}
    found: dict[str, list[Row]] = {}
    for one in tables.get("kb_article_kb_category", ()):
        if category := categories.get(str(one.get("kb_category_id"))):
            found.setdefault(str(one.get("kb_article_id")), []).append(category)
    return found


def _of_json(text: str) -> dict[str, list[Row]]:
    """`[{"type": "table", "name": …, "data": [rows]}, …]`; what else it says of the database is passed over."""
    return {one["name"]: list(one["data"]) for one in json.loads(text) if one.get("type") == "table"}


def _of_csv(text: str) -> list[Row]:
    separator = max(",;\t", key=text.partition("\n")[0].count)
    with _fields_of_any_size():  # an article is one field
        rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
        assert set(NEEDED) <= set(rows.fieldnames or ())
        return list(rows)


@contextmanager
def _fields_of_any_size() -> Iterator[None]:
    """The limit is the whole process's: tables that strangers send keep theirs."""
    was = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(was)
