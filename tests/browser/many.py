"""`python -m tests.browser.many COUNT`: so many open conversations for the first brand of the house."""

import os
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

FIRST = 1_000_000
COLUMNS = [
    "id",
    "public_id",
    "reference",
    "brand_id",
    "customer_id",
    "channel",
    "subject",
    "language",
    "queue_position",
    "opened_at",
    "last_message_at",
    "preview",
]


def main(count: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "slovo.config.settings"
    import django

    django.setup()
    from django.utils import timezone

    from slovo.conversations.models import AFTER_ALL_PROMISES, Conversation
    from slovo.core.bulk import write_rows
    from slovo.core.ids import new_id
    from slovo.customers.models import Customer

    customer = Customer.objects.order_by("pk")[0]
    now = timezone.now() - timedelta(days=1)

    def rows() -> Iterator[tuple[Any, ...]]:
        for number in range(count):
            at = now - timedelta(minutes=number)
            position = AFTER_ALL_PROMISES - int(at.timestamp() * 1000)
            who = (f"X{number:07d}", customer.brand_id, customer.pk, "email", f"Письмо {number:05d}", "ru")
            yield FIRST + number, new_id(), *who, position, at, at, "Первые слова письма."

    write_rows(Conversation, COLUMNS, rows())


if __name__ == "__main__":
    main(int(sys.argv[1]))
