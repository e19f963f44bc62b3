"""What customers can have sooner. Actions, as in `actions.py`."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.db import transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.core.rules import Rule
from slovo.facts.kinds import SoonerOfferChanged, SoonerOffered, SoonerOfferWithdrawn
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import queries
from slovo.promises.forecast_rows import SoonerOffer

NAME_CHARACTERS_MAX = 120
MINUTES_MAX = 366 * 24 * 60


class UnableToOfferSooner(UnableTo):
    pass


@transaction()
def offer_sooner(
    *, brand: Brand, kind: str, names: Mapping[str, str], minutes: int, by: Staff, at: datetime
) -> SoonerOffer:
    by.must(Verb.MANAGE_BRAND, brand)
    if kind not in queries.kinds_at(brand.pk):
        raise UnableToOfferSooner(_("This brand has no such kind of promise."), rule=Rule.KIND_OF_THE_BRAND)
    offer: SoonerOffer = SoonerOffer.objects.create(
        brand=brand, kind=kind, names=_checked(names, minutes), minutes=minutes
    )
    fact = SoonerOffered(brand_id=brand.pk, offer_id=offer.pk, kind=kind, minutes=minutes)
    record(fact, actor=by.actor, at=at)
    return offer


@transaction()
def change_sooner(
    *, brand: Brand, offer_id: int, names: Mapping[str, str], minutes: int, by: Staff, at: datetime
) -> SoonerOffer:
    """Other names, or another time. What was said to a customer before stands in the conversation."""
    by.must(Verb.MANAGE_BRAND, brand)
    names = _checked(names, minutes)
    offer = SoonerOffer.objects.filter(brand=brand, pk=offer_id).first()
    if offer is None:
        raise UnableToOfferSooner(_("This is not offered any more."), rule=Rule.SOONER_OFFER_STANDS)
    offer.names, offer.minutes = names, minutes
    offer.save(update_fields=["names", "minutes"])
    fact = SoonerOfferChanged(brand_id=brand.pk, offer_id=offer.pk, kind=offer.kind, minutes=minutes)
    record(fact, actor=by.actor, at=at)
    return offer


@transaction()
def withdraw_sooner(*, brand: Brand, offer_id: int, by: Staff, at: datetime) -> None:
    by.must(Verb.MANAGE_BRAND, brand)
    gone, _rows = SoonerOffer.objects.filter(brand=brand, pk=offer_id).delete()
    if not gone:
        raise UnableToOfferSooner(_("This is not offered any more."), rule=Rule.SOONER_OFFER_STANDS)
    record(SoonerOfferWithdrawn(brand_id=brand.pk, offer_id=offer_id), actor=by.actor, at=at)


def _checked(names: Mapping[str, str], minutes: int) -> dict[str, str]:
    """The names that say something."""
    kept = {language: name.strip()[:NAME_CHARACTERS_MAX] for language, name in names.items() if name.strip()}
    if not kept:
        raise UnableToOfferSooner(
            _("Say what they can have, in one language at least."), rule=Rule.SOONER_OFFER_WITHIN_LIMITS
        )
    if not 0 < minutes <= MINUTES_MAX:
        raise UnableToOfferSooner(_("It takes from a minute to a year."), rule=Rule.SOONER_OFFER_WITHIN_LIMITS)
    return kept
