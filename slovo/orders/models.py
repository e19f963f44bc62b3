"""What a shop tells us of what somebody bought: enough to promise, and to show how it stands."""

from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from slovo.brands.models import Brand
from slovo.core.ids import new_id
from slovo.customers.models import Customer
from slovo.people.models import Team
from slovo.promises.models import Promise

SOURCE_CHARACTERS_MAX = 40
ID_CHARACTERS_MAX = 100
SKU_CHARACTERS_MAX = 100
TITLE_CHARACTERS_MAX = 300
CURRENCY_CHARACTERS = 3
WORDS_CHARACTERS_MAX = 500
CALLED_OFF = "called_off"  # why a promise is released: the customer wants it no more


class Payment(StrEnum):
    UNPAID = "unpaid"
    PARTLY = "partly_paid"
    PAID = "paid"
    REFUNDED = "refunded"


class Delivery(StrEnum):
    ORDERED = "ordered"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


DONE_WITH = (Delivery.DELIVERED.value, Delivery.CANCELLED.value)


class OrderRules(models.Model):
    """How a brand works with its orders. `team`: owes what is promised about them."""

    brand = models.OneToOneField(Brand, models.CASCADE, related_name="order_rules")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="+")
    hold_hours = models.PositiveSmallIntegerField(default=48)  # what has come is kept for whoever asked
    refund_days = models.PositiveSmallIntegerField(default=10)

    class Meta:
        constraints = [
            models.CheckConstraint(name="held_for_a_while", condition=Q(hold_hours__gte=1)),
            models.CheckConstraint(name="refunded_some_day", condition=Q(refund_days__gte=1)),
        ]


class Order(models.Model):
    """`source` and `external_id`: where it comes from, and its name there. `as_of`: of when the shop's state is."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="orders", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="orders", db_index=False)
    source = models.CharField(max_length=SOURCE_CHARACTERS_MAX)
    external_id = models.CharField(max_length=ID_CHARACTERS_MAX)
    number = models.CharField(max_length=ID_CHARACTERS_MAX)  # as the customer knows it
    placed_at = models.DateTimeField()
    currency = models.CharField(max_length=CURRENCY_CHARACTERS)
    total_minor = models.PositiveBigIntegerField()
    payment = models.CharField(max_length=12)
    delivery = models.CharField(max_length=10)
    as_of = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "source", "external_id"], name="one_order_a_name"),
            models.CheckConstraint(name="order_in_a_currency", condition=~Q(currency="")),
            models.CheckConstraint(
                name="order_is_paid_somehow", condition=Q(payment__in=[one.value for one in Payment])
            ),
            models.CheckConstraint(
                name="order_stands_somewhere", condition=Q(delivery__in=[one.value for one in Delivery])
            ),
        ]
        indexes = [
            models.Index(name="order_newest", fields=["brand", "-placed_at", "-id"]),
            models.Index(name="order_of_customer", fields=["customer", "-placed_at"]),
            models.Index(name="order_by_number", fields=["brand", "number"]),
        ]

    @property
    def key(self) -> str:
        return f"order:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.delivery not in DONE_WITH


class OrderLine(models.Model):
    """`promised_at`: by when the shop says that it is with the customer; the promise keeps it. `delivered_at`: since
    when it is there, as the shop or whoever carries it says."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    sku = models.CharField(max_length=SKU_CHARACTERS_MAX, blank=True)
    title = models.CharField(max_length=TITLE_CHARACTERS_MAX)
    quantity = models.PositiveIntegerField()
    price_minor = models.PositiveBigIntegerField()
    delivery = models.CharField(max_length=10)
    promised_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    promise = models.OneToOneField(Promise, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="one_line_a_position"),
            models.CheckConstraint(name="line_of_something", condition=Q(quantity__gte=1)),
            models.CheckConstraint(
                name="line_stands_somewhere", condition=Q(delivery__in=[one.value for one in Delivery])
            ),
        ]
        indexes = [models.Index(name="line_by_sku", fields=["sku"], condition=~Q(sku=""))]

    @property
    def is_open(self) -> bool:
        return self.delivery not in DONE_WITH


class Return(models.Model):
    """Goods come back, or what was paid for nothing does. `refund`: the promise to give the money back."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="returns")
    reason = models.CharField(max_length=WORDS_CHARACTERS_MAX)
    amount_minor = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    refunded_at = models.DateTimeField(null=True)
    refund_reference = models.CharField(max_length=ID_CHARACTERS_MAX, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal = models.CharField(max_length=WORDS_CHARACTERS_MAX, blank=True)
    refund = models.OneToOneField(Promise, models.PROTECT, null=True, related_name="+")
    owed_since = models.DateTimeField(null=True)
    owed_because = models.CharField(max_length=WORDS_CHARACTERS_MAX, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="refunded_or_withdrawn", condition=Q(refunded_at=None) | Q(withdrawn_at=None)),
            models.CheckConstraint(
                name="withdrawn_in_words",
                condition=Q(withdrawn_at=None, withdrawal="") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawal="")),
            ),
            # Where our side slipped, the refund is an obligation: nobody refuses it any more.
            models.CheckConstraint(
                name="what_is_owed_is_refunded",
                condition=Q(owed_since=None, owed_because="")
                | (Q(owed_since__isnull=False, withdrawn_at=None) & ~Q(owed_because="")),
            ),
        ]

    @property
    def key(self) -> str:
        return f"return:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.refunded_at is None and self.withdrawn_at is None


class ReturnLine(models.Model):
    returned = models.ForeignKey(Return, models.CASCADE, related_name="lines")
    line = models.ForeignKey(OrderLine, models.PROTECT, related_name="returned")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["returned", "line"], name="one_return_line_a_line"),
            models.CheckConstraint(name="return_of_something", condition=Q(quantity__gte=1)),
        ]


class Held(StrEnum):
    WAITS = "waits"
    OFFERED = "offered"
    TAKEN = "taken"
    LET_GO = "let_go"
    EXPIRED = "expired"


class Stock(models.Model):
    """What has come of a thing and is nobody's yet: whoever waits longest is offered it first."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="+", db_index=False)
    sku = models.CharField(max_length=SKU_CHARACTERS_MAX)
    free = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "sku"], name="one_stock_a_thing")]


class Reservation(models.Model):
    """Somebody waits for a thing that is not there. `expected_at`: when it should come, which is promised."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="reservations")
    about = models.CharField(max_length=60, blank=True)  # the conversation in which they asked
    sku = models.CharField(max_length=SKU_CHARACTERS_MAX)
    title = models.CharField(max_length=TITLE_CHARACTERS_MAX)
    quantity = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=7, default=Held.WAITS.value)
    made_at = models.DateTimeField()
    expected_at = models.DateTimeField(null=True)
    promise = models.OneToOneField(Promise, models.PROTECT, null=True, related_name="+")
    offered_at = models.DateTimeField(null=True)
    hold_until = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="reserved_something", condition=Q(quantity__gte=1)),
            models.CheckConstraint(
                name="reservation_stands_somewhere", condition=Q(state__in=[one.value for one in Held])
            ),
            models.CheckConstraint(
                name="offered_for_a_while",
                condition=Q(state="waits", offered_at=None)
                | Q(state="offered", hold_until__gt=F("offered_at"))
                | Q(settled_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="reservation_line", fields=["brand", "sku", "made_at", "id"], condition=Q(state="waits")),
            models.Index(name="reservation_held", fields=["hold_until"], condition=Q(state="offered")),
            models.Index(name="reservation_newest", fields=["brand", "-made_at", "-id"]),
            models.Index(name="reservation_state", fields=["brand", "state", "made_at", "id"]),
        ]

    @property
    def key(self) -> str:
        return f"reservation:{self.pk}"


# The other tables of this domain: Django finds models here.
from slovo.orders import hook_models, import_models  # noqa: E402, F401  # they look up at the models above, and are only to be found
