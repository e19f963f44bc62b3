from django.db import models
from django.db.models import Q

from slovo.core.tasks.definitions import NAME_CHARS_MAX

WAITING = Q(leased_until__isnull=True, parked_at__isnull=True)
LEASED = Q(leased_until__isnull=False)
PARKED = Q(parked_at__isnull=False)


class Task(models.Model):
    """One piece of background work. The row waits, is leased to a worker, and is gone when the work is done."""

    name = models.CharField(max_length=NAME_CHARS_MAX)
    arguments = models.JSONField()  # {"args": [...], "kwargs": {...}}
    queue = models.CharField(max_length=32)
    priority = models.SmallIntegerField()
    enqueued_at = models.DateTimeField()
    run_after = models.DateTimeField(null=True)  # none: at once, whatever the clock says
    # NULL rather than "": nulls never equal one another, so only waiting tasks with a key exclude one another.
    dedupe_key = models.CharField(max_length=200, null=True)
    attempts = models.PositiveSmallIntegerField(default=0)  # counted when taken: a killed worker cannot count
    leased_until = models.DateTimeField(null=True)
    leased_by = models.CharField(max_length=80, blank=True)
    parked_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dedupe_key", "name"], name="task_waits_once"),
            models.CheckConstraint(condition=~(LEASED & PARKED), name="task_leased_or_parked"),
        ]
        indexes = [
            models.Index(fields=["queue", "priority", "run_after", "id"], condition=WAITING, name="task_waiting"),
            models.Index(fields=["leased_until"], condition=LEASED, name="task_leased"),
            models.Index(fields=["parked_at"], condition=PARKED, name="task_parked"),
        ]


class PeriodicSlot(models.Model):
    """When a periodic job is due next. Whoever moves `due_at` on has the slot."""

    name = models.CharField(max_length=NAME_CHARS_MAX, primary_key=True)
    due_at = models.DateTimeField()
