"""What the demo company knows stands on every page that shows it."""

import pytest
from django.test import Client
from django.utils import timezone

from slovo.config.demo.knowing import know
from slovo.knowledge.models import Version
from tests.cast import Cast


@pytest.fixture(autouse=True)
def known(cast: Cast) -> None:
    know(cast.chainik, administrator=cast.orlov, agent=cast.anna, at=timezone.now())


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
def test_ten_articles_are_read_in_each_language(cast: Cast, language: str) -> None:
    sections = Client().get(f"/help/chainik/{language}/").context["sections"]
    assert sum(len(found) for _name, found in sections) == 10
    assert len(sections) == 4


@pytest.mark.parametrize("page", ["", "?state=stale", "?state=review", "?state=mine", "not-found/", "sections/"])
def test_the_pages_of_the_desk_are_not_empty(cast: Cast, page: str) -> None:
    rows = cast.browser_of(cast.orlov).get(f"/articles/{page}").context["rows"]
    assert rows


def test_every_article_of_the_demo_is_there_in_three_languages(cast: Cast) -> None:
    published = Version.objects.filter(state="published", text__article__audience="public")
    assert published.count() == 30
