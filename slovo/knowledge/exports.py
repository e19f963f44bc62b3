"""Articles of other help desks, as their public documentation describes what they give out.

* Zendesk: https://developer.zendesk.com/api-reference/help_center/help-center-api/articles/: `{"articles": [...]}` with
  HTML, and `{"sections": [...]}` beside them.
* Chatwoot: https://developers.chatwoot.com/api-reference/help-center/: `{"payload": [...]}` with Markdown.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from slovo.core.errors import UnableTo
from slovo.knowledge.actions import Terms
from slovo.knowledge.drafting import Words
from slovo.knowledge.from_html import markdown_of
from slovo.knowledge.importing import Page
from slovo.knowledge.models import SUMMARY_CHARACTERS_MAX, TITLE_CHARACTERS_MAX, Audience

CHATWOOT_PUBLISHED = (1, "1", "published")


class UnableToReadExport(UnableTo):
    pass


def pages(content: bytes, *, kind: str, language: str, publish: bool) -> Iterator[Page]:
    """`kind`: zendesk or chatwoot. What was a draft there is one here, whatever `publish` says."""
    try:
        document = json.loads(content)
        rows = document["articles" if kind == "zendesk" else "payload"]
        assert isinstance(rows, list)
    except (ValueError, KeyError, TypeError, AssertionError) as problem:
        raise UnableToReadExport(_("This is no list of articles as that help desk gives it out.")) from problem
    read = _of_zendesk if kind == "zendesk" else _of_chatwoot
    for row in rows:
        page = read(row, document, language, publish) if isinstance(row, dict) else None
        if page is not None:
            yield page


def _of_zendesk(row: dict[str, Any], document: dict[str, Any], language: str, publish: bool) -> Page | None:
    """One that only some may read (`user_segment_id`) is for the staff here, until somebody decides otherwise."""
    if not _speaks(row, language):
        return None
    sections = {one.get("id"): str(one.get("name") or "") for one in document.get("sections") or ()}
    return Page(
        place=f"zendesk:{row.get('id')}",
        language=language,
        words=_words(row.get("title") or row.get("name"), markdown_of(str(row.get("body") or ""))),
        section=sections.get(row.get("section_id"), ""),
        terms=Terms(audience=Audience.INTERNAL.value if row.get("user_segment_id") else Audience.PUBLIC.value),
        publish=publish and not row.get("draft"),
    )


def _of_chatwoot(row: dict[str, Any], document: dict[str, Any], language: str, publish: bool) -> Page | None:
    """Its translations name the article that they are of (`associated_article_id`)."""
    category = row.get("category") or {}
    if not _speaks({"locale": row.get("locale") or category.get("locale")}, language):
        return None
    return Page(
        place=f"chatwoot:{row.get('associated_article_id') or row.get('id')}",
        language=language,
        words=_words(row.get("title"), str(row.get("content") or ""), str(row.get("description") or "")),
        section=str(category.get("name") or ""),
        publish=publish and row.get("status") in CHATWOOT_PUBLISHED,
    )


def _words(title: object, body: str, summary: str = "") -> Words:
    return Words(title=str(title or "")[:TITLE_CHARACTERS_MAX], summary=summary[:SUMMARY_CHARACTERS_MAX], body=body)


def _speaks(row: dict[str, Any], language: str) -> bool:
    """«en-us» is English; one that does not say is taken at the word of whoever imports it."""
    locale = str(row.get("locale") or "").lower().replace("_", "-").partition("-")[0]
    return locale in {"", language}
