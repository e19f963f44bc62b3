from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.customers import portrait_queries as portraits
from slovo.facts.knowledge import ArticleArchived, ArticleSet, ArticleStarted, ArticleUnarchived, SectionSet
from slovo.knowledge import indexing, queries, slugs
from slovo.knowledge.models import NAME_CHARACTERS_MAX, Article, Audience, Section
from slovo.people.models import Staff
from slovo.people.rights import Verb

PLACES_MAX = 1_000


class UnableToKeepSection(UnableTo):
    pass


class UnableToKeepArticle(UnableTo):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Who reads an article, where it stands, who answers for it, and when it is to be looked over. `portrait_id`,
    `section_id`, `owner_id`: of the same brand."""

    audience: str = Audience.PUBLIC.value
    portrait_id: int | None = None
    section_id: int | None = None
    owner_id: int | None = None
    review_by: date | None = None


@transaction()
def set_section(*, brand: Brand, slug: str, names: Mapping[str, str], place: int, by: Staff, at: datetime) -> Section:
    """`names`: by language. A section that has this slug gets other names or another place."""
    by.must(Verb.PUBLISH_ARTICLES, brand)
    given = {language: name.strip() for language, name in names.items() if name.strip()}
    if not given:
        raise UnableToKeepSection(_("Name it in one language at least."))
    if any(len(name) > NAME_CHARACTERS_MAX for name in given.values()):
        raise UnableToKeepSection(_("Say it in %(count)d characters at most.") % {"count": NAME_CHARACTERS_MAX})
    if not 0 <= place <= PLACES_MAX:
        raise UnableToKeepSection(_("A place is a number from 0 to %(most)d.") % {"most": PLACES_MAX})
    slug = slugs.of(slug or given.get(brand.language) or next(iter(given.values())))
    section, _new = Section.objects.update_or_create(brand=brand, slug=slug, defaults={"names": given, "place": place})
    record(SectionSet(brand_id=brand.pk, section_id=section.pk), actor=by.actor, at=at)
    return section


@transaction()
def start(*, brand: Brand, terms: Terms, by: Staff, at: datetime, imported_as: str | None = None) -> Article:
    """An article that says nothing yet: `drafting.keep` writes its words."""
    by.must(Verb.WRITE_ARTICLES, brand)
    article = Article(brand=brand, imported_as=imported_as, created_at=at, created_by=by)
    _set(article, terms)
    article.save()
    fact = ArticleStarted(
        brand_id=brand.pk, article_id=article.pk, audience=article.audience, imported=imported_as is not None
    )
    record(fact, actor=by.actor, at=at)
    return article


@transaction()
def set_terms(*, article_id: int, terms: Terms, by: Staff, at: datetime) -> None:
    """Whoever changes who reads it must be allowed to publish."""
    article = locked(Article, article_id, "brand")
    by.must(Verb.WRITE_ARTICLES, article)
    changed = _set(article, terms)
    if changed & {"audience", "portrait"}:
        by.must(Verb.PUBLISH_ARTICLES, article)
    if not changed:
        return
    article.save()
    fact = ArticleSet(brand_id=article.brand_id, article_id=article.pk, fields=tuple(sorted(changed)))
    record(fact, actor=by.actor, at=at)


@transaction()
def archive(*, article_id: int, by: Staff, at: datetime, successor_id: int | None = None) -> None:
    """`successor_id`: another article of the brand, for everybody and published: its readers are led there."""
    held = {pk: locked(Article, pk) for pk in sorted({article_id, successor_id or article_id})}
    article = held[article_id]
    by.must(Verb.PUBLISH_ARTICLES, article)
    if article.archived_at:
        raise UnableToKeepArticle(_("It is in the archive already."))
    if successor_id is not None and not _may_be_led_to(held[successor_id], article):
        words = _("Readers are led to another article of this brand, one that is published for everybody.")
        raise UnableToKeepArticle(words)
    article.archived_at, article.archived_by, article.led_to_id = at, by, successor_id
    article.save(update_fields=["archived_at", "archived_by", "led_to"])
    indexing.forget(article)
    fact = ArticleArchived(brand_id=article.brand_id, article_id=article.pk, successor_id=successor_id or 0)
    record(fact, actor=by.actor, at=at)


@transaction()
def unarchive(*, article_id: int, by: Staff, at: datetime) -> None:
    article = locked(Article, article_id)
    by.must(Verb.PUBLISH_ARTICLES, article)
    if not article.archived_at:
        raise UnableToKeepArticle(_("It is not in the archive."))
    article.archived_at = article.archived_by = article.led_to = None
    article.save(update_fields=["archived_at", "archived_by", "led_to"])
    indexing.put_back(article)
    record(ArticleUnarchived(brand_id=article.brand_id, article_id=article.pk), actor=by.actor, at=at)


def _may_be_led_to(successor: Article, article: Article) -> bool:
    return successor != article and queries.public_versions(article.brand_id).filter(text__article=successor).exists()


def _set(article: Article, terms: Terms) -> set[str]:
    """What is another thing now."""
    portrait_id = terms.portrait_id if terms.audience == Audience.PORTRAIT else None
    if terms.audience not in set(Audience):
        raise UnableToKeepArticle(_("Choose who reads it: everybody, the staff, or customers of one portrait."))
    if terms.audience == Audience.PORTRAIT and portrait_id is None:
        raise UnableToKeepArticle(_("Name the portrait whose customers it is for."))
    usable = portraits.usable_at(article.brand_id).filter(pk=portrait_id or 0)
    if portrait_id not in {None, article.portrait_id} and not usable.exists():
        raise UnableToKeepArticle(_("This portrait is another brand’s, or archived. Choose one of this brand."))
    here = Section.objects.filter(brand_id=article.brand_id, pk=terms.section_id or 0)
    if terms.section_id is not None and not here.exists():
        raise UnableToKeepArticle(_("This section belongs to another brand. Choose one of this brand."))
    owners = Staff.objects.filter(pk=terms.owner_id or 0, memberships__brand_id=article.brand_id, left_at=None)
    if terms.owner_id not in {None, article.owner_id} and not owners.exists():
        raise UnableToKeepArticle(_("Its owner works for this brand. Choose somebody who does."))
    wanted = {
        "audience": terms.audience,
        "portrait_id": portrait_id,
        "section_id": terms.section_id,
        "owner_id": terms.owner_id,
        "review_by": terms.review_by,
    }
    changed = {name for name, value in wanted.items() if getattr(article, name) != value}
    for name, value in wanted.items():
        setattr(article, name, value)
    return {name.removesuffix("_id") for name in changed}
