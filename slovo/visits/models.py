from datetime import datetime, timedelta
from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from slovo.brands.models import Brand, WorkingCalendar
from slovo.channels.models import Outbound
from slovo.core.ids import new_id
from slovo.core.worktime import Calendar
from slovo.customers.models import Customer
from slovo.people.models import Staff, Team
from slovo.promises.models import Promise

NAME_CHARACTERS_MAX = 80
PLACE_CHARACTERS_MAX = 200
QUANTUM_MINUTES = 5  # a visit begins and ends on one
VISIT_MINUTES_MAX = 12 * 60
BUFFER_MINUTES_MAX = 4 * 60


class Resource(models.Model):
    """Somebody or something that one visit at a time can have: a master, a fitting room, a demonstration car.

    Open by `calendar`, else by the brand's own. `staff`, else `team`, answers for what is promised there.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="resources", db_index=False)
    name = models.CharField(max_length=NAME_CHARACTERS_MAX)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", db_index=False)
    calendar = models.ForeignKey(WorkingCalendar, models.PROTECT, null=True, related_name="+", db_index=False)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "name"], name="one_resource_a_name"),
            models.CheckConstraint(
                name="resource_has_somebody", condition=Q(staff__isnull=False) | Q(team__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        return f"resource:{self.pk}"

    @property
    def open_by(self) -> Calendar:
        return (self.calendar or self.brand.main_calendar).calendar


class VisitType(models.Model):
    """What can be booked. All lengths are in minutes.

    `buffer_minutes`: after it, in which nobody else is booked. `ahead_days`: how far ahead; `notice_minutes`: how long
    before at the latest. `change_until_minutes`: until how long before a customer may move or cancel it themselves.
    `remind_minutes`: how long before they are reminded; 0 for not at all.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="visit_types", db_index=False)
    name = models.CharField(max_length=NAME_CHARACTERS_MAX)
    place = models.CharField(max_length=PLACE_CHARACTERS_MAX, blank=True)
    minutes = models.PositiveSmallIntegerField()
    buffer_minutes = models.PositiveSmallIntegerField(default=0)
    step_minutes = models.PositiveSmallIntegerField(default=30)
    ahead_days = models.PositiveSmallIntegerField(default=30)
    notice_minutes = models.PositiveIntegerField(default=60)
    change_until_minutes = models.PositiveIntegerField(default=120)
    remind_minutes = models.PositiveIntegerField(default=24 * 60)
    resources = models.ManyToManyField(Resource, related_name="types")
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "name"], name="one_visit_type_a_name"),
            models.CheckConstraint(
                name="visit_type_has_a_length",
                condition=Q(minutes__gte=QUANTUM_MINUTES, minutes__lte=VISIT_MINUTES_MAX, step_minutes__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class State(StrEnum):
    BOOKED = "booked"
    CONFIRMED = "confirmed"
    MOVED = "moved"
    CANCELLED = "cancelled"
    CAME = "came"
    DID_NOT_COME = "did_not_come"


BY_CUSTOMER, BY_COMPANY = "customer", "company"
COMING = Q(cancelled_at=None, came_at=None, missed_at=None)


class Visit(models.Model):
    """A customer comes at a moment. It is a promise: `promise` holds the deadline, this holds the place in the day.

    `about`: the key of what it was booked beside, "conversation:12" or "customer:7". `sequence`: rises with each
    change that a calendar must hear of. `remind_at`: when a reminder leaves; None for never. `confirmed_at`: the
    customer said of this very moment that they come.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="visits", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="visits", db_index=False)
    type = models.ForeignKey(VisitType, models.PROTECT, related_name="visits", db_index=False)
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="visits", db_index=False)
    promise = models.OneToOneField(Promise, models.PROTECT, related_name="visit")
    about = models.CharField(max_length=60)
    zone = models.CharField(max_length=60)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    buffer_minutes = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField(default=0)
    booked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_for = models.CharField(max_length=10, blank=True)
    came_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="visit_has_a_length", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="visit_has_one_end",
                condition=Q(came_at=None, missed_at=None)
                | Q(came_at=None, cancelled_at=None)
                | Q(missed_at=None, cancelled_at=None),
            ),
            models.CheckConstraint(
                name="visit_cancelled_for_somebody",
                condition=Q(cancelled_at=None, cancelled_for="")
                | Q(cancelled_at__isnull=False, cancelled_for__in=[BY_CUSTOMER, BY_COMPANY]),
            ),
        ]
        indexes = [
            models.Index(name="visit_day", fields=["brand", "starts_at", "id"]),
            models.Index(name="visit_customer", fields=["customer", "-starts_at"]),
            models.Index(name="visit_about", fields=["about"]),
            models.Index(name="visit_newest", fields=["brand", "id"]),
            models.Index(
                name="visit_reminders",
                fields=["remind_at"],
                condition=Q(remind_at__isnull=False, reminded_at=None, cancelled_at=None),
            ),
        ]

    @property
    def key(self) -> str:
        return f"visit:{self.pk}"

    @property
    def state(self) -> State:
        if self.cancelled_at:
            return State.CANCELLED
        if self.came_at:
            return State.CAME
        if self.missed_at:
            return State.DID_NOT_COME
        if self.confirmed_at:
            return State.CONFIRMED
        return State.MOVED if self.moved_at else State.BOOKED

    @property
    def is_coming(self) -> bool:
        return not (self.cancelled_at or self.came_at or self.missed_at)

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at) / timedelta(minutes=1))

    @property
    def changeable_until(self) -> datetime:
        """By the customer."""
        return self.starts_at - timedelta(minutes=self.type.change_until_minutes)


class Taken(models.Model):
    """Five minutes of a resource that a visit has, its buffer too. `quantum`: how many such since 1970.

    The unique constraint is what makes double booking impossible, whoever writes: it holds alike on both databases,
    while SQLite has no exclusion constraint, and a trigger would see only what is committed.
    """

    resource = models.ForeignKey(Resource, models.PROTECT, related_name="+", db_index=False)
    quantum = models.BigIntegerField()
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="taken")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "quantum"], name="one_visit_at_a_time")]


class Engaged(models.Model):
    """Five minutes in which the person whom a visit's resource names is with that visitor: two bays and one master are
    one visit at a time. Of visits to come; a resource without a person has none."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    quantum = models.BigIntegerField()
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="engaged")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "quantum"], name="one_visitor_at_a_time")]


class VisitLetter(models.Model):
    """A letter about a visit stands at the door out, or has left."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="letters")
    outbound = models.OneToOneField(Outbound, models.CASCADE, related_name="+")
    left_at = models.DateTimeField(null=True)


# The other tables of this domain, which look up at these: Django finds models here.
from slovo.visits import page_models, walk_in_models  # noqa: E402, F401  (see above)
