"""Moves of a deadline, and a brand's kinds of promises."""

from datetime import datetime
from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from slovo.brands.models import Brand
from slovo.promises.kinds import Rules

REASON_CHARACTERS_MAX = 300
SLUG_CHARACTERS_MAX = 20


class Consent(StrEnum):
    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"
    NOT_NEEDED = "not_needed"  # it is to be earlier than promised


LACKING = (Consent.ASKED.value, Consent.REFUSED.value)


class PromiseMove(models.Model):
    """Another moment for a promise, `due_now`, instead of the deadline `due_was`.

    It moves the deadline if the customer hears of it before that has passed, and only then: `notice_sent_at`. What
    they hear later is an honest expectation of something that is broken. `place`: which of the moves this is that
    the rule of its kind, `places_max`, allows without the customer's consent; one that they consent to gives its place
    back.
    """

    promise = models.ForeignKey("promises.Promise", models.PROTECT, related_name="moves")
    due_was = models.DateTimeField()
    due_now = models.DateTimeField()
    zone = models.CharField(max_length=60)
    reason = models.CharField(max_length=REASON_CHARACTERS_MAX)
    made_at = models.DateTimeField()
    by_kind = models.CharField(max_length=12)
    by_id = models.CharField(max_length=60, blank=True)
    notice_sent_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    consent = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Consent])
    consented_at = models.DateTimeField(null=True)
    consent_how = models.CharField(max_length=12, blank=True)
    place = models.PositiveSmallIntegerField(null=True)
    places_max = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="move_to_the_future", condition=Q(due_now__gt=F("made_at"))),
            models.CheckConstraint(name="move_for_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="move_in_a_zone", condition=~Q(zone="")),
            models.CheckConstraint(
                name="move_later_needs_consent",
                condition=Q(consent=Consent.NOT_NEEDED.value, due_now__lt=F("due_was"))
                | (~Q(consent=Consent.NOT_NEEDED.value) & Q(due_now__gt=F("due_was"))),
            ),
            models.CheckConstraint(
                name="move_consent_at_its_moment",
                condition=Q(consented_at=None, consent__in=[Consent.ASKED.value, Consent.NOT_NEEDED.value])
                | Q(
                    consented_at__isnull=False,
                    notice_sent_at__isnull=False,
                    consent__in=[Consent.GIVEN.value, Consent.REFUSED.value],
                ),
            ),
            models.CheckConstraint(
                name="move_as_the_rule_allows",
                condition=Q(consent=Consent.NOT_NEEDED.value, place=None)
                | Q(consent=Consent.GIVEN.value)
                | Q(place__gte=1, place__lte=F("places_max"))
                | Q(taken_back_at__isnull=False),
            ),
            models.CheckConstraint(
                name="move_told_or_taken_back", condition=Q(notice_sent_at=None) | Q(taken_back_at=None)
            ),
            models.UniqueConstraint(
                name="one_move_a_place_without_consent",
                fields=["promise", "place"],
                condition=Q(consent__in=LACKING, taken_back_at=None),
            ),
            models.UniqueConstraint(
                name="one_move_not_told",
                fields=["promise"],
                condition=Q(notice_sent_at=None, taken_back_at=None),
            ),
        ]
        indexes = [
            models.Index(name="move_told", fields=["notice_sent_at"], condition=Q(notice_sent_at__isnull=False)),
        ]

    @property
    def in_time(self) -> bool:
        """Whether it moved the deadline."""
        return self.notice_sent_at is not None and self.notice_sent_at < self.due_was

    @property
    def awaits_notice(self) -> bool:
        return self.notice_sent_at is None and self.taken_back_at is None

    @property
    def lacks_consent(self) -> bool:
        return self.consent in LACKING and self.taken_back_at is None

    def answer(self, consent: Consent, *, how: str, at: datetime) -> None:
        self.consent, self.consented_at, self.consent_how = consent.value, at, how


class PromiseKind(models.Model):
    """A kind of a brand's own, or other rules for a shipped one."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="promise_kinds")
    slug = models.SlugField(max_length=SLUG_CHARACTERS_MAX, db_index=False)
    names = models.JSONField(default=dict)
    moves_without_consent_max = models.PositiveSmallIntegerField(default=1)
    silence_minutes = models.PositiveIntegerField(null=True)
    told_at_night = models.BooleanField(db_default=False, default=False)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "slug"], name="one_promise_kind_a_slug"),
            models.CheckConstraint(
                name="silence_has_a_length", condition=Q(silence_minutes=None) | Q(silence_minutes__gt=0)
            ),
        ]

    @property
    def rules(self) -> Rules:
        return Rules(self.moves_without_consent_max, self.silence_minutes, self.told_at_night)

    def name(self, language: str) -> str:
        return str(self.names.get(language) or self.names.get(self.brand.language) or self.slug)
