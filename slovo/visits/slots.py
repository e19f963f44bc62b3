"""When a visit can begin: the open time of whoever can do it, within their shifts, minus what is taken."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from slovo.brands.models import calendar_of
from slovo.core.worktime import Calendar
from slovo.visits import queries
from slovo.visits.models import QUANTUM_MINUTES, Resource, VisitType

DAYS_AT_ONCE_MAX = 31
SLOTS_MAX = 2_000
CHOOSING_MINUTES = 10  # for who reads what is offered and writes who they are
_QUANTUM = timedelta(minutes=QUANTUM_MINUTES)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Interval = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Slot:
    starts_at: datetime
    resource_id: int


def quanta(starts_at: datetime, minutes: int) -> range:
    """What a visit of so many minutes takes, a broken one at its end too."""
    first = (starts_at - _EPOCH) // _QUANTUM
    return range(first, first + -(-minutes // QUANTUM_MINUTES))


def on_a_quantum(moment: datetime) -> bool:
    return not (moment - _EPOCH) % _QUANTUM


def bookable(type_: VisitType, at: datetime) -> tuple[datetime, datetime]:
    """Between which moments customers may book it now."""
    return at + timedelta(minutes=type_.notice_minutes), at + timedelta(days=type_.ahead_days)


def offered(type_: VisitType, at: datetime) -> tuple[datetime, datetime]:
    """Of these, what they are shown: what is shown now can still be booked when they have chosen."""
    first, last = bookable(type_, at)
    return first + timedelta(minutes=CHOOSING_MINUTES), last


def free(
    type_: VisitType, resources: Sequence[Resource], first: datetime, last: datetime, *, without: int | None = None
) -> list[Slot]:
    """Beginnings between two moments, the earliest first. `without`: a visit whose own time counts as free."""
    last = min(last, first + timedelta(days=DAYS_AT_ONCE_MAX))
    taken = queries.taken(resources, _span(type_, first, last), without=without)
    # Whoever has no hours of their own is open as their brand, which is asked once for all of them.
    own = {one.pk: one.calendar.calendar for one in resources if one.calendar}
    rest = [one for one in resources if not one.calendar]
    hours = own | dict.fromkeys([one.pk for one in rest], rest[0].open_by) if rest else own
    found = [
        Slot(start, resource.pk)
        for resource in resources
        for start in _beginnings(type_, resource, hours[resource.pk], first, last)
        if not any((resource.pk, quantum) in taken for quantum in _needed(type_, start))
    ]
    return sorted(found, key=lambda slot: (slot.starts_at, slot.resource_id))[:SLOTS_MAX]


def one_fits(
    type_: VisitType, resources: Iterable[Resource], starts_at: datetime, *, without: int | None = None
) -> Resource | None:
    """The first of them that is open and free then, whatever the step."""
    if not on_a_quantum(starts_at):
        return None
    resources = list(resources)
    needed = _needed(type_, starts_at)
    taken = queries.taken(resources, needed, without=without)
    busy = {resource_id for resource_id, _quantum in taken}
    return next((one for one in resources if one.pk not in busy and _is_open(type_, one, starts_at)), None)


def _is_open(type_: VisitType, resource: Resource, starts_at: datetime) -> bool:
    """The visit itself; what is put in order after it may outlast the opening hours."""
    ends_at = starts_at + timedelta(minutes=type_.minutes)
    return _is_there(resource, starts_at) and _open_intervals(resource, resource.open_by, starts_at, ends_at) == [
        (starts_at, ends_at)
    ]


def _open_intervals(resource: Resource, calendar: Calendar, first: datetime, last: datetime) -> list[Interval]:
    """Of its calendar, as far as its person is on shift; whose shifts nobody knows is there as it is open."""
    found = calendar.open_intervals(first, last)
    if resource.staff is None or resource.staff.shift_hours is None:
        return found
    shifts = calendar_of(resource.staff.shift_hours).open_intervals(first, last)
    both = [(max(one[0], other[0]), min(one[1], other[1])) for one in found for other in shifts]
    return [(begins, ends) for begins, ends in both if begins < ends]


def _is_there(resource: Resource, at: datetime) -> bool:
    person = resource.staff
    return person is None or (person.left_at is None and not person.is_away(at))


def _beginnings(
    type_: VisitType, resource: Resource, calendar: Calendar, first: datetime, last: datetime
) -> Iterable[datetime]:
    """By the steps from each opening: at nine, half past nine, ten."""
    length, step = timedelta(minutes=type_.minutes), timedelta(minutes=type_.step_minutes)
    # From a midnight on: whoever never closes begins to count there, not at the moment of the question.
    midnight = datetime.combine(first.astimezone(calendar.zone).date() - timedelta(days=1), time())
    for opened, closed in _open_intervals(resource, calendar, calendar.moment(midnight), last + length):
        start = opened + (_EPOCH - opened) % _QUANTUM
        if start < first:
            start += -(-(first - start) // step) * step
        while start + length <= closed and start <= last:
            if _is_there(resource, start):
                yield start
            start += step


def _needed(type_: VisitType, starts_at: datetime) -> range:
    return quanta(starts_at, type_.minutes + type_.buffer_minutes)


def _span(type_: VisitType, first: datetime, last: datetime) -> range:
    return range(quanta(first, 0).start, _needed(type_, last).stop + 1)
