"""That somebody was erased, copies of what is held of customers, and within which time a brand does either."""

from datetime import datetime
from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from slovo.brands.models import Brand
from slovo.channels.models import Outbound
from slovo.core.files.models import File
from slovo.core.ids import new_id
from slovo.core.keeping import DAYS_KEPT_MAX
from slovo.customers.models import Customer

DAYS_MAX = 90


class Why(StrEnum):
    """Why somebody is erased. A code and no words: words would name somebody again."""

    ASKED = "asked"
    WITHDRAWN = "withdrawn"
    NOT_NEEDED = "not_needed"
    UNLAWFUL = "unlawful"


class Erasure(models.Model):
    """Who was erased, as a row that names nobody: the proof of it. `known`: by what the rest of theirs is found, only
    until it is done. `letter`: the last one to them. `counts`: how many rows of what went, by the kind's table."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+", db_index=False)
    customer = models.OneToOneField(Customer, models.PROTECT, related_name="erasure")
    why = models.CharField(max_length=12)
    by_kind = models.CharField(max_length=12)
    by_id = models.CharField(max_length=60, blank=True)
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    letter = models.ForeignKey(Outbound, models.SET_NULL, null=True, related_name="+", db_index=False)
    known = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(name="erasure_knows_nobody_once_done", condition=Q(done_at=None) | Q(known={})),
            models.CheckConstraint(
                name="erasure_ends_later", condition=Q(done_at=None) | Q(done_at__gte=F("begun_at"))
            ),
        ]
        indexes = [models.Index(name="erasure_of_brand", fields=["brand", "-id"])]

    @property
    def rows(self) -> int:
        return sum(self.counts.values())


class Copy(models.Model):
    """What is held of a customer, as files to take along. `by_themselves`: asked for on a page of their own, and so
    without what colleagues said to one another."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="copies")
    by_themselves = models.BooleanField()
    by_kind = models.CharField(max_length=12)
    by_id = models.CharField(max_length=60, blank=True)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_copy_in_the_making", fields=["customer", "by_themselves"], condition=Q(made_at=None)
            ),
            models.CheckConstraint(name="copy_expires_later", condition=Q(expires_at__gt=F("asked_at"))),
        ]

    def is_there(self, at: datetime) -> bool:
        return self.made_at is not None and at < self.expires_at


class CopyPart(models.Model):
    """One file of a copy: a ZIP."""

    copy = models.ForeignKey(Copy, models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField()
    file = models.ForeignKey(File, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(name="one_part_a_number", fields=["copy", "number"])]


class PrivacyRule(models.Model):
    """Within how many days a brand does what customers ask about their data; without a row as the law of its language
    has it (`queries.term_of`). `working`: days of its calendar."""

    brand = models.OneToOneField(Brand, models.CASCADE, related_name="privacy_rule")
    days = models.PositiveSmallIntegerField()
    working = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="privacy_term_is_bounded", condition=Q(days__gte=1, days__lte=DAYS_MAX))
        ]


class KeptDays(models.Model):
    """For how many days a brand keeps a kind of rows (`core.keeping.Choice`), where it has chosen that itself."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    days = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "kind"], name="one_choice_of_days_a_kind"),
            models.CheckConstraint(name="kept_days_are_bounded", condition=Q(days__gte=1, days__lte=DAYS_KEPT_MAX)),
        ]
