"""Articles that may answer a customer, for whoever does: the assistant's index, over all that the staff reads."""

from functools import lru_cache

from django.db.models import QuerySet

from slovo.assistant.retrieval import Article, Library
from slovo.knowledge import queries, search
from slovo.knowledge.markdown import plain
from slovo.knowledge.models import Version

ARTICLES_MAX = 500  # of one language; more than a process reads at once are looked for by the search of articles
LIBRARIES_MAX = 16  # at hand in one process


def beside(brand_id: int, said: str, *, language: str, limit: int) -> list[Version]:
    """The best first: in the customer's language, else in another one in which something fits."""
    rows = queries.published_versions(brand_id)
    spoken = sorted(set(rows.values_list("text__language", flat=True)), key=lambda one: (one != language, one))
    for one in spoken:
        versions = tuple(_in(rows, one).values_list("pk", flat=True)[: ARTICLES_MAX + 1])
        if len(versions) > ARTICLES_MAX:
            return [found.version for found in search.beside(brand_id, said, language=language, limit=limit)]
        if nearest := _library(versions, one).nearest(said, limit=limit):
            found = rows.in_bulk([int(pk) for pk in nearest])
            return [found[int(pk)] for pk in nearest if int(pk) in found]
    return []


@lru_cache(maxsize=LIBRARIES_MAX)
def _library(versions: tuple[int, ...], language: str) -> Library:
    """What a published version says never changes: another one is another library."""
    rows = Version.objects.filter(pk__in=versions).order_by("pk")
    return Library([Article(str(row.pk), row.title, f"{row.summary}\n{plain(row.body)}") for row in rows], language)


def _in(rows: QuerySet[Version], language: str) -> QuerySet[Version]:
    return rows.filter(text__language=language).order_by("pk")
