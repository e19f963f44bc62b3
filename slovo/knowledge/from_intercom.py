"""Articles of Intercom, as its public documentation describes what it gives out:
https://developers.intercom.com/docs/references/rest-api/api.intercom.io/articles: `{"data": [...]}` with HTML and
`translated_content` by language. Beside them may stand `{"collections": [...]}`, the same of help_center/collections;
of internal_articles comes the same list, and is for the staff here, too.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from slovo.knowledge.actions import Terms
from slovo.knowledge.exports import old_addresses, speaks, unreadable, words_of
from slovo.knowledge.from_html import markdown_of
from slovo.knowledge.importing import Page
from slovo.knowledge.models import Audience

PUBLISHED = "published"
INTERNAL = "internal_article"


def pages(content: bytes, *, language: str, publish: bool) -> Iterator[Page]:
    """What was a draft there is one here, whatever `publish` says."""
    try:
        document = json.loads(content)
        rows = document["data"]
        assert isinstance(rows, list)
        shelves = _names(document.get("collections") or (), language)
    except (ValueError, KeyError, TypeError, AttributeError, AssertionError) as problem:
        raise unreadable() from problem
    for row in rows:
        said = _said(row, language) if isinstance(row, dict) else None
        if said is not None:
            yield _page(row, said, shelves, language, publish)


def _page(
    row: Mapping[str, Any], said: Mapping[str, Any], shelves: Mapping[str, str], language: str, publish: bool
) -> Page:
    internal = row.get("type") == INTERNAL
    return Page(
        place=f"intercom:{row.get('type') or 'article'}:{row.get('id')}",
        language=language,
        words=words_of(said.get("title"), markdown_of(str(said.get("body") or "")), str(said.get("description") or "")),
        section=shelves.get(str(row.get("parent_id")), ""),
        terms=Terms(audience=Audience.INTERNAL.value if internal else Audience.PUBLIC.value),
        publish=publish and (internal or said.get("state") == PUBLISHED),
        old_addresses=old_addresses(said.get("url") or row.get("url"), row.get("id")),
    )


def _said(row: Mapping[str, Any], language: str) -> Mapping[str, Any] | None:
    """In this language: among the translations, else what the article says itself."""
    translated = _translated(row, language)
    if translated and translated.get("title"):
        return translated
    return row if speaks(row.get("default_locale") or row.get("locale"), language) else None


def _names(given: Any, language: str) -> dict[str, str]:
    """Of collections, by their ids as texts: an article says its own as a number."""
    rows = given.get("data") if isinstance(given, dict) else given
    found = {}
    for row in rows or ():
        said = _translated(row, language) or {}
        found[str(row.get("id"))] = str(said.get("name") or row.get("name") or "")
    return found


def _translated(row: Mapping[str, Any], language: str) -> Mapping[str, Any] | None:
    """`translated_content`: by locale; beside these stands its type."""
    there = row.get("translated_content")
    pairs = there.items() if isinstance(there, dict) else ()
    return next((said for locale, said in pairs if isinstance(said, dict) and speaks(locale, language)), None)
