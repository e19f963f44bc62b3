"""What a customer has said about being written to: each word of theirs is a row, added and never changed."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from slovo.core.guarding import Rule, changes
from slovo.customers.models import Customer
from slovo.people.models import Staff

WORDS_CHARACTERS_MAX = 60
FORM_WORDS = "form-"  # the version of words that stand in a form begins with it


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
    the words to which they said so. `confirms`: of when the letter is by whose link they said it; null: by none. The
    last one that fits and is proven is what holds."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="consents", db_index=False)
    purpose = models.CharField(max_length=12)
    channel = models.CharField(max_length=20, blank=True)
    given = models.BooleanField()
    how = models.CharField(max_length=8)
    words = models.CharField(max_length=WORDS_CHARACTERS_MAX, blank=True)
    at = models.DateTimeField()
    by_kind = models.CharField(max_length=12)
    by_id = models.CharField(max_length=60, blank=True)
    confirms = models.DateTimeField(null=True)

    @property
    def is_proven(self) -> bool:
        """Else anybody may have ticked it in their name: UNPROVEN."""
        on_a_form = self.given and self.how == How.PAGE and self.words.startswith(FORM_WORDS)
        return not (on_a_form and self.purpose == Purpose.MARKETING and self.confirms is None)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consent_to_a_purpose", condition=Q(purpose__in=[purpose.value for purpose in Purpose])
            ),
            models.CheckConstraint(name="consent_said_somehow", condition=Q(how__in=[how.value for how in How])),
        ]
        indexes = [models.Index(fields=["customer", "purpose", "-id"], name="consent_last")]


class ConsentLetter(models.Model):
    """Somebody of ours has had a letter sent that asks to confirm what was ticked on a form: once, ever."""

    consent = models.OneToOneField(Consent, models.PROTECT, related_name="letter")
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)


# Ticked on a page for everybody before letters asked for a word: whose address it is, nobody knows.
UNPROVEN = Q(purpose=Purpose.MARKETING, given=True, how=How.PAGE, words__startswith=FORM_WORDS, confirms=None)

GUARD = (
    Rule(
        "consent_as_said",
        "customers_consent",
        "UPDATE",
        "what a customer has said is never changed",
        changes("customer_id", "purpose", "channel", "given", "how", "words", "at", "by_kind", "by_id"),
    ),
)

GUARD_OF_LETTERS = (
    Rule(
        "consent_confirmed_once",
        "customers_consent",
        "UPDATE",
        "what a customer has confirmed is never changed",
        changes("confirms"),
    ),
)
