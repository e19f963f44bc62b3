from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from slovo.core.keeping import Choice, Days, Kept, as_long_as, for_ever
from slovo.customers.models import Customer
from slovo.orders.hook_models import OrderHook
from slovo.orders.import_models import OrderImport, OrderImportItem
from slovo.orders.models import Order, OrderLine, OrderRules, Reservation, Return, ReturnLine, Stock

DRAFT_KEPT = timedelta(days=1)  # of a file that was looked through, and nobody began to store it
STORED = Choice(
    code="order_files",
    name=_("Files with orders that are stored, and what was refused of them"),
    days=30,
    least=1,
    needed=_("So long whoever has sent a file has to put right what was refused."),
)

KEPT: tuple[Kept, ...] = (
    *for_ever("the company's own", OrderHook, OrderRules, Stock),
    *as_long_as(Customer, {Order: "customer", Reservation: "customer"}),
    *as_long_as(Order, {OrderLine: "order", Return: "order"}),
    *as_long_as(Return, {ReturnLine: "returned"}),
    Days(model=OrderImportItem, after="of__at", life=DRAFT_KEPT, only=Q(of__begun_at=None)),
    Days(model=OrderImportItem, after="of__done_at", life=STORED.life, choice=STORED, brand="of__brand"),
    Days(model=OrderImport, after="at", life=DRAFT_KEPT, only=Q(begun_at=None)),
    Days(model=OrderImport, after="done_at", life=STORED.life, choice=STORED, brand="brand"),
)
