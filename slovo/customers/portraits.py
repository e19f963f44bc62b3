"""A brand's portraits, and who is described by which. Actions, as in `actions.py`."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.db import locked, locked_together, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.customers.models import Customer
from slovo.customers.portrait_models import DESCRIPTION_CHARACTERS_MAX, NAME_CHARACTERS_MAX, Portrait
from slovo.facts.customers import CustomerPortrayed, PortraitArchived, PortraitSet
from slovo.people.models import Staff
from slovo.people.rights import Verb

PORTRAITS_MAX = 40  # of a brand: more nobody keeps apart
AT_ONCE_MAX = 500


class UnableToSetPortrait(UnableTo):
    pass


class UnableToPortray(UnableTo):
    pass


@transaction()
def set_portrait(
    *,
    brand: Brand,
    name: str,
    by: Staff,
    at: datetime,
    description: str = "",
    position: int = 0,
    portrait_id: int | None = None,
) -> Portrait:
    """A new one, or another name, description and place of one. What was archived under this name is used again."""
    by.must(Verb.MANAGE_BRAND, brand)
    name, description = " ".join(name.split()), description.strip()
    if not name:
        raise UnableToSetPortrait(_("Give the portrait a name."))
    if len(name) > NAME_CHARACTERS_MAX or len(description) > DESCRIPTION_CHARACTERS_MAX:
        raise UnableToSetPortrait(_("Say it in %(count)d characters at most.") % {"count": DESCRIPTION_CHARACTERS_MAX})
    locked(Brand, brand.pk)
    folded = name.casefold()[:NAME_CHARACTERS_MAX]
    here = Portrait.objects.filter(brand=brand)
    same = here.filter(folded=folded).first()
    row = here.get(pk=portrait_id) if portrait_id else same or Portrait(brand=brand, made_at=at)
    if same and same != row:
        raise UnableToSetPortrait(_("There is a portrait of this name already. Choose another name."))
    if row.pk is None and here.filter(archived_at=None).count() >= PORTRAITS_MAX:
        raise UnableToSetPortrait(_("A brand has %(count)d portraits at most.") % {"count": PORTRAITS_MAX})
    row.name, row.folded, row.description, row.position, row.archived_at = name, folded, description, position, None
    row.save()
    record(PortraitSet(brand_id=brand.pk, portrait_id=row.pk, position=position), actor=by.actor, at=at)
    return row


@transaction()
def archive_portrait(*, portrait_id: int, by: Staff, at: datetime) -> None:
    """Nobody is described by it any more from now on; who is already stays so."""
    row = locked(Portrait, portrait_id)
    by.must(Verb.MANAGE_BRAND, row)
    if row.archived_at:
        raise UnableToSetPortrait(_("It is archived already."))
    row.archived_at = at
    row.save(update_fields=["archived_at"])
    record(PortraitArchived(brand_id=row.brand_id, portrait_id=row.pk), actor=by.actor, at=at)


@transaction()
def portray(*, customer_ids: Collection[int], portrait_id: int | None, by: Staff, at: datetime) -> int:
    """These customers are of this portrait from now on, or of none. Of how many that was news."""
    if len(customer_ids) > AT_ONCE_MAX:
        raise UnableToPortray(_("At most %(count)d customers at once.") % {"count": AT_ONCE_MAX})
    portrait = locked(Portrait, portrait_id) if portrait_id else None
    if portrait and portrait.archived_at:
        raise UnableToPortray(_("This portrait is archived. Choose another."))
    rows = [row for row in locked_together(Customer, customer_ids).values() if row.portrait_id != portrait_id]
    for row in rows:
        by.must(Verb.EDIT_CUSTOMER, row)
        if portrait and portrait.brand_id != row.brand_id:
            raise UnableToPortray(_("This portrait is another brand’s. Choose one of this brand."))
    Customer.objects.filter(pk__in=[row.pk for row in rows]).update(portrait=portrait)
    for row in rows:
        fact = CustomerPortrayed(
            brand_id=row.brand_id, customer_id=row.pk, portrait_id=portrait_id, was_portrait_id=row.portrait_id
        )
        record(fact, actor=by.actor, at=at)
    return len(rows)
