"""Finding: the newest messages that match, ranked, as conversations with the message that answers best.

Ranking every match of a common word would take seconds, so it works within a window of the newest candidates; older
windows follow. A rare word reaches all years, because the walk goes on until enough are found or the end is reached.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from slovo.conversations import queries
from slovo.conversations.search import candidates, partial
from slovo.conversations.search.candidates import Candidate, Window
from slovo.conversations.search.conditions import Conditions, conditions
from slovo.conversations.search.query import Query, read
from slovo.conversations.search.results import Result, results
from slovo.core.search import ranking
from slovo.people.models import Staff

RESULTS_MAX = 25
SUBJECT_WEIGHT, NAME_WEIGHT, TEXT_WEIGHT = 4.0, 2.0, 1.0
RECENCY_WEIGHT = 1.0  # a fresh one may overtake an old one that says it in a name, hardly one with it in the subject
RECENCY_HALF_LIFE_DAYS = 60
MENTIONS_KEPT_MAX = 1_000  # of one word there are four
ALL, BEGINNING, SOME = "all", "beginning", "some"


@dataclass(frozen=True, slots=True)
class Older:
    """Where the next page begins: in the window below `before`, after so many results."""

    before: int
    start: int


@dataclass(frozen=True, slots=True)
class Found:
    """`how`: "all" words stand there, the last one as a "beginning", or only "some" of them do."""

    query: Query
    results: list[Result] = field(default_factory=list)
    older: Older | None = None
    how: str = ALL
    words: list[frozenset[str]] = field(default_factory=list)


def find(
    staff: Staff, text: str, *, at: datetime, typing: bool = False, before: int | None = None, start: int = 0
) -> Found:
    """`typing`: the last word may go on. `before`, `start`: as `Older` gave them."""
    query = read(text)
    if not query.parts:
        return Found(query)
    exact = conditions(query, staff, with_beginning=False, at=at)
    if exact.is_of_rows_alone:
        return _of_rows_alone(query, exact, staff, before=before)
    found = Found(query, words=exact.words)
    asked: list[frozenset[str]] | None = None
    for how in _attempts(query, typing=typing):
        sought = exact if how == ALL else conditions(query, staff, with_beginning=True, at=at)
        if sought.words == asked:  # no other word begins so
            continue
        window, asked = candidates.window(sought, staff, before=before), sought.words
        found = _page(query, sought, window, how=how, start=start, at=at)
        if window.candidates or before is not None:
            return found
    return _with_some_words(query, exact, staff, at=at) if len(set(exact.words)) > 1 else found


def _attempts(query: Query, *, typing: bool) -> list[str]:
    if typing and query.beginning:
        return [BEGINNING]
    return [ALL, BEGINNING] if query.beginning else [ALL]


def _page(query: Query, sought: Conditions, window: Window, *, how: str, start: int, at: datetime) -> Found:
    scores = {candidate.message_id: _score(candidate, sought.words, at) for candidate in window.candidates}
    best = best_of_each(window.candidates, scores)
    shown = best[start : start + RESULTS_MAX]
    older = None
    if len(best) > start + RESULTS_MAX:
        older = Older(window.before, start + RESULTS_MAX)
    elif window.next_before is not None:
        older = Older(window.next_before, 0)
    return Found(query, _shown(shown), older, how, sought.words)


def _with_some_words(query: Query, sought: Conditions, staff: Staff, *, at: datetime) -> Found:
    """Nothing has all words: a whole question was asked, perhaps. What has the most telling ones is shown."""
    scores, found = partial.scored(sought, staff)
    for candidate in found:
        scores[candidate.message_id] += _recency(candidate, at)
    best = best_of_each(found, scores)
    return Found(query, _shown(best[:RESULTS_MAX]), None, SOME, sought.words)


def best_of_each(found: Iterable[Candidate], scores: dict[int, float]) -> list[Candidate]:
    """One message of each conversation, the best first."""
    by_id = {candidate.message_id: candidate for candidate in found}
    best: dict[int, Candidate] = {}
    for message_id in ranking.best_first({id_: scores[id_] for id_ in by_id}):
        best.setdefault(by_id[message_id].conversation_id, by_id[message_id])
    return list(best.values())


def _score(candidate: Candidate, words: list[frozenset[str]], at: datetime) -> float:
    mentions = [TEXT_WEIGHT + candidate.weight_of(word, SUBJECT_WEIGHT, NAME_WEIGHT) for word in words]
    return _relevance(*mentions) + _recency(candidate, at)


@lru_cache(maxsize=MENTIONS_KEPT_MAX)
def _relevance(*mentions: float) -> float:
    return ranking.relevance(mentions, [1.0 / len(mentions)] * len(mentions)) if mentions else 0.0


def _recency(candidate: Candidate, at: datetime) -> float:
    days = max(0.0, (at - candidate.last_message_at).total_seconds() / 86_400)
    return float(RECENCY_WEIGHT * 0.5 ** (days / RECENCY_HALF_LIFE_DAYS))


def _of_rows_alone(query: Query, sought: Conditions, staff: Staff, *, before: int | None) -> Found:
    """Only how conversations stand was asked: the newest ones that do."""
    rows = queries.visible_to(staff).filter(sought.conversation, brand_id__in=sought.brand_ids, root=None)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    pks = list(rows.order_by("-pk").values_list("pk", flat=True)[: RESULTS_MAX + 1])
    older = Older(pks[RESULTS_MAX - 1], 0) if len(pks) > RESULTS_MAX else None
    return Found(query, results([(pk, None) for pk in pks[:RESULTS_MAX]]), older)


def _shown(found: list[Candidate]) -> list[Result]:
    return results([(one.conversation_id, one.message_id) for one in found])
