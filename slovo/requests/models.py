"""What customers may ask for, what they may choose, and what they chose."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from slovo.brands.models import Brand
from slovo.customers.models import Customer
from slovo.people.models import Staff, Team
from slovo.promises.models import Promise
from slovo.requests.periods import Per

SLUG_CHARACTERS_MAX = 40
NAME_CHARACTERS_MAX = 120
TEXT_CHARACTERS_MAX = 1_000
ABOUT_CHARACTERS_MAX = 60

Texts = dict[str, str]  # by language


def in_language(texts: Texts, *languages: str) -> str:
    """In the first of these in which it is said, else in any."""
    return next((texts[one] for one in languages if texts.get(one)), next(iter(texts.values()), ""))


class RequestType(models.Model):
    """What a customer may ask for. One that demands a choice is not taken without one.

    `owner`, `team`: who is responsible for what its options promise.
    """

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="request_types")
    slug = models.SlugField(max_length=SLUG_CHARACTERS_MAX, db_index=False)
    names = models.JSONField()
    demands_choice = models.BooleanField()
    owner = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", db_index=False)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["slug"]
        constraints = [models.UniqueConstraint(fields=["brand", "slug"], name="one_request_type_a_slug")]

    def name(self, language: str) -> str:
        return in_language(self.names, language, self.brand.language)


class RequestOption(models.Model):
    """One of the ways in which a request is met. What it says is in its versions; the last one holds."""

    request_type = models.ForeignKey(RequestType, models.PROTECT, related_name="options")
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]


class OptionVersion(models.Model):
    """What an option says, and what it makes. It never changes: other words are another version.

    `price_minor`: in the currency's smallest unit; None where it costs nothing more. `promise_minutes`: of working
    time, within which what it promises is due. `capacity`: so many `per` period, first come, first served; None: as
    many as like.
    """

    option = models.ForeignKey(RequestOption, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    names = models.JSONField()
    promised = models.JSONField()
    not_promised = models.JSONField()
    limits = models.JSONField(default=dict)
    price_minor = models.PositiveBigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    promise_kind = models.CharField(max_length=20, blank=True)
    promise_minutes = models.PositiveIntegerField(null=True)
    capacity = models.PositiveIntegerField(null=True)
    per = models.CharField(max_length=4, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["option", "number"], name="one_version_a_number"),
            models.CheckConstraint(
                name="price_in_a_currency",
                condition=Q(price_minor=None, currency="") | (Q(price_minor__isnull=False) & ~Q(currency="")),
            ),
            models.CheckConstraint(
                name="promise_of_a_kind_in_time",
                condition=Q(promise_kind="", promise_minutes=None) | (~Q(promise_kind="") & Q(promise_minutes__gt=0)),
            ),
            models.CheckConstraint(
                name="capacity_in_a_period",
                condition=Q(capacity=None, per="") | Q(capacity__gt=0, per__in=[one.value for one in Per]),
            ),
        ]

    def name(self, *languages: str) -> str:
        return in_language(self.names, *languages)

    def wording(self, *languages: str) -> dict[str, Any]:
        """As the customer reads it, to be kept beside what they chose."""
        return {
            "name": in_language(self.names, *languages),
            "promised": in_language(self.promised, *languages),
            "not_promised": in_language(self.not_promised, *languages),
            "limits": in_language(self.limits, *languages),
            "price_minor": self.price_minor,
            "currency": self.currency,
        }


class OptionSlot(models.Model):
    """The places of an option in one period, and how many are taken: never more than there are."""

    option = models.ForeignKey(RequestOption, models.PROTECT, related_name="slots", db_index=False)
    per = models.CharField(max_length=4)
    starts_on = models.DateField()
    places = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["option", "per", "starts_on"], name="one_slot_a_period"),
            models.CheckConstraint(name="slot_never_oversold", condition=Q(taken__lte=F("places"))),
        ]


class Choice(models.Model):
    """What somebody chose, in the words that they read. It is shown for ever; one that is given back, too.

    `about`: the key of the conversation. `how`: on the page, or said to an agent, who is `by`.
    """

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="choices")
    about = models.CharField(max_length=ABOUT_CHARACTERS_MAX)
    request_type = models.ForeignKey(RequestType, models.PROTECT, related_name="choices")
    version = models.ForeignKey(OptionVersion, models.PROTECT, related_name="choices", db_index=False)
    language = models.CharField(max_length=2)
    wording = models.JSONField()
    how = models.CharField(max_length=12)
    by_kind = models.CharField(max_length=12)
    by_id = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    slot = models.ForeignKey(OptionSlot, models.PROTECT, null=True, related_name="choices", db_index=False)
    promise = models.ForeignKey(Promise, models.PROTECT, null=True, related_name="choices", db_index=False)
    given_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="choice_says_how", condition=~Q(how="")),
            models.UniqueConstraint(
                fields=["about", "request_type"],
                name="one_choice_stands",
                condition=Q(given_back_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["about"], name="choice_about"),
            models.Index(fields=["promise"], name="choice_promise", condition=Q(promise__isnull=False)),
        ]


# The other tables of this domain, which look up at these: Django finds models here.
from slovo.requests import extra_models, form_models  # noqa: E402, F401  (see above)
