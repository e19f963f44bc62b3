"""What a customer has said about being written to: each word of theirs is a row, added and never changed."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from slovo.core.guarding import Rule, changes
from slovo.customers.models import Customer

WORDS_CHARACTERS_MAX = 60


class Purpose(StrEnum):
    """Why a rule writes. SERVICE: about a matter of their own, unless they object. MARKETING: only if they agreed."""

    SERVICE = "service"
    MARKETING = "marketing"


class How(StrEnum):
    PAGE = "page"  # on a page of theirs, also by a link in a letter
    DESK = "desk"  # to a colleague
    API = "api"  # elsewhere; a program brings it


class Consent(models.Model):
    """`channel`: on which, "" for all. `given`: they want it; else they do not, or no longer. `words`: the version of
    the words to which they said so. The last one that fits is what holds."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="consents", db_index=False)
    purpose = models.CharField(max_length=12)
    channel = models.CharField(max_length=20, blank=True)
    given = models.BooleanField()
    how = models.CharField(max_length=8)
    words = models.CharField(max_length=WORDS_CHARACTERS_MAX, blank=True)
    at = models.DateTimeField()
    by_kind = models.CharField(max_length=12)
    by_id = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consent_to_a_purpose", condition=Q(purpose__in=[purpose.value for purpose in Purpose])
            ),
            models.CheckConstraint(name="consent_said_somehow", condition=Q(how__in=[how.value for how in How])),
        ]
        indexes = [models.Index(fields=["customer", "purpose", "-id"], name="consent_last")]


GUARD = (
    Rule(
        "consent_as_said",
        "customers_consent",
        "UPDATE",
        "what a customer has said is never changed",
        changes("customer_id", "purpose", "channel", "given", "how", "words", "at", "by_kind", "by_id"),
    ),
)
