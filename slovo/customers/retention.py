from slovo.core.keeping import Kept, as_long_as, for_ever
from slovo.customers.consent_models import Consent, ConsentLetter
from slovo.customers.models import Customer, Identity
from slovo.customers.portrait_models import Portrait

KEPT: tuple[Kept, ...] = (
    *for_ever("until they are erased; then a row without a name holds together what has to stay", Customer),
    *for_ever("kinds of customers, by which figures of the past are told apart", Portrait),
    *as_long_as(Consent, {ConsentLetter: "consent"}),
    *as_long_as(Customer, {Identity: "customer", Consent: "customer"}),
)
