from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_

from django.db import models

from slovo.core.worktime import Calendar
from slovo.people.models import Staff
from slovo.visits.walk_in_models import WAITING, Ticket, TicketStep, WalkInQueue

STEPS_LOOKED_AT = 500
STAY = timedelta(hours=12)  # in a queue that never closes: whoever came before has left
AFTER_CLOSING = timedelta(hours=2)


def visible_to(staff: Staff) -> models.QuerySet[WalkInQueue]:
    rows = WalkInQueue.objects.filter(brand_id__in=staff.brand_ids)
    return rows.select_related("brand", "calendar", "team", "staff")


def by_code(code: str) -> WalkInQueue | None:
    rows = WalkInQueue.objects.select_related("brand", "calendar").filter(code=code, closed_at=None)
    return rows.first()


def by_token(token: str) -> Ticket | None:
    rows = Ticket.objects.select_related("queue__brand", "queue__calendar")
    return rows.filter(token=token).first()


def today(queue: WalkInQueue, at: datetime) -> date:
    return at.astimezone(queue.brand.tz).date()


def tickets_visible_to(staff: Staff) -> models.QuerySet[Ticket]:
    return Ticket.objects.filter(queue__brand_id__in=staff.brand_ids).select_related("queue__brand")


def waiting(queue: WalkInQueue, at: datetime) -> models.QuerySet[Ticket]:
    """The first one first."""
    return Ticket.objects.filter(WAITING, _there(queue, queue.open_by, at)).order_by("pk")


def is_there(ticket: Ticket, at: datetime) -> bool:
    """Whether its number still counts, if nobody has called it."""
    return _counts(ticket, _since(ticket.queue.open_by, at), at)


def _counts(ticket: Ticket, since: datetime | None, at: datetime) -> bool:
    return ticket.day == today(ticket.queue, at) or (since is not None and ticket.taken_at >= since)


def _there(queue: WalkInQueue, hours: Calendar, at: datetime) -> models.Q:
    return models.Q(queue=queue) & _of_now(queue, _since(hours, at), at)


def _of_now(queue: WalkInQueue, since: datetime | None, at: datetime) -> models.Q:
    found = models.Q(day=today(queue, at))
    return found | models.Q(taken_at__gte=since) if since else found


def _since(hours: Calendar, at: datetime) -> datetime | None:
    """Since when whoever came is there, beside those of today: midnight sends nobody away from a queue that is open, or
    has just been closed and is worked off."""
    stretches = hours.open_intervals(at - STAY, at)
    return stretches[-1][0] if stretches and stretches[-1][1] >= at - AFTER_CLOSING else None


def waiting_numbers(queues: Collection[WalkInQueue], at: datetime) -> dict[int, int]:
    """How many wait in each of these, of one brand's zone or of many."""
    own = {one.pk: one.calendar.calendar for one in queues if one.calendar}
    brands = {one.brand_id: one.brand for one in queues if one.pk not in own}
    rest = {pk: brand.main_calendar.calendar for pk, brand in brands.items()}  # of each brand once
    there = (_there(one, own.get(one.pk) or rest[one.brand_id], at) for one in queues)
    rows = Ticket.objects.filter(WAITING, reduce(or_, there, models.Q(pk__in=[]))).order_by()
    return dict(rows.values_list("queue_id").annotate(number=models.Count("pk")))


def at_the_counter(queue: WalkInQueue, at: datetime) -> models.QuerySet[Ticket]:
    """Called, and not done yet."""
    rows = Ticket.objects.filter(_there(queue, queue.open_by, at), called_at__isnull=False)
    return rows.filter(served_at=None, missed_at=None).prefetch_related("steps").order_by("called_at", "pk")


def ahead_of(ticket: Ticket, at: datetime) -> int | None:
    """None: its number counts no more."""
    queue = ticket.queue
    since = _since(queue.open_by, at)
    if not _counts(ticket, since, at):
        return None
    rows = Ticket.objects.filter(WAITING, _of_now(queue, since, at), queue=queue, pk__lt=ticket.pk)
    return rows.count()


def last_called(queue_id: int, count: int) -> list[Ticket]:
    rows = Ticket.objects.filter(queue_id=queue_id, called_at__isnull=False).order_by("-called_at")
    return list(rows.only("taken_at", "called_at", "ahead")[:count])


def overrun(at: datetime) -> models.QuerySet[Ticket]:
    """Who waits longer than they were told, and nobody has said so yet."""
    rows = Ticket.objects.filter(WAITING, said_until__lt=at, overrun_at=None)
    return rows.select_related("queue").order_by("said_until", "pk")


def steps_timed(queue: WalkInQueue) -> list[TicketStep]:
    """The last ones that have an end."""
    return list(TicketStep.objects.filter(queue=queue, ended_at__isnull=False).order_by("-pk")[:STEPS_LOOKED_AT])
