"""The door in and the door out. What becomes of what leaves: `outcomes.py`."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.channels import outcomes, queries
from slovo.channels.adapter import Posting
from slovo.channels.models import Inbound, Mailbox, Outbound, OutboundFile, State
from slovo.channels.registry import channel
from slovo.channels.wanting import objection
from slovo.core.db import locked, locked_together, transaction
from slovo.core.errors import UnableTo
from slovo.core.files import storage
from slovo.core.journal.actor import SYSTEM, Actor
from slovo.core.journal.recording import record
from slovo.core.rows import insert, update, update_if_unset
from slovo.facts.channels import (
    InboundArrived,
    InboundHandedIn,
    MailboxClosed,
    MailboxConnected,
    MailboxOpened,
    OutboundQueued,
    OutboundTakenBack,
)
from slovo.people.models import Staff
from slovo.people.rights import Verb

QUEUE_AGE_MAX = timedelta(minutes=30)


class DoorClosed(UnableTo):
    """The queue is too old: whoever brings more is asked to come again later."""


class UnableToDecide(UnableTo):
    pass


class UnableToTakeBack(UnableTo):
    pass


class UnableToOpenMailbox(UnableTo):
    pass


@transaction()
def open_mailbox(*, brand: Brand, address: str, actor: Actor, at: datetime, outgoing_folder: str = "") -> Mailbox:
    address = address.strip().lower()
    known = Mailbox.objects.filter(address=address).first()
    if known and known.closed_at and known.brand_id == brand.pk:  # opened again, with all that it had
        Mailbox.objects.filter(pk=known.pk).update(closed_at=None)
        record(MailboxOpened(brand_id=brand.pk, mailbox_id=known.pk), actor=actor, at=at)
        return known
    if known:
        raise UnableToOpenMailbox(_("This address is in use already. Every mailbox has an address of its own."))
    mailbox = Mailbox.objects.create(brand=brand, address=address, outgoing_folder=outgoing_folder)
    record(MailboxOpened(brand_id=brand.pk, mailbox_id=mailbox.pk), actor=actor, at=at)
    return mailbox


@transaction()
def close_mailbox(*, mailbox: Mailbox, by: Staff, at: datetime) -> None:
    """Its letters stay; new ones are refused. Replies leave through the brand's other mailboxes."""
    by.must(Verb.MANAGE_MAILBOXES, mailbox)
    Mailbox.objects.filter(pk=mailbox.pk, closed_at=None).update(closed_at=at)
    record(MailboxClosed(brand_id=mailbox.brand_id, mailbox_id=mailbox.pk), actor=by.actor, at=at)


@transaction()
def connect_mailbox(*, mailbox: Mailbox, servers: dict[str, Any], by: Staff, at: datetime) -> None:
    """Where its letters come from and leave through: the `imap_…` and `smtp_…` fields by name. An empty
    password keeps the old one. What could not leave is tried again at once."""
    by.must(Verb.MANAGE_MAILBOXES, mailbox)
    given = {name: value for name, value in servers.items() if value or not name.endswith("password")}
    Mailbox.objects.filter(pk=mailbox.pk).update(**given)
    fact = MailboxConnected(brand_id=mailbox.brand_id, mailbox_id=mailbox.pk, fields=tuple(sorted(given)))
    record(fact, actor=by.actor, at=at)
    waiting = locked_together(Outbound, queries.stuck([mailbox]).values_list("pk", flat=True))
    for outbound in (one for one in waiting.values() if one.state == State.QUEUED):
        outbound.not_before = at
        update(outbound, "not_before")
        _queued(outbound, actor=by.actor, at=at)


@transaction(durable=True)
def accept(
    *,
    brand_id: int,
    kind: str,
    raw: bytes,
    at: datetime,
    mailbox: Mailbox | None = None,
    envelope: dict[str, Any] | None = None,
    origin: str | None = None,
    handed_in_by: Actor | None = None,
) -> Inbound | None:
    """The door in: store the bytes, look later. When this returns, a power cut cannot lose them.

    `origin` names the place it was fetched from; None is returned when that was stored before. `handed_in_by`: who
    brings it takes it in within this same transaction, so no task does.
    """
    waiting_since = queries.oldest_waiting()
    if waiting_since and at - waiting_since > QUEUE_AGE_MAX:
        raise DoorClosed(_("Too much waits to be taken in. Come again in a few minutes."))
    if origin is not None and queries.fetched_before(mailbox=mailbox, origin=origin):
        return None
    inbound = Inbound(
        brand_id=brand_id,
        channel=kind,
        mailbox=mailbox,
        raw=storage.put(raw, at=at),
        envelope=envelope or {},
        origin=origin,
        received_at=at,
        taken_in_at=at if handed_in_by else None,
    )
    insert(inbound)
    if handed_in_by:
        record(InboundHandedIn(brand_id=brand_id, inbound_id=inbound.pk, channel=kind), actor=handed_in_by, at=at)
    else:
        record(InboundArrived(brand_id=brand_id, inbound_id=inbound.pk, channel=kind), actor=SYSTEM, at=at)
    return inbound


@transaction()
def mark_taken_in(*, inbound: Inbound, at: datetime) -> bool:
    """By whoever takes it in, before the rest. False: somebody has done so already."""
    inbound.taken_in_at = at
    return update_if_unset(inbound, "taken_in_at")


@transaction()
def mark_duplicate(*, inbound: Inbound, of: Inbound | None) -> None:
    """The same came before."""
    inbound.duplicate_of = of
    update(inbound, "duplicate_of")


@transaction(durable=True)
def send(
    *,
    brand_id: int,
    kind: str,
    mailbox: Mailbox | None,
    posting: Posting,
    actor: Actor,
    at: datetime,
    not_before: datetime | None = None,
    purpose: str = "",
    customer_id: int | None = None,
) -> Outbound:
    """The door out: the only way to a customer. Nothing is on the wire yet when this returns.

    `purpose`: why a rule writes to this customer; "" of what a person has written, or they have just asked for
    (`customer_id` then says to whom it goes). What they do not want has failed when it comes, and goes the way of
    whatever fails: before the eyes of people, who tell them.

    `not_before`: until then it waits here and can be taken back. A channel that is at home has it at once else: it
    stands there when this is committed, or not at all. What was begun in a mailbox that is closed now, or in
    none, leaves through another one of the brand."""
    if mailbox is None or mailbox.closed_at:
        mailbox = queries.open_mailbox(brand_id) or mailbox
    outbound = Outbound(
        brand_id=brand_id,
        channel=kind,
        mailbox=mailbox,
        posting=asdict(posting),
        queued_at=at,
        not_before=not_before or at,
        purpose=purpose,
        customer_id=customer_id,
    )
    outbound.external_id = channel(kind).external_id(outbound)
    insert(outbound)
    OutboundFile.objects.bulk_create(
        OutboundFile(outbound=outbound, file_id=file_id, name=name, type=type_)
        for file_id, name, type_ in posting.files
    )
    outbound.explanation = objection(outbound, at=at)
    if outbound.explanation:
        outcomes.end(outbound=outbound, state=State.FAILED, at=at)
    elif channel(kind).at_home and outbound.not_before <= at:
        outcomes.carry_out(outbound=outbound, at=at)
    else:
        _queued(outbound, actor=actor, at=at)
    return outbound


@transaction(durable=True)
def take_back(*, outbound_id: int, actor: Actor, at: datetime) -> None:
    """It has not left: it never will. A worker that has it in its hands finds no row before the last byte."""
    outbound = _still_here(outbound_id)
    record(OutboundTakenBack(brand_id=outbound.brand_id, outbound_id=outbound.pk), actor=actor, at=at)
    outbound.delete()


@transaction(durable=True)
def reschedule(*, outbound_id: int, not_before: datetime, actor: Actor, at: datetime) -> None:
    """Let it leave at another moment. The task of the old one finds that its time has not come, or that it is gone."""
    outbound = _still_here(outbound_id)
    outbound.not_before = not_before
    update(outbound, "not_before")
    _queued(outbound, actor=actor, at=at)


@transaction()
def send_again(*, outbound_id: int, actor: Actor, at: datetime) -> None:
    outbound = locked(Outbound, outbound_id)
    if outbound.state not in {State.UNCERTAIN, State.FAILED, State.BOUNCED} or not outbound.posting:
        raise UnableToDecide(_("This message is on its way or has arrived: there is nothing to send again."))
    outbound.state, outbound.ended_at, outbound.not_before, outbound.attempts = State.QUEUED, None, at, 0
    update(outbound)
    _queued(outbound, actor=actor, at=at)


def _queued(outbound: Outbound, *, actor: Actor, at: datetime) -> None:
    fact = OutboundQueued(
        brand_id=outbound.brand_id, outbound_id=outbound.pk, not_before=outbound.not_before.isoformat()
    )
    record(fact, actor=actor, at=at)


def _still_here(outbound_id: int) -> Outbound:
    outbound = locked(Outbound, outbound_id)
    if outbound.state != State.QUEUED:
        raise UnableToTakeBack(_("It is too late: the letter is leaving at this moment or has left. Write another."))
    return outbound
