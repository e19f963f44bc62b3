import secrets
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from slovo.channels.models import Outbound
from slovo.core.personal import Declared, GoesWith, Holding, Nothing
from slovo.visits.models import Engaged, Resource, Taken, Visit, VisitLetter, VisitType
from slovo.visits.page_models import VisitPage
from slovo.visits.walk_in_models import Ticket, TicketStep, WalkInQueue

COMPANY = "what the company can be visited for, where and when"
FIGURES = _("Moments stay in the figures, without a name.")
TOKEN_BYTES = 32


def _erase_tickets(ids: Sequence[int], at: datetime) -> None:
    """The address of its page, which they may still have open, leads nowhere either."""
    for pk in ids:
        Ticket.objects.filter(pk=pk).update(name="", customer=None, token=secrets.token_urlsafe(TOKEN_BYTES))


HELD: tuple[Declared, ...] = (
    Nothing(Resource, COMPANY),
    Nothing(VisitType, COMPANY),
    Nothing(VisitType.resources.through, COMPANY),
    Nothing(VisitPage, COMPANY),
    Nothing(WalkInQueue, COMPANY),
    Nothing(TicketStep, "how long a step of paperwork took"),
    Nothing(Taken, "which time is taken"),
    Nothing(Engaged, "when whom of the staff a visitor is with"),
    GoesWith(VisitLetter, Outbound),
    Holding(
        model=Visit,
        name=_("Visits"),
        told={
            "for": "type__name",
            "starts_at": "starts_at",
            "booked_at": "booked_at",
            "came_at": "came_at",
            "cancelled_at": "cancelled_at",
        },
        emptied={},
        stays=FIGURES,
    ),
    Holding(
        model=Ticket,
        name=_("Tickets of queues"),
        told={"queue": "queue__name", "number": "number", "name": "name", "taken_at": "taken_at"},
        stays=FIGURES,
        erase=_erase_tickets,
    ),
)
