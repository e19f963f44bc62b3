"""What customers put right about themselves. Actions, as in `actions.py`."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.worktime.zones import is_zone
from slovo.customers.models import Customer
from slovo.facts.customers import CustomerChanged

NAME_CHARACTERS_MAX = 200


class UnableToCorrect(UnableTo):
    pass


@transaction()
def correct(*, customer_id: int, name: str, language: str, zone: str, at: datetime) -> None:
    """On a page of their own. `zone`: "", their brand's. What stays as it was is no change."""
    customer = locked(Customer, customer_id)
    if language not in dict(settings.LANGUAGES):
        raise UnableToCorrect(_("Choose one of the languages that are offered."))
    if zone and not is_zone(zone):
        raise UnableToCorrect(_("There is no such time zone. Choose one like Europe/Kyiv."))
    given = {"name": name.strip()[:NAME_CHARACTERS_MAX], "language": language, "zone": zone}
    fields = [field for field, value in given.items() if getattr(customer, field) != value]
    if not fields:
        return
    for field in fields:
        setattr(customer, field, given[field])
    customer.save(update_fields=fields)
    fact = CustomerChanged(brand_id=customer.brand_id, customer_id=customer.pk, fields=tuple(fields), by_customer=True)
    record(fact, actor=Actor("customer", str(customer.pk)), at=at)
