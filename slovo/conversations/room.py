"""What a supervisor sees at once: queues, what is late or about to be, who is on what. Always as many questions."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from slovo.conversations.conditions import PROMISED_BEFORE
from slovo.conversations.lines import Line, lines_of
from slovo.conversations.models import Conversation, milliseconds
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.promises import queries as promises
from slovo.promises.pages import AT_RISK

LINES_MAX = 20  # of each list; its number says how many there are


@dataclass(frozen=True, slots=True)
class Queue:
    """Of a team, or of what a brand has given to no team. `longest_since`: when the oldest owed answer was promised."""

    brand_id: int
    team_id: int | None
    ours: int
    waiting: int
    nobodys: int
    soon: int
    overdue: int
    longest_since: datetime | None


@dataclass(frozen=True, slots=True)
class Load:
    """What one colleague has. `owed`: answers promised."""

    staff: Staff
    ours: int = 0
    waiting: int = 0
    owed: int = 0
    soon: int = 0
    overdue: int = 0
    next_due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Room:
    queues: Sequence[Queue]
    loads: Sequence[Load]
    broken_today: dict[int, int]
    nobodys: Sequence[Line]
    soon: Sequence[Line]
    overdue: Sequence[Line]


def room(brand_ids: Collection[int], *, at: datetime, day_began_at: datetime) -> Room:
    """Of these brands. `day_began_at`: midnight of the reader."""
    rows = Conversation.objects.filter(brand_id__in=brand_ids, closed_at=None, root=None)
    nobodys, soon, overdue = (_first(rows.filter(asked)) for asked in (NOBODYS, _soon(at), _overdue(at)))
    lines = {line.pk: line for line in lines_of(list({*nobodys, *soon, *overdue}))}
    return Room(
        queues=_queues(rows, at),
        loads=_loads(rows, brand_ids, at),
        broken_today=promises.broken_since(brand_ids, day_began_at),
        nobodys=[lines[pk] for pk in nobodys if pk in lines],
        soon=[lines[pk] for pk in soon if pk in lines],
        overdue=[lines[pk] for pk in overdue if pk in lines],
    )


OURS = Q(waiting_since=None, snoozed_until=None)
WAITING = Q(waiting_since__isnull=False)
NOBODYS = OURS & Q(assignee=None)


def _overdue(at: datetime) -> Q:
    return Q(queue_position__lt=milliseconds(at))


def _soon(at: datetime) -> Q:
    """Its warning has come, or the forecast says that it is likely to be late."""
    ahead = Q(queue_position__gte=milliseconds(at), queue_position__lt=PROMISED_BEFORE)
    foretold = AT_RISK.filter(promise=OuterRef("next_promise"), due_at=OuterRef("next_promise__due_at"))
    return ahead & (Q(next_promise__warn_at__lte=at) | Q(Exists(foretold)))


def _first(rows: QuerySet[Conversation]) -> list[int]:
    return list(rows.order_by("queue_position", "pk").values_list("pk", flat=True)[:LINES_MAX])


def _numbers(at: datetime) -> dict[str, Any]:
    return {
        "ours": Count("pk", filter=OURS),
        "waiting": Count("pk", filter=WAITING),
        "soon": Count("pk", filter=_soon(at)),
        "overdue": Count("pk", filter=_overdue(at)),
    }


def _queues(rows: QuerySet[Conversation], at: datetime) -> list[Queue]:
    numbers = _numbers(at) | {"nobodys": Count("pk", filter=NOBODYS), "longest_since": Min("next_promise__made_at")}
    grouped: Iterable[Any] = rows.order_by().values("brand_id", "team_id").annotate(**numbers)
    return sorted((Queue(**row) for row in grouped), key=lambda queue: (queue.brand_id, queue.team_id or 0))


def _loads(rows: QuerySet[Conversation], brand_ids: Collection[int], at: datetime) -> list[Load]:
    numbers = _numbers(at) | {"owed": Count("next_promise_id"), "next_due_at": Min("next_promise__due_at")}
    assigned = rows.filter(assignee__isnull=False).order_by()
    grouped: Iterable[Any] = assigned.values("assignee_id").annotate(**numbers)
    by_id = {row.pop("assignee_id"): row for row in grouped}
    return [Load(staff, **by_id.get(staff.pk, {})) for staff in people.colleagues_of(brand_ids)]
