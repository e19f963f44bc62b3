"""What has been given in which month, and what a rule would have given."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth

from slovo.brands.models import Brand
from slovo.promises.models import Promise
from slovo.recovery import queries
from slovo.recovery.models import Compensation, State
from slovo.recovery.rule_models import Gives, OverrunRule, RuleTerms
from slovo.recovery.terms import Terms

TRIAL_DAYS = 30
TRIAL_PROMISES_MAX = 10_000
REPORT_DAYS = 366


@dataclass(frozen=True, slots=True)
class Given:
    """Of one kind in one month of the reader's zone, in one currency ("": of which nobody knows what it costs).
    `unknown`: of how many the amount is not known."""

    month: date
    gives: str
    currency: str
    count: int
    owed: int
    amount_minor: int
    unknown: int


def given_by_month(brand_ids: Collection[int], *, at: datetime) -> list[Given]:
    """The last year, the newest first."""
    rows = Compensation.objects.filter(brand_id__in=brand_ids, given_at__gte=at - timedelta(days=REPORT_DAYS))
    rows = rows.exclude(state=State.TAKEN_BACK.value)
    grouped: Any = (
        rows.order_by()
        .annotate(month=TruncMonth("given_at"))
        .values("month", "gives", "currency")
        .annotate(
            count=Count("pk"),
            owed=Count("pk", filter=Q(owed=True)),
            amount=Sum("amount_minor"),
            unknown=Count("pk", filter=Q(amount_minor=None)),
        )
    )
    found = [
        Given(
            row["month"].date(),
            row["gives"],
            row["currency"],
            row["count"],
            row["owed"],
            row["amount"] or 0,
            row["unknown"],
        )
        for row in grouped
    ]
    return sorted(found, key=lambda row: (-row.month.toordinal(), row.gives, row.currency))


@dataclass(frozen=True, slots=True)
class Trial:
    """Of the promises that broke in the last days: how many there were, how many reach the step, and what that would
    have cost before any limit. `unknown`: of how many nobody knows the price. `bounded`: there were more, and only the
    newest were looked at."""

    broken: int
    reached: int
    amounts: dict[str, int]
    unknown: int
    bounded: bool


def trial(*, brand: Brand, kind: str, terms: Terms, at: datetime) -> Trial:
    since = at - timedelta(days=TRIAL_DAYS)
    rows = Promise.objects.filter(brand=brand, broken_at__gte=since, broken_at__lte=at)
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.exclude(made_by_kind="rule", made_by_id=queries.OVERRUN).select_related("value").order_by("-broken_at")
    promises = list(rows[: TRIAL_PROMISES_MAX + 1])
    looked = promises[:TRIAL_PROMISES_MAX]
    step = RuleTerms(
        rule=OverrunRule(brand=brand, kind=kind), after_minutes=terms.after_minutes, after_percent=terms.after_percent
    )
    reached = [one for one in looked if queries.falls_at(step, one) < (one.done_at or one.released_at or at)]
    amounts: dict[str, int] = {}
    unknown = 0
    for promise in reached if terms.gives != Gives.TASK else ():
        amount, currency = _cost(promise, terms)
        if amount is None:
            unknown += 1
        else:
            amounts[currency] = amounts.get(currency, 0) + amount
    return Trial(len(looked), len(reached), amounts, unknown, len(promises) > TRIAL_PROMISES_MAX)


def _cost(promise: Promise, terms: Terms) -> tuple[int | None, str]:
    if terms.amount_minor:
        return terms.amount_minor, terms.currency
    value = getattr(promise, "value", None)
    if value and terms.percent:
        return max(1, value.amount_minor * terms.percent // 100), value.currency
    return terms.reckoned_minor, terms.currency
