from datetime import datetime
from enum import StrEnum

from django.db import models
from django.db.models import Q

from slovo.brands.models import Brand
from slovo.core.ids import new_id
from slovo.core.secrets import EncryptedField
from slovo.people.models import Staff


class Reason(StrEnum):
    """Why it is switched off."""

    FAILURES = "failures"
    GONE = "gone"


class Webhook(models.Model):
    """Where a program wants to be told what happens at a brand. For a day after a change both secrets sign."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="webhooks")
    url = models.CharField(max_length=500)
    kinds = models.JSONField()
    secret = EncryptedField()
    previous_secret = EncryptedField(blank=True)
    previous_secret_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    failing_since = models.DateTimeField(null=True)
    failures_in_row = models.PositiveIntegerField(default=0)
    paused_until = models.DateTimeField(null=True)
    disabled_at = models.DateTimeField(null=True)
    disabled_reason = models.CharField(max_length=10, blank=True)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="webhook_disabled_for_a_reason",
                condition=Q(disabled_at=None, disabled_reason="")
                | Q(disabled_at__isnull=False) & ~Q(disabled_reason=""),
            )
        ]

    def __str__(self) -> str:
        return self.url

    def secrets(self, at: datetime) -> list[str]:
        """Those that sign just now, the newest first."""
        old = self.previous_secret if self.previous_secret_until and at < self.previous_secret_until else ""
        return [secret for secret in (self.secret, old) if secret]


class State(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class Delivery(models.Model):
    """One fact for one webhook, in the words in which it is told every time."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    entry_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    body = models.TextField()
    created_at = models.DateTimeField(db_index=True)
    state = models.CharField(max_length=10, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["webhook", "entry_id"], name="one_delivery_a_fact")]


class Attempt(models.Model):
    """One call: the other side's status and the beginning of its answer, or why there was none."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.TextField(blank=True)
    trouble = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]


class Reader(models.Model):
    """How far the journal has been read for all webhooks."""

    name = models.CharField(max_length=20, primary_key=True)
    transaction_id = models.BigIntegerField()
    entry_id = models.BigIntegerField()
