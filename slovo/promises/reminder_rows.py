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
    ids = _leads(promise, at) if why in OF_LEADS else _owners(promise, at) or _leads(promise, at)
    of_it = {"promise_id": promise.pk, "brand_id": promise.brand_id, "why": why.value, "at": at, "seen_at": None}
    rows = [Reminder(staff_id=staff_id, **of_it) for staff_id in ids]
    put(rows, found_by=("promise", "staff"), renewed=("brand", "why", "at", "seen_at"))
    for staff_id in ids:
        nudge(key_of(staff_id), brand_id=promise.brand_id)
    return bool(ids)


def _owners(promise: Promise, at: datetime) -> list[int]:
    """Its person, else all of its team who are there."""
    found = _person(promise.brand_id, promise.owner_id, at) if promise.owner_id else []
    if not found and promise.team_id:
        found = _of_team(promise.brand_id, promise.team_id, at)
    return found


def _leads(promise: Promise, at: datetime) -> list[int]:
    """Who sees the room of the brand: those of its team, else all."""
    of_team = _leads_of_team(promise.brand_id, promise.team_id, at) if promise.team_id else []
    return of_team or _leads_of_brand(promise.brand_id, at)


@prepared
def _person(brand_id: int, staff_id: int, at: datetime) -> QuerySet[Staff, int]:
    return _ids(people.present_at(brand_id, at).filter(pk=staff_id))


@prepared
def _of_team(brand_id: int, team_id: int, at: datetime) -> QuerySet[Staff, int]:
    return _ids(people.present_at(brand_id, at).filter(teams=team_id))


@prepared
def _leads_of_team(brand_id: int, team_id: int, at: datetime) -> QuerySet[Staff, int]:
    return _ids(_leading(brand_id, at).filter(teams=team_id))


@prepared
def _leads_of_brand(brand_id: int, at: datetime) -> QuerySet[Staff, int]:
    return _ids(_leading(brand_id, at))


def _leading(brand_id: int, at: datetime) -> QuerySet[Staff]:
    here = people.present_at(brand_id, at)
    return here.filter(memberships__brand_id=brand_id, memberships__role__in=LEADING)


def _ids(rows: QuerySet[Staff]) -> QuerySet[Staff, int]:
    return rows.order_by("pk").values_list("pk", flat=True).distinct()[:PEOPLE_MAX]
