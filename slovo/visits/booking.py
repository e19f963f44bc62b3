"""A visit is booked, moved, confirmed, cancelled. Actions: keyword-only, one transaction; the resources are locked
first, then the visit, then its promise."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.live.actions import nudge
from slovo.core.rules import Rule
from slovo.customers.models import Customer
from slovo.facts.visits import VisitBooked, VisitCancelled, VisitConfirmed, VisitMoved
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import ledger, moving
from slovo.promises.kinds import Kind
from slovo.promises.models import WHAT_CHARACTERS_MAX
from slovo.visits.checks import check_bookable, check_changeable, check_coming, check_near
from slovo.visits.holding import candidates, free_resource, let_go, locked_with_resources, take
from slovo.visits.models import BY_COMPANY, BY_CUSTOMER, Resource, Visit, VisitType
from slovo.visits.telling import confirmed_as, reminder_of, told_anew, told_as


class UnableToBook(UnableTo):
    pass


class UnableToMoveVisit(UnableTo):
    pass


class UnableToConfirmVisit(UnableTo):
    pass


class UnableToCancelVisit(UnableTo):
    pass


@transaction()
def book(
    *,
    type_id: int,
    starts_at: datetime,
    customer: Customer,
    by: Staff,
    at: datetime,
    resource_id: int | None = None,
    about: str = "",
) -> Visit:
    """For a customer who asked, as late and as far ahead as staff see fit. `resource_id`: None for whoever is free.
    `about`: what it is booked beside; whoever calls has made sure that it is this customer's."""
    type_ = VisitType.objects.select_related("brand").get(pk=type_id)
    by.must(Verb.PROMISE, type_)
    check_near(starts_at, at=at, refusal=UnableToBook)
    return _book(type_, starts_at, customer, resource_id=resource_id, about=about, actor=by.actor, at=at)


@transaction()
def book_by_customer(
    *,
    type_id: int,
    starts_at: datetime,
    customer: Customer,
    at: datetime,
    resource_id: int | None = None,
    about: str = "",
    said: bool = False,
) -> Visit:
    """They choose a slot on a page of their own. `about`: as in `book`. `said`: whoever calls tells them in the chat in
    which they have just chosen it."""
    type_ = VisitType.objects.select_related("brand").get(pk=type_id)
    check_bookable(type_, starts_at, at=at, refusal=UnableToBook)
    actor = Actor("customer", str(customer.pk))
    return _book(type_, starts_at, customer, resource_id=resource_id, about=about, actor=actor, at=at, said=said)


@transaction()
def move(
    *,
    visit_id: int,
    starts_at: datetime,
    reason: str,
    by: Staff,
    at: datetime,
    resource_id: int | None = None,
    agreed: str = "",
) -> None:
    """To another slot. `agreed`: how the customer said yes, of HOW; "": they are told by letter. One that the company
    had cancelled stands again."""
    visit, resources = locked_with_resources(visit_id, resource_id)
    by.must(Verb.PROMISE, visit)
    check_near(starts_at, at=at, refusal=UnableToMoveVisit)
    was = _move(visit, resources, starts_at, actor=by.actor, at=at)
    if visit.ends_at != visit.promise.due_at:
        anew: dict[str, Any] = {"promise_id": visit.promise_id, "due_at": visit.ends_at, "reason": reason}
        anew |= {"zone": visit.zone, "at": at}
        if agreed:
            moving.move(**anew, told=agreed, agreed=True, by=by)
        else:  # the letter with the entry for their calendar tells them
            moving.move_by_rule(**anew, actor=by.actor)
    _moved(visit, was, actor=by.actor, at=at, heard=bool(agreed))


@transaction()
def move_by_customer(*, visit_id: int, starts_at: datetime, at: datetime, resource_id: int | None = None) -> None:
    """On a page of their own, until the moment that the type of visit names."""
    visit, resources = locked_with_resources(visit_id, resource_id)
    check_changeable(visit, at=at, refusal=UnableToMoveVisit)
    check_bookable(visit.type, starts_at, at=at, refusal=UnableToMoveVisit)
    actor = Actor("customer", str(visit.customer_id))
    was = _move(visit, resources, starts_at, actor=actor, at=at)
    if visit.ends_at != visit.promise.due_at:
        with translation.override(visit.customer.language or visit.brand.language):
            reason = _("The customer chose another time.")
        moving.move_by_customer(
            promise_id=visit.promise_id, due_at=visit.ends_at, reason=reason, zone=visit.zone, at=at
        )
    _moved(visit, was, actor=actor, at=at)


@transaction()
def confirm(*, visit_id: int, by: Staff, at: datetime) -> None:
    """The customer told somebody that they come."""
    visit = locked(Visit, visit_id)
    by.must(Verb.PROMISE, visit)
    _confirm(visit, actor=by.actor, at=at)


@transaction()
def confirm_by_customer(*, visit_id: int, at: datetime) -> None:
    visit = locked(Visit, visit_id)
    _confirm(visit, actor=Actor("customer", str(visit.customer_id)), at=at)


@transaction()
def cancel(*, visit_id: int, wished_by_customer: bool | None, words: str, how: str, by: Staff, at: datetime) -> None:
    """For the customer, who said so in `words`, by `how`: the promise is released. For the company: it is owed until it
    is moved, the customer releases it, or it is broken. None: nobody has said for whom, and it is not guessed."""
    visit, _resources = locked_with_resources(visit_id, None)
    by.must(Verb.PROMISE, visit)
    if wished_by_customer is None:
        raise UnableToCancelVisit(
            _("Say whose wish it is: the customer’s, or ours. Ours is still owed."), rule=Rule.WHO_CANCELS_IS_SAID
        )
    check_coming(visit, at=at, refusal=UnableToCancelVisit)
    _cancel(visit, BY_CUSTOMER if wished_by_customer else BY_COMPANY, actor=by.actor, at=at)
    if wished_by_customer:
        ledger.release(promise_id=visit.promise_id, words=words, how=how, by=by, at=at)
    else:
        moving.take_back_untold(promise_id=visit.promise_id, actor=by.actor, at=at)


@transaction()
def cancel_by_customer(*, visit_id: int, at: datetime) -> None:
    visit, _resources = locked_with_resources(visit_id, None)
    check_changeable(visit, at=at, refusal=UnableToCancelVisit)
    ledger.release_by_customer(promise_id=visit.promise_id, words="", at=at)
    _cancel(visit, BY_CUSTOMER, actor=Actor("customer", str(visit.customer_id)), at=at)


def _book(
    type_: VisitType,
    starts_at: datetime,
    customer: Customer,
    *,
    resource_id: int | None,
    about: str,
    actor: Actor,
    at: datetime,
    said: bool = False,
) -> Visit:
    assert customer.brand_id == type_.brand_id
    if type_.archived_at:
        raise UnableToBook(
            _("This is not booked any more. Choose another kind of visit."), rule=Rule.VISIT_TYPE_IS_BOOKABLE
        )
    resource = free_resource(type_, candidates(type_, resource_id), starts_at, refusal=UnableToBook)
    brand, ends_at = type_.brand, starts_at + timedelta(minutes=type_.minutes)
    about = about or f"customer:{customer.pk}"
    with translation.override(customer.language or brand.language):
        what = _("Visit: %(name)s") % {"name": type_.name}
    promise = ledger.make_by_rule(
        brand=brand,
        customer_id=customer.pk,
        about=about,
        kind=Kind.VISIT,
        what=what[:WHAT_CHARACTERS_MAX],
        due_at=ends_at,
        actor=actor,
        at=at,
        owner_id=resource.staff_id,
        team_id=resource.team_id,
    )
    visit = Visit.objects.create(
        brand=brand,
        customer=customer,
        type=type_,
        resource=resource,
        promise=promise,
        about=about,
        zone=brand.zone,
        starts_at=starts_at,
        ends_at=ends_at,
        buffer_minutes=type_.buffer_minutes,
        booked_at=at,
        remind_at=reminder_of(starts_at, type_.remind_minutes, zone=customer.zone_or(brand.zone), at=at),
    )
    take(visit, refusal=UnableToBook)
    record(VisitBooked(**told_as(visit), promise_id=promise.pk, said=said), actor=actor, at=at)
    _shown_again(visit)
    return visit


def _move(visit: Visit, resources: Sequence[Resource], starts_at: datetime, *, actor: Actor, at: datetime) -> datetime:
    """Returns when it was, as far as the customer knows: a move before it of which they have not heard is none any
    more."""
    given_up = visit.cancelled_for == BY_COMPANY and visit.promise.owed
    if not given_up:
        check_coming(visit, at=at, refusal=UnableToMoveVisit)
    if starts_at == visit.starts_at and [visit.resource_id] == [one.pk for one in resources] and not given_up:
        raise UnableToMoveVisit(_("It is booked for this very moment already."), rule=Rule.MOVE_CHANGES_THE_MOMENT)
    resource = free_resource(visit.type, resources, starts_at, refusal=UnableToMoveVisit, without=visit.pk)
    was, length = visit.starts_at, timedelta(minutes=visit.type.minutes)
    known_until, lasted = visit.promise.due_at, visit.ends_at - visit.starts_at
    visit.resource, visit.starts_at, visit.ends_at = resource, starts_at, starts_at + length
    visit.buffer_minutes, visit.moved_at, visit.sequence = visit.type.buffer_minutes, at, visit.sequence + 1
    visit.confirmed_at = visit.cancelled_at = visit.reminded_at = None
    visit.cancelled_for = ""
    visit.remind_at = reminder_of(starts_at, visit.type.remind_minutes, zone=visit.customer.zone_or(visit.zone), at=at)
    visit.save()
    let_go(visit)
    take(visit, refusal=UnableToMoveVisit)
    untold = moving.take_back_untold(promise_id=visit.promise_id, actor=actor, at=at)
    return known_until - lasted if untold and known_until else was


def _moved(visit: Visit, was: datetime, *, actor: Actor, at: datetime, heard: bool = False) -> None:
    theirs = actor.kind == "customer"
    fact = VisitMoved(**told_anew(visit), was_starts_at=was.isoformat(), by_customer=theirs, heard=heard)
    record(fact, actor=actor, at=at)
    _shown_again(visit)


def _confirm(visit: Visit, *, actor: Actor, at: datetime) -> None:
    check_coming(visit, at=at, refusal=UnableToConfirmVisit)
    if visit.confirmed_at:
        return
    visit.confirmed_at = at
    visit.save(update_fields=["confirmed_at"])
    record(VisitConfirmed(**confirmed_as(visit), by_customer=actor.kind == "customer"), actor=actor, at=at)
    _shown_again(visit)


def _cancel(visit: Visit, for_: str, *, actor: Actor, at: datetime) -> None:
    visit.cancelled_at, visit.cancelled_for, visit.sequence = at, for_, visit.sequence + 1
    visit.save(update_fields=["cancelled_at", "cancelled_for", "sequence"])
    let_go(visit)
    record(VisitCancelled(**told_as(visit), cancelled_for=for_), actor=actor, at=at)
    _shown_again(visit)


def _shown_again(visit: Visit) -> None:
    nudge(visit.key, brand_id=visit.brand_id)
    nudge(visit.about, brand_id=visit.brand_id)
