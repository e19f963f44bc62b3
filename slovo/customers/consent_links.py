"""What a link says by which somebody confirms what was agreed to in their name: signed by us, for thirty days."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core import signing

LIFE_DAYS = 30
SALT = "consent"


@dataclass(frozen=True, slots=True)
class Asked:
    """`customer`: their public id. `words`: the version of those that were read. `at`: when."""

    customer: UUID
    purpose: str
    words: str
    at: datetime


def token_of(asked: Asked) -> str:
    return signing.dumps([asked.customer.hex, asked.purpose, asked.words, asked.at.isoformat()], salt=SALT)


def read(token: str, *, at: datetime) -> Asked | None:
    """None: it was not made by us, or has run out."""
    try:
        customer, purpose, words, moment = signing.loads(token, salt=SALT)
        asked = Asked(UUID(customer), purpose, words, datetime.fromisoformat(moment))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return asked if (at - asked.at).days < LIFE_DAYS else None
