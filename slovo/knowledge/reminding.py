"""The day by which an article is to be looked over comes, and its owner hears of it. Actions, as in `actions.py`."""

from datetime import datetime

from slovo.core.db import locked, transaction
from slovo.core.live.actions import nudge
from slovo.knowledge import queries
from slovo.knowledge.models import Article
from slovo.knowledge.reminder_models import ArticleReminder
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.reminded import key_of
from slovo.people.rights import VERBS_OF, Role, Verb

AT_ONCE_MAX = 500  # articles; the others are for the next hour
PUBLISHING = [role.value for role in Role if Verb.PUBLISH_ARTICLES in VERBS_OF[role]]


@transaction()
def remind(*, at: datetime) -> None:
    """The owner of each, else all who may publish it. Where there is nobody, it is looked for again."""
    for article in queries.due_for_review(at)[:AT_ONCE_MAX]:
        assert article.review_by
        for staff_id in _asked(article):
            ArticleReminder.objects.create(
                article=article, brand_id=article.brand_id, staff_id=staff_id, review_by=article.review_by, at=at
            )
            nudge(key_of(staff_id), brand_id=article.brand_id)


@transaction()
def see(*, article_id: int, by: Staff, at: datetime) -> None:
    """They have looked at it."""
    article = locked(Article, article_id)
    if ArticleReminder.objects.filter(article=article, staff=by, seen_at=None).update(seen_at=at):
        nudge(key_of(by.pk), brand_id=article.brand_id)


def _asked(article: Article) -> list[int]:
    here = people.colleagues_at(article.brand_id).filter(integration_at=None)
    owner = list(here.filter(pk=article.owner_id or 0).values_list("pk", flat=True))
    if owner:
        return owner
    publishing = here.filter(memberships__brand_id=article.brand_id, memberships__role__in=PUBLISHING)
    return list(publishing.values_list("pk", flat=True).distinct())
