"""A queue for those who come without a visit: opened, changed, closed. Actions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from slovo.brands import actions as brands
from slovo.brands.models import Brand, calendars_of
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.core.live.actions import nudge
from slovo.core.rules import Rule
from slovo.facts.walk_ins import QueueChanged
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.visits.walk_in_models import QUEUE_NAME_CHARACTERS_MAX, STEP_CHARACTERS_MAX, WalkInQueue

LENGTH_MAX = 500
STEPS_MAX = 20
STEP_MINUTES_MAX = 8 * 60


class UnableToSetQueue(UnableTo):
    pass


@transaction()
def set_queue(
    *,
    brand: Brand,
    name: str,
    prefix: str,
    length_max: int,
    by: Staff,
    at: datetime,
    queue_id: int | None = None,
    staff_id: int | None = None,
    team_id: int | None = None,
    calendar_id: int | None = None,
) -> WalkInQueue:
    """A new one, or with `queue_id` other rules for one that is there."""
    by.must(Verb.MANAGE_BRAND, brand)
    name, prefix = name.strip(), prefix.strip().upper()
    if not name or len(name) > QUEUE_NAME_CHARACTERS_MAX or len(prefix) != 1 or not prefix.isalpha():
        raise UnableToSetQueue(
            _("Give it a name, and one letter for its tickets."), rule=Rule.QUEUE_SETTING_WITHIN_LIMITS
        )
    if not 1 <= length_max <= LENGTH_MAX:
        raise UnableToSetQueue(
            _("From 1 to %(count)d people may wait in a queue.") % {"count": LENGTH_MAX},
            rule=Rule.QUEUE_SETTING_WITHIN_LIMITS,
        )
    if WalkInQueue.objects.filter(brand=brand, name=name).exclude(pk=queue_id or 0).exists():
        raise UnableToSetQueue(_("There is one of this name already. Choose another name."), rule=Rule.NAME_IS_FREE)
    if staff_id is None and team_id is None:
        raise UnableToSetQueue(_("Say who answers for it: a person or a team."), rule=Rule.SOMEBODY_IS_RESPONSIBLE)
    if staff_id and not people.colleagues_at(brand.pk).filter(pk=staff_id).exists():
        raise UnableToSetQueue(
            _("This person does not work for this brand. Choose somebody who does."), rule=Rule.PERSON_OF_THE_BRAND
        )
    if team_id and not people.teams_of([brand.pk]).filter(pk=team_id).exists():
        raise UnableToSetQueue(
            _("This team belongs to another brand. Choose one of this brand."), rule=Rule.TEAM_OF_THE_BRAND
        )
    if calendar_id and calendar_id not in {one.pk for one in calendars_of(brand.pk)}:
        raise UnableToSetQueue(
            _("This calendar belongs to another brand. Choose one of this brand."), rule=Rule.CALENDAR_OF_THE_BRAND
        )
    queue = locked(WalkInQueue, queue_id) if queue_id else WalkInQueue(brand=brand)
    assert queue.brand_id == brand.pk
    queue.name, queue.prefix, queue.length_max = name, prefix, length_max
    queue.staff_id, queue.team_id, queue.calendar_id = staff_id, team_id, calendar_id
    queue.save()
    _changed(queue, by=by, at=at)
    return queue


@transaction()
def set_hours(*, queue_id: int, calendar: dict[str, Any] | None, by: Staff, at: datetime) -> None:
    """As `setting.set_hours`."""
    queue = locked(WalkInQueue, queue_id)
    by.must(Verb.MANAGE_BRAND, queue)
    own = calendar and brands.keep_calendar(brand=queue.brand, name=queue.key, calendar=calendar, actor=by.actor, at=at)
    queue.calendar = own or None
    queue.save(update_fields=["calendar"])
    _changed(queue, by=by, at=at)


@transaction()
def set_paperwork(*, queue_id: int, steps: Sequence[tuple[str, int]], by: Staff, at: datetime) -> None:
    """The usual steps in their order, each with the minutes that it may take. What was timed stands."""
    queue = locked(WalkInQueue, queue_id)
    by.must(Verb.MANAGE_BRAND, queue)
    kept = [(" ".join(name.split()), minutes) for name, minutes in steps]
    if len(kept) > STEPS_MAX or len({name for name, _minutes in kept}) < len(kept):
        raise UnableToSetQueue(_("Name each step once, and twenty at most."), rule=Rule.QUEUE_SETTING_WITHIN_LIMITS)
    for name, minutes in kept:
        if not 0 < len(name) <= STEP_CHARACTERS_MAX or not 0 < minutes <= STEP_MINUTES_MAX:
            raise UnableToSetQueue(
                _("Give each step a short name, and from one minute to eight hours."),
                rule=Rule.QUEUE_SETTING_WITHIN_LIMITS,
            )
    queue.paperwork = kept
    queue.save(update_fields=["paperwork"])
    _changed(queue, by=by, at=at)


@transaction()
def close_queue(*, queue_id: int, closed: bool, by: Staff, at: datetime) -> None:
    """No tickets any more, or again; whoever waits is still called."""
    queue = locked(WalkInQueue, queue_id)
    by.must(Verb.MANAGE_BRAND, queue)
    queue.closed_at = at if closed else None
    queue.save(update_fields=["closed_at"])
    _changed(queue, by=by, at=at)


def _changed(queue: WalkInQueue, *, by: Staff, at: datetime) -> None:
    record(QueueChanged(brand_id=queue.brand_id, queue_id=queue.pk), actor=by.actor, at=at)
    nudge(queue.key, brand_id=queue.brand_id)
