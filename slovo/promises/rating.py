"""Customers say how they found what was promised to them. Actions, as in `actions.py`."""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rules import Rule
from slovo.facts.promises import PromiseRated
from slovo.promises.deeds import promise_fact
from slovo.promises.models import Promise
from slovo.promises.rating_models import BEST, RATING_WORDS_CHARACTERS_MAX, WORST, PromiseRating
from slovo.promises.shown import may_be_changed, may_be_rated, rating_of


class UnableToRate(UnableTo):
    pass


@transaction()
def rate_by_customer(*, promise_id: int, score: int, words: str | None, at: datetime) -> None:
    """On a page of their own. `words`: None leaves what they have said before. The same once more changes nothing."""
    promise = locked(Promise, promise_id)
    row = rating_of(promise)
    _check(promise, row, score=score, words=words, at=at)
    if row is None:
        row = PromiseRating(brand_id=promise.brand_id, promise=promise, rated_at=at)
    elif (row.score, row.words) == (score, row.words if words is None else words):
        return
    else:
        row.changed_at = at
    row.score, row.words = score, row.words if words is None else words
    row.save()
    fact = promise_fact(PromiseRated, promise, rating_id=row.pk, score=score, again=row.changed_at is not None)
    record(fact, actor=Actor("customer", str(promise.customer_id)), at=at)


def _check(promise: Promise, row: PromiseRating | None, *, score: int, words: str | None, at: datetime) -> None:
    if not WORST <= score <= BEST:
        raise UnableToRate(_("Choose a mark from 1 to 5."), rule=Rule.MARK_FROM_1_TO_5)
    if words is not None and len(words) > RATING_WORDS_CHARACTERS_MAX:
        raise UnableToRate(
            _("Say it in %(count)d characters at most.") % {"count": RATING_WORDS_CHARACTERS_MAX},
            rule=Rule.TEXT_WITHIN_LIMITS,
        )
    if row is not None and not may_be_changed(row, at=at):
        raise UnableToRate(
            _("You have rated this already. A mark can be changed for a day; write to us instead."),
            rule=Rule.MARK_CHANGED_WITHIN_A_DAY,
        )
    if row is None and not may_be_rated(promise, at=at):
        raise UnableToRate(
            _("This is not done, or was done long ago. Write to us, and we will look into it."),
            rule=Rule.RATED_WHEN_DONE,
        )
