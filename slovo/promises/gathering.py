"""Delays that are reported one after the other of the same customer's promises are one letter: parts of actions.

Whoever stands at a door taps each of what they bring. As long as more of it lies behind their link, the letter waits
for the next tap, a short while, and never so long that it would come too late to count. A rule that tells the same
customer something meanwhile says it in that letter, and it leaves (`stepping.py`).
"""

from datetime import datetime, timedelta

from slovo.core.journal.actor import Actor
from slovo.customers import queries as customers
from slovo.promises import notice_rows, worked
from slovo.promises.models import Promise
from slovo.promises.more_models import PromiseMove
from slovo.promises.notice_rows import GATHER_SECONDS
from slovo.promises.work_models import WorkLink

TOGETHER_HOURS = 12  # what is due later than that is not at this door


def tell(
    promise: Promise, moved: PromiseMove, reasons: dict[str, str], *, link: WorkLink, actor: Actor, at: datetime
) -> None:
    """With what waits to be said to them already, by any link, or as the first of several."""
    notice_rows.hold_customer(promise)
    begun = notice_rows.begun(promise, at=at)
    notice = begun or notice_rows.begin(promise, at=at)
    notice.lines.create(move=moved, reasons=reasons, offers_choice=True)
    says_at = notice.made_at + timedelta(seconds=GATHER_SECONDS)
    if _may_wait(promise, says_at=says_at, at=at) and _more_behind(link, promise, at=at):
        if begun is None or begun.tell_at:
            notice_rows.due(notice, actor=actor, at=at, tell_at=says_at)
    else:
        notice_rows.due(notice, actor=actor, at=at)


def _may_wait(promise: Promise, *, says_at: datetime, at: datetime) -> bool:
    """It leaves well before the deadline. After that, they have waited long enough."""
    assert promise.due_at
    return says_at > at and promise.due_at > says_at + timedelta(seconds=GATHER_SECONDS)


def _more_behind(link: WorkLink, promise: Promise, *, at: datetime) -> bool:
    if link.promise_id:
        return False
    until = at + timedelta(hours=TOGETHER_HOURS)
    theirs = customers.family_ids(promise.customer)
    rows = worked.owed_behind(link).filter(customer_id__in=theirs, due_at__lte=until)
    return rows.filter(moved_at=None, expected_at=None, called_off_at=None).exclude(pk=promise.pk).exists()
