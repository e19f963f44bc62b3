"""What the pages of visits show: a day by resource, and the slots that are free."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from slovo.core.errors import UnableTo
from slovo.promises.models import Kind, Promise
from slovo.visits import queries, slots
from slovo.visits.models import Resource, State, Visit, VisitType
from slovo.web.desk.requests import StaffRequest, moment, whole_number

DAYS_OFFERED = 7
STATES = {
    State.BOOKED: gettext_lazy("Booked"),
    State.CONFIRMED: gettext_lazy("Confirmed"),
    State.MOVED: gettext_lazy("Moved"),
    State.CANCELLED: pgettext_lazy("visit", "Cancelled"),
    State.CAME: gettext_lazy("Came"),
    State.DID_NOT_COME: gettext_lazy("Did not come"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A resource and its day."""

    resource: Resource
    rows: list[tuple[Visit, str]]


@dataclass(frozen=True, slots=True)
class Offer:
    """A free slot, as a form gives it back."""

    starts_at: datetime
    resource: Resource

    @property
    def value(self) -> str:
        return f"{self.starts_at.isoformat()} {self.resource.pk}"


def states_of(promises: Iterable[Promise]) -> dict[int, str]:
    """Of those that are visits, by the promise."""
    pks = [one.pk for one in promises if one.kind == Kind.VISIT]
    return {one.promise_id: str(STATES[one.state]) for one in queries.of_promises(pks)} if pks else {}


def day_of(request: StaffRequest) -> date:
    """The one that is asked for, else today, by the reader's clock. What is made up counts as not asked."""
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return timezone.localdate()


def bounds(day: date, days: int = 1) -> tuple[datetime, datetime]:
    first = timezone.make_aware(datetime.combine(day, time()))
    return first, timezone.make_aware(datetime.combine(day + timedelta(days=days), time()))


def columns(resources: Sequence[Resource], visits: Sequence[Visit]) -> list[Column]:
    """Archived resources only where somebody is booked."""
    rows = defaultdict(list)
    for visit in visits:
        rows[visit.resource_id].append((visit, str(STATES[visit.state])))
    return [Column(one, rows[one.pk]) for one in resources if one.pk in rows or not one.archived_at]


def offers(type_: VisitType, day: date, *, at: datetime, without: int | None = None) -> list[tuple[date, list[Offer]]]:
    """By days, from this one on."""
    resources = {one.pk: one for one in queries.resources_for(type_)}
    first, last = bounds(day, DAYS_OFFERED)
    by_day: dict[date, list[Offer]] = defaultdict(list)
    for slot in slots.free(type_, list(resources.values()), max(first, at), last, without=without):
        local = timezone.localtime(slot.starts_at)
        by_day[local.date()].append(Offer(local, resources[slot.resource_id]))
    return sorted(by_day.items())


def chosen(request: StaffRequest) -> tuple[datetime, int]:
    """The slot that was pressed."""
    starts_at, _space, resource = request.POST.get("slot", "").rpartition(" ")
    found, resource_id = moment(starts_at), whole_number(resource)
    if found is None or resource_id is None:
        raise UnableTo(_("Choose one of the free slots."))
    return found, resource_id
