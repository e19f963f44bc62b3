"""Articles that may answer a customer, for whoever does: the assistant's index, over all that the staff reads."""

from slovo.assistant import shelf
from slovo.knowledge import queries, search
from slovo.knowledge.models import Version

ARTICLES_MAX = 500  # of one language; more than a process reads at once are looked for by the search of articles


def beside(brand_id: int, said: str, *, language: str, limit: int) -> list[Version]:
    """The best first: in the customer's language, else in another one in which something fits."""
    rows = queries.published_versions(brand_id)
    spoken = sorted(set(rows.values_list("text__language", flat=True)), key=lambda one: (one != language, one))
    for one in spoken:
        versions = shelf.published(shelf.suggestable(brand_id, one), ARTICLES_MAX + 1)
        if len(versions) > ARTICLES_MAX:
            return [found.version for found in search.beside(brand_id, said, language=language, limit=limit)]
        if nearest := shelf.at_hand(versions, one, shelf.suggested).nearest(said, limit=limit):
            found = rows.in_bulk([int(pk) for pk in nearest])
            return [found[int(pk)] for pk in nearest if int(pk) in found]
    return []
