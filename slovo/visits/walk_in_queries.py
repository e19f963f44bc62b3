from collections.abc import Collection
from datetime import date, datetime

from django.db import models

from slovo.people.models import Staff
from slovo.visits.walk_in_models import WAITING, Ticket, TicketStep, WalkInQueue

STEPS_LOOKED_AT = 500


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
    """Today, the first one first."""
    return Ticket.objects.filter(WAITING, queue=queue, day=today(queue, at)).order_by("pk")


def waiting_numbers(queues: Collection[WalkInQueue], at: datetime) -> dict[int, int]:
    """How many wait in each of these, of one brand's zone or of many."""
    days = {today(queue, at) for queue in queues}
    rows = Ticket.objects.filter(WAITING, queue__in=queues, day__in=days).order_by()
    return dict(rows.values_list("queue_id").annotate(number=models.Count("pk")))


def at_the_counter(queue: WalkInQueue, at: datetime) -> models.QuerySet[Ticket]:
    """Called today, and not done yet."""
    rows = Ticket.objects.filter(queue=queue, day=today(queue, at), called_at__isnull=False)
    return rows.filter(served_at=None, missed_at=None).prefetch_related("steps").order_by("called_at", "pk")


def ahead_of(ticket: Ticket) -> int:
    rows = Ticket.objects.filter(WAITING, queue_id=ticket.queue_id, day=ticket.day, pk__lt=ticket.pk)
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
