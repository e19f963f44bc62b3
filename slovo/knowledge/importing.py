"""Articles from elsewhere, known again by where they stood there. Actions, as in `actions.py`."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.db import transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.customers import portrait_queries as portraits
from slovo.facts.knowledge import ArticleAddressChanged
from slovo.knowledge import actions, attaching, drafting, publishing, queries, slugs
from slovo.knowledge.actions import Terms
from slovo.knowledge.drafting import Words
from slovo.knowledge.models import (
    IMPORTED_CHARACTERS_MAX,
    Article,
    ArticleText,
    OldSlug,
    Section,
    State,
    Version,
)
from slovo.people.models import Staff


class UnableToTakeArticle(UnableTo):
    pass


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An article as it stands elsewhere. `place`: the same for its other languages, and the next time. `terms`: who
    reads it and the like, for when it is new; what colleagues change here later stays. `section`, `portrait`: names.
    `files`: name → content. `old_addresses`: how its addresses elsewhere ended; whoever follows one is led to it."""

    place: str
    language: str
    words: Words
    section: str = ""
    portrait: str = ""
    terms: Terms = field(default_factory=Terms)
    files: Mapping[str, bytes] = field(default_factory=dict)
    publish: bool = False
    old_addresses: Sequence[str] = ()


@transaction()
def take(*, brand: Brand, page: Page, by: Staff, at: datetime) -> Outcome:
    """What says the same as its newest version here is left alone."""
    place = page.place[-IMPORTED_CHARACTERS_MAX:]
    article = Article.objects.filter(brand=brand, imported_as=place).first()
    new = article is None
    if article is None:
        terms = Terms(
            audience=page.terms.audience,
            portrait_id=_portrait(brand, page),
            review_by=page.terms.review_by,
            owner_id=page.terms.owner_id,
            section_id=_section(brand, page, by, at),
        )
        article = actions.start(brand=brand, terms=terms, by=by, at=at, imported_as=place)
    there = {row.name: row.file.sha256 for row in article.files.filter(removed_at=None).select_related("file")}
    for name, content in page.files.items():
        if there.get(name) != _digest(content):
            attaching.attach(article_id=article.pk, name=name, content=content, by=by, at=at)
    newest = Version.objects.filter(text__article=article, text__language=page.language).select_related("text").first()
    if newest and _says(newest, page.words.checked(at)) and _shows(newest, page.files):
        _lead_on(newest.text, page.old_addresses, by, at)
        return Outcome.SAME
    version = drafting.keep(article_id=article.pk, language=page.language, words=page.words, by=by, at=at)
    _lead_on(version.text, page.old_addresses, by, at)
    if page.publish and queries.asks_for_review(brand.pk):
        words = _("This brand has articles looked over before readers see them. Take them in as drafts.")
        raise UnableToTakeArticle(words)
    if page.publish and version.state != State.PUBLISHED:
        publishing.publish(version_id=version.pk, by=by, at=at)
    return Outcome.NEW if new or newest is None else Outcome.CHANGED


def _lead_on(text: ArticleText, addresses: Sequence[str], by: Staff, at: datetime) -> None:
    """From where it stood before. An address that another article has, or had, stays with that one."""
    here, added = {"brand_id": text.brand_id, "language": text.language}, False
    for slug in addresses:
        if not any(model._default_manager.filter(**here, slug=slug).exists() for model in (ArticleText, OldSlug)):
            OldSlug.objects.create(text=text, slug=slug, **here)
            added = True
    if added:
        fact = ArticleAddressChanged(brand_id=text.brand_id, article_id=text.article_id, language=text.language)
        record(fact, actor=by.actor, at=at)


def _section(brand: Brand, page: Page, by: Staff, at: datetime) -> int | None:
    """By its name, made where there is none."""
    if not page.section:
        return None
    slug = slugs.of(page.section)
    found = Section.objects.filter(brand=brand, slug=slug).first()
    names = {page.language: page.section}
    return (found or actions.set_section(brand=brand, slug=slug, names=names, place=0, by=by, at=at)).pk


def _portrait(brand: Brand, page: Page) -> int | None:
    """By its name. None is made: whoever manages the brand says who its customers are."""
    if not page.portrait:
        return None
    found = portraits.named(brand.pk, page.portrait)
    if found is None:
        words = _("There is no portrait “%(name)s”. Add it to the brand first, or choose another audience.")
        raise UnableToTakeArticle(words % {"name": page.portrait})
    return found.pk


def _says(version: Version, words: Words) -> bool:
    return all(getattr(version, name) == getattr(words, name) for name in Words.__slots__)


def _shows(version: Version, files: Mapping[str, bytes]) -> bool:
    shown = {row.name: row.file.sha256 for row in queries.files_in(version)}
    return all(shown.get(name) == _digest(content) for name, content in files.items())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
