from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from slovo.channels.models import ImapPosition, Inbound, Mailbox, Outbound, State
from slovo.core.prepared import once, prepared
from slovo.people.models import Staff
from slovo.people.rights import Verb


def oldest_waiting() -> datetime | None:
    """Since when the oldest thing at the door in waits to be taken in."""
    return next(iter(_waiting()), None)


def more_wait_than(number: int) -> bool:
    """To be taken in."""
    return bool(_more_than(number=number))


@prepared
def _more_than(*, number: int) -> models.QuerySet[Inbound, int]:
    rows = Inbound.objects.filter(taken_in_at=None).order_by("received_at")
    return rows.values_list("pk", flat=True)[number : number + 1]


@prepared
def _waiting() -> models.QuerySet[Inbound, datetime]:
    rows = Inbound.objects.filter(taken_in_at=None).order_by("received_at", "pk")
    return rows.values_list("received_at", flat=True)[:1]


def earlier_letter_waits(letter: Inbound) -> bool:
    """Whether one that came to the same mailbox before it has still to be taken in."""
    if letter.mailbox_id is None:
        return False
    return next(iter(_earlier(letter.mailbox_id, letter.received_at, letter.pk)), None) is not None


@prepared
def _earlier(mailbox_id: int, received_at: datetime, inbound_id: int) -> models.QuerySet[Inbound, int]:
    rows = Inbound.objects.filter(taken_in_at=None, mailbox_id=mailbox_id)
    rows = rows.filter(received_at__lte=received_at, pk__lt=inbound_id)
    return rows.order_by("received_at", "pk").values_list("pk", flat=True)[:1]


def taken_in_before(inbound: Inbound) -> Inbound | None:
    """The same bytes, as they came to this brand the first time."""
    rows = Inbound.objects.filter(brand_id=inbound.brand_id, raw_id=inbound.raw_id, taken_in_at__isnull=False)
    return rows.exclude(pk=inbound.pk).order_by("pk").first()


def mailbox_for(address: str) -> Mailbox | None:
    """The open mailbox that this recipient means, with or without a `+detail`."""
    address = address.strip().lower()
    local, at_sign, domain = address.rpartition("@")
    found = {one.address: one for one in _open_at([address, local.partition("+")[0] + at_sign + domain])}
    exact = found.pop(address, None)
    return exact or next((one for one in found.values() if one.subaddressing), None)


@prepared
def _open_at(addresses: Collection[str]) -> models.QuerySet[Mailbox]:
    """Addresses are kept in small letters."""
    return Mailbox.objects.select_related("brand").filter(closed_at=None, address__in=addresses)


def visible_to(staff: Staff) -> models.QuerySet[Mailbox]:
    """The mailboxes that this person manages."""
    managed = [brand_id for brand_id in staff.brand_ids if staff.may_at(Verb.MANAGE_MAILBOXES, brand_id)]
    return Mailbox.objects.filter(brand_id__in=managed, closed_at=None).select_related("brand", "position")


def open_mailbox(brand_id: int) -> Mailbox | None:
    """Through which a brand writes when nothing else says so: its oldest."""
    return Mailbox.objects.filter(brand_id=brand_id, closed_at=None).order_by("pk").first()


@dataclass(frozen=True, slots=True)
class Stuck:
    """Letters that could not leave: how many, since when the oldest waits, when they are tried next, and what the
    other side said to the latest."""

    count: int
    since: datetime
    next_at: datetime
    said: str


def stuck(mailboxes: Collection[Mailbox]) -> models.QuerySet[Outbound]:
    """Tried already, and still at the door out; the oldest first."""
    at_the_door = Outbound.objects.filter(mailbox__in=mailboxes, sent_at=None, ended_at=None)
    return at_the_door.filter(state=State.QUEUED, attempts__gt=0).order_by("queued_at")


def stuck_by_mailbox(mailboxes: Collection[Mailbox]) -> dict[int, Stuck]:
    """By the mailbox's id; those from which everything leaves are not there."""
    rows = defaultdict[int, list[tuple[datetime, datetime, str]]](list)
    for outbound in stuck(mailboxes).only("mailbox_id", "queued_at", "not_before", "explanation"):
        rows[outbound.mailbox_id or 0].append((outbound.queued_at, outbound.not_before, outbound.explanation))
    return {
        mailbox_id: Stuck(len(its), its[0][0], min(next_at for _queued, next_at, _said in its), its[-1][2])
        for mailbox_id, its in rows.items()
    }


def own_addresses() -> set[str]:
    return {address.lower() for address in _addresses()}


@once
@prepared
def _addresses() -> models.QuerySet[Mailbox, str]:
    return Mailbox.objects.values_list("address", flat=True)


def inbound(pk: int) -> Inbound:
    """With its brand, its mailbox and where its raw text is kept."""
    return _inbound(pk)[0]


@prepared
def _inbound(pk: int) -> models.QuerySet[Inbound]:
    return Inbound.objects.select_related("brand", "mailbox", "raw").filter(pk=pk)


def outbound(pk: int) -> Outbound | None:
    """With its brand and its mailbox."""
    return next(iter(_outbound(pk)), None)


@prepared
def _outbound(pk: int) -> models.QuerySet[Outbound]:
    return Outbound.objects.select_related("brand", "mailbox").filter(pk=pk)


def outbound_by_external_id(*, brand_id: int, external_id: str) -> Outbound | None:
    if not external_id:
        return None
    return next(iter(_by_external_id(brand_id, external_id)), None)


@prepared
def _by_external_id(brand_id: int, external_id: str) -> models.QuerySet[Outbound]:
    rows = Outbound.objects.filter(brand_id=brand_id, external_id=external_id)
    return rows.exclude(external_id="").order_by("pk")[:1]  # said once more: SQLite finds the index by it


def fetched_before(*, mailbox: Mailbox | None, origin: str) -> bool:
    rows = Inbound.objects.filter(mailbox=mailbox, origin=origin)
    return rows.exclude(origin=None).exists()  # said once more: SQLite finds the index by it


def fetched_mailboxes() -> models.QuerySet[Mailbox]:
    """Those whose letters come by IMAP."""
    return Mailbox.objects.filter(closed_at=None).exclude(imap_host="").select_related("brand")


def imap_position(mailbox: Mailbox) -> ImapPosition:
    """How far it has been read; a blank one, not stored, before the first look."""
    return ImapPosition.objects.filter(mailbox=mailbox).first() or ImapPosition(mailbox=mailbox)


def open_mailboxes(brand_ids: Collection[int]) -> models.QuerySet[Mailbox]:
    rows = Mailbox.objects.filter(brand_id__in=brand_ids, closed_at=None)
    return rows.select_related("position").order_by("pk")


def anything_arrived(brand_ids: Collection[int]) -> bool:
    return Inbound.objects.filter(brand_id__in=brand_ids).exists()


def anything_sent(brand_ids: Collection[int]) -> bool:
    return Outbound.objects.filter(brand_id__in=brand_ids, state=State.SENT).exists()


def of_brands(brand_ids: Collection[int]) -> models.QuerySet[Mailbox]:
    """Closed ones too."""
    return Mailbox.objects.filter(brand_id__in=brand_ids)
