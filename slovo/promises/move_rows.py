"""Another moment is named for a promise: a part of the actions that do so."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rows import insert, update
from slovo.core.rules import Rule
from slovo.facts.promises import PromiseMoved, PromiseMoveTakenBack
from slovo.promises import queries
from slovo.promises.checks import check_moment, check_zone
from slovo.promises.deeds import break_, promise_fact
from slovo.promises.models import Promise
from slovo.promises.more_models import REASON_CHARACTERS_MAX, Consent, PromiseMove
from slovo.promises.timing import rules_of


class UnableToMovePromise(UnableTo):
    pass


def moved_to(
    promise: Promise, *, due_at: datetime, reason: str, actor: Actor, at: datetime, zone: str = "", agreed: str = ""
) -> PromiseMove:
    """Of a row that is held. What it refuses it has not begun. `agreed`: how the customer has just said yes, or named
    the moment themselves; "": nobody has asked them yet. To what they agree no rule of the kind stands in the way, and
    a move of which nobody has told them is taken back."""
    reason, zone = reason.strip(), zone or promise.zone or promise.brand.zone
    standing = queries.standing_moves(promise.pk)
    _check(promise, due_at=due_at, reason=reason, zone=zone, at=at)
    untold = next((one for one in standing if one.awaits_notice), None)
    if untold and not agreed:
        raise UnableToMovePromise(
            _("The customer has not been told of the last move. Tell them, or take that one back, then move it."),
            rule=Rule.MOVED_BEFORE_TOLD,
        )
    assert promise.due_at
    moved = PromiseMove(
        promise=promise,
        due_was=promise.due_at,
        due_now=due_at,
        zone=zone,
        reason=reason,
        made_at=at,
        by_kind=actor.kind,
        by_id=actor.id,
        consent=(Consent.ASKED if due_at > promise.due_at else Consent.NOT_NEEDED).value,
        places_max=rules_of(promise.brand_id, promise.kind).moves_without_consent_max,
    )
    if moved.consent == Consent.ASKED and agreed:
        moved.notice_sent_at = at
        moved.answer(Consent.GIVEN, how=agreed, at=at)
    elif moved.consent == Consent.ASKED:
        moved.place = _free_place(standing, places_max=moved.places_max)
    if untold:
        taken_back(promise, untold, actor=actor, at=at)
    if at > promise.due_at:
        break_(promise)
    insert(moved)
    promise.expected_at = due_at
    update(promise, "expected_at", "broken_at")
    moments = {"due_was": moved.due_was.isoformat(), "due_now": due_at.isoformat(), "zone": zone}
    rule = {"consent": moved.consent, "place": moved.place, "places_max": moved.places_max}
    fact = promise_fact(PromiseMoved, promise, move_id=moved.pk, **moments, **rule)
    record(fact, actor=actor, at=at)
    return moved


def taken_back(promise: Promise, moved: PromiseMove, *, actor: Actor, at: datetime) -> None:
    """One of which the customer has not been told. What they may expect is what they knew before."""
    moved.taken_back_at = at
    update(moved, "taken_back_at")
    told = queries.last_told(promise)
    promise.expected_at = told.due_now if told and not told.in_time else None
    update(promise, "expected_at")
    record(promise_fact(PromiseMoveTakenBack, promise, move_id=moved.pk), actor=actor, at=at)


def _check(promise: Promise, *, due_at: datetime, reason: str, zone: str, at: datetime) -> None:
    if not promise.owed:
        raise UnableToMovePromise(
            _("Nothing is owed here any more: it is done or released."), rule=Rule.PROMISE_IS_OWED
        )
    if promise.due_at is None:
        raise UnableToMovePromise(
            _("It is the customer’s turn, and the clock stands: there is nothing to move."), rule=Rule.CLOCK_RUNS
        )
    if not reason or len(reason) > REASON_CHARACTERS_MAX:
        words = _("Write the reason for the customer to read, in %(count)d characters at most.")
        raise UnableToMovePromise(words % {"count": REASON_CHARACTERS_MAX}, rule=Rule.MOVE_HAS_A_REASON)
    check_moment(due_at, at=at, refusal=UnableToMovePromise)
    check_zone(zone, refusal=UnableToMovePromise)
    if due_at == promise.due_at:
        raise UnableToMovePromise(_("It is promised for this very moment already."), rule=Rule.MOVE_CHANGES_THE_MOMENT)


def _free_place(standing: Sequence[PromiseMove], *, places_max: int) -> int:
    taken = {one.place or 0 for one in standing if one.lacks_consent}
    free = next((place for place in range(1, places_max + 1) if place not in taken), None)
    if free is None:
        if not taken:
            words = _("Promises of this kind are moved only with the customer’s consent, and its rule allows no move.")
            raise UnableToMovePromise(words, rule=Rule.KIND_MOVES_WITH_CONSENT_ALONE)
        words = _("It has been moved before, and the customer has not agreed. Ask them first, and record their answer.")
        raise UnableToMovePromise(words, rule=Rule.ONE_MOVE_WITHOUT_CONSENT)
    return free
