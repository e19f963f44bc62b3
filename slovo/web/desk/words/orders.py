"""How an order stands, in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
    Held.WAITS: pgettext_lazy("reservation", "waits until it comes"),
    Held.OFFERED: pgettext_lazy("reservation", "is here, and kept for them"),
    Held.TAKEN: pgettext_lazy("reservation", "taken"),
    Held.LET_GO: pgettext_lazy("reservation", "let go"),
    Held.EXPIRED: pgettext_lazy("reservation", "not fetched in time"),
}
