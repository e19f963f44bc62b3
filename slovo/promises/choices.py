"""What a customer may choose when they have heard of another moment."""

from dataclasses import dataclass
from datetime import datetime

from slovo.core.journal.actor import Actor
from slovo.promises import queries
from slovo.promises.ladder_models import Choice
from slovo.promises.models import Promise
from slovo.promises.more_models import Consent, PromiseMove

WORDS_READ = Actor("rule", "words_read")


@dataclass(frozen=True, slots=True)
class Open:
    """What a customer may choose: to wait until `due_now` or another moment, something else, to cancel."""

    move: PromiseMove
    due_now: datetime
    reason: str
    again: bool = False  # a rule read their words as a consent: they may have meant something else


def choices_open(promise: Promise, *, read: bool = False, by_person: bool = False) -> Open | None:
    """Of what they have been told and have not answered. `read`: they have their own page before them, where they read
    of a move before anybody tells them. `by_person`: somebody of the house, who may know better than a rule did."""
    if not promise.owed:
        return None
    moves = queries.moves_of(promise.pk).filter(taken_back_at=None)
    last = (moves if read else moves.filter(notice_sent_at__isnull=False)).last()
    again = by_person and last is not None and was_read(last)
    if last is None or (last.consent != Consent.ASKED and not again):
        return None
    return Open(last, last.due_now, last.reason, again=again)


def was_read(move: PromiseMove) -> bool:
    """Whether a rule has read in their words that they agree, and nobody has said better since."""
    if move.consent != Consent.GIVEN:
        return False
    last = queries.choices_of([move.pk]).get(move.pk)
    if last is None:  # the moment until which they wait, as it was read
        return (move.by_kind, move.by_id) == (WORDS_READ.kind, WORDS_READ.id)
    return last.by_rule and last.choice == Choice.WAIT
