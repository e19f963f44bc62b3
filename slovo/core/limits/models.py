from django.db import models


class Counter(models.Model):
    """How often something happened in its present window, and in the one before. A name has one row, whatever the
    window."""

    name = models.CharField(max_length=100, primary_key=True)
    window_id = models.BigIntegerField()
    used = models.BigIntegerField()
    previous = models.BigIntegerField(db_default=0)
    touched_at = models.DateTimeField(db_index=True)
