"""A night falls on the house: the one job for all takes away what has outlived its days."""

from datetime import datetime
from unittest import mock

from django.utils import timezone

from slovo.config.by_the_clock import BY_THE_CLOCK
from slovo.core.db import transaction
from slovo.core.tasks.definitions import definition_of
from slovo.core.tasks.models import Task
from slovo.privacy.jobs import sweep

NAME = "privacy.sweep@1"


def night_falls(at: datetime) -> None:
    """The clock asks for it; no worker has begun."""
    assert sweep in [one.task for one in BY_THE_CLOCK]
    with mock.patch.object(timezone, "now", return_value=at), transaction():
        sweep.enqueue()


def a_worker_takes_one(at: datetime) -> bool:
    """One part of it, as a worker does: prepared, then applied and gone in one transaction."""
    row = Task.objects.filter(name=NAME).order_by("pk").first()
    if row is None:
        return False
    with mock.patch.object(timezone, "now", return_value=at):
        apply = sweep.func(*row.arguments["args"], **row.arguments["kwargs"])
        with transaction():
            apply()
            row.delete()
    return True


def sweeps_at(at: datetime) -> int:
    """The whole night. In how many parts."""
    assert definition_of(sweep)
    night_falls(at)
    parts = 0
    while a_worker_takes_one(at):
        parts += 1
    return parts
