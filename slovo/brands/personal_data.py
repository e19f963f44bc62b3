from slovo.brands.models import Brand, Signature, WorkingCalendar
from slovo.core.personal import Declared, Nothing

HELD: tuple[Declared, ...] = (
    Nothing(Brand, "the company's own"),
    Nothing(Signature, "what stands below the company's letters"),
    Nothing(WorkingCalendar, "the company's hours"),
)
