"""An order as a program brings it, by whichever way: found or new, with its customer."""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.api.problems import WrongField
from slovo.api.resources.order_kinds import Buyer, OrderBrought
from slovo.brands.models import Brand
from slovo.core.money import is_currency
from slovo.customers import actions as customers
from slovo.customers.identity import home_country, normal_email, normal_phone
from slovo.customers.models import Customer, Identity
from slovo.orders import feeding, queries
from slovo.orders.feeding import LineGiven, OrderGiven
from slovo.orders.models import Delivery, Order, Payment
from slovo.people.models import Staff


def take(
    *, brand: Brand, source: str, external_id: str, given: OrderBrought, by: Staff, at: datetime
) -> tuple[Order, bool]:
    """And whether it was known before."""
    if not is_currency(given.currency):
        raise WrongField("currency", _("This is no currency. Send one like UAH."))
    known = queries.visible_to(by).filter(brand=brand, source=source, external_id=external_id).first()
    customer_id = known.customer_id if known else _buyer(given.customer, brand, by=by, at=at).pk
    order, _said_anything = feeding.take_order(
        brand=brand,
        customer_id=customer_id,
        source=source,
        external_id=external_id,
        given=_given(given),
        by=by,
        at=at,
    )
    return order, known is not None


def _given(given: OrderBrought) -> OrderGiven:
    return OrderGiven(
        number=given.number,
        placed_at=given.placed_at,
        currency=given.currency,
        total_minor=given.total_minor,
        payment=Payment(given.payment),
        delivery=Delivery(given.delivery),
        as_of=given.as_of,
        lines=[
            LineGiven(
                sku=line.sku,
                title=line.title,
                quantity=line.quantity,
                price_minor=line.price_minor,
                delivery=Delivery(line.delivery) if line.delivery else None,
                promised_at=line.promised_at,
                delivered_at=line.delivered_at,
            )
            for line in given.lines
        ],
        reason=given.reason,
        by_customer=given.cancelled_by and given.cancelled_by == "customer",
    )


def _buyer(given: Buyer, brand: Brand, *, by: Staff, at: datetime) -> Customer:
    email = normal_email(given.email)
    phone = normal_phone(given.phone, country=home_country(brand.language))
    if given.email and not email:
        raise WrongField("customer.email", _("This is no e-mail address. Check it."))
    if given.phone and not phone:
        raise WrongField("customer.phone", _("This is no phone number. Check it."))
    if not email and not phone:
        raise WrongField("customer", _("Name the customer’s e-mail address or phone number."))
    kind, value = (Identity.EMAIL, email) if email else (Identity.PHONE, phone)
    return customers.find_or_create(
        brand_id=brand.pk,
        kind=kind,
        value=value,
        name=given.name,
        language=given.language,
        actor=by.actor,
        at=at,
    )
