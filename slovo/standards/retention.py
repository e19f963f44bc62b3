from slovo.core.keeping import Kept, as_long_as, for_ever
from slovo.standards.expectation_models import Expectation, Sighting, Unpromised
from slovo.standards.models import ServiceLevel

KEPT: tuple[Kept, ...] = (
    *for_ever("the company's own", ServiceLevel, Expectation),
    *for_ever("what was learnt of customers in general, and what was decided about it", Unpromised),
    *as_long_as(Unpromised, {Sighting: "unpromised"}),
)
