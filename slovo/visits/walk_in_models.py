"""The queue of those who come without a visit."""

from enum import StrEnum

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from slovo.brands.models import Brand, WorkingCalendar
from slovo.core.ids import new_id, new_reference
from slovo.core.worktime import Calendar
from slovo.customers.models import Customer
from slovo.people.models import Staff, Team
from slovo.promises.models import Promise

QUEUE_NAME_CHARACTERS_MAX = 80
VISITOR_CHARACTERS_MAX = 60
STEP_CHARACTERS_MAX = 60


class WalkInQueue(models.Model):
    """`code`: in the address of its public page. `length_max`: so many may wait. `prefix`: "A" for A12.
    `paperwork`: its usual steps in their order, [name, minutes it may take]."""

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="walk_in_queues")
    name = models.CharField(max_length=QUEUE_NAME_CHARACTERS_MAX)
    code = models.CharField(max_length=8, default=new_reference, unique=True, editable=False)
    prefix = models.CharField(max_length=1, default="A")
    length_max = models.PositiveSmallIntegerField(default=30)
    calendar = models.ForeignKey(WorkingCalendar, models.PROTECT, null=True, related_name="+", db_index=False)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", db_index=False)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    paperwork = models.JSONField(default=list)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "name"], name="one_queue_a_name"),
            models.CheckConstraint(name="queue_has_somebody", condition=Q(staff__isnull=False) | Q(team__isnull=False)),
            models.CheckConstraint(name="queue_lets_somebody_in", condition=Q(length_max__gt=0)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        return f"queue:{self.pk}"

    @cached_property
    def open_by(self) -> Calendar:
        return (self.calendar or self.brand.main_calendar).calendar

    def minutes_of(self, step: str) -> int | None:
        """How long a step may take; None: it is none of the usual ones."""
        return next((minutes for name, minutes in self.paperwork if name == step), None)


class TicketState(StrEnum):
    WAITS = "waits"
    CALLED = "called"
    SERVED = "served"
    LEFT = "left"
    DID_NOT_COME = "did_not_come"


WAITING = Q(called_at=None, left_at=None)


class Ticket(models.Model):
    """A place in a queue on one `day` of its zone. `ahead`: how many waited before it when it was taken.
    `said_until`: by when they were told to be called; None: nobody could say. `overrun_at`: that passed."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    token = models.CharField(max_length=43, unique=True, editable=False)
    queue = models.ForeignKey(WalkInQueue, models.PROTECT, related_name="tickets", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+", db_index=False)
    promise = models.OneToOneField(Promise, models.PROTECT, null=True, related_name="+")
    day = models.DateField()
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=VISITOR_CHARACTERS_MAX, blank=True)
    ahead = models.PositiveSmallIntegerField()
    taken_at = models.DateTimeField()
    said_until = models.DateTimeField(null=True)
    overrun_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    called_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    served_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["queue", "day", "number"], name="one_ticket_a_number"),
            models.CheckConstraint(
                name="ticket_called_before_its_end",
                condition=Q(served_at=None, missed_at=None) | Q(called_at__isnull=False),
            ),
            models.CheckConstraint(name="ticket_served_or_missed", condition=Q(served_at=None) | Q(missed_at=None)),
            models.CheckConstraint(name="ticket_left_uncalled", condition=Q(left_at=None) | Q(called_at=None)),
        ]
        indexes = [
            models.Index(name="ticket_waiting", fields=["queue", "id"], condition=WAITING),
            models.Index(name="ticket_called", fields=["queue", "-called_at"], condition=Q(called_at__isnull=False)),
            models.Index(
                name="ticket_overruns",
                fields=["said_until"],
                condition=WAITING & Q(said_until__isnull=False, overrun_at=None),
            ),
        ]

    @property
    def key(self) -> str:
        return f"ticket:{self.pk}"

    @property
    def shown(self) -> str:
        return f"{self.queue.prefix}{self.number}"

    @property
    def state(self) -> TicketState:
        if self.left_at:
            return TicketState.LEFT
        if self.missed_at:
            return TicketState.DID_NOT_COME
        if self.served_at:
            return TicketState.SERVED
        return TicketState.CALLED if self.called_at else TicketState.WAITS


class TicketStep(models.Model):
    """A step of paperwork, timed. One at a time of a ticket."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="steps", db_index=False)
    queue = models.ForeignKey(WalkInQueue, models.CASCADE, related_name="steps", db_index=False)
    name = models.CharField(max_length=STEP_CHARACTERS_MAX)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ticket"], name="one_open_step", condition=Q(ended_at=None)),
        ]
        indexes = [
            models.Index(name="step_of_ticket", fields=["ticket", "id"]),
            models.Index(name="step_of_queue", fields=["queue", "-id"]),
        ]
