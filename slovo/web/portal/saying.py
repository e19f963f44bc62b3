"""What customers say on their page lands in the conversation, as their message."""

from datetime import datetime
from hashlib import sha256

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from slovo.conversations import asking
from slovo.core.errors import UnableTo
from slovo.web.portal.opened import Opened


class UnableToDoSo(UnableTo):
    pass


def say(page: Opened, given: QueryDict, about: str, text: str) -> None:
    """The same words from the same page are one message. By a link for anybody they begin a conversation of their own:
    nobody has made sure that whoever writes is the one with whom we talk elsewhere."""
    anybodys = page.link.is_anybodys
    name = sha256(f"{given.get('once', '')}\n{text}".encode()).hexdigest()
    asking.ask(
        customer_id=page.customer_id,
        about=about,
        subject=_("By a link for anybody: who writes is not confirmed") if anybodys else _("From the status page"),
        text=text,
        language=(get_language() or "")[:2],
        once=f"page:{page.link.pk}:{name}",
        at=page.at,
        anew=anybodys,
    )


def moment_of(text: str) -> datetime | None:
    """What a button or a list sends; None for nothing."""
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        found = None
    if text and (found is None or found.tzinfo is None):
        raise UnableToDoSo(_("There is no such time to choose. Choose one of those that are shown."))
    return found
