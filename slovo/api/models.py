from django.db import models

from slovo.core.files.models import File
from slovo.core.ids import new_id
from slovo.people.models import Token


class Upload(models.Model):
    """A file that a program has brought and that waits to go with a message. Unused it is gone after a day."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    token = models.ForeignKey(Token, models.CASCADE, related_name="+")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    type = models.CharField(max_length=120)
    created_at = models.DateTimeField(db_index=True)


class KeptAnswer(models.Model):
    """What was answered to a request with an Idempotency-Key, committed with the change that the request made."""

    token = models.ForeignKey(Token, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    request_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="one_answer_a_key")]
