"""Which article answers a question: BM25 over the lemmas of its passages, offline and without any model.

A passage is a paragraph below the title of its article and its heading; words of these count for it, too.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from slovo.assistant.asking_words import ASKING
from slovo.assistant.prices import asks_price, tells_price
from slovo.core.search import ranking
from slovo.core.text import carries_little, distinct_forms, forms, lemmas_in_a_text
from slovo.core.text.lemmas import is_known

TITLE_WEIGHT = 2.5
HEADING_WEIGHT = 1.5
KIN_WEIGHT = 0.6  # another word of the same root: «доставка», «доставят»
KIN_LETTERS = 5  # that both begin with
TYPO_WEIGHT = 0.8
TYPO_LIKENESS_MIN = 0.8
TYPO_LETTERS_MIN = 5
QUESTION_CHARS_MAX = 500
FAIR_PART_MIN = 0.5  # of the best article's score, that another one has to have to be named beside it
WORDS_BESIDE_MIN = 1.5  # of what was said, by weight, that an article has to have to be named at all
PASSAGES_MIN = 60  # so many there were where `knowing` was fitted: of fewer it is guessed what the others would have
PASSAGES_BESIDE = 20  # how many others a word is looked for in before what few passages have is believed
LINE_BREAK = "\u2028"  # within a paragraph: the items of a list


@dataclass(frozen=True, slots=True)
class Article:
    """`id`: whatever its keeper calls it. `body`: plain words, a paragraph in each line; a heading begins with #.
    Lines of one paragraph are parted by LINE_BREAK."""

    id: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Passage:
    article: str
    title: str = field(compare=False)  # of the article
    text: str  # verbatim, under its heading
    opening: str = field(default="", compare=False)  # of the article, where that is another passage
    counts: Mapping[str, float] = field(default_factory=dict, compare=False)  # lemma → how often, weighted by where
    length: float = field(default=0.0, compare=False)

    @property
    def whole(self) -> str:
        """All that is quoted of the article with it."""
        return "\n".join(filter(None, (self.title, self.opening, self.text)))


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well the best passage fits. `covered`: the share of what the question says, by rarity, that stands there;
    `in_title`: the same of the article's title; `margin`: how far the next article is behind, 0 to 1;
    `score`: BM25; `words`: how many informative words of the question stand there. `lacks_price`: a price is asked for,
    and the article names none.
    """

    covered: float
    in_title: float
    margin: float
    score: float
    words: float
    lacks_price: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    passage: Passage
    next: Passage | None  # of another article
    evidence: Evidence


class Library:
    """The articles of one brand in one language, ready to be asked."""

    def __init__(self, articles: Sequence[Article], language: str) -> None:
        self._language = language
        self._titles = {one.id: frozenset(self._lemmas_of(one.title)) for one in articles}
        self._priced = {one.id for one in articles if tells_price(f"{one.title}\n{one.body}")}
        self._passages = [passage for article in articles for passage in self._parted(article)]
        self._average = sum(one.length for one in self._passages) / max(1, len(self._passages))
        self._having = Counter(lemma for one in self._passages for lemma in one.counts)
        self._forms = {form for one in articles for form in distinct_forms(f"{one.title}\n{one.body}")}

    def holds(self, passage: Passage) -> bool:
        """Whether it still says so."""
        return passage in self._passages

    def find(self, question: str) -> Found | None:
        """None: no word of it stands in any article."""
        words = [self._meanings(form) for form in self._asked(question)]
        rarities = [self._rarity(word) for word in words]
        ranked = sorted(
            ((self._score(one, words, rarities), -number) for number, one in enumerate(self._passages)), reverse=True
        )
        if not ranked or ranked[0][0] <= 0:
            return None
        score, best = ranked[0][0], self._passages[-ranked[0][1]]
        others = ((value, self._passages[-place]) for value, place in ranked)
        next_score, other = next(((value, one) for value, one in others if one.article != best.article), (0.0, None))
        title = self._titles[best.article]
        evidence = Evidence(
            covered=self._share(words, rarities, best.counts.keys()),
            in_title=self._share(words, rarities, title),
            margin=(score - next_score) / score,
            score=score,
            words=sum(_best(word, best.counts.keys()) for word in words),
            lacks_price=best.article not in self._priced and asks_price(question[:QUESTION_CHARS_MAX]),
        )
        return Found(best, other if next_score > 0 else None, evidence)

    def nearest(self, said: str, *, limit: int) -> list[str]:
        """The ids of the articles that may answer, the best first: a fair part as good as the best one, with more than
        one word of what was said."""
        words = [self._meanings(form) for form in self._asked(said)]
        rarities = [self._rarity(word) for word in words]
        scores: dict[str, float] = {}
        there: dict[str, set[str]] = {}  # the lemmas of each article
        for one in self._passages:
            scores[one.article] = max(scores.get(one.article, 0.0), self._score(one, words, rarities))
            there.setdefault(one.article, set()).update(one.counts)
        enough, least = max(scores.values(), default=0.0) * FAIR_PART_MIN, min(WORDS_BESIDE_MIN, len(words))
        fair = [id_ for id_, score in scores.items() if score > 0 and score >= enough]
        fitting = [id_ for id_ in fair if sum(_best(word, there[id_]) for word in words) >= least]
        return sorted(fitting, key=lambda id_: -scores[id_])[:limit]

    def _asked(self, question: str) -> Iterator[str]:
        """Its words that say what it is about."""
        for form in dict.fromkeys(forms(question[:QUESTION_CHARS_MAX])):
            if not carries_little(form) and form not in ASKING:
                yield form

    def _meanings(self, form: str) -> dict[str, float]:
        """Lemmas that it may stand for, each with its weight."""
        own = lemmas_in_a_text(form, self._language)
        meant = dict.fromkeys(own, 1.0)
        for lemma in self._having:
            if lemma not in own and any(_are_kin(lemma, one) for one in own):
                meant[lemma] = KIN_WEIGHT
        if not any(lemma in self._having for lemma in meant):
            for lemma in self._mistyped(form):
                meant.setdefault(lemma, TYPO_WEIGHT)
        return meant

    def _mistyped(self, form: str) -> Iterator[str]:
        if len(form) < TYPO_LETTERS_MIN or (self._language != "en" and is_known(form, self._language)):
            return
        for known in self._forms:
            is_near = known[0] == form[0] and abs(len(known) - len(form)) <= 1
            if is_near and SequenceMatcher(None, known, form).ratio() >= TYPO_LIKENESS_MIN:
                yield from lemmas_in_a_text(known, self._language)

    def _rarity(self, word: Mapping[str, float]) -> float:
        """A word that no article has is the rarest: it may be what the question is about."""
        having = max((self._having[lemma] for lemma, weight in word.items() if weight == 1), default=0)
        having = having or max((self._having[lemma] for lemma in word), default=0)
        return ranking.rarity(self._in_many(having), max(len(self._passages), PASSAGES_MIN))

    def _in_many(self, having: int) -> float:
        """In how many it would stand if there were `PASSAGES_MIN`. Of five passages alone no word is rare, and nothing
        would ever be known."""
        number = len(self._passages)
        return having + max(0, PASSAGES_MIN - number) * having / (number + PASSAGES_BESIDE)

    def _score(self, passage: Passage, words: Sequence[Mapping[str, float]], rarities: Sequence[float]) -> float:
        mentions = [
            max((weight * passage.counts.get(lemma, 0.0) for lemma, weight in word.items()), default=0.0)
            for word in words
        ]
        return ranking.relevance(mentions, rarities, length=passage.length / self._average)

    @staticmethod
    def _share(words: Sequence[Mapping[str, float]], rarities: Sequence[float], there: Collection[str]) -> float:
        total = sum(rarities)
        pairs = zip(words, rarities, strict=True)
        return sum(_best(word, there) * rarity for word, rarity in pairs) / total if total else 0.0

    def _parted(self, article: Article) -> Iterator[Passage]:
        title = self._weighed(article.title, TITLE_WEIGHT)
        heading: Mapping[str, float] = {}
        above = opening = ""
        lines = [line.strip() for line in article.body.split("\n") if line.strip()]
        for line in lines:
            if line.startswith("#"):
                heading, above = self._weighed(line, HEADING_WEIGHT), line.lstrip("# ")
                continue
            own = self._weighed(line, 1.0)
            counts = {
                lemma: title.get(lemma, 0.0) + heading.get(lemma, 0.0) + own.get(lemma, 0.0)
                for lemma in {*title, *heading, *own}
            }
            text, length = line.replace(LINE_BREAK, "\n"), float(len(list(forms(line))))
            text = f"{above}\n{text}" if above else text
            yield Passage(article.id, article.title, text, opening, counts, length)
            opening = opening or text

    def _weighed(self, text: str, weight: float) -> Mapping[str, float]:
        counts: defaultdict[str, float] = defaultdict(float)
        for lemma in self._lemmas_of(text):
            counts[lemma] += weight
        return counts

    def _lemmas_of(self, text: str) -> Iterator[str]:
        for form in forms(text):
            yield from lemmas_in_a_text(form, self._language)


def _best(word: Mapping[str, float], there: Collection[str]) -> float:
    return max((weight for lemma, weight in word.items() if lemma in there), default=0.0)


def _are_kin(one: str, other: str) -> bool:
    return one[:KIN_LETTERS] == other[:KIN_LETTERS] and min(len(one), len(other)) >= KIN_LETTERS
