"""What the API shows of visits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from slovo.api.answers import Shape, moment
from slovo.api.kinds import Shown
from slovo.visits.models import Visit, VisitType


class ResourceNamed(Shown):
    id: UUID
    name: str


class VisitTypeShown(Shown):
    """`buffer_minutes`: kept free after it. `change_until_minutes`: until how long before customers change it
    themselves."""

    id: UUID
    brand: UUID
    name: str
    place: str
    minutes: int
    buffer_minutes: int
    step_minutes: int
    ahead_days: int
    notice_minutes: int
    change_until_minutes: int
    remind_minutes: int
    resources: list[ResourceNamed]
    archived_at: datetime | None


class VisitTypePage(Shown):
    data: list[VisitTypeShown]
    next: str | None


class VisitSlotShown(Shown):
    starts_at: datetime
    resource: UUID


class VisitSlotList(Shown):
    data: list[VisitSlotShown]


class VisitShown(Shown):
    """`cancelled_for`: whose wish it was; what the company cancels is owed all the same. `sequence` rises with each
    change that calendars are told of."""

    id: UUID
    brand: UUID
    customer: UUID
    type: UUID
    resource: UUID
    promise: UUID
    state: Literal["booked", "confirmed", "moved", "cancelled", "came", "did_not_come"]
    starts_at: datetime
    ends_at: datetime
    zone: str
    sequence: int
    booked_at: datetime
    confirmed_at: datetime | None
    moved_at: datetime | None
    cancelled_at: datetime | None
    cancelled_for: str
    came_at: datetime | None
    missed_at: datetime | None
    remind_at: datetime | None
    reminded_at: datetime | None


class VisitPage(Shown):
    data: list[VisitShown]
    next: str | None


def shape(row: Visit) -> Shape:
    return {
        "id": row.public_id,
        "brand": row.brand.public_id,
        "customer": row.customer.public_id,
        "type": row.type.public_id,
        "resource": row.resource.public_id,
        "promise": row.promise.shown_id,
        "state": row.state.value,
        "zone": row.zone,
        "sequence": row.sequence,
        "cancelled_for": row.cancelled_for,
        **{name: moment(getattr(row, name)) for name in MOMENTS},
    }


MOMENTS = (
    "starts_at",
    "ends_at",
    "booked_at",
    "confirmed_at",
    "moved_at",
    "cancelled_at",
    "came_at",
    "missed_at",
    "remind_at",
    "reminded_at",
)
LENGTHS = (
    "minutes",
    "buffer_minutes",
    "step_minutes",
    "ahead_days",
    "notice_minutes",
    "change_until_minutes",
    "remind_minutes",
)


def type_shapes(rows: Sequence[VisitType]) -> list[Shape]:
    return [
        {
            "id": row.public_id,
            "brand": row.brand.public_id,
            "name": row.name,
            "place": row.place,
            **{name: getattr(row, name) for name in LENGTHS},
            "resources": [{"id": one.public_id, "name": one.name} for one in row.resources.all()],
            "archived_at": moment(row.archived_at),
        }
        for row in rows
    ]
