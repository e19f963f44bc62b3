from slovo.core.keeping import Kept, as_long_as, for_ever
from slovo.customers.models import Customer
from slovo.visits.models import Engaged, Resource, Taken, Visit, VisitLetter, VisitType
from slovo.visits.page_models import VisitPage
from slovo.visits.walk_in_models import Ticket, TicketStep, WalkInQueue

KEPT: tuple[Kept, ...] = (
    *for_ever("the company's own", Resource, VisitType, VisitPage, WalkInQueue),
    *for_ever("how long people wait is reckoned from those of the past; names go with their customer", Ticket),
    *as_long_as(VisitType, {VisitType.resources.through: "visittype"}),
    *as_long_as(Customer, {Visit: "customer"}),
    *as_long_as(Visit, {Taken: "visit", Engaged: "visit", VisitLetter: "visit"}),
    *as_long_as(Ticket, {TicketStep: "ticket"}),
)
