"""What one is reminded of: of oneself alone, whosoever the promises are."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, moment, nothing, page
from slovo.api.kinds import Paged, Shown
from slovo.api.resources.overrun_rules import of_seal
from slovo.core.secrets import sealed
from slovo.people.rights import Verb
from slovo.promises import queries, reminding
from slovo.promises.ladder_models import Reminder

router = Router(tags=["promises"])

REMINDER = "reminder"


class ReminderShown(Shown):
    """`why`: it is due soon (`owner`, `lead`), or may not be done in time (`at_risk`); the customer has heard nothing
    for too long (`silence`, and still nothing: `silent`), must be told by a person (`untold`, `speak`, `tell`;
    that we have cancelled it: `ours`), asks for something (`asked`), has cancelled it (`off`), hears of a delay
    (`delayed`); or what is true now is asked (`check_in`)."""

    id: UUID
    brand: UUID
    promise: UUID
    why: Literal[
        "owner",
        "lead",
        "at_risk",
        "silence",
        "silent",
        "untold",
        "asked",
        "delayed",
        "check_in",
        "tell",
        "off",
        "ours",
        "speak",
    ]
    at: datetime


class ReminderPage(Shown):
    data: list[ReminderShown]
    next: str | None


@router.get("/reminders", response=ReminderPage)
@reads()
def index(request: ApiRequest, paged: Query[Paged]) -> HttpResponse:
    """What the token's owner has not looked at yet and is still owed, or has been cancelled, the newest first. A
    program of the company is reminded of nothing."""
    rows = queries.reminders_of(request.by)
    return page(request, rows, paged=paged, order="-at", shapes=_shapes, kind=ReminderShown)


@router.delete("/reminders/{id}", response={204: None})
@writes(Verb.PROMISE)
def see(request: ApiRequest, id: UUID) -> HttpResponse:
    """Seen: it stands before their eyes no longer."""
    row = of_seal(queries.reminders_of(request.by), REMINDER, id)
    reminding.see(promise_id=row.promise_id, by=request.by, at=request.at)
    return nothing()


def _shapes(rows: Sequence[Reminder]) -> list[Shape]:
    return [
        {
            "id": sealed(REMINDER, row.pk),
            "brand": row.promise.brand.public_id,
            "promise": row.promise.shown_id,
            "why": row.why,
            "at": moment(row.at),
        }
        for row in rows
    ]
