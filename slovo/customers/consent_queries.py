from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from slovo.core.prepared import prepared
from slovo.customers.consent_models import Consent, Purpose
from slovo.customers.models import Customer
from slovo.customers.queries import family_of


def may_be_written(customer_id: int, purpose: str, channel: str) -> bool:
    """By a rule, for this purpose. What was said last of this channel or of all of them holds."""
    said = _last_said(customer_id, purpose, ["", channel])
    return said[0] if said else purpose == Purpose.SERVICE


def last_said(customer_id: int, purpose: str) -> bool | None:
    """Of all channels; None: nothing."""
    return next(iter(_last_said(customer_id, purpose, [""])), None)


def said_since(customer_id: int, purpose: str, moment: datetime) -> bool | None:
    """Of all channels, at that moment or after it; None: nothing."""
    rows = Consent.objects.filter(customer_id__in=family_of(customer_id), purpose=purpose, channel="", at__gte=moment)
    return rows.order_by("-pk").values_list("given", flat=True).first()


def holding(customer_id: int, purpose: str) -> list[Consent]:
    """What they have said and what holds now: the last word of all channels, and what they said of single ones later,
    the last first."""
    rows = Consent.objects.filter(customer_id__in=family_of(customer_id), purpose=purpose).order_by("-pk")
    found: dict[str, Consent] = {}
    for row in rows:
        found.setdefault(row.channel, row)
        if not row.channel:
            break
    return list(found.values())


def said_by(customer: Customer) -> QuerySet[Consent]:
    """All that this person has said, the last first."""
    return Consent.objects.filter(customer_id__in=family_of(customer.pk)).order_by("-pk")


@prepared
def _last_said(customer_id: int, purpose: str, channels: Collection[str]) -> QuerySet[Consent, bool]:
    rows = Consent.objects.filter(customer_id__in=family_of(customer_id), purpose=purpose, channel__in=channels)
    return rows.order_by("-pk").values_list("given", flat=True)[:1]
