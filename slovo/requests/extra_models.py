"""What a customer gets beyond what was promised."""

from django.db import models
from django.db.models import Q

from slovo.brands.models import Brand
from slovo.customers.models import Customer
from slovo.people.models import Staff

WHAT_CHARACTERS_MAX = 200
REASON_CHARACTERS_MAX = 300
WORDS_CHARACTERS_MAX = 500


class Extra(models.Model):
    """A gift, an upgrade, an unusual effort. It is told as what it is, or it is given in silence.

    `usual_price_minor`: what it costs others; `charge_minor`: what it costs this customer, nothing unless they asked
    for it. `handover_words`: for whoever hands it over. `phrase`: what is written to the customer. `drafted_by`: in
    whose answer it was recorded; if that is dropped before it has left, they take it back.
    """

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="extras")
    about = models.CharField(max_length=60)
    what = models.CharField(max_length=WHAT_CHARACTERS_MAX)
    reason = models.CharField(max_length=REASON_CHARACTERS_MAX)
    usual_price_minor = models.PositiveBigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    limits = models.CharField(max_length=WORDS_CHARACTERS_MAX, blank=True)
    handover_words = models.CharField(max_length=WORDS_CHARACTERS_MAX, blank=True)
    phrase = models.CharField(max_length=1_500)
    asked_for = models.BooleanField(default=False)
    charge_minor = models.PositiveBigIntegerField(default=0)
    recorded_at = models.DateTimeField()
    by_kind = models.CharField(max_length=12)
    by_id = models.CharField(max_length=60)
    drafted_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    taken_back_at = models.DateTimeField(null=True)
    announced_at = models.DateTimeField(null=True)
    announced_how = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="extra_in_words", condition=~Q(what="") & ~Q(reason="") & ~Q(phrase="")),
            models.CheckConstraint(name="unasked_extra_costs_nothing", condition=Q(asked_for=True) | Q(charge_minor=0)),
            models.CheckConstraint(
                name="extra_price_in_a_currency",
                condition=Q(currency="", usual_price_minor=None, charge_minor=0) | ~Q(currency=""),
            ),
            models.CheckConstraint(
                name="extra_announced_somehow",
                condition=Q(announced_at=None, announced_how="")
                | (Q(announced_at__isnull=False) & ~Q(announced_how="")),
            ),
            models.CheckConstraint(
                name="extra_taken_back_untold",
                condition=Q(taken_back_at=None) | Q(announced_at=None, drafted_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["about"], name="extra_about"),
            models.Index(fields=["brand", "id"], name="extra_newest"),
            models.Index(fields=["brand", "recorded_at"], name="extra_untold", condition=Q(announced_at=None)),
            models.Index(fields=["recorded_at"], name="extra_lately", condition=Q(announced_at=None)),
        ]
