"""Orders in a file, as shops export them: one line an article, the same number for those of one order.

UTF-8 or Windows-1251, with commas, semicolons or tabs. The first line names the columns: KNOWN, of which NEEDED must be
there. A moment has a zone, or is the brand's. A day alone on which something is promised lasts until the brand closes.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.errors import UnableTo
from slovo.core.money import AMOUNT_MINOR_MAX, is_currency, minor
from slovo.core.rules import Rule
from slovo.core.when.moments import Place
from slovo.core.when.said import LAST_SECOND
from slovo.customers.identity import home_country, normal_email, normal_phone
from slovo.customers.models import Identity
from slovo.orders.feeding import LINES_MAX, LineGiven, OrderGiven
from slovo.orders.models import ID_CHARACTERS_MAX, SKU_CHARACTERS_MAX, TITLE_CHARACTERS_MAX, Delivery, Payment

BYTES_MAX = 20 * 1024 * 1024
ORDERS_MAX = 10_000
PROBLEMS_MAX = 50
NAME_CHARACTERS_MAX = 200
QUANTITY_DIGITS_MAX = 6
YEARS = range(2000, 2100)
NEEDED = ("number", "placed_at", "currency", "title", "price")
KNOWN = (
    *NEEDED,
    "external_id",
    "email",
    "phone",
    "name",
    "sku",
    "quantity",
    "payment",
    "delivery",
    "promised_at",
    "delivered_at",
    "cancelled_by",
)
CANCELLED_BY = {"": None, "customer": True, "company": False}
DAY = "%d.%m.%Y"
FORMS = (f"{DAY} %H:%M", DAY)

Row = dict[str, str]
Lines = Sequence[tuple[int, Row]]  # each with its number in the file


class UnableToReadOrders(UnableTo):
    """`problems`: each with its line, in words."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems), rule=Rule.FILE_CAN_BE_READ)
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Brought:
    """An order, whose it is, and the lines that say so."""

    external_id: str
    kind: str
    value: str
    name: str
    order: OrderGiven
    lines: Lines


def read(content: bytes, *, brand: Brand, as_of: datetime) -> list[Brought]:
    """All that the file holds, or all its mistakes: UnableToReadOrders."""
    if len(content) > BYTES_MAX:
        raise UnableToReadOrders([_("The file is larger than 20 MB. Split it.")])
    found: dict[str, list[tuple[int, Row]]] = {}
    for number, row in _rows(content):
        found.setdefault(_name_of(row), []).append((number, row))
    if len(found) > ORDERS_MAX:
        raise UnableToReadOrders([_("The file holds more than 10,000 orders. Split it.")])
    orders, problems, place = [], [], _place(brand, as_of)
    for lines in found.values():
        try:
            orders.append(order_of(lines, brand=brand, as_of=as_of, place=place))
        except UnableToReadOrders as refused:
            problems += refused.problems
    if not found:
        problems = [_("The file holds no orders.")]
    if problems:
        raise UnableToReadOrders(problems[:PROBLEMS_MAX])
    return orders


def order_of(lines: Lines, *, brand: Brand, as_of: datetime, place: Place | None = None) -> Brought:
    """`place`: of the brand, where it is known already."""
    place = place or _place(brand, as_of)
    number, first = lines[0]
    given, problems = [], []
    for line_number, row in lines:
        line, wrong = _line(row, brand, place)
        given.append(line)
        problems += [_at(line_number, words) for words in wrong]
    total = sum(line.price_minor * line.quantity for line in given)
    problems = [_at(number, words) for words in _wrong_order(first, len(lines), total, brand)] + problems
    placed_at = moment(first["placed_at"], brand)
    if problems or placed_at is None:
        raise UnableToReadOrders(problems)
    order = OrderGiven(
        number=first["number"] or _name_of(first),
        placed_at=placed_at,
        currency=_currency(first),
        total_minor=total,
        payment=Payment(first.get("payment") or Payment.UNPAID),
        delivery=Delivery(first.get("delivery") or Delivery.ORDERED),
        as_of=as_of,
        lines=given,
        by_customer=CANCELLED_BY.get(first.get("cancelled_by", "")),
    )
    kind, value = _whom(first, brand)
    return Brought(_name_of(first), kind, value, first.get("name", "")[:NAME_CHARACTERS_MAX], order, lines)


def moment(text: str, brand: Brand) -> datetime | None:
    """«29.11.2026 18:00», or in ISO form."""
    for form in (None, *FORMS):
        try:
            found = datetime.strptime(text, form) if form else datetime.fromisoformat(text)  # noqa: DTZ007  # it gets the brand’s below
            return (found if found.tzinfo else found.replace(tzinfo=brand.tz)) if found.year in YEARS else None
        except ValueError:
            continue
    return None


def _promised(text: str, brand: Brand, place: Place) -> datetime | None:
    """As `moment`; a day alone ends as the brand closes on it, else with its last second."""
    day = _day(text)
    if day is None:
        return moment(text, brand)
    return place.closing(day) or datetime.combine(day, LAST_SECOND, brand.tz)


def _delivered(text: str, brand: Brand, place: Place) -> datetime | None:
    """As `moment`; of a day alone its end, or the moment of the file: nothing is taken to be earlier than is said."""
    day = _day(text)
    return moment(text, brand) if day is None else min(datetime.combine(day, LAST_SECOND, brand.tz), place.now)


def _day(text: str) -> date | None:
    """None where a time is named beside it, and where it is none."""
    for form in (None, DAY):
        try:
            found = datetime.strptime(text, form).date() if form else date.fromisoformat(text)  # noqa: DTZ007  # a day has no zone
            return found if found.year in YEARS else None
        except ValueError:
            continue
    return None


def _place(brand: Brand, at: datetime) -> Place:
    return Place(at.astimezone(brand.tz), brand.main_calendar.calendar)


def _rows(content: bytes) -> Iterator[tuple[int, Row]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1251", "replace")
    head = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text.replace("\0", "")), delimiter=max(",;\t", key=head.count))
    try:
        names = [(name or "").strip().lower() for name in reader.fieldnames or ()]
        if missing := [name for name in NEEDED if name not in names]:
            raise UnableToReadOrders(
                [_("The first line lacks these columns: %(names)s.") % {"names": ", ".join(missing)}]
            )
        reader.fieldnames = names
        for row in reader:
            said = {name: (row[name] or "").strip() for name in KNOWN if name in row}
            if any(said.values()):
                yield reader.line_num, said
    except csv.Error:
        raise UnableToReadOrders([_at(reader.line_num + 1, _("this cannot be read as a table"))]) from None


def _wrong_order(first: Row, lines: int, total: int, brand: Brand) -> list[str]:
    name = _name_of(first)
    checks = (
        (name, _("the order has no number")),
        (max(len(name), len(first["number"])) <= ID_CHARACTERS_MAX, _("the number is longer than 100 characters")),
        (_whom(first, brand)[1], _("there is neither an e-mail address nor a phone number that could be one")),
        (is_currency(_currency(first)), _("there is no currency «%(text)s»") % {"text": first["currency"]}),
        (
            first.get("payment", "") in {"", *Payment},
            _("nobody knows this payment: «%(text)s»") % _said(first, "payment"),
        ),
        (
            first.get("cancelled_by", "") in CANCELLED_BY,
            _("nobody knows who cancelled: «%(text)s»") % _said(first, "cancelled_by"),
        ),
        (moment(first["placed_at"], brand), _("«%(text)s» is no moment") % _said(first, "placed_at")),
        (lines <= LINES_MAX, _("the order has more than %(count)d lines") % {"count": LINES_MAX}),
        (total <= AMOUNT_MINOR_MAX, _("the order costs more than can be")),
    )
    return [words for well, words in checks if not well]


def _line(row: Row, brand: Brand, place: Place) -> tuple[LineGiven, list[str]]:
    quantity, delivery = row.get("quantity") or "1", row.get("delivery", "")
    promised_at = _promised(row.get("promised_at", ""), brand, place)
    delivered_at = _delivered(row.get("delivered_at", ""), brand, place)
    price = _price(row)
    is_quantity = quantity.isascii() and quantity.isdecimal() and len(quantity) <= QUANTITY_DIGITS_MAX
    checks = (
        (row["title"], _("it does not say what was ordered")),
        (is_quantity and int(quantity), _("«%(text)s» is no quantity") % {"text": quantity}),
        (price is not None, _("«%(text)s» is no price") % _said(row, "price")),
        (promised_at or not row.get("promised_at"), _("«%(text)s» is no moment") % _said(row, "promised_at")),
        (delivered_at or not row.get("delivered_at"), _("«%(text)s» is no moment") % _said(row, "delivered_at")),
        (delivery in {"", *Delivery}, _("nobody knows this delivery: «%(text)s»") % {"text": delivery}),
    )
    wrong = [words for well, words in checks if not well]
    line = LineGiven(
        title=row["title"][:TITLE_CHARACTERS_MAX],
        quantity=int(quantity) if is_quantity else 1,
        price_minor=price or 0,
        sku=row.get("sku", "")[:SKU_CHARACTERS_MAX],
        delivery=Delivery(delivery) if delivery and not wrong else None,
        promised_at=promised_at,
        delivered_at=delivered_at,
    )
    return line, wrong


def _price(row: Row) -> int | None:
    """None for what is none; where the currency is wrong, that is said instead."""
    if not row["price"].strip("0.,") or not is_currency(_currency(row)):
        return 0
    return minor(row["price"], _currency(row))


def _whom(row: Row, brand: Brand) -> tuple[str, str]:
    if email := normal_email(row.get("email", "")):
        return Identity.EMAIL, email
    return Identity.PHONE, normal_phone(row.get("phone", ""), country=home_country(brand.language))


def _name_of(row: Row) -> str:
    return row.get("external_id") or row["number"]


def _currency(row: Row) -> str:
    return row["currency"].upper()


def _said(row: Row, name: str) -> Row:
    return {"text": row.get(name, "")}


def _at(number: int, words: str) -> str:
    return _("Line %(number)d: %(words)s.") % {"number": number, "words": words}
