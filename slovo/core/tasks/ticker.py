"""Periodic work. The ticker only enqueues; several of them share the slots."""

import logging
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.utils import DatabaseError, InterfaceError
from django.utils import timezone

from slovo.core.db import transaction
from slovo.core.tasks import process
from slovo.core.tasks.definitions import Every, definition_of, enqueue_once
from slovo.core.tasks.models import PeriodicSlot

logger = logging.getLogger(__name__)

SECOND = 1.0
TROUBLE_SECONDS = 5.0
CLOCK_SKEW_SECONDS_MAX = 60
DEDUPE_KEY = "by the clock"


class Ticker:
    def __init__(self, jobs: Sequence[Every]) -> None:
        self._jobs = {_name(job): job for job in jobs}
        assert len(self._jobs) == len(jobs), "a task is listed twice"
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def run(self) -> None:
        """Until SIGTERM or SIGINT."""
        process.run(self)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()

    def join(self) -> None:
        self._thread.join(TROUBLE_SECONDS)

    def tick(self, at: datetime) -> int:
        """Enqueue what is due at that moment. The number of slots that this call took.

        The first slot is due at once, the others at whole multiples of `seconds`; missed ones are one.
        """
        due_at = dict(PeriodicSlot.objects.filter(name__in=self._jobs).values_list("name", "due_at"))
        if new := [name for name in self._jobs if name not in due_at]:
            _add_slots(new, at)
        return sum(
            _take(job, due_at.get(name, at), at)
            for name, job in self._jobs.items()
            if _is_due(job, due_at.get(name, at), at)
        )

    def _watch(self) -> None:
        wait = 0.0
        while not self._stopping.wait(wait):
            try:
                self.tick(timezone.now())
                wait = _until_the_next_second(time.time())
            except (DatabaseError, InterfaceError):
                wait = TROUBLE_SECONDS
                logger.exception("The ticker cannot tick; it tries again in %s s.", wait)
                connection.close_if_unusable_or_obsolete()
        connection.close()


def _until_the_next_second(now: float) -> float:
    """Slots begin with a second: whoever looks just then is not late."""
    return SECOND - now % SECOND


def _name(job: Every) -> str:
    definition = definition_of(job.task)
    assert definition is not None
    return definition.name


@transaction()
def _add_slots(names: list[str], at: datetime) -> None:
    PeriodicSlot.objects.bulk_create([PeriodicSlot(name=name, due_at=at) for name in names], ignore_conflicts=True)


def _is_due(job: Every, due_at: datetime, at: datetime) -> bool:
    """Also when the slot is further ahead than any can be: the clock was set back."""
    return not at < due_at <= at + timedelta(seconds=job.seconds + CLOCK_SKEW_SECONDS_MAX)


@transaction()
def _take(job: Every, due_at: datetime, at: datetime) -> bool:
    """Whoever moves the slot on has it. A task that still waits for a slow worker is enough."""
    slot = PeriodicSlot.objects.filter(name=_name(job), due_at=due_at)
    if not slot.update(due_at=_after(at, job.seconds)):
        return False
    enqueue_once(job.task, DEDUPE_KEY)
    return True


def _after(at: datetime, seconds: int) -> datetime:
    return datetime.fromtimestamp((at.timestamp() // seconds + 1) * seconds, UTC)
