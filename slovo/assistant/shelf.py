"""What the assistant may quote: the articles of a brand that everybody may read, in one language, ready to be asked."""

from functools import lru_cache

from django.conf import settings
from django.db.models import QuerySet

from slovo.assistant.retrieval import LINE_BREAK, Article, Library
from slovo.brands.models import Brand
from slovo.knowledge import queries as knowledge
from slovo.knowledge.markdown import blocks
from slovo.knowledge.models import Version

LIBRARIES_MAX = 16  # at hand in one process


def quotable(brand_id: int, language: str) -> QuerySet[Version]:
    return knowledge.public_versions(brand_id).filter(text__language=language).order_by("pk")


def library(brand_id: int, language: str) -> Library:
    """Read anew when an article has been published, archived or shown to others."""
    published = quotable(brand_id, language).values_list("pk", "published_at")
    return _library(brand_id, language, tuple(published))


@lru_cache(maxsize=LIBRARIES_MAX)
def _library(brand_id: int, language: str, _published: tuple[object, ...]) -> Library:
    rows = quotable(brand_id, language)
    return Library([Article(str(row.text_id), row.title, _body(row.body)) for row in rows], language)


def address(version: Version, brand: Brand) -> str:
    """Of its page, for everybody."""
    return f"{settings.HELP_PAGES}{brand.slug}/{version.text.language}/{version.text.slug}/"


def _body(markdown: str) -> str:
    lines = (
        f"# {block.words}" if block.is_heading else block.words.replace("\n", LINE_BREAK) for block in blocks(markdown)
    )
    return "\n".join(lines)
