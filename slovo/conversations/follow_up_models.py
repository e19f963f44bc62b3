"""Asking afterwards whether all is well."""

from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from slovo.brands.models import Brand
from slovo.customers.models import Customer
from slovo.promises.models import Promise

TEXT_CHARACTERS_MAX = 2000


class Why(StrEnum):
    CLOSING = "closing"
    DELIVERY = "delivery"


class FollowUpRule(models.Model):
    """When a brand asks, at which hours of the customer's day, and in which words, by language; without any of
    its own, in the house's. `active_since`: None while it asks nobody."""

    brand = models.OneToOneField(Brand, models.CASCADE, related_name="follow_up_rule")
    active_since = models.DateTimeField(null=True)
    after_closing = models.BooleanField(default=True)
    after_delivery = models.BooleanField(default=False)
    wait_hours = models.PositiveSmallIntegerField(default=20)
    from_hour = models.PositiveSmallIntegerField(default=11)
    until_hour = models.PositiveSmallIntegerField(default=19)
    days_between = models.PositiveSmallIntegerField(default=30)
    texts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="follow_up_by_day", condition=Q(from_hour__lt=F("until_hour"), until_hour__lte=24)
            )
        ]


class FollowUp(models.Model):
    """The question that one conversation gets, once. It waits until `ask_at`, or was asked, or is off for a reason.
    What is owed is the promise's; `message` is the question."""

    conversation = models.OneToOneField("conversations.Conversation", models.CASCADE, related_name="follow_up")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="follow_ups")
    why = models.CharField(max_length=8)
    promise = models.OneToOneField(Promise, models.PROTECT, related_name="follow_up")
    planned_at = models.DateTimeField()
    planned_for = models.DateTimeField()
    ask_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    message = models.OneToOneField("conversations.Message", models.SET_NULL, null=True, related_name="+")
    off_at = models.DateTimeField(null=True)
    off_reason = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="follow_up_asked_or_off", condition=Q(asked_at=None) | Q(off_at=None)),
            models.CheckConstraint(
                name="follow_up_off_for_a_reason", condition=Q(off_at=None, off_reason="") | ~Q(off_reason="")
            ),
        ]
        indexes = [models.Index(name="follow_up_waits", fields=["ask_at"], condition=Q(asked_at=None, off_at=None))]

    @property
    def waits(self) -> bool:
        return self.asked_at is None and self.off_at is None
