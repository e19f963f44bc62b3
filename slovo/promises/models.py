from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import F, Q

from slovo.brands.models import Brand, WorkingCalendar
from slovo.core.worktime import Calendar
from slovo.customers.models import Customer
from slovo.people.models import Staff, Team

TERM_MOMENTS = ("paused_at", "due_at", "warn_at", "done_at", "broken_at", "released_at")


class Kind(StrEnum):
    ANSWER = "answer"


class State(StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    KEPT = "kept"
    BROKEN = "broken"
    RELEASED = "released"


class Promise(models.Model):
    """One commitment to a customer. Nothing that has a deadline for a customer lives anywhere else.

    The deadline is `minutes` of working time by `calendar` after `made_at`, without the `pauses`. While a
    pause is open there is no deadline. What was done late stays broken, and says when it was done.
    """

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="promises")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="promises")
    about = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in Kind])
    owner = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="promises")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="promises")
    made_by_kind = models.CharField(max_length=12)
    made_by_id = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()
    calendar = models.ForeignKey(WorkingCalendar, models.PROTECT, related_name="+")
    minutes = models.PositiveIntegerField()
    warning_minutes = models.PositiveIntegerField()
    pauses = models.JSONField(default=list)
    paused_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    release_reason = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="promise_done_or_released", condition=Q(done_at=None) | Q(released_at=None)),
            models.CheckConstraint(
                name="promise_due_unless_paused",
                condition=Q(due_at=None, warn_at=None, paused_at__isnull=False)
                | Q(due_at__isnull=False, warn_at__isnull=False, paused_at=None)
                | Q(released_at__isnull=False),
            ),
            models.CheckConstraint(
                name="promise_breaks_when_due", condition=Q(broken_at=None) | Q(broken_at=F("due_at"))
            ),
            models.CheckConstraint(
                name="promise_done_late_is_broken",
                condition=Q(done_at=None) | Q(done_at__lte=F("due_at")) | Q(broken_at__isnull=False),
            ),
            models.CheckConstraint(
                name="promise_released_for_a_reason", condition=Q(released_at=None) | ~Q(release_reason="")
            ),
            models.UniqueConstraint(
                name="one_owed_answer",
                fields=["about"],
                condition=Q(kind=Kind.ANSWER.value, done_at=None, released_at=None),
            ),
        ]
        indexes = [
            models.Index(name="promise_owed", fields=["due_at"], condition=Q(done_at=None, released_at=None)),
            models.Index(name="promise_about", fields=["about"]),
            models.Index(name="promise_broken", fields=["brand", "broken_at"], condition=Q(broken_at__isnull=False)),
        ]

    @property
    def state(self) -> State:
        if self.released_at:
            return State.RELEASED
        if self.broken_at:
            return State.BROKEN
        if self.done_at:
            return State.KEPT
        return State.PAUSED if self.paused_at else State.OPEN

    @property
    def owed(self) -> bool:
        """Whether the customer still waits for it, in time or late."""
        return self.done_at is None and self.released_at is None

    @property
    def terms(self) -> dict[str, Any]:
        """How it stands, as plain values; `take_terms` puts it so again."""
        moments = {name: getattr(self, name) for name in TERM_MOMENTS}
        plain = {name: at.isoformat() if at else None for name, at in moments.items()}
        return {"pauses": list(self.pauses), "release_reason": self.release_reason, **plain}

    def take_terms(self, terms: dict[str, Any]) -> None:
        self.pauses, self.release_reason = terms["pauses"], terms["release_reason"]
        for name in TERM_MOMENTS:
            setattr(self, name, datetime.fromisoformat(terms[name]) if terms[name] else None)

    def set_deadline(self) -> None:
        calendar: Calendar = self.calendar.calendar
        spans = [(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in self.pauses]
        self.due_at = calendar.deadline(self.made_at, self.minutes, spans)
        before = max(0, self.minutes - self.warning_minutes)
        self.warn_at = calendar.deadline(self.made_at, before, spans) if before else self.made_at
