"""Another moment for a promise, told honestly. Actions, as in `actions.py`.

A deadline moves at the instant at which the customer hears of it, if that is before the deadline; until then the old
one runs. What they hear afterwards mends nothing: it is broken, and they know better what to expect.
"""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.prepared import prepared
from slovo.core.rows import update
from slovo.core.rules import Rule
from slovo.facts.promises import (
    PromiseConsentGiven,
    PromiseConsentRefused,
    PromiseFact,
    PromiseNoticeSent,
)
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import move_telling, queries
from slovo.promises.deeds import promise_fact
from slovo.promises.ledger import HOW, ON_THEIR_PAGE
from slovo.promises.models import Promise
from slovo.promises.more_models import Consent, PromiseMove
from slovo.promises.move_rows import UnableToMovePromise as UnableToMovePromise
from slovo.promises.move_rows import moved_to, taken_back
from slovo.promises.timing import set_next_step

OF_A_MOVE = (  # what another moment changes in a promise
    "broken_at",
    "due_at",
    "zone",
    "minutes",
    "warn_at",
    "first_due_at",
    "moved_at",
    "expected_at",
    "asked_at",
    "called_off_at",
    "next_step_at",
)


class UnableToConsent(UnableTo):
    pass


@transaction()
def move(
    *,
    promise_id: int,
    due_at: datetime,
    reason: str,
    by: Staff,
    at: datetime,
    zone: str = "",
    told: str = "",
    agreed: bool = False,
) -> PromiseMove:
    """`reason`: for the customer to read. `told`: how they have just heard of it, of HOW; "": they are told on
    their channel. `agreed`: they said yes."""
    promise = locked(Promise, promise_id)
    by.must(Verb.PROMISE, promise)
    if told and told not in HOW:
        raise UnableToMovePromise(_("Choose how the customer was told."), rule=Rule.WAY_IS_SAID)
    if agreed and not told:
        raise UnableToMovePromise(
            _("They can only have agreed to what they were told: choose how they were."), rule=Rule.CONSENT_AFTER_NOTICE
        )
    if agreed:
        return _moved_as_agreed(promise, due_at=due_at, reason=reason, zone=zone, how=told, actor=by.actor, at=at)
    moved = moved_to(promise, due_at=due_at, reason=reason, zone=zone, actor=by.actor, at=at)
    if told:
        _note_notice(promise, moved, sent_at=at, actor=by.actor)
    else:
        move_telling.tell(promise, moved, actor=by.actor, at=at)
    return moved


@transaction()
def move_by_rule(
    *, promise_id: int, due_at: datetime, reason: str, actor: Actor, at: datetime, zone: str = ""
) -> PromiseMove:
    """As `move`, before the customer is told; whoever calls answers for the right to, and sends the notice."""
    return moved_to(locked(Promise, promise_id), due_at=due_at, reason=reason, zone=zone, actor=actor, at=at)


@transaction()
def move_by_customer(*, promise_id: int, due_at: datetime, reason: str, zone: str, at: datetime) -> PromiseMove:
    """They choose another moment themselves, on a page of their own; whoever calls has made sure that it can be had."""
    promise = locked(Promise, promise_id)
    actor = Actor("customer", str(promise.customer_id))
    return _moved_as_agreed(promise, due_at=due_at, reason=reason, zone=zone, how=ON_THEIR_PAGE, actor=actor, at=at)


@transaction()
def note_notice(*, move_id: int, sent_at: datetime, actor: Actor) -> None:
    """The notice has left the house at `sent_at`, whenever we hear of it. Another machine's clock may be behind that of
    whoever made the move."""
    promise, moved = _locked(move_id)
    if moved.awaits_notice:
        _note_notice(promise, moved, sent_at=max(sent_at, moved.made_at), actor=actor)


@transaction()
def say_told(*, move_id: int, by: Staff, at: datetime) -> None:
    """A person has told the customer, just now."""
    promise, moved = _locked(move_id)
    by.must(Verb.PROMISE, promise)
    if not moved.awaits_notice:
        raise UnableToMovePromise(
            _("The customer knows of it already, or it has been taken back."), rule=Rule.MOVE_IS_UNTOLD
        )
    _note_notice(promise, moved, sent_at=at, actor=by.actor)


@transaction()
def take_back(*, move_id: int, by: Staff, at: datetime) -> None:
    """The customer has not been told yet: it stays as it was."""
    promise, moved = _locked(move_id)
    by.must(Verb.PROMISE, promise)
    if not moved.awaits_notice:
        raise UnableToMovePromise(
            _("The customer knows of it already. Promise another moment instead."), rule=Rule.MOVE_IS_UNTOLD
        )
    taken_back(promise, moved, actor=by.actor, at=at)


@transaction()
def take_back_untold(*, promise_id: int, actor: Actor, at: datetime) -> bool:
    """Whoever calls answers for the right to, and for what is true instead. False: the customer knows of every move."""
    promise = locked(Promise, promise_id)
    untold = next((one for one in queries.standing_moves(promise_id) if one.awaits_notice), None)
    if untold:
        taken_back(promise, untold, actor=actor, at=at)
    return untold is not None


@transaction()
def record_consent(*, move_id: int, agrees: bool, how: str, by: Staff, at: datetime) -> None:
    """What the customer said to a person. Who answers has heard of it."""
    promise, moved = _locked(move_id)
    by.must(Verb.PROMISE, promise)
    if how not in HOW:
        raise UnableToConsent(_("Choose how the customer said so."), rule=Rule.WAY_IS_SAID)
    _answer(promise, moved, agrees=agrees, how=how, actor=by.actor, at=at)


@transaction()
def consent_by_customer(*, move_id: int, agrees: bool, at: datetime) -> None:
    """They say so themselves, on a page of their own."""
    promise, moved = _locked(move_id)
    actor = Actor("customer", str(promise.customer_id))
    _answer(promise, moved, agrees=agrees, how=ON_THEIR_PAGE, actor=actor, at=at)


@transaction()
def agree(*, move_id: int, until: datetime | None, how: str, actor: Actor, at: datetime) -> None:
    """They agree; and where they name another moment instead, that is what holds. Whoever calls answers for it."""
    promise, moved = _locked(move_id)
    _answer(promise, moved, agrees=True, how=how, actor=actor, at=at)
    if until is None or until == moved.due_now:
        return
    _moved_as_agreed(promise, due_at=until, reason=moved.reason, zone=moved.zone, how=how, actor=actor, at=at)


def _moved_as_agreed(
    promise: Promise, *, due_at: datetime, reason: str, zone: str, how: str, actor: Actor, at: datetime
) -> PromiseMove:
    """Named, heard and agreed to in one act."""
    moved = moved_to(promise, due_at=due_at, reason=reason, zone=zone, agreed=how, actor=actor, at=at)
    _note_notice(promise, moved, sent_at=at, actor=actor)
    if moved.consent == Consent.GIVEN:
        record(promise_fact(PromiseConsentGiven, promise, move_id=moved.pk, how=how), actor=actor, at=at)
    return moved


def _locked(move_id: int) -> tuple[Promise, PromiseMove]:
    (promise_id,) = _promise_id(move_id)
    promise = locked(Promise, promise_id, "customer__root", "brand", "calendar")
    (moved,) = _move(move_id)
    return promise, moved


@prepared
def _promise_id(move_id: int) -> QuerySet[PromiseMove, int]:
    return PromiseMove.objects.filter(pk=move_id).values_list("promise_id", flat=True)


@prepared
def _move(move_id: int) -> QuerySet[PromiseMove]:
    return PromiseMove.objects.filter(pk=move_id)


def _note_notice(promise: Promise, moved: PromiseMove, *, sent_at: datetime, actor: Actor) -> None:
    moved.notice_sent_at = sent_at
    update(moved, "notice_sent_at")
    takes_effect = moved.in_time and promise.owed and promise.due_at == moved.due_was
    if takes_effect:
        promise.broken_at = None  # the clock looked between the leaving and our hearing of it
        promise.set_moment(moved.due_now, zone=moved.zone, at=sent_at)
        promise.moved_at = sent_at
        promise.expected_at = promise.asked_at = promise.called_off_at = None
        set_next_step(promise, after=sent_at)
        update(promise, *OF_A_MOVE)
    assert promise.due_at
    assert promise.warn_at
    moments = {"sent_at": sent_at, "due_at": promise.due_at, "warn_at": promise.warn_at}
    plain = {name: moment.isoformat() for name, moment in moments.items()}
    fact = promise_fact(PromiseNoticeSent, promise, move_id=moved.pk, in_time=takes_effect, **plain)
    record(fact, actor=actor, at=sent_at)


def _answer(promise: Promise, moved: PromiseMove, *, agrees: bool, how: str, actor: Actor, at: datetime) -> None:
    if moved.taken_back_at or moved.consent == Consent.NOT_NEEDED:
        raise UnableToConsent(
            _("There is nothing to agree to: it is earlier than promised, or was taken back."),
            rule=Rule.MOVE_NEEDS_CONSENT,
        )
    if moved.consent == Consent.GIVEN:
        raise UnableToConsent(_("The customer has agreed already."), rule=Rule.CONSENT_GIVEN_ONCE)
    if moved.awaits_notice:
        _note_notice(promise, moved, sent_at=at, actor=actor)
    moved.answer(Consent.GIVEN if agrees else Consent.REFUSED, how=how, at=at)
    moved.save(update_fields=["consent", "consented_at", "consent_how"])
    fact: PromiseFact
    if agrees:
        fact = promise_fact(PromiseConsentGiven, promise, move_id=moved.pk, how=how)
    else:
        fact = promise_fact(PromiseConsentRefused, promise, move_id=moved.pk, how=how)
    record(fact, actor=actor, at=at)
