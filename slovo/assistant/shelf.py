"""Articles of a brand in one language, ready to be asked: those that the assistant may quote to everybody, and all that
the staff reads, for suggestions beside a conversation."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.db.models import QuerySet

from slovo.assistant.retrieval import LINE_BREAK, Article, Library
from slovo.brands.models import Brand
from slovo.knowledge import queries as knowledge
from slovo.knowledge.markdown import blocks, plain
from slovo.knowledge.models import Version

LIBRARIES_MAX = 32  # at hand in one process

Read = Callable[[Version], Article]
Published = tuple[tuple[int, datetime | None], ...]  # versions, and since when each is


def quotable(brand_id: int, language: str) -> QuerySet[Version]:
    return _in(knowledge.public_versions(brand_id), language)


def suggestable(brand_id: int, language: str) -> QuerySet[Version]:
    return _in(knowledge.published_versions(brand_id), language)


def library(brand_id: int, language: str) -> Library:
    """What may be quoted, by ids of texts: a text that is published anew is the same one. Paragraph by paragraph."""
    return at_hand(published(quotable(brand_id, language)), language, _quoted)


def published(rows: QuerySet[Version], most: int | None = None) -> Published:
    return tuple(rows.values_list("pk", "published_at")[:most])


@lru_cache(maxsize=LIBRARIES_MAX)
def at_hand(versions: Published, language: str, read: Read) -> Library:
    """Read anew when an article has been published, archived or shown to others: that is another list of versions,
    and what a published one says never changes."""
    rows = Version.objects.filter(pk__in=[pk for pk, _at in versions]).order_by("pk")
    return Library([read(row) for row in rows], language)


def address(version: Version, brand: Brand) -> str:
    """Of its page, for everybody."""
    return f"{settings.HELP_PAGES}{brand.slug}/{version.text.language}/{version.text.slug}/"


def suggested(version: Version) -> Article:
    """By its own id, as whole words: nobody is quoted from it."""
    return Article(str(version.pk), version.title, f"{version.summary}\n{plain(version.body)}")


def _quoted(version: Version) -> Article:
    lines = (
        f"# {block.words}" if block.is_heading else block.words.replace("\n", LINE_BREAK)
        for block in blocks(version.body)
    )
    return Article(str(version.text_id), version.title, "\n".join(lines))


def _in(rows: QuerySet[Version], language: str) -> QuerySet[Version]:
    return rows.filter(text__language=language).order_by("pk")
