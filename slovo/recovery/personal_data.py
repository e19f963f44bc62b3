from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from slovo.core.personal import MARK, Declared, Holding, Nothing, Person, of_customer
from slovo.promises.models import Promise
from slovo.recovery.models import (
    Compensation,
    DiscountCode,
    Overrun,
    PromiseValue,
    RecoveryTask,
)
from slovo.recovery.rule_models import CodePool, NoticeWords, OverrunRule, RuleTerms

BOOKS = _("Sums and moments stay for the books, without words.")
RULES = "what the company gives for a delay"


def _of_promise(person: Person) -> Q:
    return Q(promise__in=Promise.objects.filter(of_customer(person)))


HELD: tuple[Declared, ...] = (
    Nothing(CodePool, RULES),
    Nothing(OverrunRule, RULES),
    Nothing(RuleTerms, RULES),
    Nothing(NoticeWords, RULES),
    Nothing(PromiseValue, "a sum that belongs to a promise"),
    Nothing(Overrun, "a moment that belongs to a promise"),
    Nothing(DiscountCode, "codes of the company's shop, as they were handed in"),
    Holding(
        model=RecoveryTask,
        name=_("What was to be put right"),
        whose=_of_promise,
        told={"what": "what", "opened_at": "opened_at", "done_at": "done_at", "words": "words"},
        emptied={"words": ""},
        stays=BOOKS,
        among_us=True,
    ),
    Holding(
        model=Compensation,
        name=_("What they were given for delays"),
        told={
            "gives": "gives",
            "state": "state",
            "amount_in_minor_units": "amount_minor",
            "currency": "currency",
            "code": "code",
            "valid_until": "valid_until",
            "given_at": "given_at",
            "paid_at": "paid_at",
        },
        emptied={"refusal": MARK, "taken_back_words": MARK, "used_reference": "", "paid_reference": ""},
        stays=BOOKS,
    ),
)
