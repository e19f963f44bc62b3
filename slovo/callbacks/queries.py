from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice

from django.db import models

from slovo.brands.models import Brand
from slovo.callbacks.models import NOT_ENDED, CallAttempt, Callback, CallbackRule, State
from slovo.core.prepared import prepared
from slovo.core.worktime import Calendar
from slovo.customers.models import Identity
from slovo.people.models import Staff

SLOTS_MAX = 200
CHOOSING = timedelta(minutes=10)  # for who reads what is offered and writes their number
AWAITED_MAX = 10  # on a customer’s own page
OWED = models.Q(promise__done_at=None, promise__released_at=None)


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of the brand's working time in which somebody may be called. `left`: how many more."""

    starts_at: datetime
    ends_at: datetime
    left: int


def visible_to(staff: Staff) -> models.QuerySet[Callback]:
    return Callback.objects.filter(brand_id__in=staff.brand_ids)


def queue(staff: Staff) -> models.QuerySet[Callback]:
    """Who is to be called, whom next first."""
    rows = visible_to(staff).filter(NOT_ENDED).select_related("brand", "customer", "promise", "taken_by")
    return rows.prefetch_related("customer__identities").order_by("next_call_at", "pk")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who is to be called at a brand. `longest_since`: since when whoever waits longest does; `late`: how many were
    promised a call by now."""

    brand_id: int
    number: int
    late: int
    longest_since: datetime


def waiting(brand_ids: Collection[int], at: datetime) -> list[Waiting]:
    """Of those brands where somebody waits."""
    late = models.Count("pk", filter=models.Q(promise__due_at__lt=at))
    rows = Callback.objects.filter(NOT_ENDED, brand_id__in=brand_ids)
    grouped = (
        rows.order_by()
        .values("brand_id")
        .annotate(number=models.Count("pk"), late=late, longest_since=models.Min("made_at"))
    )
    return [Waiting(**row) for row in grouped]


def attempts_with(customer_ids: Collection[int], staff: Staff) -> models.QuerySet[CallAttempt]:
    """What came of the calls to this person, the last first."""
    rows = CallAttempt.objects.filter(callback__customer_id__in=customer_ids, callback__in=visible_to(staff))
    return rows.select_related("by").order_by("-pk")


def about(key: str) -> models.QuerySet[Callback]:
    return Callback.objects.filter(about=key).exclude(about="").select_related("taken_by", "promise").order_by("-pk")


def still_owed(about: str) -> models.QuerySet[Callback]:
    """Who is to be called about this, and whoever was called in vain and is owed it all the same."""
    return Callback.objects.filter(NOT_ENDED | models.Q(OWED, state=State.GAVE_UP.value), about=about).order_by("pk")


def rule_of(brand: Brand) -> CallbackRule:
    """As the brand has set it; what the house brings along, not stored, before that."""
    return CallbackRule.objects.filter(brand=brand).first() or CallbackRule(brand=brand, country=_country(brand))


def _country(brand: Brand) -> str:
    """In which numbers without a country's code are read, as long as the brand has not chosen."""
    return "UA" if brand.language == "uk" or brand.zone == "Europe/Kyiv" else "RU"


def open_for(brand_id: int, phone: str) -> Callback | None:
    return Callback.objects.filter(NOT_ENDED, brand_id=brand_id, phone=phone).first()


def given_up(brand_id: int, phone: str) -> list[Callback]:
    """In vain, and still owed."""
    rows = Callback.objects.filter(brand_id=brand_id, phone=phone, state=State.GAVE_UP.value)
    return list(rows.filter(OWED))


def awaited(brand_id: int, customer_ids: Collection[int], about: Collection[str]) -> list[Callback]:
    """For their customer to read: about these matters, or, if none is named, all; those in vain and still owed, too."""
    return _awaited(brand_id, customer_ids, about, all_of_them=not about)


@prepared
def _awaited(
    brand_id: int, customer_ids: Collection[int], about: Collection[str], *, all_of_them: bool
) -> models.QuerySet[Callback]:
    still = NOT_ENDED | models.Q(OWED, state=State.GAVE_UP.value)
    rows = Callback.objects.filter(still, brand_id=brand_id, customer_id__in=customer_ids)
    if not all_of_them:
        rows = rows.filter(about__in=about)
    return rows.select_related("promise").order_by("next_call_at", "pk")[:AWAITED_MAX]


def slots(brand: Brand, rule: CallbackRule, *, at: datetime) -> list[Slot]:
    """Those that have a place left and leave some minutes to choose them, as far ahead as the rule says. What is chosen
    meanwhile is given as long as it has not begun (`booking.place_in`)."""
    last = at + timedelta(days=rule.days_ahead)
    stretches = list(islice(slots_between(brand.main_calendar.calendar, rule, at + CHOOSING, last), SLOTS_MAX))
    taken = _taken(brand.pk, at, last)
    found = [Slot(start, end, rule.slot_capacity - len(_within(taken, start, end))) for start, end in stretches]
    return [slot for slot in found if slot.left > 0]


def slots_between(
    calendar: Calendar, rule: CallbackRule, first: datetime, last: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """Whole ones, counted from each opening of each day, so that they are the same whenever one looks; what is left
    before closing time is none."""
    length = timedelta(minutes=rule.slot_minutes)
    day = first.astimezone(calendar.zone).date()
    while (midnight := calendar.moment(datetime.combine(day, time.min))) < last:
        day += timedelta(days=1)
        for opened, closed in calendar.open_intervals(midnight, calendar.moment(datetime.combine(day, time.min))):
            start = opened
            while start + length <= closed and start < last:
                if start >= first:
                    yield start, start + length
                start += length


def places_taken(brand_id: int, start: datetime, end: datetime) -> set[int]:
    """By those who are to be called at some time between the two, also in slots that were cut by an older rule."""
    return _within(_taken(brand_id, start, end), start, end)


def _taken(brand_id: int, first: datetime, last: datetime) -> list[tuple[datetime, datetime, int]]:
    rows = Callback.objects.filter(NOT_ENDED, brand_id=brand_id, slot_starts_at__lt=last, slot_ends_at__gt=first)
    found = rows.values_list("slot_starts_at", "slot_ends_at", "slot_place")
    return [(start, end, place) for start, end, place in found if start and end and place]


def _within(taken: Collection[tuple[datetime, datetime, int]], start: datetime, end: datetime) -> set[int]:
    return {place for begins, ends, place in taken if begins < end and ends > start}


def can_be_written_to(customer_ids: Collection[int]) -> bool:
    """Whether they have another channel than the telephone."""
    return Identity.objects.filter(customer_id__in=customer_ids, kind=Identity.EMAIL).exists()
