"""What has been given because somebody waited longer than we said. The rules: `rule_models.py`."""

from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from slovo.brands.models import Brand
from slovo.conversations.models import Message
from slovo.customers.models import Customer
from slovo.people.models import Staff, Team
from slovo.promises.models import Promise
from slovo.promises.rating_models import PromiseRating
from slovo.recovery.rule_models import CURRENCY_CHARACTERS, CodePool, Gives, OverrunRule, RuleTerms

CODE_CHARACTERS_MAX = 40
REFERENCE_CHARACTERS_MAX = 100
WORDS_CHARACTERS_MAX = 500


class PromiseValue(models.Model):
    """What the thing that was promised costs."""

    promise = models.OneToOneField(Promise, models.PROTECT, related_name="value")
    amount_minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=CURRENCY_CHARACTERS)
    named_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="value_in_a_currency", condition=~Q(currency=""))]


class Overrun(models.Model):
    """One step's moment for one broken promise. `settled_at`: what follows from it has been done, once."""

    promise = models.ForeignKey(Promise, models.PROTECT, related_name="overruns", db_index=False)
    terms = models.ForeignKey(RuleTerms, models.PROTECT, related_name="+", db_index=False)
    rule = models.ForeignKey(OverrunRule, models.PROTECT, related_name="+")
    falls_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["promise", "rule"], name="one_overrun_a_step")]
        indexes = [models.Index(name="overrun_to_settle", fields=["falls_at"], condition=Q(settled_at=None))]


class State(StrEnum):
    WAITS = "waits"
    GIVEN = "given"
    OBLIGATION = "obligation"
    REFUSED = "refused"
    USED = "used"
    PAID = "paid"
    TAKEN_BACK = "taken_back"


class Waiting(StrEnum):
    """Why a compensation waits for somebody."""

    AMOUNT = "amount"  # it is above what needs no approval
    VALUE = "value"  # nobody knows how much it would be
    CODES = "codes"  # the pool is empty


class Compensation(models.Model):
    """What one broken promise gives by one step: once, whoever works it out however often.

    `owed`: an obligation from the start; it is paid, and nothing else can become of it. A refund that is a favour can
    be taken back (`taking_back.py`): `taken_back_how` says how the customer agreed, "" where they knew nothing of it.
    """

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+", db_index=False)
    promise = models.ForeignKey(Promise, models.PROTECT, related_name="compensations", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="compensations", db_index=False)
    case = models.CharField(max_length=60)  # what the promise is about
    rule = models.ForeignKey(OverrunRule, models.PROTECT, related_name="+")
    terms = models.ForeignKey(RuleTerms, models.PROTECT, related_name="compensations")
    gives = models.CharField(max_length=6)
    state = models.CharField(max_length=10)
    owed = models.BooleanField(default=False)
    percent = models.PositiveSmallIntegerField(null=True)
    amount_minor = models.PositiveBigIntegerField(null=True)
    currency = models.CharField(max_length=CURRENCY_CHARACTERS, blank=True)
    code = models.CharField(max_length=CODE_CHARACTERS_MAX, blank=True)
    valid_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    waits_for = models.CharField(max_length=8, blank=True)
    given_at = models.DateTimeField(null=True)
    refund = models.OneToOneField(Promise, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    refusal = models.CharField(max_length=WORDS_CHARACTERS_MAX, blank=True)
    told_at = models.DateTimeField(null=True)
    told_how = models.CharField(max_length=10, blank=True)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+", db_index=False)
    untold_since = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    used_reference = models.CharField(max_length=REFERENCE_CHARACTERS_MAX, blank=True)
    paid_at = models.DateTimeField(null=True)
    paid_reference = models.CharField(max_length=REFERENCE_CHARACTERS_MAX, blank=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    taken_back_words = models.CharField(max_length=WORDS_CHARACTERS_MAX, blank=True, default="", db_default="")
    taken_back_how = models.CharField(max_length=10, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["promise", "rule"], name="one_compensation_a_step"),
            models.UniqueConstraint(fields=["brand", "code"], condition=~Q(code=""), name="one_compensation_a_code"),
            models.CheckConstraint(
                name="what_is_owed_is_never_stopped",
                condition=Q(owed=False, state__in=["waits", "given", "refused", "used", "paid", "taken_back"])
                | Q(owed=True, gives=Gives.REFUND.value, state__in=["obligation", "paid"], refund__isnull=False),
            ),
            models.CheckConstraint(
                name="compensation_given_at_a_moment",
                condition=Q(given_at=None, state__in=["waits", "refused"])
                | Q(given_at__isnull=False, state__in=["given", "obligation", "used", "paid", "taken_back"]),
            ),
            models.CheckConstraint(
                name="compensation_given_whole",
                condition=Q(given_at=None)
                | (Q(gives=Gives.CODE.value) & ~Q(code="") & Q(valid_until__isnull=False))
                | Q(gives=Gives.REFUND.value, refund__isnull=False),
            ),
            models.CheckConstraint(
                name="compensation_used_or_paid",
                condition=Q(used_at__isnull=False, gives=Gives.CODE.value, state="used")
                | (Q(used_at=None) & ~Q(state="used")),
            ),
            models.CheckConstraint(
                name="compensation_paid_with_an_amount",
                condition=Q(paid_at__isnull=False, gives=Gives.REFUND.value, state="paid", amount_minor__gt=0)
                | (Q(paid_at=None) & ~Q(state="paid")),
            ),
            models.CheckConstraint(
                name="compensation_taken_back_by_somebody",
                condition=Q(
                    state="taken_back",
                    gives=Gives.REFUND.value,
                    taken_back_at__isnull=False,
                    taken_back_by__isnull=False,
                )
                & ~Q(taken_back_words="")
                | ~Q(state="taken_back") & Q(taken_back_at=None, taken_back_by=None),
            ),
            models.CheckConstraint(
                name="compensation_taken_back_with_consent",
                condition=~Q(state="taken_back") | Q(told_at=None, untold_since=None) | ~Q(taken_back_how=""),
            ),
            models.CheckConstraint(
                name="compensation_refused_for_a_reason", condition=~Q(state="refused") | ~Q(refusal="")
            ),
            models.CheckConstraint(
                name="compensation_waits_for_something",
                condition=(Q(state="waits") & ~Q(waits_for="")) | (~Q(state="waits") & Q(waits_for="")),
            ),
            models.CheckConstraint(
                name="compensation_decided_by_somebody",
                condition=Q(decided_at=None, decided_by=None) | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="compensation_state", fields=["brand", "state", "id"]),
            models.Index(name="compensation_newest", fields=["brand", "-id"]),
            models.Index(name="compensation_given", fields=["brand", "given_at"], condition=Q(given_at__isnull=False)),
            models.Index(name="compensation_customer", fields=["customer", "given_at"]),
            models.Index(name="compensation_case", fields=["case"]),
            models.Index(
                name="compensation_untold",
                fields=["brand", "id"],
                condition=Q(untold_since__isnull=False, told_at=None),
            ),
        ]

    @property
    def is_given(self) -> bool:
        return self.given_at is not None and self.state != State.TAKEN_BACK

    @property
    def is_unheard(self) -> bool:
        """A favour of which the customer can know nothing yet: no letter has left, and no page shows it."""
        favour = self.gives == Gives.REFUND and self.state == State.GIVEN
        return favour and self.told_at is None and self.untold_since is None


class DiscountCode(models.Model):
    """One of a pool's. Whoever sets `taken_by` first has it."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="+", db_index=False)
    pool = models.ForeignKey(CodePool, models.CASCADE, related_name="codes", db_index=False)
    code = models.CharField(max_length=CODE_CHARACTERS_MAX)
    taken_by = models.OneToOneField(Compensation, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "code"], name="one_discount_code"),
            models.CheckConstraint(name="discount_code_in_letters", condition=~Q(code="")),
        ]
        indexes = [models.Index(name="discount_code_free", fields=["pool", "id"], condition=Q(taken_by=None))]


class Work(StrEnum):
    """What a recovery task asks for."""

    REFUND = "refund"
    CARE = "care"


class RecoveryTask(models.Model):
    """Somebody is to make it good: pay back what is promised, or speak with the customer. `rule`: of the delay that
    asks for it; None: the customer gave a low mark, `rating`."""

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+", db_index=False)
    promise = models.ForeignKey(Promise, models.PROTECT, related_name="recovery_tasks", db_index=False)
    rule = models.ForeignKey(OverrunRule, models.PROTECT, null=True, related_name="+", db_index=False)
    rating = models.OneToOneField(PromiseRating, models.PROTECT, null=True, related_name="+")
    compensation = models.OneToOneField(Compensation, models.PROTECT, null=True, related_name="task")
    what = models.CharField(max_length=6)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", db_index=False)
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    words = models.CharField(max_length=WORDS_CHARACTERS_MAX, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["promise", "rule"], name="one_recovery_task_a_step"),
            models.CheckConstraint(
                name="recovery_task_for_a_reason",
                condition=Q(rule__isnull=False, rating=None) | Q(rule=None, rating__isnull=False),
            ),
            models.CheckConstraint(
                name="recovery_task_done_by_somebody",
                condition=Q(done_at=None, done_by=None) | Q(done_at__gte=F("opened_at"), done_by__isnull=False),
            ),
            models.CheckConstraint(
                name="refund_task_of_a_refund", condition=~Q(what=Work.REFUND.value) | Q(compensation__isnull=False)
            ),
        ]
        indexes = [
            models.Index(name="recovery_task_open", fields=["brand", "id"], condition=Q(done_at=None)),
            models.Index(name="recovery_task_done", fields=["brand", "done_at"], condition=Q(done_at__isnull=False)),
        ]
