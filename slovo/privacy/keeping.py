"""A brand says for how many days it keeps what. Actions, as in `actions.py`."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.core.keeping import DAYS_KEPT_MAX, Choice
from slovo.core.rules import Rule
from slovo.facts.privacy import KeptDaysSet
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.privacy import kept
from slovo.privacy.models import KeptDays


class UnableToKeep(UnableTo):
    pass


@transaction()
def set_days(*, brand: Brand, days: Mapping[str, int], by: Staff, at: datetime) -> None:
    """By kind; what is not named stays as it was. What has outlived its days by that goes the next night."""
    by.must(Verb.MANAGE_PERSONAL_DATA, brand)
    locked(Brand, brand.pk)
    check(days=days)
    before = kept.days_of(brand)
    changed = {kind: number for kind, number in days.items() if number != before[kind]}
    if not changed:
        return
    rows = [KeptDays(brand=brand, kind=kind, days=number) for kind, number in changed.items()]
    KeptDays.objects.bulk_create(rows, update_conflicts=True, unique_fields=["brand", "kind"], update_fields=["days"])
    fact = KeptDaysSet(brand_id=brand.pk, kinds=tuple(changed), days=tuple(changed.values()))
    record(fact, actor=by.actor, at=at)


def check(*, days: Mapping[str, int]) -> None:
    """Refuses what is out of bounds, and kinds that there are not."""
    known = kept.choices()
    if not set(days) <= set(known):
        raise UnableToKeep(_("There is no such kind of data."), rule=Rule.KEPT_WITHIN_BOUNDS)
    for kind, number in days.items():
        _check_bounds(known[kind], number)


def _check_bounds(choice: Choice, days: int) -> None:
    if not choice.least <= days <= DAYS_KEPT_MAX:
        values = {"what": choice.name, "least": choice.least, "most": DAYS_KEPT_MAX, "needed": choice.needed}
        words = _("%(what)s: choose from %(least)d to %(most)d days. %(needed)s")
        raise UnableToKeep(words % values, rule=Rule.KEPT_WITHIN_BOUNDS)
