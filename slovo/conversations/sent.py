"""What has left, as its readers have it. Queries."""

from collections.abc import Collection
from datetime import datetime

from slovo.conversations.models import Conversation, Message


def in_conversations(about: Collection[str], since: datetime) -> list[tuple[str, datetime, str]]:
    """What has left since then in these conversations, or where they are read now: (key as asked, moment, text)."""
    ids = [int(key.removeprefix("conversation:")) for key in about if key.startswith("conversation:")]
    read_in = {
        pk: root_id or pk for pk, root_id in Conversation.objects.filter(pk__in=ids).values_list("pk", "root_id")
    }
    rows = Message.objects.filter(conversation_id__in={*read_in, *read_in.values()}, sent_at__gte=since)
    sent = list(rows.order_by("sent_at", "pk").values_list("conversation_id", "sent_at", "text"))
    return [
        (f"conversation:{pk}", sent_at, text)
        for pk, root_id in read_in.items()
        for conversation_id, sent_at, text in sent
        if conversation_id in {pk, root_id} and sent_at
    ]


def to_customers(customer_ids: Collection[int], since: datetime) -> list[tuple[datetime, str]]:
    """What has left to them since then, in whichever conversation: (moment, text)."""
    rows = Message.objects.filter(conversation__customer_id__in=customer_ids, sent_at__gte=since)
    return [(at, text) for at, text in rows.order_by("sent_at", "pk").values_list("sent_at", "text") if at]
