"""What a visitor cannot have, said to them."""

from django.utils.translation import gettext as _

from slovo.channels.chat.models import Visitor
from slovo.core.errors import UnableTo


class UnableToChat(UnableTo):
    pass


class Blocked(UnableToChat):
    pass


def refuse_blocked(visitor: Visitor) -> None:
    if visitor.blocked_at:
        raise Blocked(_("Messages from here are not taken any more. Write to us in another way."))
