"""A resource is held for a visit: looked for, locked, taken. Parts of the actions in `booking.py`."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from slovo.core.db import locked, locked_together
from slovo.core.errors import UnableTo
from slovo.core.rows import insert_unknown
from slovo.core.rules import Rule
from slovo.visits import queries, slots
from slovo.visits.models import Engaged, Resource, Taken, Visit, VisitType


def take(visit: Visit, *, refusal: type[UnableTo]) -> None:
    """Its five-minute pieces. Whatever was overlooked before, the constraint lets only one have each."""
    pieces = slots.quanta(visit.starts_at, visit.minutes + visit.buffer_minutes)
    insert_unknown([Taken(resource_id=visit.resource_id, quantum=quantum, visit=visit) for quantum in pieces])
    if visit.taken.count() != len(pieces) or not engage(visit):
        raise refusal(_not_free(), rule=Rule.SLOT_IS_FREE)


def engage(visit: Visit) -> bool:
    """Whoever its resource names is with that visitor. False where they are with another one at that time."""
    if visit.resource.staff_id is None:
        return True
    pieces = slots.quanta(visit.starts_at, visit.minutes + visit.buffer_minutes)
    insert_unknown([Engaged(staff_id=visit.resource.staff_id, quantum=quantum, visit=visit) for quantum in pieces])
    return visit.engaged.count() == len(pieces)


def let_go(visit: Visit) -> None:
    """Of the time that it had."""
    visit.taken.all().delete()
    visit.engaged.all().delete()


def locked_with_resources(visit_id: int, resource_id: int | None) -> tuple[Visit, list[Resource]]:
    """The visit, and who can have it: the one that is named, else its own first, then whoever else can."""
    found = Visit.objects.select_related("type__brand").get(pk=visit_id)
    resources = candidates(found.type, resource_id)
    resources.sort(key=lambda one: one.pk != found.resource_id)
    visit = locked(Visit, visit_id)
    visit.type = found.type
    return visit, resources


def candidates(type_: VisitType, resource_id: int | None) -> list[Resource]:
    """Locked in the order of their ids, with all others that name the same people: two who book the same person stand
    in line, at whichever of their resources. Read when they are locked."""
    rows = queries.resources_for(type_)
    if resource_id is not None:
        rows = rows.filter(pk=resource_id)
    locked_together(Resource, queries.of_the_same_people(rows))
    return list(rows.all())


def free_resource(
    type_: VisitType,
    resources: Sequence[Resource],
    starts_at: datetime,
    *,
    refusal: type[UnableTo],
    without: int | None = None,
) -> Resource:
    resource = slots.one_fits(type_, resources, starts_at, without=without)
    if resource is None:
        raise refusal(_not_free(), rule=Rule.SLOT_IS_FREE)
    return resource


def _not_free() -> str:
    return _("This time is not free, or not within opening hours. Choose another slot.")
