"""Who is reminded of a promise: a part of other actions."""

from datetime import datetime

from django.db.models import QuerySet

from slovo.core.live.actions import nudge
from slovo.core.prepared import prepared
from slovo.core.rows import put
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.reminded import key_of
from slovo.people.rights import VERBS_OF, Role, Verb
from slovo.promises.ladder_models import Reminder, Why
from slovo.promises.models import Promise

PEOPLE_MAX = 20
OF_LEADS = {Why.LEAD, Why.SILENT, Why.UNTOLD}
LEADING = [role.value for role in Role if Verb.SEE_ROOM in VERBS_OF[role]]


def remind(promise: Promise, *, why: Why, at: datetime) -> bool:
    """False: nobody is there who could be."""
    ids = _whom(promise, why, at, on_shift=True) or _whom(promise, why, at, on_shift=False)
    of_it = {"promise_id": promise.pk, "brand_id": promise.brand_id, "why": why.value, "at": at, "seen_at": None}
    rows = [Reminder(staff_id=staff_id, **of_it) for staff_id in ids]
    put(rows, found_by=("promise", "staff"), renewed=("brand", "why", "at", "seen_at"))
    for staff_id in ids:
        nudge(key_of(staff_id), brand_id=promise.brand_id)
    return bool(ids)


def _whom(promise: Promise, why: Why, at: datetime, *, on_shift: bool) -> list[int]:
    """Who is there now. Where nobody is, all who are at home between two shifts: they see it first when they come."""
    owners = [] if why in OF_LEADS else _owners(promise, at, on_shift=on_shift)
    return owners or _leads(promise, at, on_shift=on_shift)


def _owners(promise: Promise, at: datetime, *, on_shift: bool) -> list[int]:
    """Its person, else all of its team who are there; and its person as well, if their next shift begins in time."""
    found = _person(promise.brand_id, promise.owner_id, at, on_shift=on_shift) if promise.owner_id else []
    if found:
        return found
    coming = _coming(promise.brand_id, promise.owner_id, promise.due_at, at) if promise.owner_id else []
    of_team = _of_team(promise.brand_id, promise.team_id, at, on_shift=on_shift) if promise.team_id else []
    return sorted({*of_team, *coming})


def _coming(brand_id: int, owner_id: int, due_at: datetime | None, at: datetime) -> list[int]:
    return _person_in_time(brand_id, owner_id, due_at, at) if due_at else []


def _leads(promise: Promise, at: datetime, *, on_shift: bool) -> list[int]:
    """Who sees the room of the brand: those of its team, else all."""
    of_team = _leads_of_team(promise.brand_id, promise.team_id, at, on_shift=on_shift) if promise.team_id else []
    return of_team or _leads_of_brand(promise.brand_id, at, on_shift=on_shift)


@prepared
def _person(brand_id: int, staff_id: int, at: datetime, *, on_shift: bool) -> QuerySet[Staff, int]:
    return _ids(_there(brand_id, at, on_shift=on_shift).filter(pk=staff_id))


@prepared
def _person_in_time(brand_id: int, staff_id: int, due_at: datetime, at: datetime) -> QuerySet[Staff, int]:
    return _ids(people.in_time_for(due_at, brand_id, at).filter(pk=staff_id))


@prepared
def _of_team(brand_id: int, team_id: int, at: datetime, *, on_shift: bool) -> QuerySet[Staff, int]:
    return _ids(_there(brand_id, at, on_shift=on_shift).filter(teams=team_id))


@prepared
def _leads_of_team(brand_id: int, team_id: int, at: datetime, *, on_shift: bool) -> QuerySet[Staff, int]:
    return _ids(_leading(brand_id, at, on_shift=on_shift).filter(teams=team_id))


@prepared
def _leads_of_brand(brand_id: int, at: datetime, *, on_shift: bool) -> QuerySet[Staff, int]:
    return _ids(_leading(brand_id, at, on_shift=on_shift))


def _leading(brand_id: int, at: datetime, *, on_shift: bool) -> QuerySet[Staff]:
    here = _there(brand_id, at, on_shift=on_shift)
    return here.filter(memberships__brand_id=brand_id, memberships__role__in=LEADING)


def _there(brand_id: int, at: datetime, *, on_shift: bool) -> QuerySet[Staff]:
    return people.present_at(brand_id, at) if on_shift else people.not_away_at(brand_id, at)


def _ids(rows: QuerySet[Staff]) -> QuerySet[Staff, int]:
    return rows.order_by("pk").values_list("pk", flat=True).distinct()[:PEOPLE_MAX]
