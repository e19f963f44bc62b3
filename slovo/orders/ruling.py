"""How a brand works with its orders. Actions, as in `actions.py` of other domains."""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.db import transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.core.rules import Rule
from slovo.facts.orders import OrderRulesSet
from slovo.orders.models import OrderRules
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.rights import Verb

HOLD_HOURS_MAX = 60 * 24
REFUND_DAYS_MAX = 365


class UnableToSetOrderRules(UnableTo):
    pass


@transaction()
def set_rules(
    *, brand: Brand, team_id: int | None, hold_hours: int, refund_days: int, by: Staff, at: datetime
) -> OrderRules:
    """For what is offered and agreed from now on. `team_id`: None for the brand's first."""
    by.must(Verb.MANAGE_BRAND, brand)
    if not 1 <= hold_hours <= HOLD_HOURS_MAX:
        raise UnableToSetOrderRules(
            _("What has come is kept from an hour to sixty days."), rule=Rule.ORDER_RULES_WITHIN_LIMITS
        )
    if not 1 <= refund_days <= REFUND_DAYS_MAX:
        raise UnableToSetOrderRules(
            _("A refund is promised within one day to a year."), rule=Rule.ORDER_RULES_WITHIN_LIMITS
        )
    if team_id and not people.teams_of([brand.pk]).filter(pk=team_id).exists():
        raise UnableToSetOrderRules(
            _("This team belongs to another brand. Choose one of this brand."), rule=Rule.TEAM_OF_THE_BRAND
        )
    terms = {"team_id": team_id, "hold_hours": hold_hours, "refund_days": refund_days}
    rules, _new = OrderRules.objects.update_or_create(brand=brand, defaults=terms)
    fact = OrderRulesSet(brand_id=brand.pk, hold_hours=hold_hours, refund_days=refund_days)
    record(fact, actor=by.actor, at=at)
    return rules
