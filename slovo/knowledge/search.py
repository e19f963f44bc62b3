"""Finding articles by what people type: word forms of three languages, ranked by Okapi BM25 (`core/search/ranking`)."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db.models import Q

from slovo.core.search.ranking import any_match, best_first, rarity
from slovo.core.text import carries_little, fold, forms, lemmas_in_any_language
from slovo.knowledge.asked_models import ArticleWord
from slovo.knowledge.models import ArticleText, Audience, State, Version

WORDS_MAX = 12  # of a question, those that carry most
FOUND_MAX = 20
ROWS_MAX = 20_000
TYPED_LETTERS_MIN = 3
SHARE_MIN = 0.34  # of what the words of a question weigh, that an article must have to be an answer
LETTER_WORDS_MAX = 60
LETTER_WORDS_MIN = 2  # of a letter, that an article must have to be worth a look


@dataclass(frozen=True, slots=True)
class Found:
    version: Version
    score: float


def _answers(share: float, words: int, whole: float, words_of_all: int) -> bool:
    """A fair part of what was asked, or half of its words: one that nothing has weighs most of all."""
    return share >= whole * SHARE_MIN or 2 * words >= words_of_all


def _touches(share: float, words: int, whole: float, words_of_all: int) -> bool:
    return words >= min(LETTER_WORDS_MIN, words_of_all)


def search(
    brand_id: int,
    words: str,
    *,
    language: str = "",
    audiences: Collection[str] = (Audience.PUBLIC.value,),
    typing: bool = False,
    limit: int = FOUND_MAX,
    words_max: int = WORDS_MAX,
    enough: Callable[[float, int, float, int], bool] = _answers,
) -> list[Found]:
    """The best first. `language`: "" for all. `typing`: the last word may be the beginning of one. `enough`: whether
    what an article has of the question, by weight and in words, is enough of the whole, by weight and in words."""
    asked = _asked(words, typing=typing, words_max=words_max)
    if not asked:
        return []
    here = ArticleWord.objects.filter(
        brand_id=brand_id, text__article__audience__in=audiences, text__article__archived_at=None
    )
    here = here.filter(language=language) if language else here
    mentions: dict[tuple[int, int], float] = defaultdict(float)
    for number, (lemmas, beginning) in enumerate(asked):
        meant = Q(lemma__in=lemmas) | Q(form__startswith=beginning) if beginning else Q(lemma__in=lemmas)
        seen: dict[tuple[int, str], int] = {}  # a form with two lemmas is one word
        for text_id, form, times in here.filter(meant).values_list("text_id", "form", "mentions")[:ROWS_MAX]:
            seen[text_id, form] = times
        for (text_id, _form), times in seen.items():
            mentions[text_id, number] += times
    total = ArticleText.objects.filter(brand_id=brand_id).count()
    having = []
    for number in range(len(asked)):
        ids = [text_id for text_id, word in mentions if word == number]
        having.append((ids, rarity(len(ids), max(total, len(ids)))))
    scores = any_match(having, mentions=lambda id_, word: mentions[id_, word])
    fitting = _fitting(having, mentions, enough)
    ordered = [id_ for id_ in best_first(scores) if id_ in fitting][:limit]
    versions = {
        row.text_id: row
        for row in Version.objects.filter(text_id__in=ordered, state=State.PUBLISHED).select_related(
            "text__article__section"
        )
    }
    return [Found(versions[id_], scores[id_]) for id_ in ordered if id_ in versions]


def beside(brand_id: int, said: str, *, language: str, limit: int) -> list[Found]:
    """What may answer a whole letter: of everything that the staff may read, in its language if there is any."""
    every = [audience.value for audience in Audience]
    for wanted in dict.fromkeys((language, "")):
        found = search(
            brand_id,
            said,
            language=wanted,
            audiences=every,
            limit=limit,
            words_max=LETTER_WORDS_MAX,
            enough=_touches,
        )
        if found:
            return found
    return []


def _fitting(
    having: list[tuple[list[int], float]],
    mentions: dict[tuple[int, int], float],
    enough: Callable[[float, int, float, int], bool],
) -> set[int]:
    whole = sum(weight for _ids, weight in having)
    shares: dict[int, float] = defaultdict(float)
    words: dict[int, int] = defaultdict(int)
    for text_id, word in mentions:
        shares[text_id] += having[word][1]
        words[text_id] += 1
    return {text_id for text_id in shares if enough(shares[text_id], words[text_id], whole, len(having))}


def _asked(words: str, *, typing: bool, words_max: int) -> list[tuple[frozenset[str], str]]:
    """Of each word: its dictionary forms, and the beginning that it may be."""
    written = list(dict.fromkeys(forms(words)))
    telling = [form for form in written if not carries_little(form)] or written
    unfinished = fold(words.split()[-1]) if typing and words and not words[-1].isspace() and words.split() else ""
    return [
        (
            lemmas_in_any_language(form),
            form if form == unfinished and len(form) >= TYPED_LETTERS_MIN else "",
        )
        for form in telling[:words_max]
    ]
