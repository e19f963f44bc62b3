"""Whether what an endpoint says may be said: all of it has to stand in the sentences that it quotes.

`checked` knows nothing of meaning. It compares what can be compared, and refuses in doubt, for then the article is
quoted instead: quotes word for word, figures with what they count, links, names, negations sentence by sentence, words
that promise, and the share of words that say something. A model, and whoever tries to talk it round, can at most choose
which of these sentences to say.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from slovo.assistant.asking_words import ASKING
from slovo.assistant.masks import MARK
from slovo.assistant.said_words import DIRECTING, LIMITING, NEGATING, NUMBERING, OBLIGING, PROMISING, UNPAID
from slovo.assistant.voice_models import Outcome
from slovo.core.text import carries_little, fold, forms, grammemes, lemmas_in_a_text, line, words
from slovo.core.text.language import possible_languages

ANSWER_CHARACTERS_MAX = 600
QUOTES_MAX = 10
QUOTE_WORDS_MIN = 3  # or the whole passage: fewer words stand in any text
SHARE_MIN = 0.9  # of the answer's words that say something, that stand in what it quotes or in the article's title
SHARE_OF_A_SENTENCE_MIN = 0.8
PHONE_DIGITS_MIN = 7

_FENCE = re.compile(r"\A```(?:json)?\s*(.*?)\s*```\Z", re.DOTALL)
_MARKUP = re.compile(r"<[a-z/!]|\]\(|```|\*\*|[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?…;])\s+(?=[«\"(]?[A-ZА-ЯЁІЇЄҐ\d])|\n+")
_CLAUSE = re.compile(r"[,;:()]|\s(?:and|but|or|и|а|но|или|й|та|і|але|або)\s")
_LINKS = re.compile(r"https?://\S+|[\w.+-]*@[\w.-]+|\b(?:[\w-]+\.)+[a-z]{2,}\b\S*", re.IGNORECASE)
_PHONES = re.compile(r"\+?\d(?:[\s\u00a0\u202f().\-‐-―/]{0,2}\d)+")
_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
_TOKENS = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_][\w'’-]*|[%₽₴€$№]")
SIGNS = frozenset("%₽₴€$№")


@dataclass(frozen=True, slots=True)
class Checked:
    """`answer`: with its marks. `why_not`: None, if it may be said."""

    answer: str = ""
    why_not: Outcome | None = None


class _Refused(Exception):
    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


def checked(said: str, *, title: str, passages: Sequence[str], language: str) -> Checked:
    """`said`: the words of the endpoint, a JSON object. `title`: of the article. `passages`: as it was given them."""
    try:
        answer, quotes = _parsed(said)
        source = _Source([sentence for quote in quotes for sentence in _quoted(quote, passages)], title, language)
        _look_at(MARK.sub(" ", answer), source, language)
    except _Refused as refused:
        return Checked(why_not=refused.outcome)
    return Checked(answer)


def _parsed(said: str) -> tuple[str, list[tuple[int, str]]]:
    try:
        plain: Any = json.loads(_FENCE.sub(r"\1", said.strip()))
        answer, quotes = plain["answer"], [(one["passage"], one["text"]) for one in plain["quotes"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _Refused(Outcome.BROKEN) from None
    whole = all(type(number) is int and isinstance(text, str) for number, text in quotes)
    if not whole or not isinstance(answer, str):
        raise _Refused(Outcome.BROKEN)
    answer = answer.strip()
    if not answer:
        raise _Refused(Outcome.SILENT)
    if len(answer) > ANSWER_CHARACTERS_MAX:
        raise _Refused(Outcome.LENGTH)
    if _MARKUP.search(answer):
        raise _Refused(Outcome.BROKEN)
    if not quotes or len(quotes) > QUOTES_MAX:
        raise _Refused(Outcome.QUOTE)
    return answer, quotes


def _quoted(quote: tuple[int, str], passages: Sequence[str]) -> Iterator[str]:
    """The whole sentences in which it stands: a half of one may say the opposite."""
    number, text = quote[0], _plain(quote[1])
    passage = passages[number - 1] if 1 <= number <= len(passages) else ""
    whole = [_plain(sentence) for sentence in _sentences(passage)]
    start = " ".join(whole).find(text)
    if start < 0 or not text or (len(text.split()) < QUOTE_WORDS_MIN and text != " ".join(whole)):
        raise _Refused(Outcome.QUOTE)
    end, at = start + len(text), 0
    for sentence in whole:
        if at < end and start < at + len(sentence):
            yield sentence
        at += len(sentence) + 1


def _plain(text: str) -> str:
    return " ".join(text.split())


def _sentences(text: str) -> list[str]:
    return [one for one in map(str.strip, _SENTENCE.split(text)) if one]


class _Source:
    """What may be said: the sentences that are quoted."""

    def __init__(self, sentences: Sequence[str], title: str, language: str) -> None:
        self.sentences, self.language = sentences, language
        self.text = "\n".join(sentences)
        self.folded = self.text.casefold()
        self.line = line(self.text)
        self.clauses = [clause for sentence in sentences for clause in _CLAUSE.split(sentence)]
        self.lemmas = frozenset(_lemmas(f"{self.text}\n{title}", language))
        self.numbers = list(_numbers(self.text, language))
        self.phones = set(_phones(self.text))

    def counts(self, number: str, what: frozenset[str]) -> bool:
        """So many of that."""
        return any(number == one and (not what or what & other) for one, other in self.numbers)


def _look_at(answer: str, source: _Source, language: str) -> None:
    """Raises _Refused for the first thing that does not stand there."""
    if language not in possible_languages(answer) or not any(map(str.isalpha, answer)):
        raise _Refused(Outcome.LANGUAGE)
    for found in _LINKS.findall(answer):
        if found.casefold().rstrip(".,;:!?)»") not in source.folded:
            raise _Refused(Outcome.CONTACT)
    if not source.phones.issuperset(_phones(answer)):
        raise _Refused(Outcome.NUMBER)
    if not all(source.counts(number, what) for number, what in _numbers(answer, language)):
        raise _Refused(Outcome.NUMBER)
    said = line(answer)
    for pattern, outcome in ((UNPAID, Outcome.NUMBER), (PROMISING, Outcome.PROMISE)):
        if any(f" {stem}" not in source.line for stem in pattern.findall(said)):
            raise _Refused(outcome)
    if any(not set(_lemmas(name, language)) & source.lemmas for name in _names(answer)):
        raise _Refused(Outcome.NAME)
    sentences = _sentences(answer)
    others = [one for one in sentences if _plain(one) not in source.sentences]  # the rest is word for word
    if any(_is_misplaced(part, source) for one in others for part in _with_a_number(one, language)):
        raise _Refused(Outcome.NUMBER)
    least = min((_share(one, source) for one in sentences), default=1.0)
    if _share(answer, source) < SHARE_MIN or least < SHARE_OF_A_SENTENCE_MIN:
        raise _Refused(Outcome.WORDS)
    if any(_is_turned(one, _nearest(one, source)) for one in others):
        raise _Refused(Outcome.SENSE)


def _numbers(text: str, language: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Each figure, and each number in words, with what is counted by it: the sign beside it, or the next word's
    dictionary forms; nothing, where nothing that says something follows."""
    text = _THOUSANDS.sub("", text)
    tokens = list(_TOKENS.finditer(text))
    for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
        number = _number(token[0], language)
        if not number:
            continue
        if before and before[0] in SIGNS and not text[before.end() : token.start()].strip():
            yield number, frozenset({before[0]})
        beside = after and not text[token.end() : after.start()].strip(" \u00a0\u202f-‐‑")
        yield number, _counted(after[0], language) if after and beside else frozenset()


def _with_a_number(sentence: str, language: str) -> list[str]:
    """The sentence, where one number stands in it; of several the clauses, each with its own."""
    if len(list(_numbers(sentence, language))) <= 1:
        return [sentence]
    return _CLAUSE.split(sentence)


def _is_misplaced(part: str, source: _Source) -> bool:
    """Whether a number stands beside what counts something else in the source: the seat with the booster's age."""
    language = source.language
    numbers = _numbers_in(part, language)
    if not numbers:
        return False
    if not numbers <= _numbers_in(_nearest(part, source), language):
        return True
    here, elsewhere = set[str](), set[str]()
    for clause in source.clauses:
        if of_clause := _numbers_in(clause, language):
            (here if of_clause & numbers else elsewhere).update(_lemmas(clause, language))
    said = [lemmas_in_a_text(form, language) for form in _informative(part)]
    return any(word & elsewhere and not word & here for word in said)


def _numbers_in(text: str, language: str) -> set[str]:
    return {number for number, _what in _numbers(text, language)}


def _number(token: str, language: str) -> str:
    if token[0].isdigit():
        return token
    form = fold(token)
    if form in NUMBERING or grammemes(form, language) & {"NUMR", "Anum"}:
        return min(lemmas_in_a_text(form, language))
    return ""


def _counted(token: str, language: str) -> frozenset[str]:
    form = fold(token)
    if token in SIGNS:
        return frozenset({token})
    if carries_little(form) or form in ASKING or token[0].isdigit():
        return frozenset()
    return lemmas_in_a_text(form, language)


def _phones(text: str) -> Iterator[str]:
    for found in _PHONES.findall(text):
        digits = "".join(filter(str.isdigit, found))
        if len(digits) >= PHONE_DIGITS_MIN:
            yield digits


def _names(answer: str) -> Iterator[str]:
    """Words with a capital that begin no sentence."""
    for sentence in _sentences(answer):
        for place, word in enumerate(words(sentence)):
            if place and sentence[word.start].isupper() and not carries_little(word.form):
                yield sentence[word.start : word.end]


def _informative(text: str) -> Iterator[str]:
    for form in forms(text):
        if not carries_little(form) and form not in ASKING and not form[0].isdigit():
            yield form


def _lemmas(text: str, language: str) -> Iterator[str]:
    for form in forms(text):
        yield from lemmas_in_a_text(form, language)


def _share(text: str, source: _Source) -> float:
    said = list(_informative(text))
    known = sum(bool(lemmas_in_a_text(form, source.language) & source.lemmas) for form in said)
    return known / len(said) if said else 1.0


def _is_turned(sentence: str, nearest: str) -> bool:
    """Whether it denies or limits what the other does not, or the other way round; or has a "before", an "at most", a
    "must" of its own."""
    said, there = line(sentence), line(nearest)
    if any(bool(pattern.search(said)) != bool(pattern.search(there)) for pattern in (NEGATING, LIMITING)):
        return True
    if any(f" {word} " not in there for word in DIRECTING.findall(said)):
        return True
    return any(f" {stem}" not in there for stem in OBLIGING.findall(said))


def _nearest(sentence: str, source: _Source) -> str:
    """The sentence of the source that has most of its words; of equal ones the shortest."""
    own = {frozenset(lemmas_in_a_text(form, source.language)) for form in _informative(sentence)}

    def common(other: str) -> tuple[int, int]:
        there = set(_lemmas(other, source.language))
        return sum(bool(word & there) for word in own), -len(other)

    return max(source.sentences, key=common)
