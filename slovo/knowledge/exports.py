"""Articles of other help desks, as their public documentation describes what they give out. What all of them have in
common; Intercom's are read in `from_intercom.py`, FreeScout's in `from_freescout.py`.

* Zendesk: https://developer.zendesk.com/api-reference/help_center/help-center-api/articles/: `{"articles": [...]}` with
  HTML, and `{"sections": [...]}` beside them.
* Chatwoot: https://developers.chatwoot.com/api-reference/help-center/: `{"payload": [...]}` with Markdown.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from slovo.core.errors import UnableTo
from slovo.knowledge.actions import Terms
from slovo.knowledge.drafting import Words
from slovo.knowledge.from_html import markdown_of
from slovo.knowledge.importing import Page
from slovo.knowledge.models import SLUG_CHARACTERS_MAX, SUMMARY_CHARACTERS_MAX, TITLE_CHARACTERS_MAX, Audience

CHATWOOT_PUBLISHED = (1, "1", "published")
_ADDRESS = re.compile(rf"[-a-zA-Z0-9_]{{1,{SLUG_CHARACTERS_MAX}}}")


class UnableToReadExport(UnableTo):
    pass


def pages(content: bytes, *, kind: str, language: str, publish: bool) -> Iterator[Page]:
    """`kind`: zendesk or chatwoot. What was a draft there is one here, whatever `publish` says."""
    try:
        document = json.loads(content)
        rows = document["articles" if kind == "zendesk" else "payload"]
        assert isinstance(rows, list)
    except (ValueError, KeyError, TypeError, AssertionError) as problem:
        raise unreadable() from problem
    read = _of_zendesk if kind == "zendesk" else _of_chatwoot
    for row in rows:
        page = read(row, document, language, publish) if isinstance(row, dict) else None
        if page is not None:
            yield page


def _of_zendesk(row: dict[str, Any], document: dict[str, Any], language: str, publish: bool) -> Page | None:
    """One that only some may read (`user_segment_id`) is for the staff here, until somebody decides otherwise."""
    if not speaks(row.get("locale"), language):
        return None
    sections = {one.get("id"): str(one.get("name") or "") for one in document.get("sections") or ()}
    return Page(
        place=f"zendesk:{row.get('id')}",
        language=language,
        words=words_of(row.get("title") or row.get("name"), markdown_of(str(row.get("body") or ""))),
        section=sections.get(row.get("section_id"), ""),
        terms=Terms(audience=Audience.INTERNAL.value if row.get("user_segment_id") else Audience.PUBLIC.value),
        publish=publish and not row.get("draft"),
        old_addresses=old_addresses(row.get("html_url"), row.get("id")),
    )


def _of_chatwoot(row: dict[str, Any], document: dict[str, Any], language: str, publish: bool) -> Page | None:
    """Its translations name the article that they are of (`associated_article_id`)."""
    category = row.get("category") or {}
    if not speaks(row.get("locale") or category.get("locale"), language):
        return None
    return Page(
        place=f"chatwoot:{row.get('associated_article_id') or row.get('id')}",
        language=language,
        words=words_of(row.get("title"), str(row.get("content") or ""), str(row.get("description") or "")),
        section=str(category.get("name") or ""),
        publish=publish and row.get("status") in CHATWOOT_PUBLISHED,
        old_addresses=old_addresses(row.get("slug"), None),
    )


def unreadable() -> UnableToReadExport:
    return UnableToReadExport(_("This is no list of articles as that help desk gives it out."))


def words_of(title: object, body: str, summary: str = "") -> Words:
    return Words(title=str(title or "")[:TITLE_CHARACTERS_MAX], summary=summary[:SUMMARY_CHARACTERS_MAX], body=body)


def speaks(locale: object, language: str) -> bool:
    """«en-us» is English; one that does not say is taken at the word of whoever imports it."""
    return str(locale or "").lower().replace("_", "-").partition("-")[0] in {"", language}


def old_addresses(address: object, id_: object) -> tuple[str, ...]:
    """By which it was known there: how its address ends, and its number, which those help desks take for it, too. What
    cannot stand in an address here, as Cyrillic letters, leaves the number alone."""
    ending = str(address or "").partition("?")[0].rstrip("/").rpartition("/")[2]
    return tuple(dict.fromkeys(one for one in (ending, str(id_ or "")) if _ADDRESS.fullmatch(one)))
