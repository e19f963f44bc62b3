from django.db import models

from slovo.core.db import CommitOrderField


class JournalEntry(models.Model):
    """One fact. Never changed, never deleted but by the retention of its kind."""

    transaction_id = CommitOrderField()
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    brand_id = models.BigIntegerField(null=True)
    about = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.CharField(max_length=60, blank=True)
    cause = models.ForeignKey("self", models.SET_NULL, null=True, related_name="effects")
    request_id = models.CharField(max_length=40, blank=True)
    data = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=["about", "id"], name="journal_about"),
            models.Index(fields=["transaction_id", "id"], name="journal_cursor"),
            models.Index(fields=["brand_id", "id"], name="journal_brand"),
        ]
