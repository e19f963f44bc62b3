"""How an order stands, in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as _p

from slovo.orders.models import Delivery, Held, Payment

PAYMENTS = {
    Payment.UNPAID: _("not paid"),
    Payment.PARTLY: _("paid in part"),
    Payment.PAID: _("paid"),
    Payment.REFUNDED: _("money given back"),
}
DELIVERIES = {
    Delivery.ORDERED: _("ordered"),
    Delivery.PACKED: _("packed"),
    Delivery.SHIPPED: _("on its way"),
    Delivery.DELIVERED: _("delivered"),
    Delivery.CANCELLED: _("cancelled"),
}
HELD = {
    Held.WAITS: _p("reservation", "waits until it comes"),
    Held.OFFERED: _p("reservation", "is here, and kept for them"),
    Held.TAKEN: _p("reservation", "taken"),
    Held.LET_GO: _p("reservation", "let go"),
    Held.EXPIRED: _p("reservation", "not fetched in time"),
}
