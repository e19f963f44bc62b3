"""Rules for delays, and what they gave, in words."""

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from slovo.core.money import money_words
from slovo.recovery.figures import TRIAL_DAYS, Given, Trial
from slovo.recovery.giving import LIMIT_CASE, LIMIT_CUSTOMER, LIMIT_DAY
from slovo.recovery.models import Compensation, State, Waiting
from slovo.recovery.rule_models import Gives, RuleTerms

GIVES = {
    Gives.CODE: gettext_lazy("A discount code"),
    Gives.REFUND: gettext_lazy("Money back"),
    Gives.TASK: gettext_lazy("Only a task for a person"),
}
STATES = {
    State.WAITS: gettext_lazy("Waits for a decision"),
    State.GIVEN: gettext_lazy("Given"),
    State.OBLIGATION: gettext_lazy("Owed to the customer"),
    State.REFUSED: gettext_lazy("Not given"),
    State.USED: gettext_lazy("Used"),
    State.PAID: gettext_lazy("Paid back"),
    State.TAKEN_BACK: gettext_lazy("Taken back"),
}
WAITING = {
    Waiting.AMOUNT: gettext_lazy("It is more than what is given without asking."),
    Waiting.VALUE: gettext_lazy("Nobody has said what the thing costs."),
    Waiting.CODES: gettext_lazy("The pool has no code left."),
}
LIMITS = {
    LIMIT_CASE: gettext_lazy("The limit for one case was reached."),
    LIMIT_CUSTOMER: gettext_lazy("The limit for one customer was reached."),
    LIMIT_DAY: gettext_lazy("The money for that day was spent."),
}


def money(amount_minor: int, currency: str) -> str:
    return money_words(amount_minor, currency, (get_language() or "en")[:2])


def sentence(terms: RuleTerms, kind: str) -> str:
    """Reads the rule back. `kind`: its name, "" for all."""
    parts = [_when(terms, kind), _what(terms), *_limits(terms)]
    return " ".join(parts)


def _when(terms: RuleTerms, kind: str) -> str:
    named = _("“%(kind)s”") % {"kind": kind} if kind else _("any promise without a rule of its own")
    if terms.after_percent is not None:
        return _("If it takes longer than promised by %(percent)d %% or more (%(kind)s):") % {
            "percent": terms.after_percent,
            "kind": named,
        }
    if not terms.after_minutes:
        return _("As soon as it is late (%(kind)s):") % {"kind": named}
    return ngettext(
        "If it is %(count)d minute late or more (%(kind)s):",
        "If it is %(count)d minutes late or more (%(kind)s):",
        terms.after_minutes,
    ) % {"count": terms.after_minutes, "kind": named}


def _what(terms: RuleTerms) -> str:
    if terms.gives == Gives.TASK:
        return _("a person sees to it.")
    many = f"{terms.percent} %" if terms.percent else money(terms.amount_minor or 0, terms.currency)
    if terms.gives == Gives.CODE:
        code = ngettext(
            "a code for %(many)s off, valid for %(count)d day.",
            "a code for %(many)s off, valid for %(count)d days.",
            terms.valid_days or 0,
        )
        return code % {"many": many, "count": terms.valid_days or 0}
    refund = ngettext(
        "%(many)s back within %(count)d day.", "%(many)s back within %(count)d days.", terms.refund_days or 0
    ) % {"many": many, "count": terms.refund_days or 0}
    owed = _("It is owed: nothing stops it.")
    return f"{refund} {owed}" if terms.owed else refund


def _limits(terms: RuleTerms) -> list[str]:
    found = []
    if terms.per_case_max:
        found.append(_("At most %(count)d in one case.") % {"count": terms.per_case_max})
    if terms.per_customer_max:
        values = {"count": terms.per_customer_max, "days": terms.per_customer_days}
        found.append(_("At most %(count)d for one customer in %(days)d days.") % values)
    if terms.per_day_minor_max is not None:
        found.append(_("At most %(money)s a day.") % {"money": money(terms.per_day_minor_max, terms.currency)})
    if terms.approval_above_minor is not None:
        above = {"money": money(terms.approval_above_minor, terms.currency)}
        found.append(_("Above %(money)s somebody approves it.") % above)
    return found


def what_words(row: Compensation) -> str:
    """«Money back: 500 ₽»."""
    many = f"{row.percent} %" if row.percent and (row.gives == Gives.CODE or row.amount_minor is None) else ""
    if not many and row.amount_minor is not None:
        many = money(row.amount_minor, row.currency)
    return f"{GIVES[Gives(row.gives)]}: {many}"


def state_words(row: Compensation) -> str:
    return str(STATES[State(row.state)])


def waits_words(row: Compensation) -> str:
    return str(WAITING[Waiting(row.waits_for)]) if row.waits_for else ""


def refusal_words(row: Compensation) -> str:
    return str(LIMITS.get(row.refusal, row.refusal)) or row.taken_back_words


def given_words(row: Given) -> str:
    return money(row.amount_minor, row.currency) if row.currency else "—"


def trial_words(found: Trial) -> str:
    values = {"days": TRIAL_DAYS, "broken": found.broken, "reached": found.reached}
    parts = [
        _("In the last %(days)d days %(broken)d such promises were late, and %(reached)d of them late enough.") % values
    ]
    if found.amounts:
        sums = ", ".join(money(amount, currency) for currency, amount in sorted(found.amounts.items()))
        parts.append(_("Without limits it would have cost %(money)s.") % {"money": sums})
    if found.unknown:
        parts.append(_("Of %(count)d nobody knows what they would have cost.") % {"count": found.unknown})
    if found.bounded:
        parts.append(_("There were more: these are the newest."))
    return " ".join(parts)
