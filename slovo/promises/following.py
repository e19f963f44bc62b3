"""Promises go with what they are about. Actions, as in `actions.py`."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from slovo.core.db import transaction
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.customers.portrait_queries import portrait_of
from slovo.facts import Fact
from slovo.facts.promises import PromiseBrandChanged, PromiseCustomerChanged, PromiseHandedOver, PromisePassedOn
from slovo.people import queries as people
from slovo.promises import queries
from slovo.promises.deeds import promise_fact
from slovo.promises.models import Kind, Promise
from slovo.promises.timing import restep

WITH_THE_WORK = Actor("rule", "with_the_work")


@transaction()
def go_with_work(
    *, about: str, owner_id: int | None, team_id: int | None, was_owner_id: int | None = None, at: datetime
) -> None:
    """The answer is owed by who has the work. What else was promised goes along if whoever had the work owed it, or
    nobody in person; what was given to somebody else stays with them. Of somebody whose shift is over a team takes what
    is due before their next one, and no more."""
    owed = list(queries.owed(about))
    theirs = [one for one in owed if one.is_answer or one.owner_id in (None, was_owner_id)]
    if was_owner_id and owner_id is None and (until := people.off_until(was_owner_id, at)):
        theirs = [one for one in theirs if one.is_answer or (one.due_at and one.due_at < until)]
    changed = [one for one in theirs if (one.owner_id, one.team_id) != (owner_id, team_id)]
    changed = [one for one in changed if one.is_answer or owner_id or team_id]  # what was said is never nobody's
    _change(changed, {"owner_id": owner_id, "team_id": team_id})
    for one in changed:
        _record(promise_fact(PromiseHandedOver, one, owner_id=owner_id, team_id=team_id), at=at)


@transaction()
def pass_on(*, about: str, to: str, at: datetime) -> None:
    """The same commitment, with the same deadline, is about something else now, unless that owes an answer already."""
    if queries.owed_answer(to) is not None:
        return
    rows = list(queries.owed(about).filter(kind=Kind.ANSWER))
    _change(rows, {"about": to})
    for one in rows:
        _record(promise_fact(PromisePassedOn, one, was_about=about), at=at)


@transaction()
def change_brand(*, about: str, brand_id: int, customer_id: int, owner_id: int | None, at: datetime) -> None:
    """What is owed is another brand's now, by the deadline it had."""
    rows = list(queries.owed(about))
    was = {one.pk: one.brand_id for one in rows}
    _change(rows, {**_whose(customer_id), "brand_id": brand_id, "owner_id": owner_id, "team_id": None})
    restep(rows, at=at)
    for one in rows:
        of_it = {**_whose_row(one), "was_brand_id": was[one.pk], "owner_id": owner_id}
        _record(promise_fact(PromiseBrandChanged, one, **of_it), at=at)


@transaction()
def owe_to(*, about: str, customer_id: int, at: datetime) -> None:
    """What is owed is owed to this customer: the first one had only passed the letter on."""
    rows = list(queries.owed(about))
    was = {one.pk: one.customer_id for one in rows}
    _change(rows, _whose(customer_id))
    restep(rows, at=at)
    for one in rows:
        _record(promise_fact(PromiseCustomerChanged, one, **_whose_row(one), was_customer_id=was[one.pk]), at=at)


def _whose(customer_id: int) -> dict[str, Any]:
    """What is owed to another is counted under their portrait."""
    return {"customer_id": customer_id, "portrait_id": portrait_of(customer_id)}


def _whose_row(row: Promise) -> dict[str, Any]:
    return {"customer_id": row.customer_id, "portrait_id": row.portrait_id}


def _change(rows: Iterable[Promise], values: dict[str, Any]) -> None:
    """All in one write; the rows at hand, too."""
    pks = [row.pk for row in rows]
    if pks:
        Promise.objects.filter(pk__in=pks).update(**values)
    for row in rows:
        for name, value in values.items():
            setattr(row, name, value)


def _record(fact: Fact, *, at: datetime) -> None:
    record(fact, actor=WITH_THE_WORK, at=at)
