"""From a draft to what readers see. Actions, as in `actions.py`."""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.facts.knowledge import ArticlePublished, ArticleReturned, ArticleSentToReview
from slovo.knowledge import indexing, queries
from slovo.knowledge.models import RETURN_CHARACTERS_MAX, Article, ArticleText, State, Version
from slovo.people.models import Staff
from slovo.people.rights import Verb


class UnableToPublish(UnableTo):
    pass


@transaction()
def send_to_review(*, version_id: int, by: Staff, at: datetime) -> None:
    version, text = _in_hand(version_id, Verb.WRITE_ARTICLES, by)
    if version.state != State.DRAFT:
        raise UnableToPublish(_("Only a draft is sent to review. This version is no draft any more."))
    version.state, version.sent_at, version.sent_by = State.REVIEW, at, by
    version.save(update_fields=["state", "sent_at", "sent_by"])
    fact = ArticleSentToReview(
        brand_id=text.brand_id, article_id=text.article_id, language=text.language, number=version.number
    )
    record(fact, actor=by.actor, at=at)


@transaction()
def return_with_words(*, version_id: int, words: str, by: Staff, at: datetime) -> None:
    version, text = _in_hand(version_id, Verb.PUBLISH_ARTICLES, by)
    words = words.strip()
    if version.state != State.REVIEW:
        raise UnableToPublish(_("This version does not wait for a review."))
    if not words:
        raise UnableToPublish(_("Say what is to be changed: nobody can work with a bare no."))
    if len(words) > RETURN_CHARACTERS_MAX:
        raise UnableToPublish(_("Say it in %(count)d characters at most.") % {"count": RETURN_CHARACTERS_MAX})
    version.state, version.returned_at, version.returned_by = State.DRAFT, at, by
    version.returned_with = words
    version.save(update_fields=["state", "returned_at", "returned_by", "returned_with"])
    fact = ArticleReturned(
        brand_id=text.brand_id, article_id=text.article_id, language=text.language, number=version.number
    )
    record(fact, actor=by.actor, at=at)


@transaction()
def publish(*, version_id: int, by: Staff, at: datetime) -> None:
    """Readers see this one from now on; what they saw before is kept."""
    version, text = _in_hand(version_id, Verb.PUBLISH_ARTICLES, by)
    if version.state not in (State.DRAFT, State.REVIEW):
        raise UnableToPublish(_("This version was published already. Make a new one of it."))
    if queries.unreviewed([version], text.brand_id, by):
        words = _("Somebody else looks this over before readers see it: send it to review, and let them publish it.")
        raise UnableToPublish(words)
    Version.objects.filter(text=text, state=State.PUBLISHED).update(state=State.SUPERSEDED, superseded_at=at)
    version.state, version.published_at, version.published_by = State.PUBLISHED, at, by
    version.save(update_fields=["state", "published_at", "published_by"])
    version.files.set(queries.files_of(text.article_id))
    indexing.index(text, version)
    fact = ArticlePublished(
        brand_id=text.brand_id, article_id=text.article_id, language=text.language, number=version.number
    )
    record(fact, actor=by.actor, at=at)


def _in_hand(version_id: int, verb: Verb, by: Staff) -> tuple[Version, ArticleText]:
    """The article is held first, then its version: as whoever writes a draft takes them."""
    text = ArticleText.objects.get(versions=version_id)
    article = locked(Article, text.article_id)
    by.must(verb, article)
    if article.archived_at:
        raise UnableToPublish(_("This article is in the archive. Take it out first."))
    return locked(Version, version_id), text
