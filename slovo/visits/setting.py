"""Resources and types of visits: what a company offers. Actions."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from slovo.brands import actions as brands
from slovo.brands.models import Brand, calendars_of
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.core.rules import Rule
from slovo.facts.visits import ResourceChanged, VisitTypeChanged
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.visits.holding import engage
from slovo.visits.models import (
    BUFFER_MINUTES_MAX,
    COMING,
    NAME_CHARACTERS_MAX,
    PLACE_CHARACTERS_MAX,
    QUANTUM_MINUTES,
    VISIT_MINUTES_MAX,
    Resource,
    Visit,
    VisitType,
)

AHEAD_DAYS_MAX = 366
MONTH_MINUTES = 31 * 24 * 60


class UnableToSetVisits(UnableTo):
    pass


@transaction()
def set_resource(
    *,
    brand: Brand,
    name: str,
    by: Staff,
    at: datetime,
    resource_id: int | None = None,
    staff_id: int | None = None,
    team_id: int | None = None,
    calendar_id: int | None = None,
) -> Resource:
    """A new one, or with `resource_id` another name, person, team or calendar for one that is there."""
    by.must(Verb.MANAGE_BRAND, brand)
    name = _name(name)
    twins = Resource.objects.filter(brand=brand, name=name).exclude(pk=resource_id or 0)
    if twins.exists():
        raise UnableToSetVisits(_("There is one of this name already. Choose another name."), rule=Rule.NAME_IS_FREE)
    if staff_id is None and team_id is None:
        raise UnableToSetVisits(_("Say who answers for it: a person or a team."), rule=Rule.SOMEBODY_IS_RESPONSIBLE)
    if staff_id and not people.colleagues_at(brand.pk).filter(pk=staff_id).exists():
        raise UnableToSetVisits(
            _("This person does not work for this brand. Choose somebody who does."), rule=Rule.PERSON_OF_THE_BRAND
        )
    if team_id and not people.teams_of([brand.pk]).filter(pk=team_id).exists():
        raise UnableToSetVisits(
            _("This team belongs to another brand. Choose one of this brand."), rule=Rule.TEAM_OF_THE_BRAND
        )
    if calendar_id and calendar_id not in {one.pk for one in calendars_of(brand.pk)}:
        raise UnableToSetVisits(
            _("This calendar belongs to another brand. Choose one of this brand."), rule=Rule.CALENDAR_OF_THE_BRAND
        )
    resource = locked(Resource, resource_id) if resource_id else Resource(brand=brand)
    assert resource.brand_id == brand.pk
    was_staff_id = resource.staff_id
    resource.name, resource.staff_id, resource.team_id, resource.calendar_id = name, staff_id, team_id, calendar_id
    resource.save()
    if resource_id and staff_id != was_staff_id:
        _give_visits(resource, at=at)
    record(ResourceChanged(brand_id=brand.pk, resource_id=resource.pk), actor=by.actor, at=at)
    return resource


def _give_visits(resource: Resource, *, at: datetime) -> None:
    """Those that are to come are with whoever it names now."""
    rows = Visit.objects.filter(COMING, resource=resource, ends_at__gt=at).order_by("starts_at", "pk")
    for visit in rows:
        visit.resource = resource
        visit.engaged.all().delete()
        if not engage(visit):
            raise UnableToSetVisits(
                _("They are with somebody else when a visit is booked here. Move one of the two visits first."),
                rule=Rule.SLOT_IS_FREE,
            )


@transaction()
def archive_resource(*, resource_id: int, archived: bool, by: Staff, at: datetime) -> None:
    """Nobody books it any more, or again; what is booked stands."""
    resource = locked(Resource, resource_id)
    by.must(Verb.MANAGE_BRAND, resource)
    resource.archived_at = at if archived else None
    resource.save(update_fields=["archived_at"])
    record(ResourceChanged(brand_id=resource.brand_id, resource_id=resource.pk), actor=by.actor, at=at)


@transaction()
def set_hours(*, resource_id: int, calendar: dict[str, Any] | None, by: Staff, at: datetime) -> None:
    """Hours of its own, a document as docs/calendars.md describes it; None: it is open when the brand is. What is
    booked already stands."""
    resource = locked(Resource, resource_id)
    by.must(Verb.MANAGE_BRAND, resource)
    own = calendar and brands.keep_calendar(
        brand=resource.brand, name=resource.key, calendar=calendar, actor=by.actor, at=at
    )
    resource.calendar = own or None
    resource.save(update_fields=["calendar"])
    record(ResourceChanged(brand_id=resource.brand_id, resource_id=resource.pk), actor=by.actor, at=at)


@transaction()
def set_type(
    *,
    brand: Brand,
    name: str,
    lengths: dict[str, int],
    resource_ids: Collection[int],
    by: Staff,
    at: datetime,
    place: str = "",
    type_id: int | None = None,
) -> VisitType:
    """`lengths`: the fields of numbers by name; what is left out stays as it is, or as it comes. What is booked
    already keeps the time that it has."""
    by.must(Verb.MANAGE_BRAND, brand)
    name, place = _name(name), place.strip()[:PLACE_CHARACTERS_MAX]
    if VisitType.objects.filter(brand=brand, name=name).exclude(pk=type_id or 0).exists():
        raise UnableToSetVisits(_("There is one of this name already. Choose another name."), rule=Rule.NAME_IS_FREE)
    type_ = locked(VisitType, type_id) if type_id else VisitType(brand=brand)
    assert type_.brand_id == brand.pk
    type_.name, type_.place = name, place
    for field, value in lengths.items():
        setattr(type_, field, value)
    _check_lengths(type_)
    resources = list(Resource.objects.filter(brand=brand, pk__in=resource_ids))
    if not resources:
        raise UnableToSetVisits(_("Choose at least one who or what can do it."), rule=Rule.VISIT_SETTING_WITHIN_LIMITS)
    type_.save()
    type_.resources.set(resources)
    record(VisitTypeChanged(brand_id=brand.pk, visit_type_id=type_.pk), actor=by.actor, at=at)
    return type_


@transaction()
def archive_type(*, type_id: int, archived: bool, by: Staff, at: datetime) -> None:
    type_ = locked(VisitType, type_id)
    by.must(Verb.MANAGE_BRAND, type_)
    type_.archived_at = at if archived else None
    type_.save(update_fields=["archived_at"])
    record(VisitTypeChanged(brand_id=type_.brand_id, visit_type_id=type_.pk), actor=by.actor, at=at)


LENGTHS: dict[str, tuple[int, int]] = {  # at least, at most
    "minutes": (QUANTUM_MINUTES, VISIT_MINUTES_MAX),
    "buffer_minutes": (0, BUFFER_MINUTES_MAX),
    "step_minutes": (QUANTUM_MINUTES, VISIT_MINUTES_MAX),
    "ahead_days": (1, AHEAD_DAYS_MAX),
    "notice_minutes": (0, MONTH_MINUTES),
    "change_until_minutes": (0, MONTH_MINUTES),
    "remind_minutes": (0, MONTH_MINUTES),
}
ON_QUANTA = ("minutes", "buffer_minutes", "step_minutes")


def _check_lengths(type_: VisitType) -> None:
    for field, (least, most) in LENGTHS.items():
        value: Any = getattr(type_, field)
        if value is None or not least <= value <= most:
            raise UnableToSetVisits(
                _("A visit lasts from 5 minutes to 12 hours, with up to 4 hours after it; the rest is up to a month."),
                rule=Rule.VISIT_SETTING_WITHIN_LIMITS,
            )
        if field in ON_QUANTA and value % QUANTUM_MINUTES:
            raise UnableToSetVisits(
                _("Visits are planned in steps of five minutes. Choose a multiple of five."),
                rule=Rule.VISIT_SETTING_WITHIN_LIMITS,
            )


def _name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > NAME_CHARACTERS_MAX:
        raise UnableToSetVisits(
            _("Give it a name of up to %(count)d characters.") % {"count": NAME_CHARACTERS_MAX},
            rule=Rule.TEXT_WITHIN_LIMITS,
        )
    return name
