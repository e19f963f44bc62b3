"""An order as WooCommerce tells of it (topics order.created, order.updated, order.restored; REST API v3), in our words.

What it does not say stays unsaid: it promises no dates. A cancelled order is told as cancelled by the company, for it
does not say by whom: what somebody else promised of it stays promised until a person has spoken with the customer.
https://woocommerce.github.io/woocommerce-rest-api-docs/#order-properties
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from slovo.api.hooks.told import OrderTold, fitting, read_json
from slovo.api.kinds import NAME_CHARACTERS_MAX, Text
from slovo.api.problems import WrongField
from slovo.api.resources.order_kinds import Quantity
from slovo.core.money import in_minor, is_currency, nearest_minor
from slovo.orders.models import ID_CHARACTERS_MAX, SKU_CHARACTERS_MAX, TITLE_CHARACTERS_MAX, Delivery

TOPIC = "X-WC-Webhook-Topic"
DELETED = "order.deleted"  # tells an id and nothing else
NO_ORDERS = {"trash", "auto-draft", "checkout-draft", "draft"}
AMOUNT_MAX = 10**11
_PING = re.compile(rb"webhook_id=\d{1,20}")


def _gmt(said: Any) -> datetime:
    """In Greenwich's time, without saying so."""
    try:
        moment = datetime.fromisoformat(said) if isinstance(said, str) and "T" in said else None
    except ValueError:
        moment = None
    if moment is None:
        raise PydanticCustomError("moment", "no moment")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


Gmt = Annotated[datetime, BeforeValidator(_gmt)]
Total = Annotated[Decimal, Field(ge=0, le=AMOUNT_MAX, max_digits=20)]
Price = Annotated[Decimal, Field(ge=0, le=AMOUNT_MAX)]
Status = Literal["pending", "processing", "on-hold", "completed", "cancelled", "refunded", "failed"]


class Part(BaseModel):
    """It tells more than we ask for."""

    model_config = ConfigDict(extra="ignore")


class Billing(Part):
    first_name: Text = ""
    last_name: Text = ""
    email: Text = ""
    phone: Text = ""


class Line(Part):
    name: Annotated[Text, Field(min_length=1)]
    sku: Text | None = None
    quantity: Quantity
    price: Price = Decimal(0)


class WooOrder(Part):
    id: Annotated[int, Field(ge=1)]
    number: Annotated[Text, Field(min_length=1, max_length=ID_CHARACTERS_MAX)]
    status: Status
    currency: Text
    total: Total
    date_created_gmt: Gmt
    date_modified_gmt: Gmt
    date_paid_gmt: Gmt | None = None
    date_completed_gmt: Gmt | None = None
    billing: Billing
    line_items: list[Line]


def is_ping(body: bytes) -> bool:
    """What it sends when its webhook is made: unsigned, and nothing is told by it."""
    return _PING.fullmatch(body.strip()) is not None


def orders_in(headers: Mapping[str, str], body: bytes, *, completed_means: Delivery) -> Sequence[OrderTold]:
    """None, where it tells of a draft or of what was thrown away."""
    topic = headers.get(TOPIC, "")
    if topic and not topic.startswith("order."):
        raise WrongField(
            TOPIC, _("This address takes orders only. Choose the topic “Order created” or “Order updated”.")
        )
    told = read_json(body)
    if topic == DELETED or (isinstance(told, dict) and told.get("status") in NO_ORDERS):
        return []
    return [_in_our_words(fitting(WooOrder, told), completed_means)]


def _in_our_words(told: WooOrder, completed_means: Delivery) -> OrderTold:
    if not is_currency(told.currency):
        raise WrongField("currency", _("This is no currency. Send one like UAH."))
    total = in_minor(told.total, told.currency)
    if total is None:
        raise WrongField("total", _("This is no amount of this currency."))
    delivery, email = _delivery(told, completed_means), told.billing.email.strip()
    ours = {
        "external_id": str(told.id),
        "customer": {
            "name": f"{told.billing.first_name} {told.billing.last_name}".strip()[:NAME_CHARACTERS_MAX],
            "email": email,
            "phone": "" if email else told.billing.phone,
        },
        "number": told.number,
        "placed_at": told.date_created_gmt.isoformat(),
        "as_of": told.date_modified_gmt.isoformat(),
        "currency": told.currency,
        "total_minor": total,
        "payment": "refunded" if told.status == "refunded" else "paid" if told.date_paid_gmt else "unpaid",
        "delivery": delivery.value,
        "cancelled_by": "company" if delivery == Delivery.CANCELLED else None,
        "lines": [_line(line, told.currency) for line in told.line_items],
    }
    return fitting(OrderTold, ours)


def _line(line: Line, currency: str) -> dict[str, Any]:
    """`price` is without taxes and a share of a discount: rounded, and only to be read."""
    return {
        "sku": (line.sku or "")[:SKU_CHARACTERS_MAX],
        "title": line.name[:TITLE_CHARACTERS_MAX],
        "quantity": line.quantity,
        "price_minor": nearest_minor(line.price, currency),
    }


def _delivery(told: WooOrder, completed_means: Delivery) -> Delivery:
    """Whose money was given back before it was completed gets nothing any more."""
    if told.status == "completed" or (told.status == "refunded" and told.date_completed_gmt):
        return completed_means
    return Delivery.CANCELLED if told.status in ("cancelled", "refunded") else Delivery.ORDERED
