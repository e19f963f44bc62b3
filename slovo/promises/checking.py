"""Whoever owes something is asked what is true now, and says. Actions, as in `actions.py`."""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.core.rows import update
from slovo.core.rules import Rule
from slovo.facts.promises import PromiseCheckInAnswered
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import ledger, reminding
from slovo.promises.deeds import promise_fact
from slovo.promises.models import Promise


class UnableToCheckIn(UnableTo):
    pass


@transaction()
def check_in(*, promise_id: int, now: str, next: str, by: Staff, at: datetime, told: str = "") -> bool:
    """What is true: what happens `now` and what is `next`, for the customer to read; as it was, or nothing: no news,
    and the customer is not told any. Whether it was news. `told`: as in `say_news`."""
    promise = locked(Promise, promise_id)
    by.must(Verb.PROMISE, promise)
    if not promise.owed:
        raise UnableToCheckIn(_("Nothing is owed here any more: it is done or released."), rule=Rule.PROMISE_IS_OWED)
    if promise.asked_at is None:
        raise UnableToCheckIn(_("This has been answered already. Say news instead."), rule=Rule.CHECK_IN_IS_OPEN)
    news = (now.strip(), next.strip()) not in {("", ""), (promise.now, promise.next)}
    if news:
        ledger.say_news(promise_id=promise_id, now=now, next=next, told=told, by=by, at=at)
    else:
        promise.asked_at = None
        update(promise, "asked_at")
    reminding.see_answered(promise_id=promise_id, at=at)
    record(promise_fact(PromiseCheckInAnswered, promise, news=news), actor=by.actor, at=at)
    return news
