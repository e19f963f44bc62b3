"""What was released after its deadline before that was a break of its own. Actions, as in `actions.py`.

Nothing is guessed: a deadline never changes once it is released, and whoever released it later than that had broken it
then, as every release since says by itself. The break is recorded, and nothing follows from it: what a delay gives
would reach people long after they have forgotten it. A visit to which nobody came is left as it is: whoever waited for
the customer may have been there in time, and the rows do not tell.
"""

from datetime import datetime

from django.db.models import F, Q, QuerySet

from slovo.core.db import locked, transaction
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rows import update
from slovo.facts.promises import PromiseBroken
from slovo.promises.deeds import promise_fact
from slovo.promises.models import BY_MISTAKE, NO_SHOW, Kind, Promise

NOBODY_CAME = Q(kind=Kind.VISIT) & (Q(release_reason=NO_SHOW) | Q(release_how="other"))  # as one was released before
MENDING = Actor("rule", "late_releases")


def released_late() -> QuerySet[Promise]:
    """Those of which no break is known."""
    rows = Promise.objects.filter(released_at__gt=F("due_at"), broken_at=None)
    return rows.exclude(release_reason=BY_MISTAKE).exclude(NOBODY_CAME).order_by("pk")


@transaction()
def record_break(*, promise_id: int, at: datetime) -> bool:
    """False: somebody has done so, or it is owed again."""
    promise = locked(Promise, promise_id)
    if not released_late().filter(pk=promise.pk).exists():
        return False
    assert promise.due_at
    promise.broken_at = promise.due_at
    update(promise, "broken_at")
    fact = promise_fact(PromiseBroken, promise, due_at=promise.due_at.isoformat(), found_late=True)
    record(fact, actor=MENDING, at=at)
    return True
