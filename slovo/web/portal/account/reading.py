"""What a customer who has signed in reads: their own, of this brand, and nothing that was said among colleagues."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from slovo.brands.models import Brand
from slovo.conversations import queries as conversations
from slovo.conversations.models import Conversation, Direction, Message
from slovo.customers import queries as customers
from slovo.customers.models import Customer
from slovo.promises import shown
from slovo.promises.link_models import LIFE_DAYS_AFTER_SETTLED
from slovo.web.portal.words import Told, told

REQUESTS_MAX = 100
MESSAGES_MAX = 500


def requests(brand: Brand, person: Customer) -> list[Conversation]:
    """The last first."""
    rows = Conversation.objects.filter(brand=brand, customer_id__in=customers.family_ids(person), root=None)
    return list(rows.order_by("-last_message_at", "-pk")[:REQUESTS_MAX])


def request_of(brand: Brand, person: Customer, public_id: UUID) -> Conversation | None:
    rows = Conversation.objects.filter(brand=brand, customer_id__in=customers.family_ids(person), root=None)
    return rows.filter(public_id=public_id).first()


def requests_by_key(brand: Brand, person: Customer) -> dict[str, UUID]:
    """Where each of their requests is read: of one that was joined to another that one."""
    rows = Conversation.objects.filter(brand=brand, customer_id__in=customers.family_ids(person))
    last = rows.select_related("root").order_by("-last_message_at", "-pk")[:REQUESTS_MAX]
    return {row.key: (row.root or row).public_id for row in last}


def messages_of(conversation: Conversation, person: Customer) -> list[Message]:
    """What they wrote, and what has left the house to them: no notes, nothing that was passed on to others,
    nothing that others wrote into it."""
    family = customers.family_ids(person)
    own = {one.value for one in customers.identities(person)}
    rows = conversations.messages_of(conversation).exclude(direction=Direction.NOTE).order_by("at", "pk")
    return [row for row in rows[:MESSAGES_MAX] if _is_theirs(row, family, own)]


def _is_theirs(row: Message, family: Collection[int], own: Collection[str]) -> bool:
    if row.direction == Direction.IN:
        return row.customer_id in family
    to_them = any(value in own for _kind, value, *_name in row.recipients)
    return to_them and row.sent_at is not None and row.forwarded_at is None


def promises(brand: Brand, person: Customer, at: datetime) -> list[Told]:
    """What is owed, and what was settled lately, in the status page's words."""
    since = at - timedelta(days=LIFE_DAYS_AFTER_SETTLED)
    rows = shown.promises_to(brand.pk, customers.family_ids(person), (), since=since)
    return [told(row, [], brand, at=at) for row in rows]


def kept(brand: Brand, person: Customer, at: datetime) -> dict[str, Any]:
    """All that a customer may take along, as plain values. Moments are ISO 8601 in UTC."""
    return {
        "brand": brand.name,
        "made_at": at.isoformat(),
        "name": person.name,
        "language": person.language,
        "time_zone": person.zone,
        "addresses": [
            {"kind": one.kind, "value": one.value, "since": one.created_at.isoformat()}
            for one in customers.identities(person)
        ],
        "promises": [
            {
                "what": one.what,
                "state": one.state,
                "made_at": one.row.made_at.isoformat(),
                "due_at": one.row.due_at.isoformat() if one.row.due_at else None,
                "done_at": one.row.done_at.isoformat() if one.row.done_at else None,
            }
            for one in promises(brand, person, at)
        ],
        "requests": [
            {
                "number": talk.reference,
                "subject": talk.subject,
                "opened_at": talk.opened_at.isoformat(),
                "messages": [
                    {"from": "you" if one.direction == Direction.IN else one.sender_name, "at": one.at.isoformat()}
                    | {"text": one.text}
                    for one in messages_of(talk, person)
                ],
            }
            for talk in requests(brand, person)
        ],
    }
