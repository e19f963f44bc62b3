"""What a choice says to whoever gives its conversation to another brand."""

from django.utils.translation import gettext as _

from slovo.core.errors import UnableTo
from slovo.core.rules import Rule
from slovo.requests.models import Choice


class UnableToMoveChoice(UnableTo):
    """What a customer chose binds the brand that offered it: no other has its options, its prices or its places."""


def check_move(*, about: str) -> None:
    """Part of moving a conversation to another brand. What was done by what they chose hinders nobody."""
    rows = Choice.objects.filter(about=about, given_back_at=None).select_related("promise", "request_type__brand")
    for choice in rows.order_by("pk"):
        if choice.promise is None or choice.promise.owed:
            raise UnableToMoveChoice(
                _(
                    "The customer chose “%(name)s” of %(brand)s, and that brand owes it. Agree with them first and "
                    "take the choice back, or answer from here."
                )
                % {"name": choice.wording["name"], "brand": choice.request_type.brand},
                rule=Rule.CHOICE_IS_OF_ITS_BRAND,
            )
