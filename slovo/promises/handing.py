"""Somebody else is responsible. Actions, as in `actions.py`.

No promise is owed by nobody who is there: what people leave behind passes to the team, else it stays before the
supervisors' eyes (`queries.without_living_owner`).
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rows import update
from slovo.core.rules import Rule
from slovo.facts.promises import PromiseHandedOver
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import queries
from slovo.promises.checks import check_chosen
from slovo.promises.deeds import promise_fact
from slovo.promises.models import Promise

LEFT_BEHIND = Actor("rule", "left_behind")
BATCH_MAX = 200


class UnableToHandOver(UnableTo):
    pass


@transaction()
def hand_over(
    *, promise_ids: Iterable[int], owner_id: int | None, team_id: int | None, by: Staff, at: datetime
) -> None:
    """To a person, a team, or a person whose team stands in. One by one or many at once: all or none."""
    for pk in sorted(promise_ids):
        promise = locked(Promise, pk)
        by.must(Verb.PROMISE, promise)
        if not promise.owed:
            raise UnableToHandOver(
                _("Nothing is owed here any more: it is done or released."), rule=Rule.PROMISE_IS_OWED
            )
        due_at = promise.due_at
        check_chosen(promise.brand_id, owner_id, team_id, by=by, due_at=due_at, at=at, refusal=UnableToHandOver)
        _hand_over(promise, owner_id=owner_id, team_id=team_id, actor=by.actor, at=at)


@transaction()
def pass_to_teams(*, staff_id: int, at: datetime) -> bool:
    """What somebody who is not there owes is owed by its team, if anybody of that is there. Whether more is left."""
    return _pass_to_teams(queries.left_to_teams(staff_id, at), at=at)


@transaction()
def pass_left_behind(*, at: datetime) -> bool:
    """As `pass_to_teams`, of all who are not there: somebody of the team has come since. Whether more is left."""
    return _pass_to_teams(queries.left_behind(at), at=at)


def _pass_to_teams(left: QuerySet[Promise], *, at: datetime) -> bool:
    rows = list(left[: BATCH_MAX + 1])
    for row in rows[:BATCH_MAX]:
        promise = locked(Promise, row.pk)
        if promise.owed and promise.owner_id == row.owner_id:
            _hand_over(promise, owner_id=None, team_id=promise.team_id, actor=LEFT_BEHIND, at=at)
    return len(rows) > BATCH_MAX


def _hand_over(promise: Promise, *, owner_id: int | None, team_id: int | None, actor: Actor, at: datetime) -> None:
    if (promise.owner_id, promise.team_id) == (owner_id, team_id):
        return
    promise.owner_id, promise.team_id = owner_id, team_id
    update(promise, "owner", "team")
    record(promise_fact(PromiseHandedOver, promise, owner_id=owner_id, team_id=team_id), actor=actor, at=at)
