"""What is owed is given to somebody else, with the work where the work goes along. Actions, as in `actions.py`."""

from collections.abc import Collection
from datetime import datetime

from slovo.conversations import actions
from slovo.conversations.families import locked_root
from slovo.core.db import transaction
from slovo.people.models import Staff
from slovo.promises import handing
from slovo.promises.models import Promise


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
