from slovo.core.keeping import Kept, as_long_as, for_ever
from slovo.customers.models import Customer
from slovo.promises.models import Promise
from slovo.recovery.models import Compensation, DiscountCode, Overrun, PromiseValue, RecoveryTask
from slovo.recovery.rule_models import CodePool, NoticeWords, OverrunRule, RuleTerms

KEPT: tuple[Kept, ...] = (
    *for_ever("the company's own", CodePool, NoticeWords, OverrunRule),
    *for_ever("what was given is judged by the terms of then", RuleTerms),
    *as_long_as(Customer, {Compensation: "customer"}),
    *as_long_as(Promise, {PromiseValue: "promise", Overrun: "promise", RecoveryTask: "promise"}),
    *as_long_as(CodePool, {DiscountCode: "pool"}),
)
