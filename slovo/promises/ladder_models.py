"""The ladder of a kind, what it reminds people of, and what it tells customers."""

from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from slovo.brands.models import Brand
from slovo.core.ids import new_id
from slovo.customers.models import Customer
from slovo.people.models import Staff

if TYPE_CHECKING:
    from slovo.promises.models import Promise

ALTERNATIVE_CHARACTERS_MAX = 500
QUIET_FROM, QUIET_UNTIL = 21 * 60, 8 * 60  # minutes of the day, where a brand has said nothing else


class Deed(StrEnum):
    NUDGE_OWNER = "nudge_owner"
    NUDGE_LEAD = "nudge_lead"
    TELL_CUSTOMER = "tell_customer"
    CHECK_IN = "check_in"


class LadderStep(models.Model):
    """What happens so many minutes before a promise of this kind is due; a negative number is after it.

    `new_minutes`: how much later than promised is named to the customer. `reasons`: why, by language.
    """

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="ladder_steps", db_index=False)
    kind = models.SlugField(max_length=20, db_index=False)
    minutes_before = models.IntegerField()
    deed = models.CharField(max_length=16)
    new_minutes = models.PositiveIntegerField(null=True)
    reasons = models.JSONField(default=dict)
    offers_choice = models.BooleanField(default=False)

    class Meta:
        ordering = ["-minutes_before", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "kind", "minutes_before", "deed"], name="one_deed_a_moment_of_a_ladder"
            ),
            models.CheckConstraint(
                name="step_tells_a_new_time",
                condition=Q(deed=Deed.TELL_CUSTOMER.value, new_minutes__gt=0)
                | (~Q(deed=Deed.TELL_CUSTOMER.value) & Q(new_minutes=None, offers_choice=False)),
            ),
        ]


class QuietHours(models.Model):
    """From one minute of the day until another no rule writes to a brand's customers, by the customer's clock.

    `links`: whether what rules write to them carries a link to their own page.
    """

    brand = models.OneToOneField(Brand, models.CASCADE, related_name="quiet_hours")
    begins = models.PositiveSmallIntegerField(default=QUIET_FROM)
    ends = models.PositiveSmallIntegerField(default=QUIET_UNTIL)
    links = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="quiet_hours_of_a_day", condition=Q(begins__lt=24 * 60, ends__lt=24 * 60))
        ]


class NoticeText(models.Model):
    """A brand's own words for a part of a notice (`notice_words.PARTS`), in one language."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="notice_texts", db_index=False)
    part = models.CharField(max_length=12)
    language = models.CharField(max_length=2)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "part", "language"], name="one_notice_text_a_language")]


class Why(StrEnum):
    """Why somebody is reminded of a promise."""

    OWNER = "owner"
    LEAD = "lead"
    SILENCE = "silence"
    SILENT = "silent"  # still silent, long after its owner was asked for news: its lead sees to it
    UNTOLD = "untold"  # the customer should be told, and no rule can: a person must
    ASKED = "asked"  # the customer has answered something that a person must see to
    DELAYED = "delayed"  # whoever does the work is late, and the customer is being told
    CHECK_IN = "check_in"  # what is true now? They say so, or that nothing is new
    TELL = "tell"  # the customer should hear of it, and nobody knows where to write: a person must tell them
    CANCELLED = "off"  # the customer has cancelled it on a page of their own: whatever is under way must stop
    OURS = "ours"  # we have cancelled what was promised to them, and they do not know yet: a person must tell them
    AT_RISK = "at_risk"  # it may not be done in time, as far as one can foretell: its owner looks while there is time
    SPEAK = "speak"  # whoever does the work is late, and no rule may tell the customer: a person must


class Reminder(models.Model):
    """Before somebody's eyes until they have looked at it, or nothing is owed any more. The last one counts."""

    promise = models.ForeignKey("promises.Promise", models.CASCADE, related_name="reminders")
    brand = models.ForeignKey(Brand, models.CASCADE, related_name="+", db_index=False)
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="reminders", db_index=False)
    why = models.CharField(max_length=8)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["promise", "staff"], name="one_reminder_a_person")]
        indexes = [
            models.Index(name="reminder_unseen", fields=["staff", "at"], condition=Q(seen_at=None)),
            models.Index(name="reminder_at", fields=["at"]),
        ]


class CustomerNotice(models.Model):
    """One message by a rule to a customer, of one promise or several: each line is a move that they hear of by it.

    `said_at`: when it was written where they talk with us; `message_id` there. `sent_at`: when it had left.
    `tell_at`: until when news waits for more of theirs, or for the morning.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="notices", db_index=False)
    about = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    tell_at = models.DateTimeField(null=True)
    said_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    message_id = models.BigIntegerField(null=True, unique=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(name="notice_unwritten", fields=["customer"], condition=Q(said_at=None, dropped_at=None)),
        ]


class NoticeLine(models.Model):
    notice = models.ForeignKey(CustomerNotice, models.PROTECT, related_name="lines")
    move = models.ForeignKey("promises.PromiseMove", models.PROTECT, related_name="notice_lines")
    reasons = models.JSONField(default=dict)
    offers_choice = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]

    @property
    def promise(self) -> "Promise":
        return self.move.promise


class NewsLine(models.Model):
    """What is new of a promise is told by this notice, in the words that stand when it is written. `said_at`: when the
    last of them were said."""

    notice = models.ForeignKey(CustomerNotice, models.PROTECT, related_name="news")
    promise = models.ForeignKey("promises.Promise", models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["notice", "promise"], name="news_once_a_notice")]


class Choice(StrEnum):
    WAIT = "wait"
    ALTERNATIVE = "alternative"
    CANCEL = "cancel"


class CustomerChoice(models.Model):
    """What a customer chose when they heard of another moment. `until`: how long they wait at most."""

    move = models.ForeignKey("promises.PromiseMove", models.PROTECT, related_name="choices")
    choice = models.CharField(max_length=12)
    until = models.DateTimeField(null=True)
    words = models.CharField(max_length=ALTERNATIVE_CHARACTERS_MAX, blank=True)
    how = models.CharField(max_length=12)
    by_kind = models.CharField(max_length=12)
    by_id = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    @property
    def by_rule(self) -> bool:
        """Read in what they wrote, and nobody was asked."""
        return self.by_kind == "rule"

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="alternative_in_words", condition=~Q(choice=Choice.ALTERNATIVE.value) | ~Q(words="")
            )
        ]
