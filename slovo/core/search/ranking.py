"""Which of the documents that match are the better ones: Okapi BM25, in Python, so that both databases agree.

S. Robertson, H. Zaragoza: The Probabilistic Relevance Framework: BM25 and Beyond, 2009.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from math import log

SATURATION = 1.2  # k1: how much a second mention adds
LENGTH_WEIGHT = 0.75  # b: how much a long document pays for its length


def rarity(having: float, total: float) -> float:
    """The weight of a word that `having` of `total` documents have: 0 and above."""
    return log(1 + max(0.0, total - having + 0.5) / (having + 0.5))


def relevance(mentions: Sequence[float], rarities: Sequence[float], *, length: float = 1.0) -> float:
    """`mentions`: how often each word of the query stands in the document, weighted by where.
    `length`: the document's, in average documents.
    """
    norm = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * length)
    return sum(
        rarity * count * (SATURATION + 1) / (count + norm)
        for count, rarity in zip(mentions, rarities, strict=True)
        if count
    )


def any_match(
    having: Sequence[tuple[Collection[int], float]],
    *,
    mentions: Callable[[int, int], float] = lambda id_, word: 1.0,
    length: Callable[[int], float] = lambda id_: 1.0,
) -> dict[int, float]:
    """The score of every document that has any of the words. `having`: of each word the documents that have it, and
    its rarity. `mentions`: how often the document `id_` has the word of that number. `length`: as in `relevance`.
    """
    words_of: dict[int, list[int]] = {}
    for word, (ids, _rarity) in enumerate(having):
        for id_ in ids:
            words_of.setdefault(id_, []).append(word)
    return {
        id_: relevance([mentions(id_, word) for word in words], [having[word][1] for word in words], length=length(id_))
        for id_, words in words_of.items()
    }


def best_first(scores: Mapping[int, float]) -> list[int]:
    """The newer of two equals comes first."""
    return sorted(scores, key=lambda id_: (-scores[id_], -id_))
