"""What a brand gives when it keeps somebody waiting longer than it said."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from slovo.brands.models import Brand
from slovo.people.models import Staff, Team
from slovo.promises.more_models import SLUG_CHARACTERS_MAX

NAME_CHARACTERS_MAX = 80
CURRENCY_CHARACTERS = 3


class Gives(StrEnum):
    CODE = "code"
    REFUND = "refund"
    TASK = "task"  # nothing by itself: a person is to see to it


class CodePool(models.Model):
    """Discount codes that the company has made in its own shop and brought here."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="code_pools")
    name = models.CharField(max_length=NAME_CHARACTERS_MAX)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["brand", "name"], name="one_code_pool_a_name")]

    def __str__(self) -> str:
        return self.name


class OverrunRule(models.Model):
    """One step of what is given for a delay of one kind of promises, or of all that have no rules of their own ("").
    Its terms are versions: what was given knows under which."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="overrun_rules")
    kind = models.CharField(max_length=SLUG_CHARACTERS_MAX, blank=True)
    archived_at = models.DateTimeField(null=True)
    archived_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="overrun_rule_archived_by_somebody",
                condition=Q(archived_at=None, archived_by=None)
                | Q(archived_at__isnull=False, archived_by__isnull=False),
            )
        ]


class RuleTerms(models.Model):
    """From `after_minutes` over the deadline on, or after `after_percent` of the time that was promised.

    Money is in the smallest unit of `currency`. `reckoned_minor`: what a code of some percent is reckoned at.
    `owed`: the delay was the company's side's: the refund is an obligation, which no limit and no approval stops.
    """

    rule = models.ForeignKey(OverrunRule, models.PROTECT, related_name="terms")
    number = models.PositiveIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    after_minutes = models.PositiveIntegerField(null=True)
    after_percent = models.PositiveIntegerField(null=True)
    gives = models.CharField(max_length=6)
    percent = models.PositiveSmallIntegerField(null=True)
    amount_minor = models.PositiveBigIntegerField(null=True)
    reckoned_minor = models.PositiveBigIntegerField(null=True)
    currency = models.CharField(max_length=CURRENCY_CHARACTERS, blank=True)
    valid_days = models.PositiveSmallIntegerField(null=True)
    pool = models.ForeignKey(CodePool, models.PROTECT, null=True, related_name="+", db_index=False)
    owed = models.BooleanField(default=False)
    refund_days = models.PositiveSmallIntegerField(null=True)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", db_index=False)
    opens_task = models.BooleanField(default=False)
    per_case_max = models.PositiveSmallIntegerField(null=True)
    per_customer_max = models.PositiveSmallIntegerField(null=True)
    per_customer_days = models.PositiveSmallIntegerField(null=True)
    per_day_minor_max = models.PositiveBigIntegerField(null=True)
    approval_above_minor = models.PositiveBigIntegerField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="one_terms_a_number"),
            models.UniqueConstraint(fields=["rule"], condition=Q(until=None), name="one_terms_in_force"),
            models.CheckConstraint(
                name="terms_minutes_or_percent",
                condition=Q(after_minutes=None, after_percent__isnull=False)
                | Q(after_minutes__isnull=False, after_percent=None),
            ),
            models.CheckConstraint(
                name="terms_amount_or_percent",
                condition=Q(gives=Gives.TASK.value, percent=None, amount_minor=None)
                | (~Q(gives=Gives.TASK.value) & Q(percent=None, amount_minor__gt=0) & ~Q(currency=""))
                | (~Q(gives=Gives.TASK.value) & Q(percent__gte=1, percent__lte=100, amount_minor=None)),
            ),
            models.CheckConstraint(
                name="terms_of_a_code", condition=~Q(gives=Gives.CODE.value) | Q(valid_days__gte=1, owed=False)
            ),
            models.CheckConstraint(
                name="terms_of_a_refund",
                condition=~Q(gives=Gives.REFUND.value) | Q(refund_days__gte=1, team__isnull=False),
            ),
            models.CheckConstraint(
                name="owed_terms_have_no_limits",
                condition=Q(owed=False)
                | Q(
                    gives=Gives.REFUND.value,
                    per_case_max=None,
                    per_customer_max=None,
                    per_day_minor_max=None,
                    approval_above_minor=None,
                ),
            ),
        ]


class NoticeWords(models.Model):
    """A brand's own words around what is given, in one language: with {what} and {gifts}."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=2)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "language"], name="one_notice_a_language")]
