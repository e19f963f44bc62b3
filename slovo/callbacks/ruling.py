"""A brand's rules for callbacks. Actions, as in `actions.py`."""

import re
from datetime import datetime

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.callbacks.deeds import rule_for_writing
from slovo.callbacks.models import CallbackRule, Exhausted
from slovo.core.db import transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.core.rules import Rule
from slovo.facts.callbacks import CallbackRuleSet
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.rights import Verb

MINUTES_MAX = 30 * 24 * 60
ATTEMPTS_MAX = 20
SLOT_MINUTES_MIN, SLOT_MINUTES_MAX = 5, 8 * 60
CAPACITY_MAX = 1000
DAYS_MAX = 60


class UnableToSetRule(UnableTo):
    pass


@transaction()
def set_rule(
    *,
    brand: Brand,
    minutes_to_call: int,
    attempts_max: int,
    wait_minutes: int,
    when_exhausted: str,
    slot_minutes: int,
    slot_capacity: int,
    days_ahead: int,
    country: str,
    team_id: int | None,
    page_open: bool,
    by: Staff,
    at: datetime,
) -> CallbackRule:
    """For callbacks that are asked for, and attempts that are made, from now on. Slots that were given stay given."""
    by.must(Verb.MANAGE_BRAND, brand)
    for number, least, most, words in (
        (minutes_to_call, 1, MINUTES_MAX, _("The time until the first call lasts from a minute to thirty days.")),
        (attempts_max, 1, ATTEMPTS_MAX, _("There are from one to twenty attempts.")),
        (wait_minutes, 1, MINUTES_MAX, _("Between two attempts there are from a minute to thirty days.")),
        (
            slot_minutes,
            SLOT_MINUTES_MIN,
            SLOT_MINUTES_MAX,
            _("A time to choose lasts from five minutes to eight hours."),
        ),
        (slot_capacity, 0, CAPACITY_MAX, _("In one time there are from none to a thousand calls.")),
        (days_ahead, 0, DAYS_MAX, _("Times are shown for sixty days ahead at most.")),
    ):
        if not least <= number <= most:
            raise UnableToSetRule(words, rule=Rule.CALLBACK_RULES_WITHIN_LIMITS)
    if when_exhausted not in set(Exhausted):
        raise UnableToSetRule(_("Choose what happens after the last attempt."), rule=Rule.CALLBACK_RULES_WITHIN_LIMITS)
    if not re.fullmatch("[A-Z]{2}", country):
        raise UnableToSetRule(
            _("Name the country by its two letters, such as UA."), rule=Rule.CALLBACK_RULES_WITHIN_LIMITS
        )
    if team_id and not people.teams_of([brand.pk]).filter(pk=team_id).exists():
        raise UnableToSetRule(
            _("This team belongs to another brand. Choose one of this brand."), rule=Rule.TEAM_OF_THE_BRAND
        )
    rule = rule_for_writing(brand)
    rule.minutes_to_call, rule.attempts_max, rule.wait_minutes = minutes_to_call, attempts_max, wait_minutes
    rule.when_exhausted, rule.country, rule.team_id = when_exhausted, country, team_id
    rule.slot_minutes, rule.slot_capacity, rule.days_ahead = slot_minutes, slot_capacity, days_ahead
    rule.page_open_since = (rule.page_open_since or at) if page_open else None
    rule.save()
    fact = CallbackRuleSet(
        brand_id=brand.pk,
        rule_id=rule.pk,
        minutes_to_call=minutes_to_call,
        attempts_max=attempts_max,
        wait_minutes=wait_minutes,
        when_exhausted=when_exhausted,
        slot_minutes=slot_minutes,
        slot_capacity=slot_capacity,
        page_open=page_open,
    )
    record(fact, actor=by.actor, at=at)
    return rule
