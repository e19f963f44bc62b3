from datetime import timedelta

from django.db.models import Q

from slovo.core.keeping import Days, Kept, as_long_as, for_ever
from slovo.customers.models import Customer
from slovo.orders.import_models import OrderImport, OrderImportItem
from slovo.orders.models import Order, OrderLine, OrderRules, Reservation, Return, ReturnLine, Stock

DRAFT_KEPT = timedelta(days=1)  # of a file that was looked through, and nobody began to store it
IMPORT_KEPT = timedelta(days=30)  # of one that is stored

KEPT: tuple[Kept, ...] = (
    *for_ever("the company's own", OrderRules, Stock),
    *as_long_as(Customer, {Order: "customer", Reservation: "customer"}),
    *as_long_as(Order, {OrderLine: "order", Return: "order"}),
    *as_long_as(Return, {ReturnLine: "returned"}),
    Days(model=OrderImportItem, after="of__at", life=DRAFT_KEPT, only=Q(of__begun_at=None)),
    Days(model=OrderImportItem, after="of__done_at", life=IMPORT_KEPT),
    Days(model=OrderImport, after="at", life=DRAFT_KEPT, only=Q(begun_at=None)),
    Days(model=OrderImport, after="done_at", life=IMPORT_KEPT),
)
