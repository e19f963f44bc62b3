"""What customers of the demo company have ordered, and what they wait for."""

from datetime import datetime, timedelta

from slovo.brands.models import Brand
from slovo.conversations.models import Conversation
from slovo.customers.models import Customer
from slovo.orders import feeding, reserving, returning
from slovo.orders.feeding import LineGiven, OrderGiven
from slovo.orders.models import Delivery, Order, Payment
from slovo.people.models import Staff

SOURCE = "shop"
KETTLE = ("Чайник «Лето»", "K-1", 450_000)
CUPS = ("Чашки, набор из шести", "C-6", 290_000)
OUT = ("Чайник «Зима»", "K-2")  # who asks for it waits until it comes
DAYS_AGO = (9, 6, 2, 1)


def order(brand: Brand, *, administrator: Staff, agent: Staff, at: datetime) -> None:
    """Of whoever wrote last: one was delivered and comes back in part, one is late, two are on their way; and of three
    who wait for a thing one is offered theirs."""
    talks = Conversation.objects.filter(brand=brand, root=None).select_related("customer__brand")
    found = list(talks.order_by("-last_message_at")[:4])
    placed = [
        _feed(talk.customer, number, at - timedelta(days=days), by=administrator)
        for number, (talk, days) in enumerate(zip(found, DAYS_AGO, strict=False))
    ]
    delivered_at = placed[0].placed_at + timedelta(days=2)
    _feed(found[0].customer, 0, placed[0].placed_at, by=administrator, at=delivered_at, delivery=Delivery.DELIVERED)
    cups = placed[0].lines.get(sku="C-6")
    returning.agree(
        order_id=placed[0].pk,
        quantities={cups.pk: 1},
        amount_minor=cups.price_minor,
        reason="Одна чашка со сколом",
        by=agent,
        at=at - timedelta(days=1),
    )
    for hours, talk in enumerate(found[:3]):
        title, sku = OUT
        asked_at = at - timedelta(hours=30 - hours)
        reserving.reserve(
            customer=talk.customer, sku=sku, title=title, quantity=1, about=talk.key, by=agent, at=asked_at
        )
    reserving.stock_came(brand=brand, sku=OUT[1], quantity=1, by=administrator, at=at - timedelta(hours=1))


def _feed(
    customer: Customer,
    number: int,
    placed_at: datetime,
    *,
    by: Staff,
    at: datetime | None = None,
    delivery: Delivery = Delivery.SHIPPED,
) -> Order:
    """With a date three days later: the second one is late."""
    promised_at = placed_at + timedelta(days=3)
    things = (KETTLE, CUPS) if number < 2 else (KETTLE,)
    ordered = [LineGiven(title, 1, price, sku=sku, promised_at=promised_at) for title, sku, price in things]
    given = OrderGiven(
        number=str(1510 + number),
        placed_at=placed_at,
        currency="RUB",
        total_minor=sum(line.price_minor for line in ordered),
        payment=Payment.PAID,
        delivery=delivery,
        as_of=at or placed_at,
        lines=ordered,
    )
    row, _news = feeding.take_order(
        brand=customer.brand,
        customer_id=customer.pk,
        source=SOURCE,
        external_id=f"A-{1510 + number}",
        given=given,
        by=by,
        at=at or placed_at,
    )
    return row
