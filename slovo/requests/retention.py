from slovo.core.keeping import Kept, as_long_as, for_ever
from slovo.customers.models import Customer
from slovo.requests.extra_models import Extra
from slovo.requests.form_models import Answer, FormDraft, FormVersion, Submission
from slovo.requests.models import Choice, OptionSlot, OptionVersion, RequestOption, RequestType

KEPT: tuple[Kept, ...] = (
    *for_ever("the company's own", RequestType, RequestOption, OptionSlot),
    *for_ever("what was chosen and filled in is read in the version of then", OptionVersion, FormVersion),
    *for_ever("that a form was sent, and when; what was filled in goes with their customer", Submission),
    *as_long_as(RequestType, {FormDraft: "request_type"}),
    *as_long_as(Submission, {Answer: "submission"}),
    *as_long_as(Customer, {Choice: "customer", Extra: "customer"}),
)
