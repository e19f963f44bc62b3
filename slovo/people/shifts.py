"""When somebody works. When a shift of theirs ends, what they owe before the next one passes to their teams.

The hours are a document as `docs/calendars.md` describes it. An hour at noon in which they are closed is a pause, and
no end of a shift. Actions, as in `actions.py`.
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from slovo.brands.models import calendar_of
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rules import Rule
from slovo.core.worktime import Calendar, UnableToCountWorkingTime
from slovo.facts.people import StaffShiftOver, StaffShiftsSet
from slovo.people import queries
from slovo.people.models import Staff
from slovo.people.rights import Verb

PAUSE_MAX = timedelta(hours=3)
AHEAD_DAYS = 15  # in which the shift after this one is looked for, and then further
BATCH_MAX = 100
CLOCK = Actor("rule", "shift")


class UnableToSetShifts(UnableTo):
    pass


@transaction()
def set_shifts(*, staff: Staff, calendar: dict[str, Any] | None, by: Staff, at: datetime) -> None:
    """By themselves or a supervisor. None: nobody knows when they work, and they say "away" themselves."""
    by.must_say_for(Verb.SET_AWAY, staff)
    row = locked(Staff, staff.pk)
    row.shift_hours = calendar
    row.off_until = row.shift_ends_at = None
    if calendar is not None:
        hours = Calendar.from_document(calendar)
        try:
            row.shift_ends_at = _end_of_shift(hours, at)
        except UnableToCountWorkingTime as none:
            raise UnableToSetShifts(
                _("Say at which hours of the week they work, or that they have no shifts."), rule=Rule.SHIFTS_HAVE_HOURS
            ) from none
    row.save(update_fields=["shift_hours", "off_until", "shift_ends_at"])
    record(StaffShiftsSet(brand_id=None, staff_id=staff.pk, has_shifts=calendar is not None), actor=by.actor, at=at)
    if calendar is not None and not _is_on(hours, at):
        _go_off(row, hours, at=at)


@transaction()
def end_shifts(*, at: datetime) -> bool:
    """Of some whose shift is over: they are off until the next one begins. Whether more are left. After a standstill in
    which the next one has begun they are there again, and nothing passes."""
    due = list(queries.shifts_over(at).values_list("pk", flat=True)[: BATCH_MAX + 1])
    for pk in due[:BATCH_MAX]:
        row = locked(Staff, pk)
        if row.shift_hours is None or row.shift_ends_at is None or row.shift_ends_at > at:
            continue
        hours = calendar_of(row.shift_hours)
        row.shift_ends_at = _end_of_shift(hours, at)
        row.save(update_fields=["shift_ends_at"])
        if not _is_on(hours, at):
            _go_off(row, hours, at=at)
    return len(due) > BATCH_MAX


def _end_of_shift(hours: Calendar, at: datetime) -> datetime:
    """Of the one that lasts, else of the next one. Whoever never closes is looked at again after `AHEAD_DAYS`."""
    begins = hours.next_open(at)
    found = hours.open_intervals(begins, begins + timedelta(days=AHEAD_DAYS))
    end = found[0][1]
    for opened, closed in found[1:]:
        if opened - end > PAUSE_MAX:
            break
        end = closed
    return end


def _is_on(hours: Calendar, at: datetime) -> bool:
    """A pause belongs to the shift."""
    opens = hours.next_open(at)
    return opens <= at or bool(hours.open_intervals(opens - PAUSE_MAX - timedelta(seconds=1), opens))


def _go_off(row: Staff, hours: Calendar, *, at: datetime) -> None:
    row.off_until = hours.next_open(at)
    row.save(update_fields=["off_until"])
    record(StaffShiftOver(brand_id=None, staff_id=row.pk, until=row.off_until.isoformat()), actor=CLOCK, at=at)
