"""The form of a rule for delays, and what the pages of recovery show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from slovo.brands.models import Brand
from slovo.core.money import CURRENCIES, minor, plain
from slovo.people.models import Staff
from slovo.promises import queries as promises
from slovo.recovery import queries
from slovo.recovery.models import Compensation, RecoveryTask
from slovo.recovery.rule_models import RuleTerms
from slovo.recovery.terms import Terms
from slovo.web.desk import pledges
from slovo.web.desk.fields import offer, team_choices
from slovo.web.desk.words import overruns as words
from slovo.web.desk.words.pledges import KindNames

MINUTES, PERCENT = "minutes", "percent"
MONEY = ("amount", "reckoned", "per_day", "approval_above")
AMOUNT = forms.TextInput(attrs={"inputmode": "decimal"})


def _number(label: Any, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=10**6, **options)


def _money(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=20, widget=AMOUNT, **options)


class RuleForm(forms.Form):
    kind = forms.ChoiceField(label=_("Which promises"), required=False)
    after = forms.IntegerField(label=_("Late by"), min_value=0, max_value=10**6)
    measure = forms.ChoiceField(
        label=_("Counted in"),
        choices=[(MINUTES, _("Minutes over the deadline")), (PERCENT, _("Percent of the time that was promised"))],
    )
    gives = forms.ChoiceField(label=_("What the customer gets"), choices=words.GIVES.items())
    percent = _number(_("So many percent"))
    amount = _money(_("Or this amount"))
    currency = forms.ChoiceField(
        label=_("Currency"), required=False, choices=[("", "—"), *((one, one) for one in CURRENCIES)]
    )
    valid_days = _number(_("A code is valid for so many days"))
    pool = forms.ChoiceField(label=_("Codes from"), required=False)
    owed = forms.BooleanField(
        label=_("The money is owed: the delay is the company’s own, and nothing stops it"), required=False
    )
    refund_days = _number(_("Money is back within so many days"))
    team = forms.ChoiceField(label=_("Team that sees to it"), required=False)
    opens_task = forms.BooleanField(label=_("Open a task for a person, too"), required=False, initial=True)
    per_case_max = _number(_("At most so often in one case"))
    per_customer_max = _number(_("At most so often for one customer"))
    per_customer_days = _number(_("… within so many days"))
    per_day = _money(_("At most this much money a day"))
    approval_above = _money(_("Somebody approves what is above"))
    reckoned = _money(
        _("A code is reckoned at"), help_text=_("Needed when a percentage has a limit in money, and for the figures.")
    )

    def __init__(self, *arguments: Any, brand: Brand, kind: str | None = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        names = pledges.kind_choices(list(promises.own_kinds([brand.pk])))
        pools = [(str(one.pk), one.name) for one in queries.pools_of(brand.pk)]
        offer(
            self,
            kind=[("", _("All that have no rule of their own")), *names],
            pool=[("", _("Made anew for each")), *pools],
            team=team_choices(brand),
        )
        if kind is not None:
            del self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for name in MONEY:
            text = given.get(name, "")
            given[f"{name}_minor"] = minor(text, given.get("currency") or "USD") if text else None
            if text and given[f"{name}_minor"] is None:
                self.add_error(name, _("This is no amount of money."))
        return given

    @property
    def terms(self) -> Terms:
        given = self.cleaned_data
        plain_ones = ("gives", "percent", "currency", "valid_days", "owed", "refund_days", "opens_task")
        limits = ("per_case_max", "per_customer_max", "per_customer_days")
        return Terms(
            after_minutes=given["after"] if given["measure"] == MINUTES else None,
            after_percent=given["after"] if given["measure"] == PERCENT else None,
            amount_minor=given["amount_minor"],
            reckoned_minor=given["reckoned_minor"],
            pool_id=int(given["pool"]) if given["pool"] else None,
            team_id=int(given["team"]) if given["team"] else None,
            per_day_minor_max=given["per_day_minor"],
            approval_above_minor=given["approval_above_minor"],
            **{name: given[name] for name in (*plain_ones, *limits)},
        )


def initial(terms: RuleTerms) -> dict[str, Any]:
    """The form as the rule stands."""
    money = {
        "amount": terms.amount_minor,
        "reckoned": terms.reckoned_minor,
        "per_day": terms.per_day_minor_max,
        "approval_above": terms.approval_above_minor,
    }
    plain_ones = ("gives", "percent", "currency", "valid_days", "owed", "refund_days", "opens_task")
    limits = ("per_case_max", "per_customer_max", "per_customer_days")
    return {
        "after": terms.after_percent if terms.after_minutes is None else terms.after_minutes,
        "measure": PERCENT if terms.after_minutes is None else MINUTES,
        "pool": terms.pool_id or "",
        "team": terms.team_id or "",
        **{name: getattr(terms, name) for name in (*plain_ones, *limits)},
        **{name: "" if value is None else plain(value, terms.currency) for name, value in money.items()},
    }


def sentences(found: Iterable[RuleTerms], names: KindNames) -> list[tuple[RuleTerms, str]]:
    return [
        (terms, words.sentence(terms, names.of(terms.rule.kind, terms.rule.brand_id) if terms.rule.kind else ""))
        for terms in found
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """A compensation or a task, with the promise that it is for. `amount`: as a field of a form shows it."""

    it: Compensation | RecoveryTask
    row: pledges.Row
    compensation: Compensation | None
    what: str = ""
    state: str = ""
    why: str = ""
    amount: str = ""


def lines(staff: Staff, found: Sequence[Compensation | RecoveryTask], names: KindNames) -> list[Line]:
    rows = pledges.rows(staff, [one.promise for one in found], names)
    return [_line(one, row) for one, row in zip(found, rows, strict=True)]


def _line(it: Compensation | RecoveryTask, row: pledges.Row) -> Line:
    one = it.compensation if isinstance(it, RecoveryTask) else it
    if one is None:
        return Line(it, row, None)
    why = words.waits_words(one) or words.refusal_words(one)
    amount = plain(one.amount_minor, one.currency) if one.amount_minor and one.currency else ""
    return Line(it, row, one, words.what_words(one), words.state_words(one), why, amount)
