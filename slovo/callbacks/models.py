from datetime import datetime
from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from slovo.brands.models import Brand
from slovo.core.ids import new_id
from slovo.customers.models import Customer
from slovo.people.models import Staff, Team
from slovo.promises.models import Promise

WORDS_CHARACTERS_MAX = 500
CALL_ID_CHARACTERS_MAX = 120


class How(StrEnum):
    """How the customer asked for a call."""

    PORTAL = "portal"
    MISSED_CALL = "missed_call"
    AGENT = "agent"
    API = "api"
    CHAT = "chat"


class State(StrEnum):
    WAITS = "waits"
    TAKEN = "taken"
    REACHED = "reached"
    GAVE_UP = "gave_up"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    WRONG_NUMBER = "wrong_number"
    ASKED_LATER = "asked_later"


class Exhausted(StrEnum):
    """What happens when the last attempt was in vain."""

    MESSAGE = "message"  # they are asked on their other channel when to call
    GIVE_UP = "give_up"  # they are told that nobody calls any more
    LEAD = "lead"  # a lead calls


OPEN = Q(state__in=[State.WAITS.value, State.TAKEN.value])
NOT_ENDED = Q(ended_at=None)  # the same, by a constraint; in SQLite an index can begin with it


class CallbackRule(models.Model):
    """How a brand calls back. `minutes_to_call` and `wait_minutes` (between two attempts): of its working time.
    `page_open_since`: since when its customers can ask on a page of their own; None: they cannot."""

    brand = models.OneToOneField(Brand, models.CASCADE, related_name="callback_rule")
    minutes_to_call = models.PositiveIntegerField(default=30)
    attempts_max = models.PositiveSmallIntegerField(default=3)
    wait_minutes = models.PositiveIntegerField(default=60)
    when_exhausted = models.CharField(max_length=10, default=Exhausted.MESSAGE.value)
    slot_minutes = models.PositiveSmallIntegerField(default=30)
    slot_capacity = models.PositiveSmallIntegerField(default=2)
    days_ahead = models.PositiveSmallIntegerField(default=5)
    country = models.CharField(max_length=2, default="RU")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="+")
    page_open_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="callback_rule_has_lengths",
                condition=Q(minutes_to_call__gt=0, attempts_max__gt=0, wait_minutes__gt=0, slot_minutes__gt=0),
            )
        ]


class Callback(models.Model):
    """Somebody is to be called. The deadline is the promise's; `next_call_at` is when the next attempt is made.

    `about`: the key of the conversation in which they asked, "" if there is none. `slot_starts_at`, `slot_ends_at`,
    `slot_place`: the slot that they chose and which of its places they have; without one, as soon as possible.
    `with_lead_at`: since when the attempts were in vain and a lead calls.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="callbacks", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="callbacks")
    phone = models.CharField(max_length=20)
    about = models.CharField(max_length=60, blank=True)
    asked_how = models.CharField(max_length=12)
    asked_times = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=2, blank=True)
    words = models.CharField(max_length=WORDS_CHARACTERS_MAX, blank=True)
    slot_starts_at = models.DateTimeField(null=True)
    slot_ends_at = models.DateTimeField(null=True)
    slot_place = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=9, default=State.WAITS.value)
    promise = models.OneToOneField(Promise, models.PROTECT, related_name="callback")
    made_at = models.DateTimeField()
    next_call_at = models.DateTimeField()
    attempts_made = models.PositiveSmallIntegerField(default=0)
    taken_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    taken_at = models.DateTimeField(null=True)
    with_lead_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_open_callback_a_phone", fields=["brand", "phone"], condition=OPEN),
            models.UniqueConstraint(
                name="one_callback_a_place",
                fields=["brand", "slot_starts_at", "slot_place"],
                condition=OPEN & Q(slot_place__isnull=False),
            ),
            models.CheckConstraint(
                name="callback_slot_is_whole",
                condition=Q(slot_starts_at=None, slot_ends_at=None, slot_place=None)
                | Q(slot_starts_at__lt=F("slot_ends_at"), slot_place__gte=1),
            ),
            models.CheckConstraint(
                name="callback_taken_by_somebody",
                condition=~Q(state=State.TAKEN.value) | Q(taken_by__isnull=False, taken_at__isnull=False),
            ),
            models.CheckConstraint(
                name="callback_open_or_ended",
                condition=(OPEN & Q(ended_at=None)) | (~OPEN & Q(ended_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(name="callback_to_make", fields=["brand", "next_call_at", "id"], condition=NOT_ENDED),
            models.Index(name="callback_number", fields=["brand", "phone"]),
            models.Index(name="callback_state", fields=["brand", "state", "id"]),
            models.Index(name="callback_about", fields=["about"], condition=~Q(about="")),
            models.Index(name="callback_all", fields=["brand", "-id"]),
        ]

    def __str__(self) -> str:
        return self.phone

    @property
    def key(self) -> str:
        return f"callback:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in {State.WAITS, State.TAKEN}

    def end(self, state: State, *, at: datetime) -> None:
        self.state, self.ended_at = state.value, at

    def wait_until(self, next_call_at: datetime) -> None:
        self.state, self.taken_by, self.taken_at = State.WAITS.value, None, None
        self.next_call_at = next_call_at


class CallAttempt(models.Model):
    """One call of ours, and how it went."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    callback = models.ForeignKey(Callback, models.PROTECT, related_name="attempts")
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12)
    words = models.CharField(max_length=WORDS_CHARACTERS_MAX, blank=True)

    class Meta:
        ordering = ["pk"]


class MissedCall(models.Model):
    """A call that nobody took, as a telephone exchange told of it: each of its `call_id`s once."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="+", db_index=False)
    call_id = models.CharField(max_length=CALL_ID_CHARACTERS_MAX)
    callback = models.ForeignKey(Callback, models.PROTECT, related_name="missed_calls")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "call_id"], name="one_missed_call_an_id")]
