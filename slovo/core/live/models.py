from django.db import models

from slovo.core.db import CommitOrderField


class Nudge(models.Model):
    """Something changed. Says what, never how: the page asks again, and the view decides who may see."""

    transaction_id = CommitOrderField()
    brand_id = models.BigIntegerField()
    key = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["transaction_id", "id"], name="nudge_cursor"),
            models.Index(fields=["at"], name="nudge_at"),
        ]
