from slovo.brands.models import Brand, Signature, WorkingCalendar
from slovo.core.keeping import Kept, as_long_as, for_ever

KEPT: tuple[Kept, ...] = (
    *for_ever("the company's own", Brand),
    *as_long_as(Brand, {Signature: "brand", WorkingCalendar: "brand"}),
)
