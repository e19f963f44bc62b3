from slovo.core.personal import Declared, Nothing
from slovo.standards.expectation_models import Expectation, Sighting, Unpromised
from slovo.standards.models import ServiceLevel

HELD: tuple[Declared, ...] = (
    Nothing(ServiceLevel, "how fast the company answers"),
    Nothing(Expectation, "what a kind of customers expects"),
    Nothing(Unpromised, "what customers expect though nobody promised it, in the company's words about nobody"),
    Nothing(Sighting, "the key of a message in which that was seen, and no word of it"),
)
