"""What is to be made good for a delay: refunds that are to be paid, customers who are to be seen to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, moment, one, page
from slovo.api.kinds import Given, Moment, Paged, Shown, Text
from slovo.api.resources.overrun_rules import Amount, Currency, of_seal
from slovo.core.secrets import sealed
from slovo.people.rights import Verb
from slovo.recovery import queries, work
from slovo.recovery.models import REFERENCE_CHARACTERS_MAX, WORDS_CHARACTERS_MAX, RecoveryTask

router = Router(tags=["recovery"])


class TaskFilters(Paged):
    state: Literal["open", "done"] = "open"


class TaskShown(Shown):
    """`rating`: the low mark that asks for it; else it was a delay."""

    id: UUID
    brand: UUID
    promise: UUID
    compensation: UUID | None
    rating: UUID | None
    what: Literal["refund", "care"]
    team: UUID | None
    opened_at: datetime
    done_at: datetime | None


class TaskPage(Shown):
    data: list[TaskShown]
    next: str | None


class Payment(Given):
    amount: Amount
    currency: Currency | None = None
    reference: Annotated[Text, Field(min_length=1, max_length=REFERENCE_CHARACTERS_MAX)]
    paid_at: Moment | None = None


class Completion(Given):
    words: Annotated[Text, Field(min_length=1, max_length=WORDS_CHARACTERS_MAX)]


@router.get("/recovery-tasks", response=TaskPage)
@reads()
def index_tasks(request: ApiRequest, filters: Query[TaskFilters]) -> HttpResponse:
    """What is still to be made good, or with `state` "done" what has been, the oldest first."""
    find = queries.done_tasks if filters.state == "done" else queries.open_tasks
    rows = find(request.by.brand_ids).select_related("brand", "promise", "rating")
    return page(request, rows, paged=filters, order="pk", shapes=_tasks, kind=TaskShown)


@router.get("/recovery-tasks/{id}", response=TaskShown)
@reads()
def show_task(request: ApiRequest, id: UUID) -> HttpResponse:
    return _task(request, id)


@router.post("/recovery-tasks/{id}/payment", response=TaskShown)
@writes(Verb.WORK_RECOVERY)
def pay(request: ApiRequest, id: UUID, given: Payment) -> HttpResponse:
    """Paid back: the promise of it is kept, for which the token needs the scope «promise», too."""
    task = of_seal(queries.tasks_visible_to(request.by), "recovery_task", id)
    work.pay_refund(
        task_id=task.pk,
        amount_minor=given.amount,
        currency=given.currency or "",
        reference=given.reference,
        paid_at=given.paid_at,
        by=request.by,
        at=request.at,
    )
    return _task(request, id)


@router.post("/recovery-tasks/{id}/completion", response=TaskShown)
@writes(Verb.WORK_RECOVERY)
def finish(request: ApiRequest, id: UUID, given: Completion) -> HttpResponse:
    task = of_seal(queries.tasks_visible_to(request.by), "recovery_task", id)
    work.finish_task(task_id=task.pk, words=given.words, by=request.by, at=request.at)
    return _task(request, id)


def _tasks(rows: Sequence[RecoveryTask]) -> list[Shape]:
    return [
        {
            "id": sealed("recovery_task", row.pk),
            "brand": row.brand.public_id,
            "promise": row.promise.shown_id,
            "compensation": sealed("compensation", row.compensation_id) if row.compensation_id else None,
            "rating": row.rating.public_id if row.rating else None,
            "what": row.what,
            "team": sealed("team", row.team_id) if row.team_id else None,
            "opened_at": moment(row.opened_at),
            "done_at": moment(row.done_at),
        }
        for row in rows
    ]


def _task(request: ApiRequest, id: UUID) -> HttpResponse:
    rows = queries.tasks_visible_to(request.by).select_related("brand", "promise", "rating")
    return one(request, _tasks([of_seal(rows, "recovery_task", id)])[0], TaskShown)
