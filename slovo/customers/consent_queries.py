from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from slovo.core.prepared import prepared
from slovo.customers.consent_models import UNPROVEN, Consent, Purpose
from slovo.customers.models import Customer, Identity
from slovo.customers.queries import family_of

# Whatever a person has, on whichever of the records that are theirs. Of records that stand alone no root is alike.
_OF_FAMILY = (
    Q(customer=OuterRef("customer"))
    | Q(customer__root=OuterRef("customer"))
    | Q(customer=OuterRef("customer__root"))
    | Q(customer__root=OuterRef("customer__root"))
)


def may_be_written(customer_id: int, purpose: str, channel: str) -> bool:
    """By a rule, for this purpose. What was said last of this channel or of all of them holds."""
    said = _last_said(customer_id, purpose, ["", channel])
    return said[0] if said else purpose == Purpose.SERVICE


def last_said(customer_id: int, purpose: str) -> bool | None:
    """Of all channels; None: nothing."""
    return next(iter(_last_said(customer_id, purpose, [""])), None)


def said_since(customer_id: int, purpose: str, moment: datetime) -> bool | None:
    """Of all channels, at that moment or after it; None: nothing."""
    rows = proven(customer_id, purpose).filter(channel="", at__gte=moment)
    return rows.order_by("-pk").values_list("given", flat=True).first()


def holding(customer_id: int, purpose: str) -> list[Consent]:
    """What they have said and what holds now: the last word of all channels, and what they said of single ones later,
    the last first."""
    rows = proven(customer_id, purpose).order_by("-pk")
    found: dict[str, Consent] = {}
    for row in rows:
        found.setdefault(row.channel, row)
        if not row.channel:
            break
    return list(found.values())


def proven(customer_id: int, purpose: str) -> QuerySet[Consent]:
    """Of what they have said. What anybody may have ticked in their name says nothing."""
    return Consent.objects.filter(~UNPROVEN, customer_id__in=family_of(customer_id), purpose=purpose)


def to_ask(brand_id: int, customer_ids: Collection[int] | None = None) -> QuerySet[Consent]:
    """Unproven ones about which nobody was asked yet, of whom nothing else is known, and who have an address. `None`:
    of all customers of the brand."""
    known = Consent.objects.filter(_OF_FAMILY, ~UNPROVEN, purpose=Purpose.MARKETING, channel="")
    reached = Identity.objects.filter(_OF_FAMILY, kind=Identity.EMAIL)
    rows = Consent.objects.filter(UNPROVEN, customer__brand_id=brand_id, customer__erased_at=None, letter=None)
    if customer_ids is not None:
        rows = rows.filter(customer_id__in=customer_ids)
    return rows.filter(~Exists(known), Exists(reached)).order_by("pk")


def said_by(customer: Customer) -> QuerySet[Consent]:
    """All that this person has said, the last first."""
    return Consent.objects.filter(customer_id__in=family_of(customer.pk)).order_by("-pk")


@prepared
def _last_said(customer_id: int, purpose: str, channels: Collection[str]) -> QuerySet[Consent, bool]:
    rows = proven(customer_id, purpose).filter(channel__in=channels)
    return rows.order_by("-pk").values_list("given", flat=True)[:1]
