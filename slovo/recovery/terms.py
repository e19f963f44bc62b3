"""What a rule says, and whether it makes sense."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.errors import UnableTo
from slovo.core.money import AMOUNT_MINOR_MAX, is_currency
from slovo.core.rules import Rule
from slovo.people import queries as people
from slovo.recovery.rule_models import CodePool, Gives

MINUTES_MAX = 366 * 24 * 60
DAYS_MAX = 366
OVER_PERCENT_MAX = 1000
COUNT_MAX = 1000


class UnableToChangeRule(UnableTo):
    pass


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """As `RuleTerms`. A new rule opens a task for a person, unless it says otherwise; those of before stay the same."""

    after_minutes: int | None = None
    after_percent: int | None = None
    gives: str = Gives.CODE.value
    percent: int | None = None
    amount_minor: int | None = None
    reckoned_minor: int | None = None
    currency: str = ""
    valid_days: int | None = None
    pool_id: int | None = None
    owed: bool = False
    refund_days: int | None = None
    team_id: int | None = None
    opens_task: bool = True
    per_case_max: int | None = None
    per_customer_max: int | None = None
    per_customer_days: int | None = None
    per_day_minor_max: int | None = None
    approval_above_minor: int | None = None


def check(brand: Brand, terms: Terms) -> None:
    """Raises in words what the database would refuse."""
    _check_when(terms)
    if terms.gives not in set(Gives):
        raise UnableToChangeRule(
            _("Choose what it gives: a code, a refund, or a task."), rule=Rule.OVERRUN_RULE_GIVES_SOMETHING
        )
    if terms.gives != Gives.TASK:
        _check_amount(terms)
    if terms.gives == Gives.CODE:
        _check_code(brand, terms)
    if terms.gives == Gives.REFUND:
        _within(terms.refund_days, 1, DAYS_MAX, _("Say within how many days it is paid back: one at least."))
    if terms.gives == Gives.REFUND and not terms.team_id:
        raise UnableToChangeRule(_("Choose the team that pays it back."), rule=Rule.SOMEBODY_IS_RESPONSIBLE)
    if terms.team_id and not people.teams_of([brand.pk]).filter(pk=terms.team_id).exists():
        raise UnableToChangeRule(
            _("This team belongs to another brand. Choose one of this brand."), rule=Rule.TEAM_OF_THE_BRAND
        )
    _check_limits(terms)


def _check_when(terms: Terms) -> None:
    if (terms.after_minutes is None) == (terms.after_percent is None):
        raise UnableToChangeRule(
            _("Say from when on: after so many minutes, or after so many percent of the time."),
            rule=Rule.OVERRUN_RULE_SAYS_FROM_WHEN,
        )
    if terms.after_minutes is not None:
        _within(terms.after_minutes, 0, MINUTES_MAX, _("A delay is from nothing to a year long."))
    if terms.after_percent is not None:
        _within(terms.after_percent, 1, OVER_PERCENT_MAX, _("A delay is at most ten times the time that was promised."))


def _check_amount(terms: Terms) -> None:
    if (terms.percent is None) == (terms.amount_minor is None):
        raise UnableToChangeRule(
            _("Say how much: either an amount or so many percent."), rule=Rule.OVERRUN_RULE_SAYS_HOW_MUCH
        )
    if terms.percent is not None:
        _within(terms.percent, 1, 100, _("Percents are from 1 to 100."))
    money = (terms.amount_minor, terms.reckoned_minor, terms.per_day_minor_max, terms.approval_above_minor)
    for amount in money:
        if amount is not None:
            _within(amount, 0, AMOUNT_MINOR_MAX, _("An amount is not below nothing, and not above any sense."))
    if terms.amount_minor == 0:
        raise UnableToChangeRule(
            _("Say how much: either an amount or so many percent."), rule=Rule.OVERRUN_RULE_SAYS_HOW_MUCH
        )
    if (any(amount is not None for amount in money) or terms.currency) and not is_currency(terms.currency):
        raise UnableToChangeRule(_("Choose the currency of the amounts."), rule=Rule.AMOUNT_WITH_CURRENCY)


def _check_code(brand: Brand, terms: Terms) -> None:
    _within(terms.valid_days, 1, DAYS_MAX, _("Say how many days a code is valid: one at least."))
    if terms.owed:
        raise UnableToChangeRule(_("Only a refund is owed: a code is a favour."), rule=Rule.ONLY_REFUNDS_ARE_OWED)
    if terms.pool_id and not CodePool.objects.filter(brand=brand, pk=terms.pool_id).exists():
        raise UnableToChangeRule(_("This brand has no such pool of codes."), rule=Rule.POOL_OF_THE_BRAND)
    by_money = terms.per_day_minor_max is not None or terms.approval_above_minor is not None
    if terms.percent and by_money and terms.reckoned_minor is None:
        raise UnableToChangeRule(
            _("Say at how much one such code is reckoned: a limit in money needs that."), rule=Rule.CODE_IS_RECKONED
        )


def _check_limits(terms: Terms) -> None:
    limits = (terms.per_case_max, terms.per_customer_max, terms.per_day_minor_max, terms.approval_above_minor)
    if terms.owed and (terms.gives != Gives.REFUND or any(limit is not None for limit in limits)):
        raise UnableToChangeRule(
            _("What is owed has no limits and needs no approval: it is an obligation."), rule=Rule.OWED_WITHOUT_LIMITS
        )
    for limit in (terms.per_case_max, terms.per_customer_max):
        if limit is not None:
            _within(limit, 1, COUNT_MAX, _("A limit is once at least."))
    if (terms.per_customer_max is None) != (terms.per_customer_days is None):
        raise UnableToChangeRule(
            _("A limit for each customer needs both: how often, and in how many days."), rule=Rule.LIMIT_HAS_A_PERIOD
        )
    if terms.per_customer_days is not None:
        _within(terms.per_customer_days, 1, DAYS_MAX, _("A period is from a day to a year long."))


def _within(number: int | None, low: int, high: int, words: str) -> None:
    if number is None or not low <= number <= high:
        raise UnableToChangeRule(words, rule=Rule.OVERRUN_TERMS_WITHIN_LIMITS)
