"""What a customer does with visits, calls and reservations on their page. As in `deeds.py`."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from slovo.callbacks import actions as callbacks
from slovo.callbacks import choosing as calls
from slovo.callbacks.models import Callback
from slovo.core.db import transaction
from slovo.customers import queries as customers
from slovo.orders import reserving
from slovo.orders.models import Reservation
from slovo.promises import moving
from slovo.promises.choices import choices_open
from slovo.visits import booking
from slovo.visits.models import Visit
from slovo.web.portal.opened import Opened
from slovo.web.portal.saying import UnableToDoSo, moment_of, say

Deed = Callable[[Opened, QueryDict], str]
RowT = TypeVar("RowT")

SAID = {
    "coming": gettext_lazy("Thank you. We are expecting you."),
    "visit_moved": gettext_lazy("Your visit has its new time. We are expecting you."),
    "visit_cancelled": gettext_lazy("Your visit is cancelled. Thank you for telling us."),
    "callback": gettext_lazy("Thank you. We know that you wait for our call."),
    "call_moved": gettext_lazy("We will call you at the time that you chose."),
    "call_cancelled": gettext_lazy("We will not call you. Thank you for telling us."),
    "wanted": gettext_lazy("Thank you. We know that you will take it."),
    "let_go": gettext_lazy("Thank you for telling us. It goes to the next person who waits."),
}


def come(page: Opened, given: QueryDict) -> str:
    """With it they agree to the time, should it be another one than was promised."""
    visit = _visit(page, given)
    with transaction():
        open_ = choices_open(visit.promise)
        booking.confirm_by_customer(visit_id=visit.pk, at=page.at)
        if open_:
            moving.consent_by_customer(move_id=open_.move.pk, agrees=True, at=page.at)
    return "coming"


def move_visit(page: Opened, given: QueryDict) -> str:
    visit, starts_at = _visit(page, given), moment_of(given.get("starts_at", ""))
    if starts_at is None:
        raise UnableToDoSo(_("There is no such time to choose. Choose one of those that are shown."))
    if visit.starts_at != starts_at:
        booking.move_by_customer(visit_id=visit.pk, starts_at=starts_at, at=page.at)
    return "visit_moved"


def cancel_visit(page: Opened, given: QueryDict) -> str:
    if not _is_released(page, given):
        booking.cancel_by_customer(visit_id=_visit(page, given).pk, at=page.at)
    return "visit_cancelled"


def ask_for_call(page: Opened, given: QueryDict) -> str:
    """`call`: one that is awaited already and gets another time. `slot`: a moment, "" for as soon as possible. `phone`:
    "" for the one that we know. By a link for anybody it is a call for whoever the number leads to."""
    slot = moment_of(given.get("slot", ""))
    if given.get("call"):
        call = _call(page, given)
        if slot is None:
            raise UnableToDoSo(_("There is no such time to choose. Choose one of those that are shown."))
        if call.slot_starts_at != slot:
            calls.choose_time(callback_id=call.pk, slot_starts_at=slot, at=page.at)
        return "call_moved"
    theirs = not page.link.is_anybodys
    callbacks.ask_by_customer(
        brand=page.brand,
        phone=given.get("phone", "").strip() or known_phone(page),
        customer=page.customer if theirs else None,
        about=page.link.about if theirs and page.link.about.startswith("conversation:") else "",
        language=(get_language() or "")[:2],
        slot_starts_at=slot,
        words=given.get("text", "").strip(),
        at=page.at,
    )
    return "callback"


def cancel_call(page: Opened, given: QueryDict) -> str:
    if not _is_released(page, given):
        calls.cancel_by_customer(callback_id=_call(page, given).pk, words="", at=page.at)
    return "call_cancelled"


def want(page: Opened, given: QueryDict) -> str:
    """It is kept for them anyway; whoever hands it out reads that they come for it."""
    row = _reservation(page, given)
    say(page, given, row.about or page.link.about, _("I will take it: «%(title)s».") % {"title": row.title})
    return "wanted"


def let_go(page: Opened, given: QueryDict) -> str:
    reserving.let_go_by_customer(reservation_id=_reservation(page, given).pk, at=page.at)
    return "let_go"


DEEDS: Mapping[str, Deed] = {
    "visit-confirmation": come,
    "visit-time": move_visit,
    "visit-cancellation": cancel_visit,
    "callback": ask_for_call,
    "callback-cancellation": cancel_call,
    "reservation-wish": want,
    "reservation-release": let_go,
}


def known_phone(page: Opened) -> str:
    """Empty when we know none, and for whoever may be somebody else."""
    if page.link.is_anybodys:
        return ""
    numbers = customers.phones(page.beside.family).values()
    return next((one for known in numbers for one in known), "")


def _visit(page: Opened, given: QueryDict) -> Visit:
    return _shown(page.beside.visit(given.get("visit", "")))


def _call(page: Opened, given: QueryDict) -> Callback:
    return _shown(page.beside.call(given.get("call", "")))


def _reservation(page: Opened, given: QueryDict) -> Reservation:
    return _shown(page.beside.reservation(given.get("reservation", "")))


def _is_released(page: Opened, given: QueryDict) -> bool:
    """The promise that was shown with it: tapped twice, it is cancelled once."""
    promise = page.promise(given.get("promise", ""))
    return promise is not None and promise.released_at is not None


def _shown(row: RowT | None) -> RowT:
    if row is None:
        raise UnableToDoSo(_("This is not on your page any more. Read what is there now."))
    return row
