"""A resource is held for a visit: looked for, locked, taken. Parts of the actions in `booking.py`."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from slovo.core.db import locked, locked_together
from slovo.core.errors import UnableTo
from slovo.core.rows import insert_unknown
from slovo.core.rules import Rule
from slovo.visits import queries, slots
from slovo.visits.models import Resource, Taken, Visit, VisitType


def take(visit: Visit, *, refusal: type[UnableTo]) -> None:
    """Its five-minute pieces. Whatever was overlooked before, the constraint lets only one have each."""
    pieces = slots.quanta(visit.starts_at, visit.minutes + visit.buffer_minutes)
    insert_unknown([Taken(resource_id=visit.resource_id, quantum=quantum, visit=visit) for quantum in pieces])
    if visit.taken.count() != len(pieces):
        raise refusal(_not_free(), rule=Rule.SLOT_IS_FREE)


def locked_with_resources(visit_id: int, resource_id: int | None) -> tuple[Visit, list[Resource]]:
    """The visit, and who can have it: the one that is named, else its own first, then whoever else can."""
    found = Visit.objects.select_related("type__brand").get(pk=visit_id)
    resources = candidates(found.type, resource_id)
    resources.sort(key=lambda one: one.pk != found.resource_id)
    visit = locked(Visit, visit_id)
    visit.type = found.type
    return visit, resources


def candidates(type_: VisitType, resource_id: int | None) -> list[Resource]:
    """Locked in the order of their ids: two who book the same person stand in line."""
    found = {one.pk: one for one in queries.resources_for(type_) if resource_id in (None, one.pk)}
    locked_together(Resource, found.keys())
    return list(found.values())


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
