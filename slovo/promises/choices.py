"""What a customer may choose when they have heard of another moment."""

from dataclasses import dataclass
from datetime import datetime

from slovo.promises import queries
from slovo.promises.models import Promise
from slovo.promises.more_models import Consent, PromiseMove


@dataclass(frozen=True, slots=True)
class Open:
    """What a customer may choose: to wait until `due_now` or another moment, something else, to cancel."""

    move: PromiseMove
    due_now: datetime
    reason: str


def choices_open(promise: Promise, *, read: bool = False) -> Open | None:
    """Of what they have been told and have not answered. `read`: they have their own page before them, where they read
    of a move before anybody tells them."""
    if not promise.owed:
        return None
    moves = queries.moves_of(promise.pk).filter(taken_back_at=None)
    last = (moves if read else moves.filter(notice_sent_at__isnull=False)).last()
    if last is None or last.consent != Consent.ASKED:
        return None
    return Open(last, last.due_now, last.reason)
