"""Visits, calls, choices, gifts and orders as their customer reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from slovo.callbacks.models import Callback
from slovo.callbacks.models import State as Call
from slovo.core.money import money_words
from slovo.orders.models import Delivery, Held, Order, OrderLine, Payment, Reservation
from slovo.recovery import saying
from slovo.recovery.models import Compensation
from slovo.recovery.models import State as Amends
from slovo.requests.extra_models import Extra
from slovo.requests.models import Choice
from slovo.visits.models import Visit
from slovo.web.desk.words import moments
from slovo.web.desk.words.orders import DELIVERIES, PAYMENTS
from slovo.web.money import price_words
from slovo.web.portal.opened import Opened
from slovo.web.portal.words import ahead

CHOICES_UNFOLDED_MAX = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One of them. `words`: how it stands; `when`: in words, "" if nobody can say; `notes`: what else is to be known;
    `may_change`: whether they may do so themselves."""

    row: Any
    what: str
    words: str = ""
    when: str = ""
    notes: tuple[str, ...] = ()
    may_change: bool = True


def visits(page: Opened) -> list[Line]:
    return [_visit(row, page.at) for row in page.beside.visits]


def _visit(row: Visit, at: datetime) -> Line:
    words = _("You said that you come.") if row.confirmed_at else _("We are expecting you. Do you come?")
    notes = tuple(filter(None, (row.type.place, _clock_there(row))))
    return Line(row, row.type.name, words, spoken(row.starts_at), notes, may_change=at <= row.changeable_until)


def _clock_there(row: Visit) -> str:
    """What the clock on the wall shows where they come to, if it is another than theirs."""
    there = row.starts_at.astimezone(ZoneInfo(row.zone))
    if there.utcoffset() == timezone.localtime(row.starts_at).utcoffset():
        return ""
    return _("There it is %(time)s then.") % {"time": f"{there:%H:%M}"}


def calls(page: Opened) -> list[Line]:
    return [_call(row, page.at) for row in page.beside.calls]


def _call(row: Callback, at: datetime) -> Line:
    what = _("We call you back at the number that ends in %(digits)s") % {"digits": row.phone[-2:]}
    if row.state == Call.GAVE_UP:
        return Line(row, what, _("We could not reach you. Choose a time that suits you."))
    if row.slot_starts_at and row.slot_ends_at:
        return Line(row, what, when=f"{spoken(row.slot_starts_at)}–{moments.clock(row.slot_ends_at)}")
    due_at = row.promise.due_at
    return Line(row, what, when=ahead(due_at, at) if due_at and due_at > at else _("as soon as we can"))


def choices(page: Opened) -> dict[str, list[Line]]:
    """`now`: the newest of those that stand. `before`: older ones, and those given back, behind a fold."""
    rows = page.beside.choices
    if not rows:
        return {}
    now = [row for row in rows if row.given_back_at is None][:CHOICES_UNFOLDED_MAX]
    before = [row for row in rows if row not in now]
    return {"now": [_choice(row) for row in now], "before": [_choice(row) for row in before]}


def _choice(row: Choice) -> Line:
    chosen = {"moment": _day(row.at), "number": row.version.number}
    notes = [_("Chosen on %(moment)s, version %(number)d of these words") % chosen]
    if row.given_back_at:
        notes.append(_("Given back on %(moment)s") % {"moment": _day(row.given_back_at)})
    price = price_words(row.wording["price_minor"], row.wording["currency"])
    return Line(row, row.wording["name"], price, notes=tuple(notes))


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j E Y")


def gifts(page: Opened) -> list[Line]:
    return [_gift(row) for row in page.beside.gifts]


def _gift(row: Extra) -> Line:
    """Why it is given was written for colleagues."""
    words = _("As you asked") if row.asked_for else _("A gift: it costs you nothing")
    usual = price_words(row.usual_price_minor, row.currency)
    notes = (_("Usually: %(price)s") % {"price": usual} if usual else "", row.limits)
    return Line(row, row.what, words, notes=tuple(filter(None, notes)))


def amends(page: Opened) -> list[Line]:
    return amends_of(page.beside.amends)


def amends_of(rows: Sequence[Compensation]) -> list[Line]:
    return [_amends(row) for row in rows]


def _amends(row: Compensation) -> Line:
    what = row.promise.what or _("An answer to your message")
    if row.state == Amends.USED:
        return Line(row, what, _("You have used it."))
    if row.state == Amends.PAID:
        return Line(row, what, _("It is paid back."))
    return Line(row, what, saying.words_of(row, get_language() or "en"))


def reservations(page: Opened) -> list[Line]:
    return [_reservation(row, page.at) for row in page.beside.reservations]


def _reservation(row: Reservation, at: datetime) -> Line:
    what = f"{row.title} × {row.quantity}" if row.quantity > 1 else row.title
    if row.state == Held.OFFERED and row.hold_until:
        until = moments.on_day(row.hold_until, at)
        return Line(row, what, _("It is here, and kept for you until %(moment)s.") % {"moment": until})
    when = ahead(row.expected_at, at) if row.expected_at and row.expected_at > at else ""
    return Line(row, what, _("We write to you when it comes."), when)


def orders(page: Opened) -> list[Line]:
    return [_order(row, page.at) for row in page.beside.orders]


def _order(row: Order, at: datetime) -> Line:
    language = get_language() or "en"
    words = f"{DELIVERIES[Delivery(row.delivery)]}, {PAYMENTS[Payment(row.payment)]}"
    notes = [_order_line(line, at) for line in row.lines.all()]
    for one in row.returns.all():
        amount = money_words(one.amount_minor, row.currency, language)
        if one.withdrawn_at:
            notes.append(_("Return of %(amount)s: you keep what you bought.") % {"amount": amount})
        elif one.refunded_at:
            notes.append(_("Return: %(amount)s is paid back.") % {"amount": amount})
        elif one.refund and one.refund.due_at:
            by = moments.on_day(one.refund.due_at, at)
            notes.append(_("Return: we pay back %(amount)s by %(moment)s.") % {"amount": amount, "moment": by})
        else:
            notes.append(_("Return of %(amount)s: we wait for the goods.") % {"amount": amount})
    return Line(row, _("Order %(number)s") % {"number": row.number}, words, notes=tuple(notes))


def _order_line(line: OrderLine, at: datetime) -> str:
    what = f"{line.title} × {line.quantity}" if line.quantity > 1 else line.title
    if line.is_open and (moment := _promised_at(line, at)):
        what = _("%(what)s: promised by %(moment)s") % {"what": what, "moment": moments.on_day(moment, at)}
    return what


def _promised_at(line: OrderLine, at: datetime) -> datetime | None:
    """As the promise itself says above, whatever the shop says: it counts when they have heard of it."""
    promise = line.promise
    if promise is None:
        return line.promised_at
    if not promise.owed or promise.due_at is None:
        return None
    return promise.due_at if promise.due_at >= at else promise.honest_at


def spoken(at: datetime) -> str:
    """«Thursday, 3 December, 15:30», in the reader's zone."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'l, j E')}, {moments.clock(at)}"
