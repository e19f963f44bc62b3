"""What somebody has agreed to in the chat, as they read it themselves."""

from dataclasses import dataclass
from datetime import datetime

from slovo.channels.chat import queries
from slovo.channels.chat.models import Consent, ConsentWords
from slovo.customers.models import Customer


@dataclass(frozen=True, slots=True)
class Agreed:
    """`words`: as they were read; "" where they were not kept yet."""

    purpose: str
    version: int
    words: str
    given_at: datetime
    withdrawn_at: datetime | None


def by_customer(customer: Customer) -> list[Agreed]:
    """In all browsers of theirs, the last first."""
    rows = Consent.objects.filter(visitor__in=queries.of_customer(customer)).select_related("visitor__chat__brand")
    found = list(rows.order_by("-given_at", "-pk"))
    kept = ConsentWords.objects.filter(chat__brand_id=customer.brand_id)
    words = {(one.purpose, one.version): one.words for one in kept}
    return [_agreed(row, words.get((row.purpose, row.version), {})) for row in found]


def _agreed(row: Consent, words: dict[str, str]) -> Agreed:
    said = row.visitor.chat.in_words(words, row.language or row.visitor.language)
    return Agreed(row.purpose, row.version, said, row.given_at, row.withdrawn_at)
