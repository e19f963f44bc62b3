"""Who is let in no more, and from which address nobody for a time. Actions, as in `actions.py`."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from slovo.channels.chat.desk_models import AddressBlock, AddressSeen
from slovo.channels.chat.models import Chat, Visitor
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.facts.chat import AddressBlocked, AddressBlockLifted, VisitorBlocked, VisitorUnblocked
from slovo.people.models import Staff
from slovo.people.rights import Verb

HOUR, DAY, WEEK = 60, 24 * 60, 7 * 24 * 60
IDENTITY = Actor("rule", "chat_identity")
MINUTES = (HOUR, DAY, WEEK)  # for which an address may be blocked


class UnableToBlock(UnableTo):
    pass


@transaction()
def block(*, visitor_id: int, by: Staff, at: datetime) -> None:
    visitor = locked(Visitor, visitor_id, "chat")
    by.must_at(Verb.CLOSE, visitor.chat.brand_id)
    if visitor.blocked_at is None:
        Visitor.objects.filter(pk=visitor.pk).update(blocked_at=at, blocked_by=by)
        record(VisitorBlocked(brand_id=visitor.chat.brand_id, visitor_id=visitor.pk), actor=by.actor, at=at)


@transaction()
def unblock(*, visitor_id: int, by: Staff, at: datetime) -> None:
    visitor = locked(Visitor, visitor_id, "chat")
    by.must_at(Verb.CLOSE, visitor.chat.brand_id)
    if visitor.blocked_at:
        Visitor.objects.filter(pk=visitor.pk).update(blocked_at=None, blocked_by=None)
        record(VisitorUnblocked(brand_id=visitor.chat.brand_id, visitor_id=visitor.pk), actor=by.actor, at=at)


@transaction()
def block_address(*, visitor_id: int, minutes: int, by: Staff, at: datetime) -> AddressBlock:
    """From which this visitor wrote last: of whoever stands behind it nothing is taken. One that is blocked already is
    from now on for so long."""
    visitor = locked(Visitor, visitor_id, "chat")
    chat = locked(Chat, visitor.chat_id)  # two who block the same address are one block
    by.must_at(Verb.CLOSE, chat.brand_id)
    if minutes not in MINUTES:
        raise UnableToBlock(_("Choose for how long the address is blocked."))
    seen = AddressSeen.objects.filter(visitor=visitor).first()
    if seen is None:
        raise UnableToBlock(_("It is not known from which address they wrote. Block the visitor."))
    until = at + timedelta(minutes=minutes)
    given = {"since": at, "until": until, "by": by}
    row, _new = AddressBlock.objects.update_or_create(chat=chat, address=seen.address, lifted_at=None, defaults=given)
    fact = AddressBlocked(
        brand_id=chat.brand_id, visitor_id=visitor.pk, block_id=row.pk, minutes=minutes, until=until.isoformat()
    )
    record(fact, actor=by.actor, at=at)
    return row


@transaction()
def lift_address_block(*, block_id: int, by: Staff, at: datetime) -> None:
    row = locked(AddressBlock, block_id, "chat")
    by.must_at(Verb.CLOSE, row.chat.brand_id)
    if row.lifted_at or row.until <= at:
        return
    AddressBlock.objects.filter(pk=row.pk).update(lifted_at=at, lifted_by=by)
    fact = AddressBlockLifted(brand_id=row.chat.brand_id, chat_id=row.chat_id, block_id=row.pk)
    record(fact, actor=by.actor, at=at)


def go_along(*, here: Visitor, known: Visitor, at: datetime) -> None:
    """Part of `actions.identify`: by whose hand a browser was blocked, that person is."""
    known.blocked_at, known.blocked_by = here.blocked_at, here.blocked_by
    known.save(update_fields=["blocked_at", "blocked_by"])
    record(VisitorBlocked(brand_id=known.chat.brand_id, visitor_id=known.pk), actor=IDENTITY, at=at)


def note_address(*, visitor: Visitor, address: str, at: datetime) -> None:
    """Part of `actions.say`."""
    AddressSeen.objects.bulk_create(
        [AddressSeen(visitor=visitor, address=address, at=at)],
        update_conflicts=True,
        unique_fields=["visitor"],
        update_fields=["address", "at"],
    )
