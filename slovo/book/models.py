"""The book of complaints and suggestions: what was written, what was taken out of it, and what was answered."""

from datetime import datetime
from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from slovo.brands.models import Brand
from slovo.conversations.models import Message
from slovo.core.ids import new_id
from slovo.people.models import Staff

SHOWN_AFTER_HOURS = 24
SHOWN_AFTER_HOURS_MAX = 72
WHY_CHARACTERS_MAX = 300
ANSWER_CHARACTERS_MAX = 10_000


class Kind(StrEnum):
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    THANKS = "thanks"


class Reason(StrEnum):
    """Why words are withheld. There is no third."""

    PERSONAL_DATA = "personal_data"
    ABUSE = "abuse"


class Book(models.Model):
    """A brand's book. `open_since`: None, nobody can write into it, and nobody reads it. `shown_after_hours`: by the
    clock, nights and holidays too, after which an entry that nobody has looked at is shown by itself."""

    brand = models.OneToOneField(Brand, models.CASCADE, related_name="book")
    open_since = models.DateTimeField(null=True)
    shown_after_hours = models.PositiveSmallIntegerField(default=SHOWN_AFTER_HOURS)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="book_shows_in_days",
                condition=Q(shown_after_hours__gte=1, shown_after_hours__lte=SHOWN_AFTER_HOURS_MAX),
            )
        ]


class Entry(models.Model):
    """One entry. Its words are those of the message; its answer promise is the conversation's.

    `number`: in its book, from one on, without a gap: nothing that was written disappears unseen. `shows_at`: when it
    is shown though nobody has looked."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="book_entries", db_index=False)
    message = models.OneToOneField(Message, models.PROTECT, related_name="book_entry")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    at = models.DateTimeField()
    shows_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "number"], name="one_book_entry_a_number"),
            models.CheckConstraint(name="book_entry_of_a_kind", condition=Q(kind__in=[kind.value for kind in Kind])),
            models.CheckConstraint(
                name="book_entry_looked_at_by_somebody",
                condition=Q(looked_at=None, looked_by=None) | Q(looked_at__isnull=False, looked_by__isnull=False),
            ),
        ]

    def is_shown(self, at: datetime) -> bool:
        return self.looked_at is not None or self.shows_at <= at


class Withheld(models.Model):
    """What is not shown: the letters from `start` to before `end` of the entry's text; both None: all of it. Each is
    a line of the open register, and stays one when it is shown again. `staff`: None, the program, before a person."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="withheld")
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    reason = models.CharField(max_length=16)
    why = models.CharField(max_length=WHY_CHARACTERS_MAX, blank=True)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="withheld_for_a_reason", condition=Q(reason__in=[reason.value for reason in Reason])
            ),
            models.CheckConstraint(
                name="withheld_words_or_all",
                condition=Q(start__isnull=False, end__gt=F("start"))
                | Q(start=None, end=None, reason=Reason.ABUSE.value, staff__isnull=False),
            ),
            models.CheckConstraint(name="withheld_by_a_person_with_words", condition=Q(staff=None) | ~Q(why="")),
            models.CheckConstraint(
                name="withheld_lifted_by_somebody",
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            ),
        ]

    @property
    def is_whole(self) -> bool:
        return self.start is None

    @property
    def letters(self) -> int | None:
        """How many; None: all of the entry."""
        return None if self.start is None or self.end is None else self.end - self.start


class Answer(models.Model):
    """Published beside the entry. `message`: the letter with the same words; taken back, it takes this along."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="answers")
    text = models.CharField(max_length=ANSWER_CHARACTERS_MAX)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    message = models.OneToOneField(Message, models.CASCADE, null=True, related_name="book_answer")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
