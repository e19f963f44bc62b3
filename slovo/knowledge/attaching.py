"""Files of an article. Actions, as in `actions.py`."""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.files import storage
from slovo.core.journal.recording import record
from slovo.facts.knowledge import ArticleFileAdded, ArticleFileRemoved
from slovo.knowledge.file_names import name_of
from slovo.knowledge.models import Article, ArticleFile
from slovo.people.models import Staff
from slovo.people.rights import Verb

FILE_BYTES_MAX = 5 * 1024 * 1024
FILES_MAX = 40  # of one article
PICTURES = {
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
    "image/gif": b"GIF8",
    "image/webp": b"RIFF",
}
OTHERS = {"application/pdf": b"%PDF-"}


class UnableToAttach(UnableTo):
    pass


@transaction()
def attach(*, article_id: int, name: str, content: bytes, by: Staff, at: datetime) -> ArticleFile:
    """A file of this name that is there already gives way to this one."""
    article = locked(Article, article_id)
    by.must(Verb.WRITE_ARTICLES, article)
    name = name_of(name)
    if not name:
        raise UnableToAttach(_("The file needs a name."))
    if not content or len(content) > FILE_BYTES_MAX:
        words = _("A file has at most %(count)d MB.")
        raise UnableToAttach(words % {"count": FILE_BYTES_MAX // 1024 // 1024})
    type_ = _type_of(content)
    if not type_:
        raise UnableToAttach(_("Articles show pictures (PNG, JPEG, GIF, WebP) and offer PDF files."))
    there = ArticleFile.objects.filter(article=article)
    if not there.filter(name=name).exists() and there.count() >= FILES_MAX:
        raise UnableToAttach(_("An article has at most %(count)d files.") % {"count": FILES_MAX})
    file = storage.put(content, at=at)
    row, _new = ArticleFile.objects.update_or_create(
        article=article, name=name, defaults={"file": file, "type": type_, "added_at": at, "added_by": by}
    )
    record(ArticleFileAdded(brand_id=article.brand_id, article_id=article.pk, file_id=row.pk), actor=by.actor, at=at)
    return row


@transaction()
def remove(*, file_id: int, by: Staff, at: datetime) -> None:
    """Versions that show it show its description instead."""
    row = locked(ArticleFile, file_id, "article")
    by.must(Verb.WRITE_ARTICLES, row.article)
    fact = ArticleFileRemoved(brand_id=row.article.brand_id, article_id=row.article_id, file_id=row.pk)
    row.delete()
    record(fact, actor=by.actor, at=at)


def _type_of(content: bytes) -> str:
    """By its first bytes, whatever it is called; "" for what articles do not have."""
    known = {**PICTURES, **OTHERS}
    return next((type_ for type_, beginning in known.items() if content.startswith(beginning)), "")
