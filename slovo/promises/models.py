from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull

from slovo.brands.models import Brand, WorkingCalendar
from slovo.core.ids import new_id
from slovo.core.secrets import sealed
from slovo.core.worktime import Calendar
from slovo.customers.models import Customer
from slovo.customers.portrait_models import Portrait
from slovo.people.models import Staff, Team
from slovo.promises.kinds import Kind as Kind

TERM_MOMENTS = ("paused_at", "due_at", "warn_at", "done_at", "broken_at", "released_at")
WHAT_CHARACTERS_MAX = 300
NEWS_CHARACTERS_MAX = 200
WORDS_CHARACTERS_MAX = 500
BY_CUSTOMER, BY_MISTAKE = "customer", "mistake"  # why it was released; other reasons are a rule's
NO_SHOW = "did_not_come"  # a visit: we were there, they were not
OWED = Q(done_at=None, released_at=None)
SETTLED_AT = Coalesce("broken_at", "done_at", "released_at")  # when its fate was sealed: what is done late broke before
BY_THE_CLOCK = Q(kind=Kind.FOLLOW_UP.value, made_by_kind="rule")  # a question that leaves by itself
EVERYBODYS = Q(kind__in=[Kind.ANSWER.value, Kind.CALLBACK.value]) | BY_THE_CLOCK  # until somebody takes it
BROKEN, RELEASED = Q(broken_at__isnull=False), Q(released_at__isnull=False)
CHANGED = OWED & (Q(moved_at__isnull=False) | Q(expected_at__isnull=False))  # another moment was named for it


class State(StrEnum):
    OPEN = "open"
    MOVED = "moved"
    PAUSED = "paused"
    KEPT = "kept"
    BROKEN = "broken"
    RELEASED = "released"


class Promise(models.Model):
    """One commitment to a customer. Nothing that has a deadline for a customer lives anywhere else.

    The deadline is either `minutes` of working time by `calendar` after `made_at`, without the `pauses`, or a moment
    that was said, in `zone`. While a pause is open there is no deadline. What was done late stays broken, and says
    when it was done. `what`: the customer's words for it; an answer has words of its own in every language.
    `portrait`: of the customer when it was promised to them: what they are taken for later changes no figure of before.
    `now`, `next`: what the customer is told of it, since `news_at`.
    `moved_at`: since when the customer knows of the last move of the deadline. `expected_at`: the moment that is meant
    now, while it is not the deadline: they have not been told, or were told too late.
    `heard_at`: when the customer last read something of ours where it belongs, beside news and notices.
    `said_done_at`: done before the deadline, as whoever did it says, of which we were told after it. It stays broken.
    `called_off_at`: since when we have cancelled it ourselves, of which a person must tell them: no clock does.
    `check_ins`: the moments, as text, at which its owner is asked what is true now, beside those of its kind's ladder.
    `asked_at`: since when they have been, while they have not said.
    `next_step_at`: when the clock looks at it next (`timing.py`); no fact tells of it, for it follows from the rest.
    """

    public_id = models.UUIDField(default=new_id, null=True, editable=False)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="promises")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="promises")
    about = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    what = models.CharField(max_length=WHAT_CHARACTERS_MAX, blank=True, db_default="", default="")
    now = models.CharField(max_length=NEWS_CHARACTERS_MAX, blank=True, db_default="", default="")
    next = models.CharField(max_length=NEWS_CHARACTERS_MAX, blank=True, db_default="", default="")
    news_at = models.DateTimeField(null=True)
    owner = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="promises", db_index=False)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="promises", db_index=False)
    portrait = models.ForeignKey(Portrait, models.PROTECT, null=True, related_name="+", db_index=False)
    made_by_kind = models.CharField(max_length=12)
    made_by_id = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()
    calendar = models.ForeignKey(WorkingCalendar, models.PROTECT, related_name="+", db_index=False)
    zone = models.CharField(max_length=60, blank=True, db_default="", default="")
    minutes = models.PositiveIntegerField(null=True)
    warning_minutes = models.PositiveIntegerField()
    pauses = models.JSONField(default=list)
    paused_at = models.DateTimeField(null=True)
    first_due_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)
    expected_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    said_done_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    release_reason = models.CharField(max_length=30, blank=True)
    release_how = models.CharField(max_length=12, blank=True, db_default="", default="")
    release_words = models.CharField(max_length=WORDS_CHARACTERS_MAX, blank=True, db_default="", default="")
    heard_at = models.DateTimeField(null=True)
    called_off_at = models.DateTimeField(null=True)
    check_ins = models.JSONField(null=True)
    asked_at = models.DateTimeField(null=True)
    next_step_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="promise_done_or_released", condition=Q(done_at=None) | Q(released_at=None)),
            models.CheckConstraint(
                name="promise_due_unless_paused",
                condition=Q(due_at=None, warn_at=None, paused_at__isnull=False)
                | Q(due_at__isnull=False, warn_at__isnull=False, paused_at=None)
                | Q(released_at__isnull=False),
            ),
            models.CheckConstraint(
                name="promise_breaks_when_due", condition=Q(broken_at=None) | Q(broken_at=F("due_at"))
            ),
            models.CheckConstraint(
                name="promise_done_late_is_broken",
                condition=Q(done_at=None) | Q(done_at__lte=F("due_at")) | Q(broken_at__isnull=False),
            ),
            models.CheckConstraint(
                name="promise_released_for_a_reason", condition=Q(released_at=None) | ~Q(release_reason="")
            ),
            models.CheckConstraint(
                name="promise_release_says_how", condition=~Q(release_reason=BY_CUSTOMER) | ~Q(release_how="")
            ),
            models.CheckConstraint(name="promise_in_words", condition=Q(kind=Kind.ANSWER.value) | ~Q(what="")),
            models.CheckConstraint(
                name="promise_minutes_or_moment",
                condition=Q(minutes__isnull=False) | (~Q(zone="") & Q(paused_at=None)),
            ),
            models.CheckConstraint(name="promise_news_since", condition=Q(now="", next="") | Q(news_at__isnull=False)),
            models.UniqueConstraint(
                name="one_owed_answer",
                fields=["about"],
                condition=Q(kind=Kind.ANSWER.value, done_at=None, released_at=None),
            ),
            models.UniqueConstraint(
                name="promise_public_id", fields=["public_id"], condition=Q(public_id__isnull=False)
            ),
        ]
        indexes = [
            models.Index(name="promise_owed", fields=["due_at"], condition=OWED),
            models.Index(name="promise_steps", fields=["next_step_at", "id"], condition=Q(next_step_at__isnull=False)),
            models.Index(  # what else the same customer is to be told soon
                name="promise_customer_steps",
                fields=["customer", "next_step_at"],
                condition=Q(next_step_at__isnull=False),
            ),
            models.Index(name="promise_about", fields=["about"]),
            models.Index(name="promise_broken", fields=["brand", "broken_at"], condition=Q(broken_at__isnull=False)),
            # The ledger's pages, each a short walk along one of them.
            models.Index(name="promise_due", fields=["brand", "due_at", "id"], condition=OWED),
            models.Index(
                name="promise_owners", fields=["owner", "due_at", "id"], condition=OWED & Q(owner__isnull=False)
            ),
            models.Index(name="promise_teams", fields=["team", "due_at", "id"], condition=OWED & Q(team__isnull=False)),
            models.Index(
                name="promise_kinds",
                fields=["brand", "kind", "due_at", "id"],
                condition=OWED & ~Q(kind=Kind.ANSWER.value),
            ),
            models.Index(
                name="promise_asked", fields=["brand", "due_at", "id"], condition=OWED & Q(asked_at__isnull=False)
            ),
            models.Index(name="promise_changed", fields=["brand", "due_at", "id"], condition=CHANGED),
            models.Index(name="promise_paused", fields=["brand", "id"], condition=OWED & Q(due_at=None)),
            models.Index(
                name="promise_released", fields=["brand", "released_at"], condition=Q(released_at__isnull=False)
            ),
            models.Index(name="promise_done", fields=["brand", "kind", "done_at"], condition=Q(done_at__isnull=False)),
            models.Index(
                name="promise_done_owners",
                fields=["owner", "done_at"],
                condition=Q(done_at__isnull=False, owner__isnull=False),
            ),
            models.Index(
                name="promise_done_teams",
                fields=["team", "done_at"],
                condition=Q(done_at__isnull=False, team__isnull=False),
            ),
            # What ended badly, of one kind, person or team.
            models.Index(name="promise_broken_kinds", fields=["brand", "kind", "broken_at"], condition=BROKEN),
            models.Index(
                name="promise_broken_owners", fields=["owner", "broken_at"], condition=BROKEN & Q(owner__isnull=False)
            ),
            models.Index(
                name="promise_broken_teams", fields=["team", "broken_at"], condition=BROKEN & Q(team__isnull=False)
            ),
            models.Index(name="promise_released_kinds", fields=["brand", "kind", "released_at"], condition=RELEASED),
            models.Index(
                name="promise_released_owners",
                fields=["owner", "released_at"],
                condition=RELEASED & Q(owner__isnull=False),
            ),
            models.Index(
                name="promise_released_teams",
                fields=["team", "released_at"],
                condition=RELEASED & Q(team__isnull=False),
            ),
            models.Index("brand", SETTLED_AT, name="promise_settled", condition=Q(IsNull(SETTLED_AT, False))),
        ]

    @property
    def state(self) -> State:
        if self.released_at:
            return State.RELEASED
        if self.broken_at:
            return State.BROKEN
        if self.done_at:
            return State.KEPT
        if self.paused_at:
            return State.PAUSED
        return State.MOVED if self.moved_at else State.OPEN

    @property
    def owed(self) -> bool:
        """Whether the customer still waits for it, in time or late."""
        return self.done_at is None and self.released_at is None

    @property
    def is_answer(self) -> bool:
        return self.kind == Kind.ANSWER

    @property
    def honest_at(self) -> datetime | None:
        """When the customer may expect it, as far as is known."""
        return self.expected_at or self.due_at

    @property
    def shown_id(self) -> UUID:
        """Its id outside. Promises made before they had one keep the id by which they were known."""
        return self.public_id or sealed("promise", self.pk)

    @property
    def terms(self) -> dict[str, Any]:
        """How it stands, as plain values; `take_terms` puts it so again."""
        moments = {name: getattr(self, name) for name in TERM_MOMENTS}
        plain = {name: at.isoformat() if at else None for name, at in moments.items()}
        return {"pauses": list(self.pauses), "release_reason": self.release_reason, **plain}

    def take_terms(self, terms: dict[str, Any]) -> None:
        self.pauses, self.release_reason = terms["pauses"], terms["release_reason"]
        for name in TERM_MOMENTS:
            setattr(self, name, datetime.fromisoformat(terms[name]) if terms[name] else None)

    def set_deadline(self) -> None:
        """By its minutes."""
        assert self.minutes is not None
        calendar: Calendar = self.calendar.calendar
        spans = [(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in self.pauses]
        self.due_at = calendar.deadline(self.made_at, self.minutes, spans)
        before = max(0, self.minutes - self.warning_minutes)
        self.warn_at = calendar.deadline(self.made_at, before, spans) if before else self.made_at
        self.first_due_at = self.first_due_at or self.due_at

    def set_moment(self, due_at: datetime, *, zone: str, at: datetime) -> None:
        """To the moment that is said `at` this one."""
        self.due_at, self.zone, self.minutes = due_at, zone, None
        self.warn_at = max(min(at, due_at), due_at - timedelta(minutes=self.warning_minutes))
        self.first_due_at = self.first_due_at or due_at


# The other tables of this domain, which look up at these: Django finds models here.
from slovo.promises import (  # noqa: E402, F401  (see above)
    forecast_rows,
    ladder_models,
    link_models,
    more_models,
    rating_models,
    work_models,
)
