from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from slovo.core.personal import MARK, Declared, Holding, Nothing, Person, of_customer
from slovo.orders.hook_models import OrderHook
from slovo.orders.import_models import OrderImport, OrderImportItem
from slovo.orders.models import Order, OrderLine, OrderRules, Reservation, Return, ReturnLine, Stock

BOOKS = _("Numbers, goods, sums and moments stay for the books and for guarantees, without words.")


def _of_order(person: Person) -> Q:
    return Q(order__in=Order.objects.filter(of_customer(person)))


HELD: tuple[Declared, ...] = (
    Nothing(OrderRules, "how the company reserves and refunds"),
    Nothing(Stock, "how much there is of what"),
    Nothing(OrderImport, "whose file was read when, for some days"),
    Nothing(OrderHook, "where a shop tells of its orders, and which field was wrong last"),
    Nothing(ReturnLine, "which goods came back, of a return that is declared"),
    Holding(
        model=OrderImportItem,
        name=_("Lines of files with orders"),
        whose=lambda person: Q(of__brand_id=person.brand_id) & person.named_in("rows", "words"),
        among_us=True,
    ),
    Holding(
        model=Return,
        name=_("Returns"),
        whose=_of_order,
        told={
            "order": "order__number",
            "reason": "reason",
            "amount_in_minor_units": "amount_minor",
            "agreed_at": "made_at",
            "refunded_at": "refunded_at",
        },
        emptied={"reason": MARK, "withdrawal": MARK, "owed_because": MARK, "refund_reference": ""},
        stays=BOOKS,
    ),
    Holding(
        model=Reservation,
        name=_("Reservations"),
        told={"sku": "sku", "title": "title", "quantity": "quantity", "state": "state", "at": "made_at"},
        emptied={},
        stays=BOOKS,
    ),
    Holding(
        model=OrderLine,
        name=_("Lines of orders"),
        whose=_of_order,
        told={
            "order": "order__number",
            "title": "title",
            "quantity": "quantity",
            "price_in_minor_units": "price_minor",
            "delivery": "delivery",
        },
        emptied={},
        stays=BOOKS,
    ),
    Holding(
        model=Order,
        name=_("Orders"),
        told={
            "number": "number",
            "placed_at": "placed_at",
            "total_in_minor_units": "total_minor",
            "currency": "currency",
            "payment": "payment",
            "delivery": "delivery",
        },
        emptied={},
        stays=BOOKS,
    ),
)
