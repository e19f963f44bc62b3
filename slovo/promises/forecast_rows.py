"""What was foretold of promises, and what a company has that is sooner."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from slovo.brands.models import Brand
from slovo.people.models import Staff

SLUG_CHARACTERS_MAX = 20
PER_MILLE = 1000
BETWEEN = 100  # of a deadline's time nothing is left: no moment at which anything is foretold


class PromiseForecast(models.Model):
    """How likely it was, at `assessed_at`, that a promise is not done by the deadline `due_at`. Kept as it was said, so
    that it can be judged later.

    `percent`: which of the named moments of its time this was; BETWEEN for what was said between two of them, which the
    next one replaces. `risk`: per mille. `ahead`: how many things of its person, else of its team for each who is
    there, were due before it; `meanwhile`: how many they usually get done in the time that was left. `left_minutes`:
    of working time. `cases`: of how many done ones the history was. `latest`: nothing later was said of this promise.
    `again_at`: until when it stands.
    """

    promise = models.ForeignKey("promises.Promise", models.PROTECT, related_name="forecasts", db_index=False)
    brand = models.ForeignKey(Brand, models.CASCADE, related_name="+", db_index=False)
    owner = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    team = models.ForeignKey("people.Team", models.PROTECT, null=True, related_name="+", db_index=False)
    due_at = models.DateTimeField()
    assessed_at = models.DateTimeField()
    again_at = models.DateTimeField(null=True)
    percent = models.PositiveSmallIntegerField()
    risk = models.PositiveSmallIntegerField()
    at_risk = models.BooleanField()
    ahead = models.PositiveIntegerField()
    meanwhile = models.PositiveIntegerField(null=True)
    left_minutes = models.PositiveIntegerField()
    cases = models.PositiveSmallIntegerField()
    latest = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["promise", "due_at", "percent"], name="one_forecast_a_moment"),
            models.UniqueConstraint(fields=["promise"], condition=Q(latest=True), name="one_latest_forecast"),
            models.CheckConstraint(name="forecast_risk_is_a_share", condition=Q(risk__lte=PER_MILLE)),
        ]
        indexes = [
            models.Index(name="forecast_due", fields=["brand", "due_at"]),
            models.Index(name="forecast_latest", fields=["due_at"], condition=Q(latest=True)),
        ]

    @property
    def stood(self) -> tuple[datetime, int | None, int | None]:
        """The promise, when this was said of it."""
        return self.due_at, self.owner_id, self.team_id


class RiskReminder(models.Model):
    """Whoever owes a promise has been told that it may not be done by this deadline."""

    promise = models.OneToOneField("promises.Promise", models.CASCADE, related_name="+")
    due_at = models.DateTimeField()
    at = models.DateTimeField()


class SoonerOffer(models.Model):
    """What a customer can have sooner where they would wait for this kind: the starter in ten minutes. `names`: by
    language."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="sooner_offers")
    kind = models.SlugField(max_length=SLUG_CHARACTERS_MAX, db_index=False)
    names = models.JSONField(default=dict)
    minutes = models.PositiveIntegerField()

    class Meta:
        ordering = ["minutes", "pk"]
        constraints = [
            models.CheckConstraint(name="sooner_takes_time", condition=Q(minutes__gt=0)),
        ]

    def name(self, language: str) -> str:
        first = next(iter(self.names.values()), "")
        return str(self.names.get(language) or self.names.get(self.brand.language) or first)
