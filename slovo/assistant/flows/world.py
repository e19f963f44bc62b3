"""What a flow finds out and does for a visitor: their order, free times, a visit, a call. By the domains' own actions.

Where `does` is not set, it finds out all the same and does nothing: the tester, and the first thought of a chat.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.transaction import atomic
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from slovo.assistant.flows.reading import slot_words
from slovo.brands.models import Brand
from slovo.callbacks import actions as callbacks
from slovo.callbacks import queries as call_queries
from slovo.callbacks.deeds import working_moment
from slovo.callbacks.models import WORDS_CHARACTERS_MAX, How
from slovo.callbacks.queries import Slot as CallSlot
from slovo.conversations import page_link
from slovo.core import limits
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.worktime import Calendar
from slovo.customers import queries as customers
from slovo.customers.models import Customer
from slovo.orders import queries as orders
from slovo.orders.models import Delivery, Order, OrderLine
from slovo.visits import booking, slots
from slovo.visits import queries as visits
from slovo.visits.models import VisitType

SLOTS_SHOWN, CALL_TIMES_SHOWN = 3, 2  # beside "another time", and of a call "as soon as possible"
MIDDAY_HOUR = 13
VISITS_MAX = 3  # to come, of one conversation
BOOKED = Actor("rule", "visit")
PROOFS_MAX, PROOFS_SECONDS = 10, 3600  # of one order number, by whoever tries


@dataclass(frozen=True, slots=True)
class Done:
    """`names`: what the step's words may say of it; `besides`: what is said after them. `pk`: of the visit or the
    callback, None where nothing was done."""

    names: dict[str, str]
    pk: int | None = None
    besides: str = ""


@dataclass(frozen=True, slots=True)
class World:
    """`customer`: with whom it is talked, None for nobody: the tester. `vouched_for`: the site has said who they are.
    `about`: the key of the conversation. `guarded`: whoever guesses at an order is stopped after a while."""

    brand: Brand
    at: datetime
    language: str
    customer: Customer | None = None
    vouched_for: bool = False
    about: str = ""
    guarded: bool = False
    does: bool = False

    @property
    def calendar(self) -> Calendar:
        calendar: Calendar = self.brand.main_calendar.calendar
        return calendar

    @property
    def country(self) -> str:
        return call_queries.rule_of(self.brand).country

    def look_up(self, number: str, contact: str) -> dict[str, str] | None:
        """The state of an order that is this visitor's. Of somebody else's they hear as of none."""
        own = customers.family_ids(self.customer) if self.customer and self.vouched_for else []
        found = orders.numbered(self.brand.pk, number)
        order = next((one for one in found if one.customer_id in own), None)
        if order is None and contact and not self._guesses(number):
            order = next((one for one in found if contact in _contacts(one)), None)
        return self._told(order) if order else None

    def slots(self, visit_type: str, after: datetime | None) -> list[datetime]:
        """The next free times for it, from `after` on; of each half of a day the first."""
        type_ = self._type(visit_type)
        if type_ is None:
            return []
        first, last = slots.offered(type_, self.at)
        free = slots.free(type_, list(visits.resources_for(type_)), max(first, after or first), last)
        return self._spread([one.starts_at for one in free], SLOTS_SHOWN)

    def fits(self, visit_type: str, starts_at: datetime) -> bool:
        """Free, and so far ahead that it still is when they have answered what else is asked."""
        type_ = self._type(visit_type)
        return type_ is not None and _is_free(type_, starts_at, slots.offered(type_, self.at))

    def book(self, visit_type: str, starts_at: datetime) -> Done | None:
        """None: it is taken by now, or they have booked enough."""
        type_ = self._type(visit_type)
        if type_ is None or not _is_free(type_, starts_at, slots.bookable(type_, self.at)):
            return None
        names = {"visit": type_.name, "moment": slot_words(starts_at, self.calendar)}
        if not self.does or self.customer is None:
            return Done(names, besides=type_.place)
        family = customers.family_ids(self.customer)
        if len(visits.to_come(self.brand.pk, family, [self.about], at=self.at)) >= VISITS_MAX:
            return None
        try:
            with atomic():  # so that a refusal takes back nothing else
                visit = booking.book_by_customer(
                    type_id=type_.pk,
                    starts_at=starts_at,
                    customer=self.customer,
                    about=self.about,
                    said=True,
                    at=self.at,
                )
        except UnableTo:
            return None
        return Done(names, visit.pk, "\n\n".join(filter(None, (type_.place, self._page(self.customer)))))

    def _page(self, customer: Customer) -> str:
        """Where they move or cancel it themselves."""
        return page_link.line(
            customer, self.about, language=self.language, actor=BOOKED, at=self.at, with_objection=False
        )

    def call_times(self, after: datetime | None) -> list[datetime]:
        """When they can be called, as the form of the widget and the page offer it; none, where the brand has neither
        of them open. Of each half of a day the first."""
        starts = [one.starts_at for one in self._call_slots() if after is None or one.starts_at >= after]
        return self._spread(starts, CALL_TIMES_SHOWN)

    def call_time_at(self, moment: datetime) -> datetime | None:
        """The free time within which this moment lies."""
        return next((one.starts_at for one in self._call_slots() if one.starts_at <= moment < one.ends_at), None)

    def call(self, phone: str, words: str, starts_at: datetime | None) -> Done | None:
        """`starts_at`: of the time that was chosen, None for as soon as possible. None: it is taken by now."""
        if not self.does or self.customer is None:
            return self._as_if_called(phone, starts_at)
        try:
            with atomic():
                callback, _new = callbacks.ask_by_customer(
                    brand=self.brand,
                    phone=phone,
                    language=self.language,
                    slot_starts_at=starts_at,
                    words=words[:WORDS_CHARACTERS_MAX],
                    customer=self.customer,
                    about=self.about,
                    how=How.CHAT,
                    at=self.at,
                )
        except UnableTo:
            return None
        # Who is to be called already is called when that was promised.
        return Done(self._of_call(callback.phone, callback.slot_starts_at, callback.promise.due_at), callback.pk)

    def _as_if_called(self, phone: str, starts_at: datetime | None) -> Done | None:
        if starts_at is None:
            due_at = working_moment(self.brand, self.at, call_queries.rule_of(self.brand).minutes_to_call)
            return Done(self._of_call(phone, None, due_at))
        slot = next((one for one in self._call_slots() if one.starts_at == starts_at), None)
        return Done(self._of_call(phone, slot.starts_at, slot.ends_at)) if slot else None

    def _call_slots(self) -> list[CallSlot]:
        rule = call_queries.rule_of(self.brand)
        return call_queries.slots(self.brand, rule, at=self.at) if rule.page_open_since else []

    def _of_call(self, phone: str, starts_at: datetime | None, due_at: datetime | None) -> dict[str, str]:
        promised = ""
        if starts_at and due_at:
            between = {"moment": self._moment(starts_at), "until": f"{due_at.astimezone(self.calendar.zone):%H:%M}"}
            promised = _("We call on %(moment)s, by %(until)s at the latest.") % between
        elif due_at:
            promised = _("We call by %(moment)s.") % {"moment": self._moment(due_at)}
        return {"phone": phone, "promised": promised}

    def _guesses(self, number: str) -> bool:
        if not self.guarded:
            return False
        name = f"flow-proof:{self.brand.pk}:{number.casefold()}"
        return not limits.take(name, limit=PROOFS_MAX, seconds=PROOFS_SECONDS, at=self.at).allowed

    def _type(self, public_id: str) -> VisitType | None:
        return next((one for one in visits.offered(self.brand) if str(one.public_id) == public_id), None)

    def _spread(self, starts: Sequence[datetime], most: int) -> list[datetime]:
        found: dict[tuple[object, bool], datetime] = {}
        for one in starts:
            local = one.astimezone(self.calendar.zone)
            found.setdefault((local.date(), local.hour >= MIDDAY_HOUR), one)
            if len(found) == most:
                break
        return list(found.values())

    def _told(self, order: Order) -> dict[str, str]:
        return {"number": order.number, "state": _state(order.delivery), "promised": self._promised(order)}

    def _promised(self, order: Order) -> str:
        """By when all of it is with them, as the ledger has it; nothing of what is there or called off."""
        ends = [moment for line in order.lines.all() if line.is_open and (moment := _due(line))]
        if not order.is_open or not ends:
            return ""
        said = {"moment": self._moment(max(ends))}
        if max(ends) < self.at:
            return _("It was promised by %(moment)s and is late; I am sorry.") % said
        return _("It is promised by %(moment)s.") % said

    def _moment(self, moment: datetime) -> str:
        local = moment.astimezone(self.calendar.zone)
        return f"{formats.date_format(local, 'j E')}, {local:%H:%M}"


def _is_free(type_: VisitType, starts_at: datetime, within: tuple[datetime, datetime]) -> bool:
    first, last = within
    return first <= starts_at <= last and slots.one_fits(type_, visits.resources_for(type_), starts_at) is not None


def _contacts(order: Order) -> set[str]:
    return {one.value for one in customers.identities(order.customer)}


def _due(line: OrderLine) -> datetime | None:
    return line.promise.due_at if line.promise else line.promised_at


def _state(delivery: str) -> str:
    words = {
        Delivery.ORDERED: pgettext("an order", "accepted"),
        Delivery.PACKED: pgettext("an order", "packed"),
        Delivery.SHIPPED: pgettext("an order", "on its way"),
        Delivery.DELIVERED: pgettext("an order", "delivered"),
        Delivery.CANCELLED: pgettext("an order", "cancelled"),
    }
    return words[Delivery(delivery)]
