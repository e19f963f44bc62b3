"""What is suggested beside a conversation, measured on the questions that are shipped: the assistant's index against
the search of articles, three suggestions each. `pytest tests/assistant/test_suggesting.py -s` prints the figures."""

from collections.abc import Callable, Sequence

import pytest
from django.utils import timezone

from slovo.assistant import suggesting
from slovo.assistant.measuring import DATA, LANGUAGES, Question, articles, questions
from slovo.assistant.retrieval import Library
from slovo.core.db import transaction
from slovo.knowledge import indexing, search
from slovo.knowledge.models import Article, ArticleText, State, Version
from tests.cast import Cast, arrives, letter, the_conversation
from tests.knowledge.stories import published

SHOWN = 3
HELD_OUT = [one for one in questions(DATA / "questions.jsonl") if one.is_held_out]
Suggests = Callable[[Question], Sequence[str]]


def measured(name: str, suggests: Suggests) -> tuple[int, int, int]:
    """How many questions that an article answers have it among three; of how many; how many were shown in all."""
    shown = [(one, suggests(one)) for one in HELD_OUT]
    right, answerable = sum(one.article in ids for one, ids in shown), sum(one.article is not None for one in HELD_OUT)
    in_all = sum(len(ids) for _one, ids in shown)
    print(f"\n{name}: among three {right}/{answerable} {right / answerable:.1%}, right of shown {right / in_all:.1%}")
    return right, answerable, in_all


def on_the_shelves(cast: Cast) -> dict[int, str]:
    """All articles that are shipped, published; what they are called in the questions, by the ids of their texts."""
    at, ids = timezone.now(), {}
    who = {"written_at": at, "written_by": cast.orlov, "published_at": at, "published_by": cast.orlov}
    with transaction():
        for language in LANGUAGES:
            for one in articles(DATA / "articles", language):
                article = Article.objects.create(brand=cast.chainik, created_at=at, created_by=cast.orlov)
                where = {"brand": cast.chainik, "language": language, "slug": one.id.replace("/", "-")}
                text = ArticleText.objects.create(article=article, **where)
                said = {"title": one.title, "body": one.body, "state": State.PUBLISHED, "number": 1}
                indexing.index(text, Version.objects.create(text=text, **said, **who))
                ids[text.pk] = one.id
    return ids


def test_the_assistants_index_has_the_right_article_among_three() -> None:
    libraries = {language: Library(articles(DATA / "articles", language), language) for language in LANGUAGES}

    found = measured("index", lambda one: libraries[one.lang].nearest(one.text, limit=SHOWN))

    assert found == (101, 111, 138)


@pytest.mark.slow
def test_the_search_of_articles_has_it_less_often_and_shows_more_beside_it(cast: Cast) -> None:
    ids = on_the_shelves(cast)

    def suggests(one: Question) -> list[str]:
        found = search.beside(cast.chainik.pk, one.text, language=one.lang, limit=SHOWN)
        return [ids[each.version.text_id] for each in found]

    assert measured("search", suggests) == (96, 111, 147)


def test_what_is_published_anew_is_suggested_at_once_and_what_is_archived_no_more(cast: Cast) -> None:
    arrives(letter("Можно ли вернуть чайник без чека?", subject="Возврат чайника"), cast.chainik_mail)
    anna, talk = cast.browser_of(cast.anna), the_conversation()
    address = f"/conversations/{talk.public_id}/articles?part=beside"

    def offered() -> list[str]:
        return [one.version.title for one in anna.get(address).context["offers"]]

    assert offered() == []
    version = published(cast)
    assert offered() == [version.title]
    cast.browser_of(cast.maria).post(f"/articles/{version.text.article.public_id}/archiving")
    assert offered() == []


def test_a_very_large_shelf_is_searched(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggesting, "ARTICLES_MAX", 1)
    for title in ("Как вернуть чайник", "Как вернуть чашку"):
        published(cast, title)

    found = suggesting.beside(cast.chainik.pk, "вернуть чашку", language="ru", limit=SHOWN)

    assert found[0].title == "Как вернуть чашку"
