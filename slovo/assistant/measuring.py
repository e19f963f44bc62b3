"""How well the assistant answers: labelled questions over a folder of articles, in figures.

Articles stand in `FOLDER/LANGUAGE/….md`, the title first; an article's id is its path there without the ending.
Questions are JSON lines {id, lang, text, article}: the id of the article that answers it, or null: none does.
Those with an even id are the calibration half, those with an odd one are held out.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from django.utils.translation import gettext as _

from slovo.assistant import knowing
from slovo.assistant.retrieval import Article, Found, Library
from slovo.core.errors import UnableTo
from slovo.core.numbers import Share

DATA = Path(__file__).parent / "data"
LANGUAGES = ("ru", "uk", "en")


class UnableToMeasure(UnableTo):
    """A file that cannot be read, or a line of it that is no labelled question."""


@dataclass(frozen=True, slots=True)
class Question:
    id: int
    lang: str
    text: str
    article: str | None

    @property
    def is_held_out(self) -> bool:
        return self.id % 2 == 1


@dataclass(frozen=True, slots=True)
class Asked:
    question: Question
    found: Found | None

    @property
    def is_right(self) -> bool:
        return self.found is not None and self.found.passage.article == self.question.article

    @property
    def is_answered(self) -> bool:
        return self.found is not None and knowing.knows(self.found.evidence)


@dataclass(frozen=True, slots=True)
class Figures:
    """`precision`: right ones of the answers given. `coverage`: those answered rightly of the questions that some
    article answers. `wrong`: those answered wrongly of all questions.
    """

    precision: Share
    coverage: Share
    wrong: Share


def figures(asked: Sequence[Asked]) -> Figures:
    answered = [one for one in asked if one.is_answered]
    right = sum(one.is_right for one in answered)
    answerable = sum(one.question.article is not None for one in asked)
    return Figures(Share(right, len(answered)), Share(right, answerable), Share(len(answered) - right, len(asked)))


def ask_all(questions: Sequence[Question], folder: Path) -> list[Asked]:
    """Each is asked of all articles in its language."""
    libraries = {language: Library(articles(folder, language), language) for language in LANGUAGES}
    return [Asked(one, libraries[one.lang].find(one.text)) for one in questions]


FEW = (5, 10, 20)  # articles
DRAWN_MIN = 40  # articles in all draws of one size


def ask_few(questions: Sequence[Question], folder: Path, number: int) -> list[Asked]:
    """Each of libraries of so few articles, drawn by lot, the same at each time. What an article that was not drawn
    answers, none answers."""
    kept = {language: articles(folder, language) for language in LANGUAGES}
    ids = sorted({one.id for found in kept.values() for one in found})
    asked = []
    for draw in range(max(1, DRAWN_MIN // number)):
        drawn = set(sorted(ids, key=_lot(f"{number} {draw}"))[:number])
        libraries = {
            language: Library([one for one in found if one.id in drawn], language) for language, found in kept.items()
        }
        for one in questions:
            known = replace(one, article=one.article if one.article in drawn else None)
            asked.append(Asked(known, libraries[one.lang].find(one.text)))
    return asked


def _lot(draw: str) -> Callable[[str], bytes]:
    return lambda id_: sha256(f"{draw} {id_}".encode()).digest()


def articles(folder: Path, language: str) -> list[Article]:
    root = folder / language
    paths = sorted(root.rglob("*.md"))
    if not paths:
        raise UnableToMeasure(_("%(place)s has no articles: put files named ….md there.") % {"place": root})
    return [_article(path, path.relative_to(root).with_suffix("").as_posix()) for path in paths]


def _article(path: Path, id_: str) -> Article:
    title, _newline, body = _text(path).lstrip().partition("\n")
    return Article(id_, title.lstrip("# "), body)


def questions(path: Path) -> Iterator[Question]:
    for number, line in enumerate(_text(path).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            plain = json.loads(line)
            article = plain["article"]
            question = Question(int(plain["id"]), plain["lang"], str(plain["text"]), article and str(article))
            if question.lang not in LANGUAGES:
                raise ValueError(question.lang)
        except (ValueError, KeyError, TypeError, RecursionError):
            words = _("%(place)s, line %(number)s: write one object with id, lang (ru, uk or en), text and article.")
            raise UnableToMeasure(words % {"place": path, "number": number}) from None
        yield question


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        raise UnableToMeasure(_("%(place)s cannot be read; give a text in UTF-8.") % {"place": path}) from None


SETS: dict[str, Callable[[Question], bool]] = {
    "held out": lambda question: question.is_held_out,
    "all": lambda question: True,
}
