"""Another moment for a promise, told honestly. Actions, as in `actions.py`.

A deadline moves at the instant at which the customer hears of it, if that is before the deadline; until then the old
one runs. What they hear afterwards mends nothing: it is broken, and they know better what to expect.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.facts.promises import (
    PromiseConsentGiven,
    PromiseConsentRefused,
    PromiseFact,
    PromiseMoved,
    PromiseMoveTakenBack,
    PromiseNoticeSent,
)
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import queries
from slovo.promises.checks import check_moment, check_zone
from slovo.promises.deeds import break_, promise_fact
from slovo.promises.ledger import HOW, ON_THEIR_PAGE
from slovo.promises.models import Promise
from slovo.promises.more_models import REASON_CHARACTERS_MAX, Consent, PromiseMove


class UnableToMovePromise(UnableTo):
    pass


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
    """`reason`: for the customer to read. `told`: how they have just heard of it, of HOW; "": they have not yet.
    `agreed`: they said yes."""
    promise = locked(Promise, promise_id)
    by.must(Verb.PROMISE, promise)
    if told and told not in HOW:
        raise UnableToMovePromise(_("Choose how the customer was told."))
    if agreed and not told:
        raise UnableToMovePromise(_("They can only have agreed to what they were told: choose how they were."))
    moved = _move(promise, due_at=due_at, reason=reason, zone=zone, actor=by.actor, at=at)
    if told:
        _note_notice(promise, moved, sent_at=at, actor=by.actor)
    if agreed and moved.consent == Consent.ASKED:
        _answer(promise, moved, agrees=True, how=told, actor=by.actor, at=at)
    return moved


@transaction()
def move_by_rule(
    *, promise_id: int, due_at: datetime, reason: str, actor: Actor, at: datetime, zone: str = ""
) -> PromiseMove:
    """As `move`, before the customer is told; whoever calls answers for the right to, and sends the notice."""
    return _move(locked(Promise, promise_id), due_at=due_at, reason=reason, zone=zone, actor=actor, at=at)


@transaction()
def note_notice(*, move_id: int, sent_at: datetime, actor: Actor) -> None:
    """The notice has left the house at `sent_at`, whenever we hear of it."""
    promise, moved = _locked(move_id)
    if moved.awaits_notice:
        _note_notice(promise, moved, sent_at=sent_at, actor=actor)


@transaction()
def say_told(*, move_id: int, by: Staff, at: datetime) -> None:
    """A person has told the customer, just now."""
    promise, moved = _locked(move_id)
    by.must(Verb.PROMISE, promise)
    if not moved.awaits_notice:
        raise UnableToMovePromise(_("The customer knows of it already, or it has been taken back."))
    _note_notice(promise, moved, sent_at=at, actor=by.actor)


@transaction()
def take_back(*, move_id: int, by: Staff, at: datetime) -> None:
    """The customer has not been told yet: it stays as it was."""
    promise, moved = _locked(move_id)
    by.must(Verb.PROMISE, promise)
    if not moved.awaits_notice:
        raise UnableToMovePromise(_("The customer knows of it already. Promise another moment instead."))
    moved.taken_back_at = at
    moved.save(update_fields=["taken_back_at"])
    told = queries.last_told(promise)
    promise.expected_at = told.due_now if told and not told.in_time else None
    promise.save(update_fields=["expected_at"])
    record(promise_fact(PromiseMoveTakenBack, promise, move_id=moved.pk), actor=by.actor, at=at)


@transaction()
def record_consent(*, move_id: int, agrees: bool, how: str, by: Staff, at: datetime) -> None:
    """What the customer said to a person. Who answers has heard of it."""
    promise, moved = _locked(move_id)
    by.must(Verb.PROMISE, promise)
    if how not in HOW:
        raise UnableToConsent(_("Choose how the customer said so."))
    _answer(promise, moved, agrees=agrees, how=how, actor=by.actor, at=at)


@transaction()
def consent_by_customer(*, move_id: int, agrees: bool, at: datetime) -> None:
    """They say so themselves, on a page of their own."""
    promise, moved = _locked(move_id)
    actor = Actor("customer", str(promise.customer_id))
    _answer(promise, moved, agrees=agrees, how=ON_THEIR_PAGE, actor=actor, at=at)


def _locked(move_id: int) -> tuple[Promise, PromiseMove]:
    promise = locked(Promise, PromiseMove.objects.values_list("promise_id", flat=True).get(pk=move_id))
    return promise, PromiseMove.objects.get(pk=move_id)


def _move(promise: Promise, *, due_at: datetime, reason: str, zone: str, actor: Actor, at: datetime) -> PromiseMove:
    reason, zone = reason.strip(), zone or promise.zone or promise.brand.zone
    _check(promise, due_at=due_at, reason=reason, zone=zone, at=at)
    assert promise.due_at
    if at > promise.due_at:
        break_(promise)
    rules = queries.kinds_at(promise.brand_id, archived=True)[promise.kind].rules
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
        places_max=rules.moves_without_consent_max,
    )
    if moved.consent == Consent.ASKED:
        moved.place = _free_place(promise, places_max=moved.places_max)
    moved.save()
    promise.expected_at = due_at
    promise.save(update_fields=["expected_at", "broken_at"])
    moments = {"due_was": moved.due_was.isoformat(), "due_now": due_at.isoformat(), "zone": zone}
    rule = {"consent": moved.consent, "place": moved.place, "places_max": moved.places_max}
    fact = promise_fact(PromiseMoved, promise, move_id=moved.pk, **moments, **rule)
    record(fact, actor=actor, at=at)
    return moved


def _check(promise: Promise, *, due_at: datetime, reason: str, zone: str, at: datetime) -> None:
    if not promise.owed:
        raise UnableToMovePromise(_("Nothing is owed here any more: it is done or released."))
    if promise.due_at is None:
        raise UnableToMovePromise(_("It is the customer’s turn, and the clock stands: there is nothing to move."))
    if not reason or len(reason) > REASON_CHARACTERS_MAX:
        words = _("Write the reason for the customer to read, in %(count)d characters at most.")
        raise UnableToMovePromise(words % {"count": REASON_CHARACTERS_MAX})
    check_moment(due_at, at=at, refusal=UnableToMovePromise)
    check_zone(zone, refusal=UnableToMovePromise)
    if due_at == promise.due_at:
        raise UnableToMovePromise(_("It is promised for this very moment already."))
    if queries.moves_of(promise.pk).filter(notice_sent_at=None, taken_back_at=None).exists():
        raise UnableToMovePromise(
            _("The customer has not been told of the last move. Tell them, or take that one back, then move it.")
        )


def _free_place(promise: Promise, *, places_max: int) -> int:
    taken = queries.places_taken(promise.pk)
    free = next((place for place in range(1, places_max + 1) if place not in taken), None)
    if free is None:
        raise UnableToMovePromise(
            _("It has been moved before, and the customer has not agreed. Ask them first, and record their answer.")
            if taken
            else _("Promises of this kind are moved only with the customer’s consent, and its rule allows no move.")
        )
    return free


def _note_notice(promise: Promise, moved: PromiseMove, *, sent_at: datetime, actor: Actor) -> None:
    moved.notice_sent_at = sent_at
    moved.save(update_fields=["notice_sent_at"])
    takes_effect = moved.in_time and promise.owed and promise.due_at == moved.due_was
    if takes_effect:
        promise.broken_at = None  # the clock looked between the leaving and our hearing of it
        promise.set_moment(moved.due_now, zone=moved.zone, at=sent_at)
        promise.moved_at, promise.expected_at = sent_at, None
        promise.save()
    assert promise.due_at
    assert promise.warn_at
    moments = {"sent_at": sent_at, "due_at": promise.due_at, "warn_at": promise.warn_at}
    plain = {name: moment.isoformat() for name, moment in moments.items()}
    fact = promise_fact(PromiseNoticeSent, promise, move_id=moved.pk, in_time=takes_effect, **plain)
    record(fact, actor=actor, at=sent_at)


def _answer(promise: Promise, moved: PromiseMove, *, agrees: bool, how: str, actor: Actor, at: datetime) -> None:
    if moved.taken_back_at or moved.consent == Consent.NOT_NEEDED:
        raise UnableToConsent(_("There is nothing to agree to: it is earlier than promised, or was taken back."))
    if moved.consent == Consent.GIVEN:
        raise UnableToConsent(_("The customer has agreed already."))
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
