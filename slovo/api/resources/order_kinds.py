"""What an order looks like from outside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from slovo.api.answers import Shape, moment
from slovo.api.kinds import Given, Moment, Name, Paged, Shown, Text
from slovo.core.secrets import sealed
from slovo.orders import reserving
from slovo.orders.feeding import LINES_MAX
from slovo.orders.models import (
    ID_CHARACTERS_MAX,
    SKU_CHARACTERS_MAX,
    TITLE_CHARACTERS_MAX,
    WORDS_CHARACTERS_MAX,
    Order,
    Return,
)

AMOUNT_MINOR_MAX = 10**13
EXTERNAL_ID = r"^[A-Za-z0-9._~:-]{1,100}$"
Id = Annotated[Text, Field(min_length=1, max_length=ID_CHARACTERS_MAX)]
Sku = Annotated[Text, Field(min_length=1, max_length=SKU_CHARACTERS_MAX, pattern=r"\S")]
Title = Annotated[Text, Field(min_length=1, max_length=TITLE_CHARACTERS_MAX, pattern=r"\S")]
Words = Annotated[Text, Field(min_length=1, max_length=WORDS_CHARACTERS_MAX, pattern=r"\S")]
Amount = Annotated[int, Field(ge=0, le=AMOUNT_MINOR_MAX, description="In the smallest unit of the currency.")]
Quantity = Annotated[int, Field(ge=1, le=reserving.QUANTITY_MAX)]
PaymentState = Literal["unpaid", "partly_paid", "paid", "refunded"]
DeliveryState = Literal["ordered", "packed", "shipped", "delivered", "cancelled"]


class OrderLineShown(Shown):
    id: UUID
    sku: str
    title: str
    quantity: int
    price_minor: int
    delivery: DeliveryState
    promised_at: datetime | None
    delivered_at: datetime | None
    promise: UUID | None


class ReturnShown(Shown):
    """`owed_since`: from then on the refund is an obligation, because we were late."""

    id: UUID
    order: UUID
    reason: str
    amount_minor: int
    currency: str
    state: Literal["agreed", "received", "refunded", "withdrawn"]
    made_at: datetime
    received_at: datetime | None
    refunded_at: datetime | None
    refund_reference: str
    withdrawn_at: datetime | None
    owed_since: datetime | None
    owed_because: str
    promise: UUID | None


class OrderShown(Shown):
    """`as_of`: of when the shop's state is."""

    id: UUID
    brand: UUID
    customer: UUID
    source: str
    external_id: str
    number: str
    placed_at: datetime
    currency: str
    total_minor: int
    payment: PaymentState
    delivery: DeliveryState
    as_of: datetime
    lines: list[OrderLineShown]
    returns: list[ReturnShown]


class OrderPage(Shown):
    data: list[OrderShown]
    next: str | None


class Filters(Paged):
    brand: UUID | None = None
    customer: UUID | None = None
    number: Annotated[Text, Field(max_length=ID_CHARACTERS_MAX)] = ""


class Buyer(Given):
    """By an address or a telephone number: whoever it leads to, else somebody new."""

    name: Name = ""
    email: Annotated[Text, Field(max_length=254)] = ""
    phone: Annotated[Text, Field(max_length=40)] = ""
    language: Literal["", "ru", "uk", "en"] = ""


class LineBrought(Given):
    """`delivery`: where it differs from that of the order. `promised_at`: by then it is with the customer.
    `delivered_at`: since when it is, where you tell of it later. What we hear of after the promised moment stays broken
    in the figures; that it came in time is said wherever it is shown."""

    sku: Annotated[Text, Field(max_length=SKU_CHARACTERS_MAX)] = ""
    title: Title
    quantity: Quantity = 1
    price_minor: Amount = 0
    delivery: DeliveryState | None = None
    promised_at: Moment | None = None
    delivered_at: Moment | None = None


class OrderBrought(Given):
    """The whole order as it stands at `as_of`. `reason`: why another date is promised, for the customer to read.
    `cancelled_by`: what we cancel ourselves stays promised until somebody has spoken with the customer. It is needed
    where something with a promised date is cancelled, and not guessed."""

    brand: UUID | None = None
    customer: Buyer
    number: Id
    placed_at: Moment
    as_of: Moment
    currency: Annotated[Text, Field(min_length=3, max_length=3)]
    total_minor: Amount
    payment: PaymentState = "unpaid"
    delivery: DeliveryState = "ordered"
    lines: Annotated[list[LineBrought], Field(min_length=1, max_length=LINES_MAX)]
    reason: Annotated[Text, Field(max_length=WORDS_CHARACTERS_MAX)] = ""
    cancelled_by: Literal["customer", "company"] | None = None


class LineReturned(Given):
    line: UUID
    quantity: Quantity = 1


class ReturnBrought(Given):
    """`amount_minor`: what is given back; the promise to do so is made with it."""

    order: UUID
    lines: Annotated[list[LineReturned], Field(max_length=LINES_MAX)] = []
    amount_minor: Amount
    reason: Words


class RefundBrought(Given):
    reference: Annotated[Text, Field(max_length=ID_CHARACTERS_MAX, description="By which the bank knows it.")] = ""


class Withdrawal(Given):
    words: Words


def shapes(rows: Sequence[Order]) -> list[Shape]:
    return [shape(row) for row in rows]


def shape(row: Order) -> Shape:
    return {
        "id": row.public_id,
        "brand": row.brand.public_id,
        "customer": row.customer.public_id,
        "source": row.source,
        "external_id": row.external_id,
        "number": row.number,
        "placed_at": moment(row.placed_at),
        "currency": row.currency,
        "total_minor": row.total_minor,
        "payment": row.payment,
        "delivery": row.delivery,
        "as_of": moment(row.as_of),
        "lines": [
            {
                "id": sealed("order_line", line.pk),
                "sku": line.sku,
                "title": line.title,
                "quantity": line.quantity,
                "price_minor": line.price_minor,
                "delivery": line.delivery,
                "promised_at": moment(line.promised_at),
                "delivered_at": moment(line.delivered_at),
                "promise": line.promise.shown_id if line.promise else None,
            }
            for line in row.lines.all()
        ],
        "returns": [_return(one, row) for one in row.returns.all()],
    }


def _return(row: Return, order: Order) -> Shape:
    state = "refunded" if row.refunded_at else "withdrawn" if row.withdrawn_at else None
    return {
        "id": row.public_id,
        "order": order.public_id,
        "reason": row.reason,
        "amount_minor": row.amount_minor,
        "currency": order.currency,
        "state": state or ("received" if row.received_at else "agreed"),
        "made_at": moment(row.made_at),
        "received_at": moment(row.received_at),
        "refunded_at": moment(row.refunded_at),
        "refund_reference": row.refund_reference,
        "withdrawn_at": moment(row.withdrawn_at),
        "owed_since": moment(row.owed_since),
        "owed_because": row.owed_because,
        "promise": row.refund.shown_id if row.refund else None,
    }
