"""Who is reminded that an article is to be looked over."""

from django.db import models
from django.db.models import Q

from slovo.brands.models import Brand
from slovo.knowledge.models import Article
from slovo.people.models import Staff


class ArticleReminder(models.Model):
    """Before somebody's eyes until they have looked, or the article has another day. `review_by`: the day of which it
    reminds, each once."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="reminders", db_index=False)
    brand = models.ForeignKey(Brand, models.CASCADE, related_name="+", db_index=False)
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="article_reminders", db_index=False)
    review_by = models.DateField()
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "review_by", "staff"], name="one_article_reminder_a_day_of_review"
            )
        ]
        indexes = [
            models.Index(name="article_reminder_unseen", fields=["staff", "review_by"], condition=Q(seen_at=None))
        ]
