"""Links for whoever does the work without a login here, and what they reported by them."""

from datetime import datetime
from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from slovo.brands.models import Brand
from slovo.core.ids import new_id
from slovo.people.models import Staff, Team
from slovo.promises.models import Promise
from slovo.promises.more_models import REASON_CHARACTERS_MAX

LABEL_CHARACTERS_MAX = 80
LIFE_DAYS = 30  # of a link, unless another moment was chosen


class WorkLink(models.Model):
    """Whoever has its token reports of one promise, or of all that a team owes, of a kind, or both. Only the digest of
    the token is kept. `label`: whose it is, "Courier Oleg". `names_customer`: they read the customer's first name.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="work_links")
    label = models.CharField(max_length=LABEL_CHARACTERS_MAX)
    promise = models.ForeignKey(Promise, models.PROTECT, null=True, related_name="work_links")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.SlugField(max_length=20, blank=True, db_index=False)
    names_customer = models.BooleanField(default=False)
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="work_link_to_one_or_many",
                condition=Q(promise__isnull=False, team=None, kind="")
                | (Q(promise=None) & (Q(team__isnull=False) | ~Q(kind=""))),
            ),
            models.CheckConstraint(
                name="work_link_revoked_by_somebody",
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
            models.CheckConstraint(name="work_link_expires_later", condition=Q(expires_at__gt=F("made_at"))),
            models.CheckConstraint(name="work_link_is_somebodys", condition=~Q(label="")),
        ]

    def __str__(self) -> str:
        return self.label

    def holds(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at


class Outcome(StrEnum):
    """What followed from a report."""

    DONE = "done"
    TOLD = "told"  # the customer is written to at once
    NIGHT = "night"  # moved, and people decide how to tell it in quiet hours
    SPEAK = "speak"  # no rule may move it: people speak with the customer


class WorkReport(models.Model):
    """What was said by a link, once: a phone on a slow line is tapped again. `once`: the name of the page and of the
    deed. `due_at`: the moment that they named instead."""

    link = models.ForeignKey(WorkLink, models.PROTECT, related_name="reports")
    promise = models.ForeignKey(Promise, models.PROTECT, related_name="work_reports")
    once = models.CharField(max_length=64)
    outcome = models.CharField(max_length=8)
    due_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=REASON_CHARACTERS_MAX, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["link", "once"], name="one_report_a_tap"),
            models.CheckConstraint(
                name="report_of_delay_names_a_moment",
                condition=Q(outcome=Outcome.DONE.value, due_at=None)
                | (~Q(outcome=Outcome.DONE.value) & Q(due_at__isnull=False) & ~Q(reason="")),
            ),
        ]
