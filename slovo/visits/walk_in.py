"""The queue of those who come without a visit. Actions: the queue is locked first, then the ticket, then its promise,
so that numbers and places never race."""

import secrets
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.live.actions import nudge
from slovo.core.rows import update_if_unset
from slovo.core.rules import Rule
from slovo.customers import actions as customers
from slovo.facts.walk_ins import (
    TicketCalled,
    TicketFact,
    TicketLeft,
    TicketMissed,
    TicketOverrun,
    TicketServed,
    TicketStepBegun,
    TicketTaken,
)
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import ledger
from slovo.promises.kinds import Kind
from slovo.visits import waiting, walk_in_queries
from slovo.visits.walk_in_models import (
    STEP_CHARACTERS_MAX,
    VISITOR_CHARACTERS_MAX,
    Ticket,
    TicketState,
    TicketStep,
    WalkInQueue,
)

FactT = TypeVar("FactT", bound=TicketFact)

OVERRUNS_AT_ONCE_MAX = 200
VISITOR = Actor("customer", "")
CLOCK = Actor("rule", "walk_in")


class UnableToTakeTicket(UnableTo):
    pass


class QueueIsFull(UnableToTakeTicket):
    """As many wait as may. Whoever comes now is better served by a visit at a time of their own."""


class UnableToCall(UnableTo):
    pass


class UnableToMarkTicket(UnableTo):
    pass


@transaction()
def take(*, queue_id: int, name: str, by: Staff, at: datetime) -> Ticket:
    """At the desk, for whoever stands before it."""
    queue = locked(WalkInQueue, queue_id)
    by.must(Verb.PROMISE, queue)
    return _take(queue, name, actor=by.actor, at=at)


@transaction()
def take_by_visitor(*, queue_id: int, name: str, at: datetime) -> Ticket:
    """By the page behind the QR code."""
    return _take(locked(WalkInQueue, queue_id), name, actor=VISITOR, at=at)


@transaction()
def call_next(*, queue_id: int, by: Staff, at: datetime) -> Ticket:
    """Of two who call at the same instant, each gets a visitor of their own."""
    queue = locked(WalkInQueue, queue_id)
    by.must(Verb.PROMISE, queue)
    ticket = walk_in_queries.waiting(queue, at).first()
    if ticket is None:
        raise UnableToCall(_("Nobody waits in this queue now."), rule=Rule.SOMEBODY_WAITS)
    ticket.called_at, ticket.called_by = at, by
    ticket.save(update_fields=["called_at", "called_by"])
    if ticket.promise and ticket.promise.owed:
        ledger.keep(promise_id=ticket.promise.pk, by=by, at=at)
    record(_fact(TicketCalled, ticket, queue), actor=by.actor, at=at)
    _show(queue)
    return ticket


@transaction()
def begin_step(*, ticket_id: int, name: str, by: Staff, at: datetime) -> None:
    """The next step of paperwork; the one before ends with it."""
    queue, ticket = _locked(ticket_id)
    by.must(Verb.PROMISE, queue)
    name = name.strip()[:STEP_CHARACTERS_MAX]
    if ticket.state != TicketState.CALLED:
        raise UnableToMarkTicket(
            _("Steps are timed while the visitor is at the counter. Call them first."),
            rule=Rule.TICKET_IS_AT_THE_COUNTER,
        )
    if not name:
        raise UnableToMarkTicket(_("Give the step a name, such as “Contract”."), rule=Rule.STEP_HAS_A_NAME)
    _end_step(ticket, at=at)
    step = TicketStep.objects.create(ticket=ticket, queue=queue, name=name, began_at=at)
    record(_fact(TicketStepBegun, ticket, queue, step_id=step.pk), actor=by.actor, at=at)
    _show(queue)


@transaction()
def serve(*, ticket_id: int, by: Staff, at: datetime) -> None:
    """They have what they came for."""
    queue, ticket = _called(ticket_id, by)
    _end_step(ticket, at=at)
    ticket.served_at = at
    ticket.save(update_fields=["served_at"])
    record(_fact(TicketServed, ticket, queue), actor=by.actor, at=at)
    _show(queue)


@transaction()
def miss(*, ticket_id: int, by: Staff, at: datetime) -> None:
    """Called, and nobody came."""
    queue, ticket = _called(ticket_id, by)
    _end_step(ticket, at=at)
    ticket.missed_at = at
    ticket.save(update_fields=["missed_at"])
    record(_fact(TicketMissed, ticket, queue), actor=by.actor, at=at)
    _show(queue)


@transaction()
def leave(*, ticket_id: int, at: datetime) -> None:
    """The visitor gives their place back, on their own page."""
    queue, ticket = _locked(ticket_id)
    _must_wait(ticket, _("You do not wait in this queue any more. Take a new ticket if you need one."))
    if ticket.promise and ticket.promise.owed:
        ledger.release_by_customer(promise_id=ticket.promise.pk, words="", at=at)
    _left(ticket, queue, actor=VISITOR, at=at)


@transaction()
def note_left(*, ticket_id: int, by: Staff, at: datetime) -> None:
    """The visitor says to whoever stands there that they wait no longer."""
    queue, ticket = _locked(ticket_id)
    by.must(Verb.PROMISE, queue)
    _must_wait(ticket, _("This visitor does not wait in the queue: they were called, or have left."))
    _left(ticket, queue, actor=by.actor, at=at)
    if ticket.promise and ticket.promise.owed:
        words = _("They said that they wait no longer.")
        ledger.release(promise_id=ticket.promise.pk, words=words, how="in_person", by=by, at=at)


@transaction()
def note_overruns(*, at: datetime) -> int:
    """Each once. What is owed for it is decided by whoever listens to the fact."""
    rows = list(walk_in_queries.overrun(at)[:OVERRUNS_AT_ONCE_MAX])
    for ticket in rows:
        ticket.overrun_at = at
        if update_if_unset(ticket, "overrun_at"):
            assert ticket.said_until
            said = ticket.said_until.isoformat()
            record(_fact(TicketOverrun, ticket, ticket.queue, said_until=said), actor=CLOCK, at=at)
            _show(ticket.queue)
    return len(rows)


def _take(queue: WalkInQueue, name: str, *, actor: Actor, at: datetime) -> Ticket:
    ahead = _place(queue, at=at)
    day, name = walk_in_queries.today(queue, at), " ".join(name.split())[:VISITOR_CHARACTERS_MAX]
    last = Ticket.objects.filter(queue=queue, day=day).aggregate(last=Max("number"))["last"] or 0
    wait = waiting.expected(queue, ahead)
    ticket = Ticket.objects.create(
        token=secrets.token_urlsafe(32),
        queue=queue,
        day=day,
        number=last + 1,
        name=name,
        ahead=ahead,
        taken_at=at,
        said_until=wait.until(at) if wait else None,
    )
    if ticket.said_until:
        _promise(queue, ticket, actor=actor, at=at)
    said = ticket.said_until.isoformat() if ticket.said_until else None
    fact = _fact(TicketTaken, ticket, queue, number=ticket.number, ahead=ahead, said_until=said)
    record(fact, actor=actor, at=at)
    _show(queue)
    return ticket


def _place(queue: WalkInQueue, *, at: datetime) -> int:
    """How many stand before whoever comes now."""
    if queue.closed_at or not queue.open_by.is_open(at):
        raise UnableToTakeTicket(
            _("We are closed now. Come in opening hours, or write to us."), rule=Rule.QUEUE_IS_OPEN
        )
    ahead = walk_in_queries.waiting(queue, at).count()
    if ahead >= queue.length_max:
        raise QueueIsFull(
            _("The queue is full: %(count)d wait already. Book a visit at a time of your own, or come later.")
            % {"count": ahead},
            rule=Rule.QUEUE_HAS_ROOM,
        )
    return ahead


def _promise(queue: WalkInQueue, ticket: Ticket, *, actor: Actor, at: datetime) -> None:
    """What was said of the wait is owed, to somebody of whom we may know no more than a number."""
    assert ticket.said_until
    language = queue.brand.language
    with translation.override(language):
        what = _("Your turn in the queue “%(name)s”, number %(number)s") % {"name": queue.name, "number": ticket.shown}
    name = ticket.name or ticket.shown
    customer = customers.create_unknown(brand_id=queue.brand_id, name=name, language=language, actor=actor, at=at)
    ticket.customer = customer
    ticket.promise = ledger.make_by_rule(
        brand=queue.brand,
        customer_id=customer.pk,
        about=ticket.key,
        kind=Kind.WALK_IN,
        what=what,
        due_at=ticket.said_until,
        actor=actor,
        at=at,
        owner_id=queue.staff_id,
        team_id=queue.team_id,
        warning_minutes=int((ticket.said_until - at) / timedelta(minutes=1)) // 4,
    )
    ticket.save(update_fields=["customer", "promise"])


def _locked(ticket_id: int) -> tuple[WalkInQueue, Ticket]:
    queue = locked(WalkInQueue, Ticket.objects.values_list("queue_id", flat=True).get(pk=ticket_id))
    return queue, locked(Ticket, ticket_id)


def _called(ticket_id: int, by: Staff) -> tuple[WalkInQueue, Ticket]:
    queue, ticket = _locked(ticket_id)
    by.must(Verb.PROMISE, queue)
    if ticket.state != TicketState.CALLED:
        raise UnableToMarkTicket(
            _("This visitor is not at the counter. Call them first."), rule=Rule.TICKET_IS_AT_THE_COUNTER
        )
    return queue, ticket


def _must_wait(ticket: Ticket, words: str) -> None:
    if ticket.state != TicketState.WAITS:
        raise UnableToMarkTicket(words, rule=Rule.TICKET_WAITS)


def _left(ticket: Ticket, queue: WalkInQueue, *, actor: Actor, at: datetime) -> None:
    ticket.left_at = at
    ticket.save(update_fields=["left_at"])
    record(_fact(TicketLeft, ticket, queue), actor=actor, at=at)
    _show(queue)


def _end_step(ticket: Ticket, *, at: datetime) -> None:
    ticket.steps.filter(ended_at=None).update(ended_at=at)


def _fact(kind: type[FactT], ticket: Ticket, queue: WalkInQueue, **more: Any) -> FactT:
    return kind(brand_id=queue.brand_id, ticket_id=ticket.pk, queue_id=queue.pk, **more)


def _show(queue: WalkInQueue) -> None:
    nudge(queue.key, brand_id=queue.brand_id)
