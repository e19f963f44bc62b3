"""What can be booked, by whom it is done, on which day and when: chosen one after another, each by an address."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone

from slovo.brands.models import Brand
from slovo.visits import queries, slots
from slovo.visits.models import Resource, VisitType

DAYS_SHOWN = 14  # at once; the next ones behind a link


@dataclass(frozen=True, slots=True)
class Offer:
    """`type`: None while it is to be chosen, or when nothing can be booked. `who`: None for whoever is free. `days`:
    those of the stretch with free times; `day`: the chosen one; `times`: of that day. `before`, `after`: where the
    stretches before and after it begin."""

    types: list[VisitType]
    type: VisitType | None = None
    resources: tuple[Resource, ...] = ()
    who: Resource | None = None
    days: tuple[date, ...] = ()
    day: date | None = None
    times: tuple[datetime, ...] = ()
    since: date | None = None
    before: date | None = None
    after: date | None = None


def chosen(brand: Brand, given: QueryDict) -> Offer:
    """`type`, `who`: public ids. What is made up is not chosen."""
    types = list(queries.offered(brand))
    wanted = _id(given.get("type", ""))
    only = types[0] if len(types) == 1 else None
    type_ = next((one for one in types if one.public_id == wanted), only)
    if type_ is None:
        return Offer(types)
    resources = tuple(queries.resources_for(type_))
    wanted = _id(given.get("who", ""))
    return Offer(types, type_, resources, next((one for one in resources if one.public_id == wanted), None))


def with_times(offer: Offer, given: QueryDict, *, at: datetime) -> Offer:
    """`day`, `since`: dates."""
    if offer.type is None:
        return offer
    first, last = slots.offered(offer.type, at)
    opens, closes = (timezone.localtime(one).date() for one in (first, last))
    since = min(max(_date(given.get("since", "")) or opens, opens), closes)
    until = since + timedelta(days=DAYS_SHOWN)
    able = [offer.who] if offer.who else offer.resources
    by_day: dict[date, dict[datetime, None]] = {}
    for slot in slots.free(offer.type, able, max(first, _midnight(since)), min(last, _midnight(until))):
        by_day.setdefault(timezone.localtime(slot.starts_at).date(), {})[slot.starts_at] = None
    by_day.pop(until, None)  # its first moment belongs to the next stretch
    day = _date(given.get("day", ""))
    day = day if day in by_day else next(iter(by_day), None)
    return replace(
        offer,
        days=tuple(by_day),
        day=day,
        times=tuple(by_day[day]) if day else (),
        since=since,
        before=max(opens, since - timedelta(days=DAYS_SHOWN)) if since > opens else None,
        after=until if until <= closes else None,
    )


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone())


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
