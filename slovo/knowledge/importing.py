"""Articles from elsewhere, known again by where they stood there. Actions, as in `actions.py`."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.db import transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.customers import portrait_queries as portraits
from slovo.facts.knowledge import ArticleAddressChanged
from slovo.knowledge import actions, attaching, drafting, linking, publishing, queries, slugs
from slovo.knowledge.actions import Terms
from slovo.knowledge.drafting import Words
from slovo.knowledge.linking import Left, Link, known_as
from slovo.knowledge.models import (
    Article,
    ArticleText,
    OldSlug,
    Section,
    State,
    Version,
)
from slovo.people.models import Staff
from slovo.people.rights import Verb


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
    `files`: name → content. `links`: to other articles, as the words write them. `left`: what the words name and no
    article has, and why. `old_addresses`: how its addresses elsewhere ended; whoever follows one is led to it."""

    place: str
    language: str
    words: Words
    section: str = ""
    portrait: str = ""
    terms: Terms = field(default_factory=Terms)
    files: Mapping[str, bytes] = field(default_factory=dict)
    links: Mapping[str, Link] = field(default_factory=dict)
    left: Sequence[tuple[str, Left]] = ()
    publish: bool = False
    old_addresses: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """What came of it. By places: what was refused, in words; which links are their words alone, and why."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    refused: list[tuple[str, str]] = field(default_factory=list)
    left: list[tuple[str, str, Left]] = field(default_factory=list)


def take_all(*, brand: Brand, pages: Sequence[Page], by: Staff, at: datetime) -> Run:
    """Each by itself: what one cannot be holds up no other. One that others lead to and that is not here yet is a draft
    first, so that its address stands before anybody is led there."""
    run, begun = Run(), set()
    bodies = {(known_as(page.place), page.language): page.words.body for page in pages}
    awaited = {link.place for page in pages for link in page.links.values()}
    for page in pages:
        if page.place in awaited and not linking.is_here(brand, page.place, page.language):
            try:
                begin(brand=brand, page=page, by=by, at=at)
                begun.add(page.place)
            except UnableTo as problem:
                run.refused.append((page.place, str(problem)))
    out = {place for place, _problem in run.refused}
    for page in pages:
        if page.place in out:
            continue
        words, left = linking.led(page.words, page.links, brand=brand, language=page.language, bodies=bodies)
        try:
            outcome = take(brand=brand, page=replace(page, words=words), by=by, at=at, begun=page.place in begun)
        except UnableTo as problem:
            run.refused.append((page.place, str(problem)))
        else:
            run.outcomes[outcome] += 1
            run.left.extend((page.place, target, why) for target, why in (*page.left, *left))
    return run


@transaction()
def begin(*, brand: Brand, page: Page, by: Staff, at: datetime) -> None:
    """Its first draft, unless it is to be published and cannot be."""
    if page.publish:
        by.must(Verb.PUBLISH_ARTICLES, brand)
        _check_review(brand)
    take(brand=brand, page=replace(page, publish=False), by=by, at=at)


@transaction()
def take(*, brand: Brand, page: Page, by: Staff, at: datetime, begun: bool = False) -> Outcome:
    """What says the same as its newest version here is left alone, unless that was only `begun`."""
    place = known_as(page.place)
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
    if newest and not begun and _says(newest, page.words.checked(at)) and _shows(newest, page.files):
        _lead_on(newest.text, page.old_addresses, by, at)
        return Outcome.SAME
    version = drafting.keep(article_id=article.pk, language=page.language, words=page.words, by=by, at=at)
    _lead_on(version.text, page.old_addresses, by, at)
    if page.publish:
        _check_review(brand)
    if page.publish and version.state != State.PUBLISHED:
        publishing.publish(version_id=version.pk, by=by, at=at)
    return Outcome.NEW if new or begun or newest is None else Outcome.CHANGED


def _check_review(brand: Brand) -> None:
    if queries.asks_for_review(brand.pk):
        words = _("This brand has articles looked over before readers see them. Take them in as drafts.")
        raise UnableToTakeArticle(words)


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
