"""From which addresses nothing is taken just now."""

from datetime import datetime

from django.db.models import QuerySet

from slovo.channels.chat.desk_models import AddressBlock, AddressSeen
from slovo.channels.chat.models import Chat, Visitor
from slovo.core.prepared import prepared
from slovo.people.models import Staff
from slovo.people.rights import Verb

SHOWN_MAX = 50


def blocked_until(chat: Chat, address: str, *, at: datetime) -> datetime | None:
    """`address`: under its seal."""
    return next((row.until for row in _of_address(chat.pk, address, at)), None)


@prepared
def _of_address(chat_id: int, address: str, at: datetime) -> QuerySet[AddressBlock]:
    return AddressBlock.objects.filter(chat_id=chat_id, address=address, lifted_at=None, until__gt=at).order_by("pk")[
        :1
    ]


def visible_to(staff: Staff) -> QuerySet[AddressBlock]:
    return AddressBlock.objects.filter(chat__brand_id__in=staff.brand_ids)


def running(staff: Staff, *, at: datetime) -> list[AddressBlock]:
    """Of the brands where they may end them, those first that end soonest."""
    rows = visible_to(staff).filter(lifted_at=None, until__gt=at).select_related("chat__brand", "by")
    return [row for row in rows.order_by("until", "pk")[:SHOWN_MAX] if staff.may_at(Verb.CLOSE, row.chat.brand_id)]


def block_before(visitor: Visitor, *, at: datetime) -> AddressBlock | None:
    """Which keeps out whoever writes from where this visitor wrote last, whoever it was that began it."""
    seen = AddressSeen.objects.filter(visitor=visitor).values("address")
    rows = AddressBlock.objects.select_related("by").filter(chat_id=visitor.chat_id, address__in=seen)
    return rows.filter(lifted_at=None, until__gt=at).first()


def address_is_known(visitor: Visitor) -> bool:
    return AddressSeen.objects.filter(visitor=visitor).exists()
