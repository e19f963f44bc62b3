"""What the shop and Anna do in more tests than one."""

from datetime import timedelta

from django.utils import timezone

from slovo.customers.models import Customer
from slovo.orders import feeding, hooking, reserving
from slovo.orders.feeding import LineGiven, OrderGiven
from slovo.orders.hook_models import Form, OrderHook
from slovo.orders.models import Delivery, Order, Payment, Reservation
from tests.cast import IRINA, Cast

A_FILE = b"number,placed_at,currency,email,title,price\n1600,2026-11-20,RUB,irina@example.com,Kettle,4500\n"


def an_order(cast: Cast) -> Order:
    """Of the customer who has written, a kettle, in two days."""
    at = timezone.now()
    kettle = LineGiven("Чайник «Лето»", 1, 450_000, sku="K-1", promised_at=at + timedelta(days=2))
    given = OrderGiven(
        number="1512",
        placed_at=at,
        currency="RUB",
        total_minor=450_000,
        payment=Payment.PAID,
        delivery=Delivery.ORDERED,
        as_of=at,
        lines=[kettle],
    )
    customer = Customer.objects.get(identities__value=IRINA)
    row, _new = feeding.take_order(
        brand=cast.chainik,
        customer_id=customer.pk,
        source="shop",
        external_id="A-1512",
        given=given,
        by=cast.maria,
        at=at,
    )
    return row


def reserve_for(cast: Cast) -> Reservation:
    """The kettle that is out, for the customer who has written."""
    customer = Customer.objects.select_related("brand").get(identities__value=IRINA)
    return reserving.reserve(
        customer=customer, sku="K-2", title="Чайник «Зима»", quantity=1, by=cast.anna, at=timezone.now()
    )


def a_hook(
    cast: Cast, *, form: Form = Form.SLOVO, completed_means: Delivery = Delivery.SHIPPED
) -> tuple[OrderHook, str, str]:
    """Where the shop tells of orders, the end of its address, and its secret."""
    return hooking.make_hook(
        brand=cast.chainik,
        source="shop",
        form=form,
        completed_means=completed_means,
        by=cast.orlov,
        at=timezone.now(),
    )
