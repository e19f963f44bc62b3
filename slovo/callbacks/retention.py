from slovo.callbacks.models import CallAttempt, Callback, CallbackRule, MissedCall
from slovo.core.keeping import Kept, as_long_as, for_ever
from slovo.customers.models import Customer

KEPT: tuple[Kept, ...] = (
    *for_ever("the company's own", CallbackRule),
    *as_long_as(Customer, {Callback: "customer"}),
    *as_long_as(Callback, {CallAttempt: "callback", MissedCall: "callback"}),
)
