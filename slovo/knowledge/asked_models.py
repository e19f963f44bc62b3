"""What readers ask: the words by which articles are found, what was not found, and whether it did help."""

from django.db import models

from slovo.brands.models import Brand
from slovo.knowledge.models import ArticleText, Version

FEEDBACK_CHARACTERS_MAX = 1_000
ASKED_CHARACTERS_MAX = 120
WORD_CHARACTERS_MAX = 60


class ArticleWord(models.Model):
    """A word of what is published, with one of its dictionary forms. `mentions`: how often, a title counts more."""

    text = models.ForeignKey(ArticleText, models.CASCADE, related_name="words")
    brand = models.ForeignKey(Brand, models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=2)
    form = models.CharField(max_length=WORD_CHARACTERS_MAX)
    lemma = models.CharField(max_length=WORD_CHARACTERS_MAX)
    mentions = models.PositiveIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["brand", "lemma"], name="article_word_lemma"),
            models.Index(fields=["brand", "form"], name="article_word_form"),
        ]


class Feedback(models.Model):
    """Whether a version helped somebody. `visitor`: an address under a seal, which tells nobody who it was."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="feedback", db_index=False)
    visitor = models.CharField(max_length=16)
    helped = models.BooleanField()
    words = models.CharField(max_length=FEEDBACK_CHARACTERS_MAX, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["version", "visitor"], name="one_feedback_a_visitor")]


class NotFound(models.Model):
    """What was searched in vain, without numbers and addresses. `times`: how often."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=2)
    words = models.CharField(max_length=ASKED_CHARACTERS_MAX)
    times = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "language", "words"], name="one_row_a_search")]
        indexes = [models.Index(fields=["brand", "-times"], name="not_found_often")]
