"""Files of an article. Actions, as in `actions.py`."""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.files import storage
from slovo.core.journal.recording import record
from slovo.facts.knowledge import ArticleFileAdded, ArticleFileDeleted, ArticleFileRemoved
from slovo.knowledge import markdown
from slovo.knowledge.file_names import name_of, type_of
from slovo.knowledge.models import Article, ArticleFile, State, Version
from slovo.people.models import Staff
from slovo.people.rights import Verb

FILE_BYTES_MAX = 5 * 1024 * 1024
FILES_MAX = 40  # of one article


class UnableToAttach(UnableTo):
    pass


@transaction()
def attach(*, article_id: int, name: str, content: bytes, by: Staff, at: datetime) -> ArticleFile:
    """A file of this name that is there already gives way to this one. Readers see it with the next version."""
    article = locked(Article, article_id)
    by.must(Verb.WRITE_ARTICLES, article)
    name = name_of(name)
    if not name:
        raise UnableToAttach(_("The file needs a name."))
    if not content or len(content) > FILE_BYTES_MAX:
        words = _("A file has at most %(count)d MB.")
        raise UnableToAttach(words % {"count": FILE_BYTES_MAX // 1024 // 1024})
    type_ = type_of(content)
    if not type_:
        raise UnableToAttach(_("Articles show pictures (PNG, JPEG, GIF, WebP) and offer PDF files."))
    there = ArticleFile.objects.filter(article=article, removed_at=None)
    if not there.filter(name=name).exists() and there.count() >= FILES_MAX:
        raise UnableToAttach(_("An article has at most %(count)d files.") % {"count": FILES_MAX})
    file = storage.put(content, at=at)
    for former in there.filter(name=name):
        _take_out(former, by, at)
    _look_over_again(article, name)
    row = ArticleFile.objects.create(article=article, name=name, file=file, type=type_, added_at=at, added_by=by)
    record(ArticleFileAdded(brand_id=article.brand_id, article_id=article.pk, file_id=row.pk), actor=by.actor, at=at)
    return row


@transaction()
def remove(*, file_id: int, by: Staff, at: datetime) -> None:
    """What was published keeps it; the next version shows its description instead."""
    row = _held(file_id)
    by.must(Verb.WRITE_ARTICLES, row.article)
    if row.removed_at:
        raise UnableToAttach(_("The article does not have this file any more."))
    fact = ArticleFileRemoved(brand_id=row.article.brand_id, article_id=row.article_id, file_id=row.pk)
    _look_over_again(row.article, row.name)
    _take_out(row, by, at)
    record(fact, actor=by.actor, at=at)


@transaction()
def destroy(*, file_id: int, by: Staff, at: datetime) -> None:
    """For good, at once and out of every version, which shows its description instead: what should never have been
    seen."""
    row = _held(file_id)
    by.must(Verb.PUBLISH_ARTICLES, row.article)
    fact = ArticleFileDeleted(brand_id=row.article.brand_id, article_id=row.article_id, file_id=row.pk)
    row.delete()
    record(fact, actor=by.actor, at=at)


@transaction()
def bring_back(*, version_id: int, by: Staff, at: datetime) -> None:
    """The article has the files again that this version had; what came since under other names stays."""
    version = Version.objects.select_related("text").get(pk=version_id)
    article = locked(Article, version.text.article_id)
    by.must(Verb.WRITE_ARTICLES, article)
    for row in version.files.exclude(removed_at=None):
        for other in ArticleFile.objects.filter(article=article, name=row.name, removed_at=None):
            _take_out(other, by, at)
        row.removed_at = row.removed_by = None
        row.save(update_fields=["removed_at", "removed_by"])
        record(
            ArticleFileAdded(brand_id=article.brand_id, article_id=article.pk, file_id=row.pk), actor=by.actor, at=at
        )


def _held(file_id: int) -> ArticleFile:
    """Its article first, as whoever writes a draft takes it."""
    locked(Article, ArticleFile.objects.values_list("article_id", flat=True).get(pk=file_id))
    return locked(ArticleFile, file_id, "article")


def _take_out(row: ArticleFile, by: Staff, at: datetime) -> None:
    """Of the article. What no version shows is gone."""
    if not row.versions.exists():
        row.delete()
        return
    row.removed_at, row.removed_by = at, by
    row.save(update_fields=["removed_at", "removed_by"])


def _look_over_again(article: Article, name: str) -> None:
    """What waits for a review and shows it is a draft again, as when its words are changed."""
    for version in Version.objects.filter(text__article=article, state=State.REVIEW):
        if name in markdown.file_names(version.body):
            version.state, version.sent_at, version.sent_by = State.DRAFT, None, None
            version.save(update_fields=["state", "sent_at", "sent_by"])
