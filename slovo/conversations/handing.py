"""What is owed is given to somebody else, with the work where the work goes along. Actions, as in `actions.py`."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from slovo.conversations import actions, assignee_rows, leaving
from slovo.conversations.families import locked_root
from slovo.conversations.models import Conversation
from slovo.core.db import locked, transaction
from slovo.people.models import Staff
from slovo.promises import handing
from slovo.promises.handing import LEFT_BEHIND
from slovo.promises.models import Promise

BATCH_MAX = 100


@transaction()
def hand_over(
    *, promise_ids: Collection[int], owner_id: int | None, team_id: int | None, by: Staff, at: datetime
) -> None:
    """An answer goes with its conversation, which somebody else answers from now on; what else was promised, by itself.
    All or none."""
    rows = Promise.objects.filter(pk__in=promise_ids).order_by("pk")
    answers = [row for row in rows if row.is_answer and row.about.startswith("conversation:")]
    for row in answers:
        conversation = locked_root(int(row.about.partition(":")[2]))
        team = team_id or (conversation.team_id if owner_id else None)
        actions.assign(conversation_id=conversation.pk, staff_id=owner_id, team_id=team, by=by, at=at)
    others = set(promise_ids) - {row.pk for row in answers}
    handing.hand_over(promise_ids=others, owner_id=owner_id, team_id=team_id, by=by, at=at)


@transaction()
def pass_to_teams(*, staff_id: int, at: datetime) -> bool:
    """What somebody has who is not there is their team's, if anybody of that is there; what is promised goes along.
    Whether more is left."""
    return _pass_to_teams(leaving.left_to_teams(at).filter(assignee_id=staff_id), at=at)


@transaction()
def pass_left_behind(*, at: datetime) -> bool:
    """As `pass_to_teams`, of all who are not there: somebody of the team has come since. Whether more is left."""
    return _pass_to_teams(leaving.left_behind(at), at=at)


def _pass_to_teams(left: QuerySet[Conversation], *, at: datetime) -> bool:
    rows = list(left.values_list("pk", "assignee_id")[: BATCH_MAX + 1])
    for pk, staff_id in rows[:BATCH_MAX]:
        conversation = locked(Conversation, pk)
        if conversation.assignee_id == staff_id and conversation.closed_at is None:
            team_id = conversation.team_id
            assignee_rows.give(conversation, staff_id=None, team_id=team_id, actor=LEFT_BEHIND, at=at)
    return len(rows) > BATCH_MAX
