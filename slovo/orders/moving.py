"""What a reservation says to whoever gives its conversation to another brand."""

from django.utils.translation import gettext as _

from slovo.core.errors import UnableTo
from slovo.core.rules import Rule
from slovo.orders.models import Held, Reservation

OPEN = (Held.WAITS.value, Held.OFFERED.value)


class UnableToMoveReservation(UnableTo):
    """They wait in the line of this brand's stock: another brand has neither the thing nor their place."""


def check_move(*, about: str, brand_id: int) -> None:
    """Part of moving a conversation away from this brand. What was taken, let go or has run out hinders nobody."""
    rows = Reservation.objects.filter(brand_id=brand_id, state__in=OPEN, about=about)
    row = rows.select_related("brand").order_by("made_at", "pk").first()
    if row:
        raise UnableToMoveReservation(
            _(
                "The customer has reserved “%(title)s” at %(brand)s, and only that brand can keep it for them. Settle "
                "the reservation with them first, or answer from here."
            )
            % {"brand": row.brand, "title": row.title},
            rule=Rule.RESERVATION_IS_OF_ITS_BRAND,
        )
