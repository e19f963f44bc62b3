from datetime import timedelta
from enum import StrEnum

from django.db import models

LIFE = timedelta(seconds=30)  # three beats of a page


class Kind(StrEnum):
    VIEWING = "viewing"
    TYPING = "typing"


class Presence(models.Model):
    """Somebody has something open before them, until thirty seconds after `at`.

    The name stands here as it is shown, so that a list of fifty lines asks once and core knows no people.
    """

    staff_id = models.BigIntegerField()
    name = models.CharField(max_length=120)
    brand_id = models.BigIntegerField()
    key = models.CharField(max_length=48)
    kind = models.CharField(max_length=8)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "staff_id"], name="one_presence_a_person")]
        indexes = [models.Index(fields=["at"], name="presence_at")]
