"""What a visit says to whoever gives its conversation to another brand."""

from django.utils.translation import gettext as _

from slovo.core.errors import UnableTo
from slovo.core.rules import Rule
from slovo.visits.models import COMING, Visit


class UnableToMoveVisit(UnableTo):
    """They come to us: another brand has neither the place nor the person."""


def check_move(*, about: str) -> None:
    """Part of moving a conversation. Who has come, or comes no more, hinders nobody."""
    visit = Visit.objects.filter(COMING, about=about).select_related("type", "brand").order_by("starts_at").first()
    if visit:
        raise UnableToMoveVisit(
            _(
                "The customer is booked with %(brand)s: “%(name)s”. Cancel the visit with them first, or answer "
                "from here."
            )
            % {"brand": visit.brand, "name": visit.type},
            rule=Rule.VISIT_IS_OF_ITS_BRAND,
        )
