"""When no message has all the words: those that have the rarest of them.

`slovo search rank` measures the same code on anybody's documents.
"""

from slovo.conversations.search.candidates import CANDIDATES_MAX, Candidate, of_ids
from slovo.conversations.search.conditions import Conditions
from slovo.core.search import index, ranking
from slovo.people.models import Staff

SCORED_MAX = 200
LITTLE = 0.3  # what a preposition or a pronoun counts beside another word that is as rare


def scored(sought: Conditions, staff: Staff) -> tuple[dict[int, float], list[Candidate]]:
    """Message id → score."""
    words = [word for word in dict.fromkeys(sought.words) if word not in sought.little] or sought.words
    having = [index.matching(sought.wanted(word), limit=CANDIDATES_MAX) for word in words]
    newest = max((ids[0] for ids in having if ids), default=0)
    rarities = [ranking.rarity(_how_many(ids, newest), newest) for ids in having]
    scores = ranking.any_match(list(zip(having, rarities, strict=True)))
    best = ranking.best_first(scores)[:SCORED_MAX]
    return {id_: scores[id_] for id_ in best}, of_ids(best, sought, staff)


def _how_many(ids: list[int], newest: int) -> float:
    """How many messages have the word, from how densely it stands among the newest ones."""
    if len(ids) < CANDIDATES_MAX:
        return len(ids)
    return len(ids) * newest / (newest - ids[-1] + 1)
