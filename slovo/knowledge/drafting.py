"""What an article is to say next. Actions, as in `actions.py`."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.facts.knowledge import ArticleAddressChanged, ArticleDraftKept
from slovo.knowledge import attaching, slugs
from slovo.knowledge.actions import Terms, start
from slovo.knowledge.models import (
    BODY_CHARACTERS_MAX,
    SLUG_CHARACTERS_MAX,
    SOURCE_CHARACTERS_MAX,
    SUMMARY_CHARACTERS_MAX,
    TITLE_CHARACTERS_MAX,
    Article,
    ArticleText,
    OldSlug,
    State,
    Version,
)
from slovo.people.models import Staff
from slovo.people.rights import Verb

IN_HAND = (State.DRAFT, State.REVIEW)
ALIKE_MAX = 50  # articles whose addresses differ in a number only


class UnableToKeepDraft(UnableTo):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a version says. `body`: Markdown. `source`, `checked_on`: of the facts in it."""

    title: str
    summary: str = ""
    body: str
    source: str = ""
    checked_on: date | None = None

    def checked(self, at: datetime) -> "Words":
        """Without blanks around. Raises what is wrong with them, in words."""
        body = self.body.replace("\r\n", "\n").strip()
        title, summary = " ".join(self.title.split()), " ".join(self.summary.split())
        found = Words(title=title, summary=summary, body=body, source=self.source.strip(), checked_on=self.checked_on)
        if not title or not body:
            raise UnableToKeepDraft(_("An article has a title and words."))
        for text, most in (
            (title, TITLE_CHARACTERS_MAX),
            (summary, SUMMARY_CHARACTERS_MAX),
            (found.source, SOURCE_CHARACTERS_MAX),
            (body, BODY_CHARACTERS_MAX),
        ):
            if len(text) > most:
                words = _("“%(beginning)s…” is too long here: %(count)d characters at most.")
                raise UnableToKeepDraft(words % {"beginning": text[:40], "count": most})
        if found.checked_on and not found.source:
            raise UnableToKeepDraft(_("Say where the facts were looked up, or leave the day empty."))
        if found.checked_on and found.checked_on > at.date():
            raise UnableToKeepDraft(_("Facts are checked on a day that has come."))
        return found


@transaction()
def begin(*, brand: Brand, terms: Terms, language: str, words: Words, by: Staff, at: datetime) -> Article:
    """An article with its first words."""
    by.must(Verb.WRITE_ARTICLES, brand)
    article = start(brand=brand, terms=terms, by=by, at=at)
    keep(article_id=article.pk, language=language, words=words, by=by, at=at)
    return article


@transaction()
def keep(
    *,
    article_id: int,
    language: str,
    words: Words,
    by: Staff,
    at: datetime,
    seen: datetime | None = None,
) -> Version:
    """`seen`: when what the writer began from had been written; what somebody else wrote since is not overwritten.
    What waits for a review is a draft again once it is changed."""
    article = locked(Article, article_id)
    by.must(Verb.WRITE_ARTICLES, article)
    if article.archived_at:
        raise UnableToKeepDraft(_("This article is in the archive. Take it out first."))
    if language not in dict(settings.LANGUAGES):
        raise UnableToKeepDraft(_("Articles are written in Russian, Ukrainian or English."))
    words = words.checked(at)
    text = _text(article, language, words.title)
    version = Version.objects.filter(text=text, state__in=IN_HAND).first()
    if version and seen is not None and seen < version.written_at:
        raise UnableToKeepDraft(
            _("Somebody else has changed it meanwhile. Copy your words, open it anew, and add them.")
        )
    if version is None:
        last = Version.objects.filter(text=text).first()
        version = Version(text=text, number=last.number + 1 if last else 1)
    for name, value in asdict(words).items():
        setattr(version, name, value)
    version.state, version.written_at, version.written_by = State.DRAFT, at, by
    version.sent_at = version.sent_by = None
    version.save()
    fact = ArticleDraftKept(brand_id=article.brand_id, article_id=article.pk, language=language, number=version.number)
    record(fact, actor=by.actor, at=at)
    return version


@transaction()
def restore(*, version_id: int, by: Staff, at: datetime) -> Version:
    """A draft that says what this version said, with the files that it had. What somebody is at is not overwritten."""
    old = Version.objects.select_related("text").get(pk=version_id)
    article = locked(Article, old.text.article_id)
    by.must(Verb.WRITE_ARTICLES, article)
    if old.published_at is None or Version.objects.filter(text=old.text, state__in=IN_HAND).exists():
        words = _("A new version is being written already. Publish it first; then you can come back to this one.")
        raise UnableToKeepDraft(words)
    said = Words(**{name: getattr(old, name) for name in Words.__slots__})
    draft = keep(article_id=article.pk, language=old.text.language, words=said, by=by, at=at)
    attaching.bring_back(version_id=old.pk, by=by, at=at)
    return draft


@transaction()
def change_address(*, text_id: int, slug: str, by: Staff, at: datetime) -> None:
    """The old address leads on to the new one."""
    text = locked(ArticleText, text_id, "article")
    by.must(Verb.PUBLISH_ARTICLES, text)
    wanted = slugs.of(slug)
    if not slug.strip() or wanted == text.slug:
        raise UnableToKeepDraft(_("Write another address than the present one."))
    others = ArticleText.objects.filter(brand_id=text.brand_id, language=text.language, slug=wanted)
    if others.exists():
        raise UnableToKeepDraft(_("Another article has this address. Choose another."))
    OldSlug.objects.filter(brand_id=text.brand_id, language=text.language, slug=wanted).delete()
    OldSlug.objects.create(text=text, brand_id=text.brand_id, language=text.language, slug=text.slug)
    text.slug = wanted
    text.save(update_fields=["slug"])
    fact = ArticleAddressChanged(brand_id=text.brand_id, article_id=text.article_id, language=text.language)
    record(fact, actor=by.actor, at=at)


def _text(article: Article, language: str, title: str) -> ArticleText:
    found = ArticleText.objects.filter(article=article, language=language).first()
    if found:
        return found
    slug = _free(article.brand_id, language, slugs.of(title))
    return ArticleText.objects.create(article=article, brand_id=article.brand_id, language=language, slug=slug)


def _free(brand_id: int, language: str, slug: str) -> str:
    """One that no article has, nor had: who follows an old address finds what was there."""
    here = {"brand_id": brand_id, "language": language}
    for number in range(1, ALIKE_MAX):
        ending = f"-{number}" if number > 1 else ""
        wanted = f"{slug[: SLUG_CHARACTERS_MAX - len(ending)]}{ending}"
        if not any(model._default_manager.filter(**here, slug=wanted).exists() for model in (ArticleText, OldSlug)):
            return wanted
    raise UnableToKeepDraft(_("Many articles have this title. Choose one that tells them apart."))
