"""An endpoint that says the same in other words, where a brand has named one; and all that has ever left for it."""

from enum import StrEnum

from django.db import models

from slovo.assistant.models import MESSAGE, Turn
from slovo.brands.models import Brand
from slovo.core.outgoing import URL_CHARACTERS_MAX
from slovo.core.secrets import EncryptedField

MODEL_CHARACTERS_MAX = 200
SECONDS_MAX = 10  # a visitor is waiting
SECONDS_USUAL = 6


class Outcome(StrEnum):
    """What became of asking it. Only SPOKEN is heard by the visitor; with all others the article is quoted."""

    SPOKEN = "spoken"
    # It was not reached, or is no such endpoint: what counts against it (`TROUBLES`).
    UNREACHED = "unreached"
    SLOW = "slow"
    INSIDE = "inside"
    KEY = "key"
    MODEL = "model"
    STATUS = "status"
    SHAPE = "shape"
    # It has answered, and that is not to be said.
    SILENT = "silent"
    BROKEN = "broken"
    LENGTH = "length"
    LANGUAGE = "language"
    MARK = "mark"
    QUOTE = "quote"
    NUMBER = "number"
    CONTACT = "contact"
    NAME = "name"
    PROMISE = "promise"
    SENSE = "sense"
    WORDS = "words"


TROUBLES = frozenset(
    {
        Outcome.UNREACHED,
        Outcome.SLOW,
        Outcome.INSIDE,
        Outcome.KEY,
        Outcome.MODEL,
        Outcome.STATUS,
        Outcome.SHAPE,
    }
)


class Voice(models.Model):
    """A brand's endpoint, `address` up to …/v1. Without a row, and while `on_since` is None, nobody is asked.

    After some failures in a row it is spared until `spared_until`; then one question tries it.
    """

    brand = models.OneToOneField(Brand, models.CASCADE, related_name="assistant_voice")
    address = models.CharField(max_length=URL_CHARACTERS_MAX)
    model = models.CharField(max_length=MODEL_CHARACTERS_MAX)
    key = EncryptedField(blank=True)
    seconds = models.PositiveSmallIntegerField(default=SECONDS_USUAL)
    on_since = models.DateTimeField(null=True)
    failures_in_row = models.PositiveIntegerField(default=0)
    spared_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="voice_waits_for_seconds", condition=models.Q(seconds__gte=1, seconds__lte=SECONDS_MAX)
            )
        ]

    def __str__(self) -> str:
        return self.address


class VoiceCall(models.Model):
    """What left, once for a message: `body` is all of it but the key, kept before it goes. `answer`: what came back,
    as it came. `outcome`: "" until it is known. `turn`: what the assistant then said, one way or the other."""

    heard = models.OneToOneField(MESSAGE, models.PROTECT, related_name="voice_call")
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+", db_index=False)
    turn = models.OneToOneField(Turn, models.PROTECT, null=True, related_name="voice_call")
    address = models.CharField(max_length=URL_CHARACTERS_MAX)
    body = models.TextField()
    answer = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    asked_at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["brand", "-id"], name="voice_calls_of_brand")]
