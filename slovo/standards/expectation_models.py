"""The map of what customers care about, and the register of what they expect though nobody promised it."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from slovo.brands.models import Brand
from slovo.customers.portrait_models import Portrait
from slovo.people.models import Staff

WHAT_CHARACTERS_MAX = 200
REASON_CHARACTERS_MAX = 500
WORD_CHARACTERS_MAX = 500
WEIGHT_MAX = 5


class UnpromisedState(StrEnum):
    OPEN = "open"
    CHOICE = "choice"
    WORD = "word"


class Expectation(models.Model):
    """One thing that matters to customers or does not. `portrait`: to whom, None for all. `weight`: 0, nobody looks, to
    WEIGHT_MAX. `kinds`: of the promises that serve it."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="expectations", db_index=False)
    portrait = models.ForeignKey(Portrait, models.PROTECT, null=True, related_name="expectations")
    what = models.CharField(max_length=WHAT_CHARACTERS_MAX)
    weight = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=REASON_CHARACTERS_MAX)
    kinds = models.JSONField(default=list)
    changed_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["portrait_id", "-weight", "what"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "portrait", "what"], name="one_expectation_a_portrait"),
            models.UniqueConstraint(
                fields=["brand", "what"], name="one_expectation_of_all", condition=Q(portrait=None)
            ),
            models.CheckConstraint(name="expectation_weighed", condition=Q(weight__gte=0, weight__lte=WEIGHT_MAX)),
        ]


class Unpromised(models.Model):
    """What customers expect though nobody promised it. `times`: in how many conversations. It becomes a choice
    (`became`: the key of an option) or a clear word up front (by language)."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="unpromised", db_index=False)
    words = models.CharField(max_length=WHAT_CHARACTERS_MAX)
    folded = models.CharField(max_length=WHAT_CHARACTERS_MAX)
    times = models.PositiveIntegerField(default=0)
    noted_at = models.DateTimeField()
    last_at = models.DateTimeField()
    state = models.CharField(max_length=6, default=UnpromisedState.OPEN.value)
    became = models.CharField(max_length=60, blank=True)
    up_front = models.JSONField(default=dict)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "folded"], name="one_unpromised_in_words"),
            models.CheckConstraint(
                name="unpromised_decided_by_somebody",
                condition=Q(state="open", decided_at=None, decided_by=None)
                | Q(state__in=["choice", "word"], decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(name="unpromised_became_an_option", condition=~Q(state="choice") | ~Q(became="")),
        ]
        indexes = [models.Index(fields=["brand", "state", "-times"], name="unpromised_often")]


class Sighting(models.Model):
    """Somebody expected it there. `source`: the key of a conversation."""

    unpromised = models.ForeignKey(Unpromised, models.CASCADE, related_name="sightings", db_index=False)
    source = models.CharField(max_length=60)
    at = models.DateTimeField()
    by_kind = models.CharField(max_length=12)
    by_id = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unpromised", "source"], name="one_sighting_a_source")]
