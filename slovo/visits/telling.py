"""When a customer is told, and what the facts of a visit say of it, so that whoever writes need not ask."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from slovo.promises import queries as promises
from slovo.visits.models import Visit

FROM_HOUR, UNTIL_HOUR = time(9), time(20)


def told_as(visit: Visit) -> dict[str, Any]:
    return {
        "brand_id": visit.brand_id,
        "visit_id": visit.pk,
        "customer_id": visit.customer_id,
        "regarding": visit.about,
        "title": visit.type.name,
        "place": visit.type.place,
        "starts_at": visit.starts_at.isoformat(),
        "ends_at": visit.ends_at.isoformat(),
        "zone": visit.zone,
        "uid": str(visit.public_id),
        "sequence": visit.sequence,
    }


def told_anew(visit: Visit) -> dict[str, Any]:
    """With the move of its promise to the moment that it has now: whoever reads of that moment has heard of it."""
    moves = promises.moves_of(visit.promise_id)
    untold = next((one.pk for one in moves if one.awaits_notice and one.due_now == visit.ends_at), None)
    return {**told_as(visit), "move_id": untold}


def confirmed_as(visit: Visit) -> dict[str, Any]:
    return {
        "brand_id": visit.brand_id,
        "visit_id": visit.pk,
        "customer_id": visit.customer_id,
        "regarding": visit.about,
        "promise_id": visit.promise_id,
    }


def reminder_of(starts_at: datetime, minutes: int, *, zone: str, at: datetime) -> datetime | None:
    """At a sensible hour in that zone, earlier rather than later. None: there is none, or it was booked after that."""
    if not minutes:
        return None
    wall = (starts_at - timedelta(minutes=minutes)).astimezone(ZoneInfo(zone))
    if wall.time() > UNTIL_HOUR:
        wall = wall.replace(hour=UNTIL_HOUR.hour, minute=0)
    elif wall.time() < FROM_HOUR:
        wall = (wall - timedelta(days=1)).replace(hour=UNTIL_HOUR.hour, minute=0)
    return wall if wall > at else None
