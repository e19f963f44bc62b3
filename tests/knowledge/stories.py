"""Articles as the people of the tests write them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from slovo.brands.models import Brand
from slovo.customers.portrait_models import Portrait
from slovo.customers.portraits import set_portrait
from slovo.knowledge import actions, attaching, drafting, publishing
from slovo.knowledge.actions import Terms
from slovo.knowledge.drafting import Words
from slovo.knowledge.models import Article, Version
from tests.cast import Cast

RETURNS = "Чайник возвращают в течение **14 дней** после покупки.\n\n## Что взять с собой\n\n- чек\n- коробку"


def gourmet(cast: Cast, brand: Brand | None = None) -> Portrait:
    return set_portrait(brand=brand or cast.chainik, name="Гурман", by=cast.orlov, at=timezone.now())


def written(
    cast: Cast,
    title: str = "Как вернуть чайник",
    body: str = RETURNS,
    *,
    language: str = "ru",
    brand: Brand | None = None,
    article: Article | None = None,
    summary: str = "",
    source: str = "",
    checked_on: date | None = None,
    files: Mapping[str, bytes] | None = None,
    **terms: Any,
) -> Version:
    """A draft, by Orlov, who works at both brands."""
    at = timezone.now()
    article = article or actions.start(brand=brand or cast.chainik, terms=Terms(**terms), by=cast.orlov, at=at)
    for name, content in (files or {}).items():
        attaching.attach(article_id=article.pk, name=name, content=content, by=cast.orlov, at=at)
    words = Words(title=title, summary=summary, body=body, source=source, checked_on=checked_on)
    return drafting.keep(article_id=article.pk, language=language, words=words, by=cast.orlov, at=at)


def published(cast: Cast, *words: str, **more: Any) -> Version:
    version = written(cast, *words, **more)
    publishing.publish(version_id=version.pk, by=cast.orlov, at=timezone.now())
    return Version.objects.select_related("text__article").get(pk=version.pk)
